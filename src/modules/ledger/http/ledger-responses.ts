import { ApiProperty } from '@nestjs/swagger';
import type { BusinessDate, Instant, Money } from '../../../kernel/index.js';
import { ApiDate, ApiInstant, ApiMoney } from '../../../platform/http/index.js';
import type { AccountBalance, AccountTransferView, EntryView, FundBalance, TransferView } from '../application/ledger-queries.js';
import { voucherLabel } from '../domain/entry-draft.js';

/** What a fund holds and what of it may be paid out. */
export class FundResponse {
  @ApiProperty({ enum: ['SVC', 'COM', 'QLT', 'TRN'] })
  fund!: string;
  @ApiMoney()
  cash!: Money;
  @ApiMoney()
  restricted!: Money;
  @ApiMoney()
  available!: Money;

  static from(view: FundBalance): FundResponse {
    return { fund: view.fund, cash: view.cash, restricted: view.restricted, available: view.available };
  }
}

export class FundsResponse {
  @ApiProperty({ type: [FundResponse] })
  items!: FundResponse[];
}

/** An account and its totals; `balance` is positive on the account's normal side. */
export class AccountResponse {
  @ApiProperty()
  id!: number;
  @ApiProperty({ example: '1001' })
  code!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  fund!: string;
  @ApiProperty({ description: 'Whose account it is, e.g. unit; empty for none' })
  holderType!: string;
  @ApiProperty()
  holderId!: number;
  @ApiMoney()
  debit!: Money;
  @ApiMoney()
  credit!: Money;
  @ApiMoney()
  balance!: Money;

  static from(view: AccountBalance): AccountResponse {
    const { accountId: id, code, name, fund, holderType, holderId, debit, credit, balance } = view;
    return { id, code, name, fund, holderType, holderId, debit, credit, balance };
  }
}

export class AccountsResponse {
  @ApiProperty({ type: [AccountResponse] })
  items!: AccountResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

/** One line of an account's history. */
export class AccountTransferResponse {
  @ApiProperty()
  entrySeq!: number;
  @ApiDate()
  effectiveOn!: BusinessDate;
  @ApiProperty()
  description!: string;
  @ApiProperty({ description: 'Code of the account on the other side' })
  counterCode!: string;
  @ApiMoney()
  debit!: Money;
  @ApiMoney()
  credit!: Money;

  static from(view: AccountTransferView): AccountTransferResponse {
    const { entrySeq, effectiveOn, description, counterCode, debit, credit } = view;
    return { entrySeq, effectiveOn, description, counterCode, debit, credit };
  }
}

export class AccountTransfersResponse {
  @ApiProperty({ type: [AccountTransferResponse] })
  items!: AccountTransferResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class TransferResponse {
  @ApiProperty()
  fund!: string;
  @ApiProperty()
  debitCode!: string;
  @ApiProperty()
  creditCode!: string;
  @ApiMoney()
  amount!: Money;

  static from(view: TransferView): TransferResponse {
    return { fund: view.fund, debitCode: view.debitCode, creditCode: view.creditCode, amount: view.amount };
  }
}

/** An entry (凭证) and its transfers. */
export class EntryResponse {
  @ApiProperty()
  seq!: number;
  @ApiProperty({ example: '2024-0007' })
  voucher!: string;
  @ApiDate()
  effectiveOn!: BusinessDate;
  @ApiInstant()
  recordedAt!: Instant;
  @ApiProperty({ example: 'P02' })
  rule!: string;
  @ApiProperty()
  description!: string;
  @ApiProperty({ type: Number, nullable: true })
  reversesSeq!: number | null;
  @ApiProperty({ type: [TransferResponse] })
  transfers!: TransferResponse[];

  static from(view: EntryView): EntryResponse {
    const { seq, effectiveOn, recordedAt, rule, description, reversesSeq } = view;
    return { seq, voucher: voucherLabel(view), effectiveOn, recordedAt, rule, description, reversesSeq, transfers: view.transfers.map(TransferResponse.from) };
  }
}

export class EntriesResponse {
  @ApiProperty({ type: [EntryResponse] })
  items!: EntryResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
