import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import type { AccountingPeriod, BusinessDate, Money } from '../../../kernel/index.js';
import { IsBusinessDate, IsMoney, IsPeriod, PageRequest } from '../../../platform/http/index.js';
import { receiptOrigins, type ReceiptOrigin } from '../domain/receipt.js';

/** `?unit=&from=&to=&origin=&state=` of the list of receipts. */
export class ReceiptsRequest extends PageRequest {
  @IsOptional()
  @IsString()
  @MaxLength(40)
  unit?: string;

  @IsOptional()
  @IsBusinessDate()
  from?: BusinessDate;

  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;

  @IsOptional()
  @IsIn(receiptOrigins)
  origin?: ReceiptOrigin;

  @IsOptional()
  @IsIn(['VALID', 'VOID'])
  state?: 'VALID' | 'VOID';
}

/** What a receipt settles of `fromPeriod` is for another month, or, without `toPeriod`, kept in advance. */
export class ReallocateReceiptBody {
  @IsPeriod()
  fromPeriod!: AccountingPeriod;

  @IsOptional()
  @IsPeriod()
  toPeriod?: AccountingPeriod;
}

/** A prepayment of a unit that is owed back. `receipt`: the one whose account the money goes back to; it must be named where the prepayment came from several accounts. */
export class FeeRefundBody {
  @IsString()
  @Length(1, 40)
  unit!: string;

  @IsMoney()
  amount!: Money;

  @IsString()
  @Length(5, 200)
  reason!: string;

  /** Number or name of the paper behind it, e.g. of the contract of sale. */
  @IsString()
  @Length(1, 200)
  document!: string;

  @IsOptional()
  @Matches(/^SJ\d{4}-\d{1,9}$/i)
  receipt?: string;
}

/** A prepayment that no line of the bank names an account for, and the account of the paper that it goes to; a second organisation agrees or not. */
export class AskPaperRefundBody {
  @IsString()
  @Length(1, 40)
  unit!: string;

  @IsMoney()
  amount!: Money;

  @IsString()
  @Length(5, 200)
  reason!: string;

  /** 8 to 34 digits or capital letters. */
  @IsString()
  @Length(1, 60)
  accountNo!: string;

  @IsString()
  @Length(1, 60)
  accountName!: string;

  /** SHA-256, among the evidence, of what the household handed in. */
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

/** The second organisation agrees, or refuses with a reason. */
export class DecidePaperRefundBody {
  @IsIn(['CONFIRM', 'REFUSE'])
  decision!: 'CONFIRM' | 'REFUSE';

  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class CancelFeeRefundBody {
  @IsString()
  @Length(5, 200)
  reason!: string;
}
