import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, required, type BusinessDate, type Id } from '../../../kernel/index.js';
import { readMoney, UnitOfWork, type CommandContext, type Outcome, type Raw, type Tx } from '../../../platform/database/index.js';
import { BankQueries, type BankLineId } from '../../bank/index.js';
import { UnitQueries, type UnitId, type UnitView } from '../../communities/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { journalForFeeRefund } from '../domain/receipt-journals.js';
import { receiptNumber } from '../domain/receipt.js';
import { standingPrepayments, type PrepaidReceipt, type RefundedBefore } from '../domain/refund-source.js';
import { FeeRefund } from '../persistence/fee-refund.js';
import { FeeQueries } from './fee-queries.js';
import { ReceiptQueries } from './receipt-queries.js';
import type { FeeRefundView } from './receipt-views.js';

/** `receipt`: the one whose account the money goes back to; it must be named where the prepayment came from several. */
export interface RequestFeeRefundRequest {
  readonly unit: string;
  readonly amount: Money;
  readonly reason: string;
  readonly document: string;
  readonly receipt?: string;
}

export type FeeRefundAsked = {
  readonly id: number;
  readonly unit: string;
  readonly amount: string;
  readonly receipt: string;
  readonly askedOn: BusinessDate;
  readonly entrySeq: number;
};

export interface CancelFeeRefundRequest {
  readonly id: number;
  readonly reason: string;
}

export type FeeRefundCancelled = { readonly id: number; readonly cancelledOn: BusinessDate; readonly entrySeq: number };

/** The account that money came from, as the bank line said it; empty where it came through a channel. Personal data: it is for whoever decides and carries out the payout. */
export interface PayerAccount {
  readonly name: string;
  readonly accountNo: string;
}

/** A refund that waits for its payout: `amount` is what stands on 2302 of the unit for it. */
export interface OpenFeeRefund extends FeeRefundView {
  readonly payer: PayerAccount;
}

type Row = Raw<Omit<FeeRefundView, 'receiptNumber'>> & { readonly year: number; readonly no: number };

