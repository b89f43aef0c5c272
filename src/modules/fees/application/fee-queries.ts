import { Injectable } from '@nestjs/common';
import { firstDay, lastDay, Money, periodOf, required, together, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { Asked, readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { UnitId, UnitView } from '../../communities/index.js';
import { LedgerQueries, type Fund } from '../../ledger/index.js';
import type { Prepayment } from '../domain/allocation.js';
import { receiptNumber } from '../domain/receipt.js';
import { ReceiptQueries } from './receipt-queries.js';
import { WAIVER_MOVES } from './waiver-moves.js';
import type {
  BillRunView,
  BillsSettled,
  BillView,
  FeeBridge,
  FeeClaims,
  FeeFigures,
  FeeGroup,
  FeeRange,
  FeeSummary,
  OpenBillView,
  SettlementView,
  UnitLedgerView,
} from './fee-views.js';

type OpenAmount = Pick<OpenBillView, 'unitId' | 'period' | 'open'>;

/** Before any book. */
const FIRST_PERIOD = '1000-01' as AccountingPeriod;
const BILL_COLUMNS = `b.id, b.unit_id as "unitId", u.code as "unitCode", b.period, b.item, b.amount, b.paid, b.waived, b.amount - b.paid - b.waived as open, b.due_on as "dueOn", b.booked_on as "bookedOn", b.entry_seq as "entrySeq",
  case when b.voided_on is not null then 'VOID' when b.paid + b.waived = b.amount then 'PAID' else 'OPEN' end as state`;
/** A receipt that was placed wrongly never was. */
const NOT_UNDONE = `void_kind is distinct from 'UNDONE'`;
/** Row x takes a receipt that bounced off a bill, or put it back there when an earlier bounce was undone: with its sign. */
const BOUNCED_OFF = `t.void_kind = 'BOUNCED' and (x.amount < 0 or x.gives_back_id is not null)`;
/** What came into the prepayments ($1 all units), and what went out of them, each with its day: what the books opened with, receipts, what bounced of them, bills that used or gave back, refunds. */
const PREPAYMENT_MOVES = `
  select unit_id, excess as amount, effective_on as on_day from mingbai.receipt where community_id = $1 and excess > 0 and ${NOT_UNDONE}
  union all select unit_id, amount, opened_on from mingbai.opening_prepayment where community_id = $1
  union all select unit_id, -void_prepaid, voided_on from mingbai.receipt where community_id = $1 and void_kind = 'BOUNCED'
  union all select unit_id, -amount, effective_on from mingbai.allocation where community_id = $1 and receipt_id is null and firm_due_id is null
  union all select unit_id, -amount, asked_on from mingbai.fee_refund where community_id = $1
  union all select unit_id, amount, cancelled_on from mingbai.fee_refund where community_id = $1 and cancelled_on is not null`;
const WITH_UNIT = `join mingbai.unit u on u.community_id = $1 and u.id =`;
/** A bill of a closed month that was made later is none before its day. */
const COUNTS = `(b.booked_on is null or b.booked_on <= $4)`;
/**
 * The bill of row w, by its id and nothing else (offset 0): PostgreSQL, which knows of hardly a bill of a month that is new, would read the whole month for
 * every such row.
 */
const BILL_OF = `cross join lateral (select * from mingbai.bill where community_id = $1 and id = w.bill_id offset 0) b`;
/**
 * Bills of months $2 to $3 in force at the end of day $4, each with what was paid and waived of it by then: what is paid now, less what was since. Added up,
 * not joined, so that what it costs is in proportion to both also where PostgreSQL does not know how many there are.
 */
const BILLS_AT = `select max(unit_id) as unit_id, max(unit_kind) as unit_kind, max(amount) as amount, sum(paid) as paid, max(waived) as waived from (
    select b.id, b.unit_id, b.unit_kind, b.amount, b.paid,
      case when b.waived = 0 and b.id not in (select bill_id from mingbai.waiver_undo where community_id = $1 and bill_id is not null) then 0
        else (select coalesce(sum(w.amount), 0) from ${WAIVER_MOVES} w where w.bill_id = b.id and w.effective_on <= $4) end as waived
    from mingbai.bill b where b.community_id = $1 and b.period between $2 and $3 and (b.voided_on is null or b.voided_on > $4) and ${COUNTS}
    union all select bill_id, null, null, null, -amount, null from mingbai.allocation where community_id = $1 and effective_on > $4) of_bill
  group by id having max(unit_id) is not null`;

/** Reads bills, receipts and what settled what. All figures come from these documents, never from the accounts of the books. */
@Injectable()
export class FeeQueries {
  private readonly receipts = new ReceiptQueries();

  constructor(private readonly books: LedgerQueries) {}

  /** Bills of which something is unpaid, oldest first; of all units, or of those named. */
  async openBills(tx: Tx, unitIds?: readonly UnitId[]): Promise<OpenBillView[]> {
    const asked = new Asked(tx.communityId);
    const rows = await tx.query<Raw<OpenBillView>>(
      `select ${BILL_COLUMNS} from mingbai.bill b ${WITH_UNIT} b.unit_id
       where b.community_id = $1 and b.is_open ${asked.when(unitIds, (ids) => `and b.unit_id = any (${ids}::bigint[])`)} order by b.period, b.id`,
      asked.parameters,
    );
    return rows.map((row) => readMoney<OpenBillView>(row, ['amount', 'paid', 'waived', 'open']));
  }

  /** How much is open of each bill of all units, in the order of `openBills`: a match looks at thousands and at nothing else of them. */
  async openAmounts(tx: Tx): Promise<OpenAmount[]> {
    const rows = await tx.query<Raw<OpenAmount>>(
      `select b.unit_id as "unitId", b.period, b.amount - b.paid - b.waived as open from mingbai.bill b
       where b.community_id = $1 and b.is_open order by b.period, b.id`,
      [tx.communityId],
    );
    return rows.map((row) => readMoney<OpenAmount>(row, ['open']));
  }

  /** The bills of a month that are in force, in the order of the units. */
  async bills(tx: Tx, period: AccountingPeriod): Promise<BillView[]> {
    return this.readBills(tx, `b.period = $2 and b.voided_on is null order by b.unit_id, b.id`, [period]);
  }

  /** The bill that an entry was posted for. */
  async billOfEntry(tx: Tx, entrySeq: number): Promise<BillView | null> {
    const [bill] = await this.readBills(tx, `b.entry_seq = $2`, [entrySeq]);
    return bill ?? null;
  }

  /** The bill run of a month, or null while it was not billed. */
  async billRun(tx: Tx, period: AccountingPeriod): Promise<BillRunView | null> {
    const [row] = await tx.query<Raw<BillRunView>>(
      `select id, period, bills, total, ran_at as "ranAt" from mingbai.bill_run where community_id = $1 and period = $2 and kind = 'MONTH' and undone_at is null`,
      [tx.communityId, period],
    );
    return row ? readMoney<BillRunView>(row, ['total']) : null;
  }

  /** The supplementary runs of a month that stand, in the order in which they were made. */
  async supplements(tx: Tx, period: AccountingPeriod): Promise<BillRunView[]> {
    const rows = await tx.query<Raw<BillRunView>>(
      `select id, period, bills, total, ran_at as "ranAt" from mingbai.bill_run where community_id = $1 and period = $2 and kind = 'SUPPLEMENT' and undone_at is null order by id`,
      [tx.communityId, period],
    );
    return rows.map((row) => readMoney<BillRunView>(row, ['total']));
  }

  /** The bills of a run that are in force, in the order of the units. */
  async billsOfRun(tx: Tx, runId: number): Promise<BillView[]> {
    return this.readBills(tx, `b.bill_run_id = $2 and b.voided_on is null order by b.unit_id, b.id`, [runId]);
  }

  /** What was billed with effect in a month, less bills that were voided with effect in it. */
  async billed(tx: Tx, period: AccountingPeriod): Promise<Money> {
    return (await this.flows(tx, wholeMonth(period))).billed;
  }

  /** Fees collected in a month (domain.md 5): what settled bills by day of payment, whichever month they are of. */
  async collected(tx: Tx, period: AccountingPeriod): Promise<Money> {
    return (await this.flows(tx, wholeMonth(period))).collected;
  }

  /** Where the collected fees of a range came from. */
  async bridge(tx: Tx, range: FeeRange): Promise<FeeBridge> {
    const { billed: _, ...bridge } = await this.flows(tx, range);
    return bridge;
  }

  async figures(tx: Tx, range: FeeRange): Promise<FeeFigures> {
    const [flows, claims, waived, unpaid] = await together([
      this.flows(tx, range),
      this.claims(tx, range.through),
      this.waived(tx, range),
      this.unpaid(tx, range),
    ]);
    return { billed: flows.billed, collected: flows.collected, prepaid: claims.prepaid, waived, unpaid };
  }

  /**
   * What was open, at the end of a day, of the bills of the months from `from`. Counted back from what is open now: a bill that is settled adds nothing, so
   * that only open bills are read, and what has settled, let off or voided bills since that day.
   */
  async unpaid(tx: Tx, range: FeeRange): Promise<Money> {
    const [row] = await tx.query<{ unpaid: string }>(
      `select ((select coalesce(sum(b.amount - b.paid - b.waived), 0) from mingbai.bill b
           where b.community_id = $1 and b.is_open and b.period between $2 and $3 and ${COUNTS})
         + (select coalesce(sum(b.amount), 0) from mingbai.bill b where b.community_id = $1 and b.voided_on > $4 and b.period between $2 and $3 and ${COUNTS})
         + (select coalesce(sum(w.amount), 0) from mingbai.allocation w ${BILL_OF}
           where w.community_id = $1 and w.effective_on > $4 and b.period between $2 and $3 and ${COUNTS})
         + (select coalesce(sum(w.amount), 0) from ${WAIVER_MOVES} w ${BILL_OF} where w.effective_on > $4 and b.period between $2 and $3 and ${COUNTS}))::numeric(18,2) as unpaid`,
      billsAt(tx, range),
    );
    return Money.parse(required(row, 'sum').unpaid);
  }

  /** What a statement says of a range, each figure read once: what was billed and waived, the bridge to what was collected, and what became of the bills. */
  async statement(tx: Tx, range: FeeRange): Promise<{ billed: Money; waived: Money; bridge: FeeBridge; bills: BillsSettled }> {
    const [{ billed, ...bridge }, waived, bills] = await together([this.flows(tx, range), this.waived(tx, range), this.settled(tx, range)]);
    return { billed, bridge, waived, bills };
  }

  /** What became of the bills of the months from `from` by the end of a day: those that were voided by then are none. */
  private async settled(tx: Tx, range: FeeRange): Promise<BillsSettled> {
    const sums = tx.query<Raw<Pick<BillsSettled, 'amount' | 'letOff'>>>(
      `select (select coalesce(sum(b.amount), 0) from mingbai.bill b where b.community_id = $1 and b.period between $2 and $3 and (b.voided_on is null or b.voided_on > $4) and ${COUNTS})::numeric(18,2) as amount,
         (select coalesce(sum(w.amount), 0) from ${WAIVER_MOVES} w ${BILL_OF} where w.effective_on <= $4 and b.period between $2 and $3 and (b.voided_on is null or b.voided_on > $4) and ${COUNTS})::numeric(18,2) as "letOff"`,
      billsAt(tx, range),
    );
    const [[row], unpaid] = await together([sums, this.unpaid(tx, range)]);
    const { amount, letOff } = readMoney<Pick<BillsSettled, 'amount' | 'letOff'>>(required(row, 'sums'), ['amount', 'letOff']);
    return { amount, letOff, unpaid, paid: amount.minus(letOff).minus(unpaid) };
  }

  /** The bills of the months from `from` by building, as at the end of a day. */
  byBuilding(tx: Tx, range: FeeRange): Promise<FeeSummary['byBuilding']> {
    return this.groups(tx, range, { column: 'u.name', name: 'building' });
  }

  /** Figures, and the bills by kind of unit and by building, of the months from `from` (else of all) through a day. */
  async summary(tx: Tx, through: BusinessDate, from: AccountingPeriod = FIRST_PERIOD): Promise<FeeSummary> {
    const range = { from, through };
    const { figures, ...groups } = await together({
      figures: this.figures(tx, range),
      byKind: this.groups<'unitKind', 'FLAT' | 'SHOP'>(tx, range, { column: 'b.unit_kind', name: 'unitKind' }),
      byBuilding: this.byBuilding(tx, range),
    });
    return { ...figures, ...groups };
  }

  /** What units hold as prepayments now, above 0; of all units, or of those named. */
  async prepayments(tx: Tx, unitIds?: readonly UnitId[]): Promise<Prepayment[]> {
    const asked = new Asked(tx.communityId);
    const rows = await tx.query<Raw<Prepayment>>(
      `select unit_id as "unitId", sum(amount)::numeric(18,2) as amount, max(on_day) filter (where amount > 0) as since from (${PREPAYMENT_MOVES}) m
       ${asked.when(unitIds, (ids) => `where unit_id = any (${ids}::bigint[])`)} group by unit_id having sum(amount) > 0 order by unit_id`,
      asked.parameters,
    );
    return rows.map((row) => readMoney<Prepayment>(row, ['amount']));
  }

  /** Who has a claim at the end of a day, and on what, by the documents. */
  async claims(tx: Tx, through: BusinessDate): Promise<FeeClaims> {
    const [row] = await tx.query<Raw<FeeClaims>>(
      `select (select coalesce(sum(amount), 0) from (${PREPAYMENT_MOVES}) m where on_day <= $2)::numeric(18,2) as prepaid,
         ((select coalesce(sum(amount), 0) from mingbai.fee_refund where community_id = $1 and asked_on <= $2)
           - (select coalesce(sum(amount), 0) from mingbai.fee_refund where community_id = $1 and cancelled_on <= $2))::numeric(18,2) as refundable,
         (select coalesce(sum(p.allocated), 0) from mingbai.channel_payment p left join mingbai.channel_batch b on b.community_id = $1 and b.id = p.batch_id
           where p.community_id = $1 and p.undone_at is null and p.paid_on <= $2 and (b.booked_on is null or b.booked_on > $2)
             and (p.given_back_on is null or p.given_back_on > $2))::numeric(18,2) as "inTransit",
         (select coalesce(sum(advance), 0) from mingbai.channel_batch where community_id = $1 and booked_on <= $2 and undone_at is null)::numeric(18,2) as advanced`,
      [tx.communityId, through],
    );
    return readMoney<FeeClaims>(required(row, 'sums'), ['prepaid', 'refundable', 'inTransit', 'advanced']);
  }

  /**
   * Cash that receipts and batches of channels moved in each fund through a day. A receipt that was found moves its money out of TRN, where
   * the bank line had put it: so much is negative there. The charge of a batch is COM's, out of an advance of SVC where it is short.
   */
  async documentCash(tx: Tx, through: BusinessDate): Promise<{ fund: Fund; amount: Money }[]> {
    type Cash = { received: Money; found: Money; settled: Money; fee: Money; advance: Money };
    const [row] = await tx.query<Raw<Cash>>(
      `select r.received, r.found, b.settled, b.fee, b.advance
       from (select (coalesce(sum(amount) filter (where origin <> 'CHANNEL' and ${NOT_UNDONE}), 0) - coalesce(sum(amount) filter (where void_kind = 'BOUNCED' and voided_on <= $2), 0))::numeric(18,2) as received,
           coalesce(sum(amount) filter (where origin = 'FOUND' and ${NOT_UNDONE}), 0)::numeric(18,2) as found from mingbai.receipt where community_id = $1 and effective_on <= $2) r,
         (select coalesce(sum(allocated), 0)::numeric(18,2) as settled, coalesce(sum(fee), 0)::numeric(18,2) as fee, coalesce(sum(advance), 0)::numeric(18,2) as advance
           from mingbai.channel_batch where community_id = $1 and booked_on <= $2 and undone_at is null) b`,
      [tx.communityId, through],
    );
    const cash = readMoney<Cash>(required(row, 'sum'), ['received', 'found', 'settled', 'fee', 'advance']);
    return [
      { fund: 'SVC', amount: cash.received.plus(cash.settled).minus(cash.advance) },
      { fund: 'COM', amount: cash.advance.minus(cash.fee) },
      { fund: 'TRN', amount: cash.found.negated() },
    ];
  }

  async unitLedger(tx: Tx, unit: UnitView): Promise<UnitLedgerView> {
    const bills = await this.readBills(tx, `b.unit_id = $2 order by b.period, b.id`, [unit.id]);
    const receipts = (await this.receipts.list(tx, { unitId: unit.id })).toReversed();
    const settlements = await tx.query<Raw<SettlementView> & { year: number | null; no: number | null }>(
      `select b.period, a.amount, a.effective_on as "effectiveOn", r.year, r.no from mingbai.allocation a
       join mingbai.bill b on b.community_id = $1 and b.id = a.bill_id left join mingbai.receipt r on r.community_id = $1 and r.id = a.receipt_id
       where a.community_id = $1 and a.unit_id = $2 order by a.effective_on, a.id`,
      [tx.communityId, unit.id],
    );
    const prepayments = await this.prepayments(tx, [unit.id]);
    return {
      unitCode: unit.code,
      open: Money.sum(bills.filter((bill) => bill.state === 'OPEN').map((bill) => bill.open)),
      prepaid: Money.sum(prepayments.map((prepayment) => prepayment.amount)),
      bills,
      receipts,
      settlements: settlements.map(({ year, no, period, amount, effectiveOn }) => ({
        period,
        amount: Money.parse(amount),
        effectiveOn,
        receiptNumber: year === null || no === null ? null : receiptNumber(year, no),
      })),
    };
  }

  private async flows(tx: Tx, range: FeeRange): Promise<FeeBridge & { billed: Money }> {
    type Flows = FeeBridge & { billed: Money };
    const [row] = await tx.query<Raw<Flows>>(
      `select (b.billed - b.voided)::numeric(18,2) as billed, (r.received + c.settled)::numeric(18,2) as received, r."toPrepayment", r.found, r."lateFees", a."prepaymentApplied",
         f."clearedByFirm", a.bounced, a.reallocated, (a.settled + c.settled + f."clearedByFirm")::numeric(18,2) as collected
       from (select coalesce(sum(amount) filter (where booked_on between $4 and $5 or booked_on is null and period between $2 and $3), 0) as billed, coalesce(sum(amount) filter (where voided_on between $4 and $5), 0) as voided
           from mingbai.bill where community_id = $1 and opened_on is null and (period between $2 and $3 or voided_on between $4 and $5 or booked_on between $4 and $5)) b,
         (select coalesce(sum(amount) filter (where origin = 'BANK'), 0)::numeric(18,2) as received, coalesce(sum(excess), 0)::numeric(18,2) as "toPrepayment",
           coalesce(sum(amount) filter (where origin = 'FOUND'), 0)::numeric(18,2) as found, coalesce(sum(late_fees), 0)::numeric(18,2) as "lateFees"
           from mingbai.receipt where community_id = $1 and effective_on between $4 and $5 and ${NOT_UNDONE}) r,
         (select coalesce(sum(x.amount) filter (where x.firm_due_id is null and (t.origin is distinct from 'CHANNEL' or ${BOUNCED_OFF})), 0)::numeric(18,2) as settled,
           coalesce(sum(x.amount) filter (where x.amount > 0 and x.receipt_id is null and x.firm_due_id is null), 0)::numeric(18,2) as "prepaymentApplied",
           coalesce(sum(-x.amount) filter (where x.amount < 0 and x.receipt_id is null and x.firm_due_id is null), 0)::numeric(18,2) as reallocated,
           coalesce(sum(-x.amount) filter (where ${BOUNCED_OFF}), 0)::numeric(18,2) as bounced
           from mingbai.allocation x left join mingbai.receipt t on t.community_id = $1 and t.id = x.receipt_id and (t.origin = 'CHANNEL' or t.void_kind = 'BOUNCED') where x.community_id = $1 and x.effective_on between $4 and $5) a,
         (select coalesce(sum(allocated), 0)::numeric(18,2) as settled from mingbai.channel_batch where community_id = $1 and booked_on between $4 and $5 and undone_at is null) c,
         (select coalesce(sum(amount), 0)::numeric(18,2) as "clearedByFirm" from mingbai.firm_clearing_share where community_id = $1 and effective_on between $4 and $5) f`,
      [tx.communityId, range.from, periodOf(range.through), firstDay(range.from), range.through],
    );
    return readMoney<Flows>(required(row, 'sums'), ['billed', ...bridgeMembers]);
  }

  /** What was waived (5002), as the books have it: its documents are those of the waivers. */
  private waived(tx: Tx, range: FeeRange): Promise<Money> {
    return this.books.moved(tx, '5002', { from: firstDay(range.from), to: range.through });
  }

  private async groups<Name extends string, Value>(tx: Tx, range: FeeRange, by: { column: string; name: Name }): Promise<(FeeGroup & Record<Name, Value>)[]> {
    type Group = FeeGroup & Record<Name, Value>;
    const rows = await tx.query<Raw<Group>>(
      `select ${by.column} as "${by.name}", sum(b.bills)::int as bills, sum(b.paid_bills)::int as "paidBills",
         count(*)::int as units, (count(*) filter (where b.paid_bills < b.bills))::int as "unitsOwing",
         sum(b.billed)::numeric(18,2) as billed, sum(b.paid)::numeric(18,2) as paid, sum(b.billed - b.paid - b.waived)::numeric(18,2) as unpaid
       from (select unit_id, unit_kind, count(*) as bills, count(*) filter (where paid + waived = amount) as paid_bills, sum(amount) as billed, sum(paid) as paid, sum(waived) as waived
         from (${BILLS_AT}) of_bills group by unit_id, unit_kind) b
         cross join lateral (select u.id, g.name from mingbai.unit u join mingbai.building g on g.community_id = $1 and g.id = u.building_id
           where u.community_id = $1 and u.id = b.unit_id offset 0) u
       group by 1 order by min(u.id)`,
      [...billsAt(tx, range)],
    );
    return rows.map((row) => readMoney<Group>(row, ['billed', 'paid', 'unpaid']));
  }

  private async readBills(tx: Tx, where: string, parameters: unknown[]): Promise<BillView[]> {
    const sql = `select ${BILL_COLUMNS} from mingbai.bill b ${WITH_UNIT} b.unit_id where b.community_id = $1 and ${where}`;
    return (await tx.query<Raw<BillView>>(sql, [tx.communityId, ...parameters])).map((row) => readMoney<BillView>(row, ['amount', 'paid', 'waived', 'open']));
  }
}

const wholeMonth = (period: AccountingPeriod): FeeRange => ({ from: period, through: lastDay(period) });

const bridgeMembers = [
  'received',
  'toPrepayment',
  'lateFees',
  'prepaymentApplied',
  'found',
  'clearedByFirm',
  'bounced',
  'reallocated',
  'collected',
] as const satisfies readonly (keyof FeeBridge)[];

/** Parameters of BILLS_AT. */
function billsAt(tx: Tx, { from, through }: FeeRange): [number, AccountingPeriod, AccountingPeriod, BusinessDate] {
  return [tx.communityId, from, periodOf(through), through];
}
