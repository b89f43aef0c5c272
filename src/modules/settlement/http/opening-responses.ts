import { ApiProperty } from '@nestjs/swagger';
import type { BusinessDate, Instant } from '../../../kernel/index.js';
import { ApiDate, ApiInstant, ApiMoney } from '../../../platform/http/index.js';
import { openingStates, type OpeningState, type OpeningView } from '../application/opening-queries.js';
import { openingParties, openingSums, openingTotals, type OpeningLine, type OpeningParty } from '../domain/opening.js';

class OpeningSignatureResponse {
  @ApiProperty({ enum: openingParties })
  party!: OpeningParty;
  @ApiInstant()
  signedAt!: Instant;
}

export class OpeningResponse {
  @ApiProperty()
  id!: number;
  @ApiProperty({ enum: openingStates })
  state!: OpeningState;
  @ApiDate()
  openedOn!: BusinessDate;
  @ApiMoney()
  bankBalance!: string;
  @ApiProperty()
  lineCount!: number;
  @ApiInstant()
  preparedAt!: Instant;
  @ApiProperty({ description: 'of the file as it was handed in' })
  fileSha256!: string;
  @ApiProperty({ description: 'what every signature covers' })
  sha256!: string;
  @ApiProperty({ type: [OpeningSignatureResponse] })
  signatures!: OpeningSignatureResponse[];

  static from({ id, state, openedOn, bankBalance, lineCount, preparedAt, fileSha256, sha256, signatures }: OpeningView): OpeningResponse {
    const signed = signatures.map(({ party, signedAt }) => ({ party, signedAt }));
    return { id, state, openedOn, bankBalance: bankBalance.toString(), lineCount, preparedAt, fileSha256, sha256, signatures: signed };
  }
}

export class OpeningsResponse {
  @ApiProperty({ type: [OpeningResponse] })
  items!: OpeningResponse[];
}

class OpeningSumResponse {
  @ApiProperty({ example: 'SVC' })
  fund!: string;
  @ApiMoney()
  assets!: string;
  @ApiMoney()
  claims!: string;
  @ApiMoney({ description: 'what would stand on 3901: 0.00' })
  difference!: string;
}

class OpeningTotalResponse {
  @ApiProperty({ example: '1101' })
  account!: string;
  @ApiProperty({ example: 'SVC' })
  fund!: string;
  @ApiProperty()
  lines!: number;
  @ApiMoney()
  amount!: string;
}

/** One list with its sums; its lines come by pages. */
export class OpeningDetailResponse extends OpeningResponse {
  @ApiProperty({ type: [OpeningSumResponse] })
  funds!: OpeningSumResponse[];
  @ApiProperty({ type: [OpeningTotalResponse] })
  accounts!: OpeningTotalResponse[];

  static of(view: OpeningView, lines: readonly OpeningLine[]): OpeningDetailResponse {
    return {
      ...OpeningResponse.from(view),
      funds: openingSums(lines).map(({ fund, assets, claims, difference }) => ({
        fund,
        assets: assets.toString(),
        claims: claims.toString(),
        difference: difference.toString(),
      })),
      accounts: openingTotals(lines).map(({ code, fund, lines: count, amount }) => ({ account: code, fund, lines: count, amount: amount.toString() })),
    };
  }
}

export class OpeningLineResponse {
  @ApiProperty({ description: 'of the file; 1 is its heading' })
  line!: number;
  @ApiProperty({ example: '1101' })
  account!: string;
  @ApiProperty({ example: 'SVC' })
  fund!: string;
  @ApiProperty({ example: '01-101' })
  holder!: string;
  @ApiProperty({ nullable: true, type: 'string', example: '2023-11' })
  month!: string | null;
  @ApiMoney()
  amount!: string;

  static from({ line, code, fund, holder, period, amount }: OpeningLine): OpeningLineResponse {
    return { line, account: code, fund, holder, month: period, amount: amount.toString() };
  }
}