const SELECT = `select f.id, f.unit_id as "unitId", u.code as "unitCode", f.amount, r.id as "receiptId", r.year, r.no, r.voided_on as "receiptVoidedOn", r.bank_line_id as "bankLineId", f.reason, f.document, f.asked_on as "askedOn",
    f.asked_by as "askedBy", f.entry_seq as "entrySeq", f.cancelled_on as "cancelledOn"
  from mingbai.fee_refund f join mingbai.unit u on u.community_id = $1 and u.id = f.unit_id join mingbai.receipt r on r.community_id = $1 and r.id = f.receipt_id
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

  /** Of all units, or of one, newest first. */
  async all(tx: Tx, unitId?: UnitId): Promise<FeeRefundView[]> {
    return this.read(tx, '($2::bigint is null or f.unit_id = $2) order by f.id desc', unitId ?? null);
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
    return (await this.all(tx, unitId)).find(({ cancelledOn }) => cancelledOn === null) ?? null;
  }

  /**
   * Refunds whose money has not really come in: what stands as prepayments of the receipts in force, of all that came from their account, is less than what
   * was owed back to it. What came through a channel names no account, and is one payer's as far as this goes: refunds of before that was refused are held
   * against it. `withoutReceipt`: as it would be if that one were void too.
   */
  async uncovered(tx: Tx, { withoutReceipt = null }: { withoutReceipt?: Id<'receipt'> | null } = {}): Promise<Set<Id<'fee_refund'>>> {
    const rows = await tx.query<{ id: Id<'fee_refund'> }>(
      `with source as (select r.id, r.unit_id, r.voided_on, case when ${OF_CHANNEL} then null else replace(l.counterparty_account, ' ', '') end as account, r.amount - r.late_fees
             - coalesce((select sum(a.amount) from mingbai.allocation a where a.community_id = $1 and a.receipt_id = r.id and a.amount > 0
                 and not exists (select from mingbai.allocation g where g.community_id = $1 and g.gives_back_id = a.id)), 0) as prepaid
           from mingbai.receipt r join mingbai.bank_line l on l.community_id = $1 and l.id = r.bank_line_id
           where r.community_id = $1 and r.unit_id in (select unit_id from mingbai.fee_refund where community_id = $1 and cancelled_on is null)),
         owed as (select s.unit_id, s.account, sum(f.amount) as amount, array_agg(f.id) as ids from mingbai.fee_refund f join source s on s.id = f.receipt_id
           where f.community_id = $1 and f.cancelled_on is null group by s.unit_id, s.account)
       select unnest(o.ids) as id from owed o where o.amount > coalesce((select sum(s.prepaid) from source s
         where s.unit_id = o.unit_id and s.account is not distinct from o.account and s.voided_on is null and s.id is distinct from $2::bigint), 0)`,
      [tx.communityId, withoutReceipt],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** What was owed back to accounts of a unit and not cancelled, paid or not. */
  async before(tx: Tx, unitId: UnitId): Promise<RefundedBefore[]> {
    const refunds = await this.withPayers(tx, await this.all(tx, unitId));
    return refunds.filter(({ cancelledOn }) => cancelledOn === null).map(({ payer, amount }) => ({ account: plain(payer.accountNo), amount }));
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

  private async read(tx: Tx, where: string, value: unknown): Promise<FeeRefundView[]> {
    const rows = await tx.query<Row>(`${SELECT} and ${where}`, [tx.communityId, value]);
    return rows.map(({ year, no, ...row }) => readMoney<FeeRefundView>({ ...row, receiptNumber: receiptNumber(year, no) }, ['amount']));
  }

  private async withPayers(tx: Tx, views: readonly FeeRefundView[]): Promise<OpenFeeRefund[]> {
    const lines = await this.bank.lines(tx, { ids: views.map(({ bankLineId }) => bankLineId as BankLineId) });
    const ofChannels = await this.channelLines(tx, views.map(({ bankLineId }) => bankLineId)); // prettier-ignore
    return views.map((view) => {
      const line = required(
        lines.find(({ id }) => id === view.bankLineId),
        'the bank line of a receipt',
      );
      return { ...view, payer: { name: line.counterpartyName, accountNo: ofChannels.has(line.id) ? '' : line.counterpartyAccount } };
    });
  }
}

/** Owes a prepayment back to its payer (P06), e.g. after the flat was sold; the payout that follows has its own approvals. */
@Injectable()
export class RequestFeeRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly bank: BankQueries,
    private readonly fees: FeeQueries,
    private readonly receipts: ReceiptQueries,
    private readonly refunds: FeeRefunds,
  ) {}

  /** @throws NOT_ALLOWED, FEES_UNIT_UNKNOWN, FEE_REFUND_UNDER_WAY, FEE_REFUND_TOO_MUCH, RECEIPT_UNKNOWN, FEE_REFUND_OTHER_UNIT, FEE_REFUND_NO_ACCOUNT, FEE_REFUND_SEVERAL_PAYERS, FEE_REFUND_OTHER_MONEY */
  async execute(context: CommandContext, request: RequestFeeRefundRequest): Promise<Outcome<FeeRefundAsked>> {
    assertAllowed(context.actor, 'fee.refund');
    const { amount, reason, document } = request;
    const compared = { unit: request.unit, amount: amount.toString(), reason, document, receipt: request.receipt ?? null };
    return this.unitOfWork.once({ context, command: 'RequestFeeRefund', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const unit = await this.units.byCode(tx, request.unit);
      if (!unit) throw new DomainError('FEES_UNIT_UNKNOWN', { unit: request.unit.slice(0, 40) });
      const held = await this.heldFor(tx, unit, amount);
      const receipts = await this.standing(tx, unit, held);
      const receipt = await this.receiptOf(tx, unit, receipts, request.receipt);
      refuseOtherMoney(receipts, receipt, amount);
      const askedOn = this.clock.today();
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'fee_refund'>;
      const [entry] = await this.ledger.post(tx, posting, [journalForFeeRefund({ id, unitId: unit.id, amount, effectiveOn: askedOn })]);
      const { seq: entrySeq } = required(entry, 'entry');
      const row = { communityId: tx.communityId, id, unitId: unit.id, receiptId: receipt.id, amount, reason, document, askedOn };
      await tx.manager.insert(FeeRefund, { ...row, askedBy: posting.by, askedAt: posting.at, entrySeq });
      return { id, unit: unit.code, amount: amount.toString(), receipt: receipt.number, askedOn, entrySeq };
    });
  }

  /** What the unit holds in advance, at least `amount`. */
  private async heldFor(tx: Tx, { id, code }: UnitView, amount: Money): Promise<Money> {
    if (!amount.isPositive) throw new DomainError('FEE_REFUND_TOO_MUCH', { unit: code, prepaid: '0.00', asked: amount.toString() });
    if (await this.refunds.isUnderWay(tx, id)) throw new DomainError('FEE_REFUND_UNDER_WAY', { unit: code });
    const prepaid = Money.sum((await this.fees.prepayments(tx, [id])).map((prepayment) => prepayment.amount));
    if (!prepaid.atLeast(amount)) throw new DomainError('FEE_REFUND_TOO_MUCH', { unit: code, prepaid: prepaid.toString(), asked: amount.toString() });
    return prepaid;
  }

  /** The receipts of the unit that are in force, newest first, with their accounts and what stands of each as a prepayment. */
  private async standing(tx: Tx, { id: unitId }: UnitView, held: Money): Promise<StandingReceipt[]> {
    const receipts = await this.receipts.list(tx, { unitId, state: 'VALID' });
    const lines = await this.bank.lines(tx, { ids: receipts.flatMap(({ bankLineId }) => (bankLineId === null ? [] : [bankLineId as BankLineId])) });
    const ofChannels = await this.refunds.channelLines(tx, lines.map(({ id }) => id)); // prettier-ignore
    const accounts = new Map(lines.map(({ id, counterpartyAccount }): [number, string] => [id, ofChannels.has(id) ? '' : plain(counterpartyAccount)]));
    const prepaid = await this.receipts.prepaid(tx, unitId);
    const sources = receipts.map(({ id, number, effectiveOn, bankLineId }) => {
      const account = (bankLineId === null ? undefined : accounts.get(bankLineId)) ?? '';
      return { id, number, effectiveOn, account: account === '' ? null : account, prepaid: prepaid.get(id) ?? Money.zero };
    });
    return standingPrepayments(sources, await this.refunds.before(tx, unitId), held);
  }

  /** The receipt whose bank line names the account: money goes back where it came from, and nowhere else. */
  private async receiptOf(tx: Tx, { code }: UnitView, receipts: readonly StandingReceipt[], named?: string): Promise<StandingReceipt> {
    if (named !== undefined) {
      const { id, number } = await this.receipts.byNumber(tx, named);
      const receipt = receipts.find((candidate) => candidate.id === id);
      if (!receipt) throw new DomainError('FEE_REFUND_OTHER_UNIT', { receipt: number, unit: code });
      if (receipt.account === null) throw new DomainError('FEE_REFUND_NO_ACCOUNT', { unit: code });
      return receipt;
    }
    const candidates = receipts.filter(({ standing }) => standing.isPositive);
    const withAccount = candidates.filter(({ account }) => account !== null);
    const [newest] = withAccount;
    if (!newest) throw new DomainError('FEE_REFUND_NO_ACCOUNT', { unit: code });
    if (candidates.some(({ account }) => account !== newest.account))
      throw new DomainError('FEE_REFUND_SEVERAL_PAYERS', { unit: code, receipts: withAccount.map(({ number }) => number).join(', ') });
    return newest;
  }
}

type StandingReceipt = PrepaidReceipt & { readonly standing: Money };

/** Money that others paid in advance for the unit does not go to this account. */
function refuseOtherMoney(receipts: readonly StandingReceipt[], { account, number }: StandingReceipt, asked: Money): void {
  const standing = Money.sum(receipts.filter((receipt) => receipt.account === account).map((receipt) => receipt.standing));
  if (!standing.atLeast(asked)) throw new DomainError('FEE_REFUND_OTHER_MONEY', { receipt: number, standing: standing.toString(), asked: asked.toString() });
}

/** Banks write a number with spaces, or without. */
function plain(accountNo: string): string {
  return accountNo.replaceAll(' ', '');
}

/** Takes a refund back that no payout has taken yet: the money is a prepayment again. */
@Injectable()
export class CancelFeeRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly refunds: FeeRefunds,
  ) {}

  /** @throws NOT_ALLOWED, FEE_REFUND_MISSING, FEE_REFUND_CANCELLED, FEE_REFUND_HELD */
  async execute(context: CommandContext, { id, reason }: CancelFeeRefundRequest): Promise<Outcome<FeeRefundCancelled>> {
    assertAllowed(context.actor, 'fee.refund');
    return this.unitOfWork.once({ context, command: 'CancelFeeRefund', request: { id, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const refund = await this.refunds.byId(tx, id);
      const { unitId, unitCode, amount, entrySeq } = refund;
      if (refund.cancelledOn !== null) throw new DomainError('FEE_REFUND_CANCELLED', { unit: unitCode, on: refund.cancelledOn });
      const isOpen = (await this.refunds.open(tx)).some((open) => open.id === refund.id);
      if (!isOpen || !(await this.refunds.waiting(tx, unitId)).atLeast(amount))
        throw new DomainError('FEE_REFUND_HELD', { unit: unitCode, amount: amount.toString() });
      const cancelledOn = this.clock.today();
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const reversal = { seq: entrySeq, effectiveOn: cancelledOn, description: 'refund of a prepaid property fee cancelled' };
      const { seq: cancelSeq } = await this.ledger.reverse(tx, posting, reversal);
      const key = { communityId: tx.communityId, id: refund.id };
      await tx.manager.update(FeeRefund, key, { cancelledOn, cancelReason: reason, cancelledBy: posting.by, cancelSeq });
      return { id, cancelledOn, entrySeq: cancelSeq };
    });
  }
}
