import { ApiProperty } from '@nestjs/swagger';
import { ApiInstant } from '../../../platform/http/index.js';
import type { Instant } from '../../../kernel/index.js';
import {
  outstandingKinds,
  reconciliationState,
  reconciliationStates,
  type OutstandingKind,
  type ReconciliationState,
  type ReconciliationView,
} from '../domain/reconciliation.js';

class FundLegsResponse {
  @ApiProperty({ enum: ['SVC', 'COM', 'QLT', 'TRN'] })
  fund!: string;

  @ApiProperty({ example: '70513.98' })
  cash!: string;

  @ApiProperty({ example: '70513.98' })
  claims!: string;
}

class ReconciledClaimResponse {
  @ApiProperty({ example: '1101' })
  account!: string;

  @ApiProperty({ enum: ['SVC', 'COM', 'QLT', 'TRN'] })
  fund!: string;

  @ApiProperty({ example: '18692.45' })
  amount!: string;
}

class OutstandingItemResponse {
  @ApiProperty({ enum: outstandingKinds })
  kind!: OutstandingKind;

  @ApiProperty({ enum: ['SVC', 'COM', 'QLT', 'TRN'] })
  fund!: string;

  @ApiProperty({ type: String, nullable: true, example: 'BF2024-0001', description: 'number of the payout, the channel, or the bank line' })
  reference!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '2024-01-20' })
  since!: string | null;

  @ApiProperty({ example: '80.00' })
  amount!: string;
}

/** A reconciliation: the bank's balance, the cash of the funds and the claims of the documents, equal to the fen, and its two signatures. */
export class ReconciliationResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty({ enum: reconciliationStates })
  state!: ReconciliationState;

  @ApiProperty({ example: '2024-01' })
  month!: string;

  @ApiProperty({ example: '2024-01-31' })
  reconciledOn!: string;

  @ApiProperty({ example: '61498.24' })
  bankBalance!: string;

  @ApiProperty({ example: '61498.24' })
  fundCash!: string;

  @ApiProperty({ example: '61498.24' })
  documentClaims!: string;

  @ApiProperty({ type: [FundLegsResponse] })
  funds!: FundLegsResponse[];

  @ApiProperty({ type: [ReconciledClaimResponse], description: 'who owes whom, equal in books and documents; before the close posts what the firm has earned' })
  claims!: ReconciledClaimResponse[];

  @ApiProperty({ type: [OutstandingItemResponse] })
  outstanding!: OutstandingItemResponse[];

  @ApiProperty()
  suspenseCount!: number;

  @ApiProperty({ example: '0.00' })
  suspenseTotal!: string;

  @ApiProperty({ type: String, nullable: true, example: '2024-01-05' })
  suspenseOldestOn!: string | null;

  @ApiProperty()
  lineCount!: number;

  @ApiInstant()
  preparedAt!: Instant;

  @ApiInstant({ nullable: true })
  signedAt!: Instant | null;

  @ApiInstant({ nullable: true })
  withdrawnAt!: Instant | null;

  @ApiProperty({ description: 'of the canonical form of the facts, who prepared them and when: what the second signature names' })
  sha256!: string;

  static from(view: ReconciliationView): ReconciliationResponse {
    const { id, month, reconciledOn, lineCount, preparedAt, signedAt, withdrawnAt, sha256, suspense } = view;
    return Object.assign(new ReconciliationResponse(), {
      id,
      state: reconciliationState(view),
      month,
      reconciledOn,
      lineCount,
      preparedAt,
      signedAt,
      withdrawnAt,
      sha256,
      bankBalance: view.bankBalance.toString(),
      fundCash: view.fundCash.toString(),
      documentClaims: view.documentClaims.toString(),
      funds: view.funds.map(({ fund, cash, claims }) => ({ fund, cash: cash.toString(), claims: claims.toString() })),
      claims: view.claims.map(({ account, fund, amount }) => ({ account, fund, amount: amount.toString() })),
      outstanding: view.outstanding.map(({ kind, fund, reference, since, amount }) => ({ kind, fund, reference, since, amount: amount.toString() })),
      suspenseCount: suspense.count,
      suspenseTotal: suspense.total.toString(),
      suspenseOldestOn: suspense.oldestOn,
    });
  }
}
