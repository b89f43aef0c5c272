import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { AccountingPeriod, BusinessDate, Money } from '../../../kernel/index.js';
import { IsBusinessDate, IsMoney, IsPeriod, PageRequest } from '../../../platform/http/index.js';
import { claimStates, spendingCodes, type ClaimState, type SpendingCode } from '../domain/claim.js';
import { useBases, type UseBasis } from '../domain/maintenance.js';

const askedKinds = ['COST', 'SPENDING', 'FLOAT', 'FLOAT_USE'] as const;

/** A list of one text may come as that text, as a form sends it. */
const List = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value));

export class ClaimsRequest extends PageRequest {
  @ApiProperty({ enum: claimStates, required: false })
  @IsOptional()
  @IsIn(claimStates)
  state?: ClaimState;
}

/** What every claim says of itself. */
class ClaimBody {
  /** A month, a quarter or a year: 2024-05, 2024-Q2, 2024. */
  @IsString()
  @MaxLength(10)
  period!: string;

  @IsMoney()
  amount!: Money;

  @ApiProperty({ description: 'Published once it is approved, unless a person is paid: no personal data in it' })
  @IsString()
  @MaxLength(120)
  description!: string;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  invoiceNo?: string;

  /** SHA-256 of its papers, handed in before. */
  @List()
  @IsArray()
  @ArrayMaxSize(10)
  @Matches(/^[0-9a-f]{64}$/, { each: true })
  evidence!: string[];
}

export class AskClaimBody extends ClaimBody {
  @ApiProperty({ enum: askedKinds })
  @IsIn(askedKinds)
  kind!: (typeof askedKinds)[number];

  /** Number of the payee in the register, SK001; left out where it is the firm. */
  @IsOptional()
  @Matches(/^SK\d{3,9}$/)
  payee?: string;

  /** Code of the lease that the cost is of. */
  @IsOptional()
  @Matches(/^ZL\d{2,6}$/)
  lease?: string;

  @IsOptional()
  @Matches(/^JY\d{4}-\d{3}$/)
  resolution?: string;

  /** What spending is for: 5401 audit, 5402 committee, 5901 other. */
  @ApiProperty({ enum: spendingCodes, required: false })
  @IsOptional()
  @IsIn(spendingCodes)
  costCode?: SpendingCode;

  @ApiProperty({ enum: ['COM', 'QLT'], required: false })
  @IsOptional()
  @IsIn(['COM', 'QLT'])
  fund?: 'COM' | 'QLT';
}

export class RecordTaxBody extends ClaimBody {
  @ApiProperty({ enum: ['SVC', 'COM'] })
  @IsIn(['SVC', 'COM'])
  fund!: 'SVC' | 'COM';

  @Matches(/^SK\d{3,9}$/)
  payee!: string;
}

/** What of the money of a payee goes on to it. */
export class PassOnBody extends ClaimBody {
  @Matches(/^SK\d{3,9}$/)
  payee!: string;
}

/** Why what was to be passed on is held again. */
export class TakeBackPassedOnBody {
  @IsString()
  @MaxLength(200)
  reason!: string;
}

export class DecideClaimBody {
  @ApiProperty({ enum: ['APPROVE', 'REJECT'] })
  @IsIn(['APPROVE', 'REJECT'])
  decision!: 'APPROVE' | 'REJECT';

  /** Needed to reject. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

export class RecordUseRuleBody {
  @Matches(/^JY\d{4}-\d{3}$/)
  resolution!: string;

  /** As a decimal: 0.3 is 30 %. */
  @Matches(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/)
  share!: string;

  @ApiProperty({ enum: useBases })
  @IsIn(useBases)
  basis!: UseBasis;

  /** Stop: all that the fund shall receive. */
  @IsOptional()
  @IsMoney()
  reaches?: Money;

  /** Stop: what shall be left of the common fund. */
  @IsOptional()
  @IsMoney()
  keeps?: Money;
}

export class MaintenanceRequest {
  @Matches(/^JY\d{4}-\d{3}$/)
  resolution!: string;

  @Matches(/^[12]\d{3}(-Q[1-4])?$/)
  period!: string;
}

export class ProposeMaintenanceBody extends MaintenanceRequest {
  @Matches(/^SK\d{3,9}$/)
  payee!: string;

  @ApiProperty({ description: 'Published once it is approved, unless a person is paid: no personal data in it' })
  @IsString()
  @MaxLength(120)
  description!: string;
}

export class ReleaseDepositBody {
  @ApiProperty({ enum: ['BACK', 'KEPT'] })
  @IsIn(['BACK', 'KEPT'])
  kind!: 'BACK' | 'KEPT';

  @IsMoney()
  amount!: Money;

  @IsString()
  @MaxLength(120)
  reason!: string;

  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256?: string;
}

export class RefundLeaseBody {
  @IsMoney()
  amount!: Money;

  @IsString()
  @MaxLength(120)
  reason!: string;

  /** Number in the register; only where no line of the bank names the account that the money came from. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  payee?: string;
}

export class EndLeaseBody {
  @IsBusinessDate()
  lastDay!: BusinessDate;

  @IsString()
  @MaxLength(120)
  reason!: string;

  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

export class WriteOffChargeBody {
  /** The month in which the charge fell due. */
  @IsPeriod()
  period!: AccountingPeriod;

  @IsMoney()
  amount!: Money;

  @Matches(/^JY\d{4}-\d{3}$/)
  resolution!: string;

  @IsString()
  @MaxLength(120)
  reason!: string;
}
