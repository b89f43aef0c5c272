import { ApiProperty } from '@nestjs/swagger';
import type { AccountingPeriod, BusinessDate, Quarter } from '../../../kernel/index.js';
import { ApiDate, ApiMoney, ApiPeriod } from '../../../platform/http/index.js';
import type { PublicCommunity, PublicCompound } from '../application/public-views.js';
import type { StatementPeriod } from '../domain/statement-period.js';

class LatestStatementResponse {
  @ApiPeriod()
  period!: AccountingPeriod;

  @ApiMoney()
  closing!: string;
}

class NamedCommunityResponse {
  @ApiProperty({ example: 'ryxc' })
  slug!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  countyName!: string;

  @ApiProperty()
  streetName!: string;

  @ApiProperty()
  communityName!: string;
}

export class PublicCommunityResponse extends NamedCommunityResponse {
  @ApiProperty({ type: LatestStatementResponse, nullable: true })
  latest!: LatestStatementResponse | null;

  static from(view: PublicCommunity): PublicCommunityResponse {
    return Object.assign(new PublicCommunityResponse(), view);
  }
}

class PublicAccountResponse {
  @ApiProperty()
  bankName!: string;

  @ApiProperty({ example: '8866' })
  last4!: string;
}

class PublicBalanceResponse {
  @ApiDate()
  asOf!: BusinessDate;

  @ApiMoney()
  cash!: string;

  @ApiMoney()
  restricted!: string;

  @ApiMoney()
  available!: string;
}

class PublishedMonthResponse {
  @ApiPeriod()
  period!: AccountingPeriod;

  @ApiProperty()
  version!: number;

  @ApiDate()
  publishedOn!: BusinessDate;

  @ApiMoney()
  closing!: string;
}

class PublishedWholeResponse {
  @ApiPeriod({ example: '2024' })
  period!: StatementPeriod;

  @ApiProperty()
  version!: number;

  @ApiDate()
  publishedOn!: BusinessDate;

  @ApiMoney()
  closing!: string;
}

class PublicRateResponse {
  @ApiProperty({ enum: ['FLAT', 'SHOP'] })
  kind!: string;

  @ApiProperty({ description: 'yuan per m² and month', example: '0.85' })
  rate!: string;
}

class PublicPostResponse {
  @ApiProperty()
  post!: string;

  @ApiProperty()
  promised!: number;
}

class PublicContractResponse {
  @ApiProperty()
  number!: string;

  @ApiProperty()
  firm!: string;

  @ApiDate()
  from!: BusinessDate;

  @ApiDate()
  to!: BusinessDate;

  @ApiProperty({ enum: ['COLLECTED', 'ACCRUED'] })
  basis!: string;

  @ApiProperty({ example: '0.2' })
  shareAtRisk!: string;

  @ApiProperty({ type: [PublicRateResponse] })
  rates!: readonly PublicRateResponse[];

  @ApiProperty({ type: [PublicPostResponse] })
  staffing!: readonly PublicPostResponse[];
}

class PublicPartyResponse {
  @ApiProperty({ enum: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR', 'FIRM'] })
  role!: string;

  @ApiProperty()
  organisation!: string;

  @ApiProperty({ description: 'acts in place of a missing owners’ committee' })
  substitute!: boolean;
}

class PublicScoreResponse {
  @ApiProperty({ type: String, example: '2024-Q1' })
  quarter!: Quarter;

  @ApiProperty({ example: '87.32' })
  score!: string;
}

class PublicVoidedResponse {
  @ApiProperty({ type: String, example: '2024-Q1' })
  quarter!: Quarter;

  @ApiDate()
  on!: BusinessDate;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ description: 'which made it VOID' })
  organisation!: string;

  @ApiProperty({ type: String, nullable: true, description: 'what it had been scored', example: '58.00' })
  score!: string | null;
}

/** A compound as everybody may know it. */
export class PublicCompoundResponse extends NamedCommunityResponse {
  @ApiProperty()
  builtYear!: number;

  @ApiProperty({ type: PublicAccountResponse, nullable: true })
  account!: PublicAccountResponse | null;

  @ApiProperty({ type: PublicBalanceResponse, nullable: true })
  balance!: PublicBalanceResponse | null;

  @ApiProperty({ type: [PublishedMonthResponse] })
  statements!: readonly PublishedMonthResponse[];

  @ApiProperty({ type: [PublishedWholeResponse], description: 'statements of quarters and years' })
  wholes!: readonly PublishedWholeResponse[];

  @ApiProperty({ type: PublicContractResponse, nullable: true })
  contract!: PublicContractResponse | null;

  @ApiProperty({ type: [PublicPartyResponse] })
  parties!: readonly PublicPartyResponse[];

  @ApiProperty({ type: [PublicScoreResponse] })
  scores!: readonly PublicScoreResponse[];

  @ApiProperty({ type: [PublicVoidedResponse], description: 'assessments that became VOID' })
  voided!: readonly PublicVoidedResponse[];

  static from(view: PublicCompound): PublicCompoundResponse {
    return Object.assign(new PublicCompoundResponse(), view);
  }
}
