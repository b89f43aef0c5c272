import { ApiProperty } from '@nestjs/swagger';
import { DomainError } from '../../../kernel/index.js';
import { describeError } from '../../../platform/messages/index.js';
import type { CloseChecklistView } from '../application/close-checklist.js';
import { closeSteps, type CloseStepName } from '../domain/close-checklist.js';

class CloseStepResponse {
  @ApiProperty({ enum: closeSteps })
  name!: CloseStepName;

  @ApiProperty({ type: String, nullable: true, description: 'what the close would refuse with; null when the step is done' })
  code!: string | null;

  @ApiProperty({ type: String, nullable: true })
  message!: string | null;
}

/** What stands between a month and its close. */
export class CloseChecklistResponse {
  @ApiProperty({ example: '2024-01' })
  month!: string;

  @ApiProperty()
  ready!: boolean;

  @ApiProperty({ type: [CloseStepResponse] })
  steps!: CloseStepResponse[];

  @ApiProperty({ example: '61498.24' })
  bankBalance!: string;

  @ApiProperty({ example: '61498.24' })
  fundCash!: string;

  @ApiProperty({ example: '61498.24' })
  documentClaims!: string;

  @ApiProperty({ description: 'lines of the month that have no place yet' })
  unplaced!: number;

  @ApiProperty()
  suspenseCount!: number;

  @ApiProperty({ example: '0.00' })
  suspenseTotal!: string;

  static from(view: CloseChecklistView): CloseChecklistResponse {
    const { month, ready, unplaced, suspense } = view;
    const steps = view.steps.map(({ name, blocker }) => {
      return { name, code: blocker?.code ?? null, message: blocker && describeError(new DomainError(blocker.code, blocker.details), 'zh-CN') };
    });
    const legs = { bankBalance: view.bankBalance.toString(), fundCash: view.fundCash.toString(), documentClaims: view.documentClaims.toString() };
    return Object.assign(new CloseChecklistResponse(), {
      month,
      ready,
      steps,
      ...legs,
      unplaced,
      suspenseCount: suspense.count,
      suspenseTotal: suspense.total.toString(),
    });
  }
}
