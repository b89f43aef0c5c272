import { Injectable } from '@nestjs/common';
import { DomainError, Money, required, type Id } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import { BankQueries, wholeAccount, type BankLineId } from '../../bank/index.js';
import type { UnitId } from '../../communities/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { receiptNumber } from '../domain/receipt.js';
import type { RefundedBefore } from '../domain/refund-source.js';
import type { FeeRefundView } from './receipt-views.js';

/** The account that money came from, as the bank line said it, or that a paper names; empty where a channel's batch brought it. Personal data: it is for whoever decides and carries out the payout. */
export interface PayerAccount {
  readonly name: string;
  readonly accountNo: string;
  /** The number as money can be sent to it; null where the bank names none, or not the whole of it. */
  readonly wholeNo: string | null;
}

/** A refund that waits for its payout: `amount` is what stands on 2302 of the unit for it. */
export interface OpenFeeRefund extends FeeRefundView {
  readonly payer: PayerAccount;
}

type Row = Raw<Omit<FeeRefundView, 'receiptNumber' | 'recorded'>> & {
  readonly year: number | null;
  readonly no: number | null;
  readonly recordedNo: string | null;
  readonly recordedName: string | null;
};

const SELECT = `select f.id, f.unit_id as "unitId", u.code as "unitCode", f.amount, r.id as "receiptId", r.year, r.no, r.voided_on as "receiptVoidedOn", r.bank_line_id as "bankLineId", f.reason, f.document, f.asked_on as "askedOn",
    f.asked_by as "askedBy", f.entry_seq as "entrySeq", f.cancelled_on as "cancelledOn", p.account_no as "recordedNo", p.account_name as "recordedName"
  from mingbai.fee_refund f join mingbai.unit u on u.community_id = $1 and u.id = f.unit_id left join mingbai.receipt r on r.community_id = $1 and r.id = f.receipt_id
  left join mingbai.paper_refund p on p.community_id = $1 and p.id = f.paper_refund_id
  where f.community_id = $1`;

/** Whether bank line l is a batch of a channel: its account is the channel's, never that of whoever paid. */
const OF_CHANNEL = `exists (select from mingbai.channel_batch c where c.community_id = $1 and c.bank_line_id = l.id and c.undone_at is null)`;

/** Reads refunds of prepayments. What payouts did with them is theirs to know: here a refund is open while 2302 of its unit holds it. */
@Injectable()
export class FeeRefunds {
  constructor(
    private readonly books: LedgerQueries,
    private readonly bank: BankQueries,
  ) {}

  /** Refunds that no payout holds or has paid, oldest first. A unit has one at a time. */
  async open(tx: Tx): Promise<OpenFeeRefund[]> {
    const due = await tx.query<{ id: Id<'fee_refund'> }>(
      `select max(f.id) as id from mingbai.fee_refund f
       join ledger.account a on a.community_id = $1 and a.code = '2302' and a.fund = 'SVC' and a.holder_type = 'unit' and a.holder_id = f.unit_id
       join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id and b.credit > b.debit
       where f.community_id = $1 and f.cancelled_on is null group by f.unit_id`,
      [tx.communityId],
    );
    const views = await this.read(
      tx,
      'f.id = any ($2::bigint[]) order by f.id',
      due.map(({ id }) => id),
    );
    return this.withPayers(tx, views);
  }

  /** A refund, whatever became of it. @throws FEE_REFUND_MISSING */
  async byId(tx: Tx, id: number): Promise<OpenFeeRefund> {
    const [refund] = await this.withPayers(tx, await this.read(tx, 'f.id = any ($2::bigint[])', [id]));
    if (!refund) throw new DomainError('FEE_REFUND_MISSING', { refund: id });
    return refund;
  }

  /** All, those of a unit, or the one with the id `only`, newest first. */
  async all(tx: Tx, { unitId = null, only = null }: { unitId?: UnitId | null; only?: number | null } = {}): Promise<FeeRefundView[]> {
    return this.read(tx, '($2::bigint is null or f.unit_id = $2) and ($3::bigint is null or f.id = $3) order by f.id desc', unitId, only);
  }

  /** Whether money of a unit is on its way back: on 2302, or held, in flight or returned with a payout that was fed from there. */
  async isUnderWay(tx: Tx, unitId: UnitId): Promise<boolean> {
    const [row] = await tx.query<{ waiting: boolean }>(
      `with own as (select id from ledger.account where community_id = $1 and code = '2302' and fund = 'SVC' and holder_type = 'unit' and holder_id = $2),
         payout as (select distinct h.holder_id from ledger.transfer x join own on own.id = x.debit_account join ledger.account h on h.community_id = $1 and h.id = x.credit_account
           and h.holder_type = 'disbursement' where x.community_id = $1)
       select exists (select from ledger.account_balance b join ledger.account a on a.community_id = $1 and a.id = b.account_id where b.community_id = $1 and b.debit <> b.credit
         and (a.id in (select id from own) or a.holder_type = 'disbursement' and a.holder_id in (select holder_id from payout))) as waiting`,
      [tx.communityId, unitId],
    );
    return required(row, 'answer').waiting;
  }

