import { ApiProperty } from '@nestjs/swagger';
import type { ReconciliationView } from '../domain/reconciliation.js';

class FundLegsResponse {
  @ApiProperty({ enum: ['SVC', 'COM', 'QLT', 'TRN'] })
  fund!: string;

  @ApiProperty({ example: '70513.98' })
  cash!: string;

  @ApiProperty({ example: '70513.98' })
  claims!: string;
}

/** A signed reconciliation: the bank's balance, the cash of the funds and the claims of the documents, equal to the fen. */
export class ReconciliationResponse {
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

  @ApiProperty()
  suspenseCount!: number;

  @ApiProperty({ example: '0.00' })
  suspenseTotal!: string;

  @ApiProperty({ type: String, nullable: true, example: '2024-01-05' })
  suspenseOldestOn!: string | null;

  @ApiProperty()
  lineCount!: number;

  @ApiProperty()
  signedAt!: string;

  @ApiProperty({ description: 'of the canonical form of the facts, who signed and when' })
  sha256!: string;

  static from(view: ReconciliationView): ReconciliationResponse {
    const { month, reconciledOn, lineCount, signedAt, sha256, suspense } = view;
    return Object.assign(new ReconciliationResponse(), {
      month,
      reconciledOn,
      lineCount,
      signedAt,
      sha256,
      bankBalance: view.bankBalance.toString(),
      fundCash: view.fundCash.toString(),
      documentClaims: view.documentClaims.toString(),
      funds: view.funds.map(({ fund, cash, claims }) => ({ fund, cash: cash.toString(), claims: claims.toString() })),
      suspenseCount: suspense.count,
      suspenseTotal: suspense.total.toString(),
      suspenseOldestOn: suspense.oldestOn,
    });
  }
}