  /** The refund of a unit that is neither cancelled nor wholly paid: the newest, since a unit has one at a time. */
  async underWay(tx: Tx, unitId: UnitId): Promise<FeeRefundView | null> {
    if (!(await this.isUnderWay(tx, unitId))) return null;
    return (await this.all(tx, { unitId })).find(({ cancelledOn }) => cancelledOn === null) ?? null;
  }

  /**
   * Refunds whose money has not really come in: what stands as prepayments of the receipts in force, of all that came from their account, is less than what
   * was owed back to it. What names no account, with the opening balances, is one payer's as far as this goes: refunds by a paper, and those of a channel's money of
   * before that was refused, are held against it. `withoutReceipt`: as it would be if that one were void too; `unitId`: of that unit alone.
   */
  async uncovered(
    tx: Tx,
    { withoutReceipt = null, unitId = null }: { withoutReceipt?: Id<'receipt'> | null; unitId?: UnitId | null } = {},
  ): Promise<Set<Id<'fee_refund'>>> {
    const rows = await tx.query<{ id: Id<'fee_refund'> }>(
      `with mine as (select id, unit_id, receipt_id, amount from mingbai.fee_refund where community_id = $1 and cancelled_on is null and ($3::bigint is null or unit_id = $3)),
         source as (select r.id, r.unit_id, r.voided_on, case when mingbai.names_its_payer($1, r.bank_line_id) then replace(l.counterparty_account, ' ', '') end as account, r.amount - r.late_fees
             - coalesce((select sum(a.amount) from mingbai.allocation a where a.community_id = $1 and a.receipt_id = r.id and a.amount > 0
                 and not exists (select from mingbai.allocation g where g.community_id = $1 and g.gives_back_id = a.id)), 0) as prepaid
           from mingbai.receipt r left join mingbai.bank_line l on l.community_id = $1 and l.id = r.bank_line_id
           where r.community_id = $1 and r.unit_id in (select unit_id from mine)
           union all select null, o.unit_id, null, null, o.amount from mingbai.opening_prepayment o where o.community_id = $1 and o.unit_id in (select unit_id from mine)),
         owed as (select f.unit_id, s.account, sum(f.amount) as amount, array_agg(f.id) as ids from mine f left join source s on s.id = f.receipt_id group by f.unit_id, s.account)
       select unnest(o.ids) as id from owed o where o.amount > coalesce((select sum(s.prepaid) from source s
         where s.unit_id = o.unit_id and s.account is not distinct from o.account and s.voided_on is null and (s.id is null or s.id is distinct from $2::bigint)), 0)`,
      [tx.communityId, withoutReceipt, unitId],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** What was owed back to accounts of a unit and not cancelled, paid or not. */
  async before(tx: Tx, unitId: UnitId): Promise<RefundedBefore[]> {
    const refunds = await this.withPayers(tx, await this.all(tx, { unitId }));
    return refunds
      .filter(({ cancelledOn }) => cancelledOn === null)
      .map(({ recorded, payer, amount }) => ({ account: recorded ? null : payer.wholeNo, amount }));
  }

  /** Which of these bank lines are batches of a channel: no payer's account stands on them. */
  async channelLines(tx: Tx, bankLineIds: readonly number[]): Promise<Set<number>> {
    const rows = await tx.query<{ id: number }>(
      `select l.id from mingbai.bank_line l where l.community_id = $1 and l.id = any ($2::bigint[]) and ${OF_CHANNEL}`,
      [tx.communityId, bankLineIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** What stands on 2302 of a unit. */
  async waiting(tx: Tx, unitId: UnitId): Promise<Money> {
    return this.books.balance(tx, 'SVC', { code: '2302', holder: { type: 'unit', id: unitId } });
  }

  private async read(tx: Tx, where: string, ...values: unknown[]): Promise<FeeRefundView[]> {
    const rows = await tx.query<Row>(`${SELECT} and ${where}`, [tx.communityId, ...values]);
    return rows.map(({ year, no, recordedNo, recordedName, ...row }) => {
      const number = year === null || no === null ? null : receiptNumber(year, no);
      const recorded = recordedNo === null || recordedName === null ? null : { accountNo: recordedNo, accountName: recordedName };
      return { ...readMoney<Omit<FeeRefundView, 'receiptNumber' | 'recorded'>>(row, ['amount']), receiptNumber: number, recorded };
    });
  }

  private async withPayers(tx: Tx, views: readonly FeeRefundView[]): Promise<OpenFeeRefund[]> {
    const ids = views.flatMap(({ bankLineId }) => (bankLineId === null ? [] : [bankLineId]));
    const lines = await this.bank.lines(tx, { ids: ids as BankLineId[] });
    const ofChannels = await this.channelLines(tx, ids);
    return views.map((view) => {
      if (view.recorded) return { ...view, payer: { name: view.recorded.accountName, accountNo: view.recorded.accountNo, wholeNo: view.recorded.accountNo } };
      const line = required(
        lines.find(({ id }) => id === view.bankLineId),
        'the bank line of a receipt',
      );
      const own = ofChannels.has(line.id) ? null : line;
      return {
        ...view,
        payer: { name: line.counterpartyName, accountNo: own?.counterpartyAccount ?? '', wholeNo: own && (wholeAccount(own)?.accountNo ?? null) },
      };
    });
  }
}
