import { Injectable } from '@nestjs/common';
import { Money, required, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { Fund } from '../../ledger/index.js';
import type { LeaseId } from '../domain/lease.js';
import type { Advance } from '../domain/settlement.js';
import type { IncomeAccrualView, LeaseIncome, LeaseView, OpenChargeView } from './lease-views.js';

const LEASES = `select l.id, l.code, a.name as asset, l.kind, l.counterparty, l.amount, l.schedule, l.first_due_on as "firstDueOn", l.from_on as "from", l.to_on as "to"
  from mingbai.lease l join mingbai.asset a on a.community_id = $1 and a.id = l.asset_id where l.community_id = $1`;

/** Reads leases, what fell due and what was paid. All figures come from these documents, never from the accounts of the books. */
@Injectable()
export class LeaseQueries {
  /** Every lease, by its code. */
  async all(tx: Tx): Promise<LeaseView[]> {
    return (await tx.query<Raw<LeaseView>>(`${LEASES} order by l.code`, [tx.communityId])).map((row) => readMoney<LeaseView>(row, ['amount']));
  }

  /** Leases in the order in which they were recorded, after the one with the id `afterId` (0: from the first), at most `limit`. */
  async page(tx: Tx, page: { afterId: number; limit: number }): Promise<LeaseView[]> {
    const rows = await tx.query<Raw<LeaseView>>(`${LEASES} and l.id > $2 order by l.id limit $3`, [tx.communityId, page.afterId, page.limit]);
    return rows.map((row) => readMoney<LeaseView>(row, ['amount']));
  }

  /** Charges of which something is unpaid, oldest first; of all leases, or of those named. */
  async open(tx: Tx, leaseIds?: readonly LeaseId[]): Promise<OpenChargeView[]> {
    const rows = await tx.query<Raw<OpenChargeView>>(
      `select c.id, c.lease_id as "leaseId", l.code as "leaseCode", l.kind, l.counterparty, c.period, (c.period || '-01')::date as "accruedOn", c.due_on as "dueOn",
         c.amount, c.paid, c.amount - c.paid as open, c.accrual_seq as "accrualSeq", c.postings,
         (select coalesce(sum(a.amount), 0)::numeric(18,2) from mingbai.lease_allocation a where a.community_id = $1 and a.charge_id = c.id and a.receipt_id is null) as recognised
       from mingbai.lease_charge c join mingbai.lease l on l.community_id = $1 and l.id = c.lease_id
       where c.community_id = $1 and c.paid < c.amount and ($2::bigint[] is null or c.lease_id = any ($2)) order by c.period, c.id`,
      [tx.communityId, leaseIds ?? null],
    );
    return rows.map((row) => readMoney<OpenChargeView>(row, ['amount', 'paid', 'open', 'recognised']));
  }

  /** What leases have paid in advance now, above 0; of all leases, or of those named. What was recorded first is used up first. */
  async advances(tx: Tx, leaseIds?: readonly LeaseId[]): Promise<Advance[]> {
    const rows = await tx.query<Raw<Advance>>(
      `select r.lease_id as "leaseId", (max(r.total) - coalesce(max(a.recognised), 0))::numeric(18,2) as amount, max(r.effective_on) as since
       from (select lease_id, effective_on, sum(excess) over (partition by lease_id order by id) as through, sum(excess) over (partition by lease_id) as total
         from mingbai.lease_receipt where community_id = $1 and excess > 0 and ($2::bigint[] is null or lease_id = any ($2))) r
       left join (select lease_id, sum(amount) as recognised from (
           select lease_id, amount from mingbai.lease_allocation where community_id = $1 and receipt_id is null
           union all select lease_id, amount from mingbai.lease_refund where community_id = $1) u group by lease_id) a on a.lease_id = r.lease_id
       where r.through > coalesce(a.recognised, 0) group by r.lease_id order by r.lease_id`,
      [tx.communityId, leaseIds ?? null],
    );
    return rows.map((row) => readMoney<Advance>(row, ['amount']));
  }

  /** What one lease has paid in advance now and was not given back, by its documents. */
  async inAdvance(tx: Tx, leaseId: LeaseId): Promise<Money> {
    return (await this.advances(tx, [leaseId]))[0]?.amount ?? Money.zero;
  }

  /** The accrual of a month, or null while it was not accrued. */
  async accrual(tx: Tx, period: AccountingPeriod): Promise<IncomeAccrualView | null> {
    return (await this.accruals(tx)).find((accrual) => accrual.period === period) ?? null;
  }

  /** Months whose income is accrued, first to last. */
  async accruals(tx: Tx): Promise<IncomeAccrualView[]> {
    const rows = await tx.query<Raw<IncomeAccrualView>>(
      `select period, charges, total, accrued_at as "accruedAt" from mingbai.income_accrual where community_id = $1 order by period`,
      [tx.communityId],
    );
    return rows.map((row) => readMoney<IncomeAccrualView>(row, ['total']));
  }

  /** Income per lease on the days from `from` through `to`, of leases that run, owe or were paid in them; by code. */
  async income(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<LeaseIncome[]> {
    const rows = await tx.query<Raw<LeaseIncome>>(
      `select * from (
         select l.id as "leaseId", l.code, s.name as asset, l.kind, l.counterparty, l.from_on as "from", l.to_on as "to",
           (coalesce(c.accrued, 0) + coalesce(a.accrued, 0))::numeric(18,2) as accrued, coalesce(r.received, 0)::numeric(18,2) as received,
           (coalesce(c.receivable, 0) - coalesce(a.settled, 0))::numeric(18,2) as outstanding, (coalesce(r.excess, 0) - coalesce(a.recognised, 0) - coalesce(f.refunded, 0))::numeric(18,2) as "inAdvance"
         from mingbai.lease l join mingbai.asset s on s.community_id = $1 and s.id = l.asset_id
         left join (${CHARGED}) c on c.lease_id = l.id left join (${SETTLED}) a on a.lease_id = l.id
         left join (select lease_id, sum(amount) filter (where effective_on >= $2) as received, sum(excess) as excess from mingbai.lease_receipt
           where community_id = $1 and effective_on <= $3 group by lease_id) r on r.lease_id = l.id
         left join (select lease_id, sum(amount) as refunded from mingbai.lease_refund where community_id = $1 and refunded_on <= $3 group by lease_id) f on f.lease_id = l.id
         where l.community_id = $1) i
       where ("from" <= $3 and "to" >= $2) or accrued <> 0 or received <> 0 or outstanding <> 0 or "inAdvance" <> 0 order by code`,
      [tx.communityId, range.from, range.to],
    );
    return rows.map((row) => readMoney<LeaseIncome>(row, ['accrued', 'received', 'outstanding', 'inAdvance']));
  }

  /** What payers could claim back at the end of a day: advances that no charge had used (2002 by the documents). */
  async claims(tx: Tx, through: BusinessDate): Promise<{ inAdvance: Money }> {
    const [row] = await tx.query<{ inAdvance: string }>(
      `select ((select coalesce(sum(excess), 0) from mingbai.lease_receipt where community_id = $1 and effective_on <= $2)
         - (select coalesce(sum(amount), 0) from mingbai.lease_allocation where community_id = $1 and effective_on <= $2 and receipt_id is null)
         - (select coalesce(sum(amount), 0) from mingbai.lease_refund where community_id = $1 and refunded_on <= $2))::numeric(18,2) as "inAdvance"`,
      [tx.communityId, through],
    );
    return { inAdvance: Money.parse(required(row, 'sum').inAdvance) };
  }

  /**
   * Cash that receipts brought into each fund through a day. A receipt that was found moves its money out of TRN, where the bank line
   * had put it: so much is negative there.
   */
  async documentCash(tx: Tx, through: BusinessDate): Promise<{ fund: Fund; amount: Money }[]> {
    const [row] = await tx.query<{ received: string; found: string }>(
      `select coalesce(sum(amount), 0)::numeric(18,2) as received, coalesce(sum(amount) filter (where origin = 'FOUND'), 0)::numeric(18,2) as found
       from mingbai.lease_receipt where community_id = $1 and effective_on <= $2`,
      [tx.communityId, through],
    );
    const { received, found } = required(row, 'sums');
    return [
      { fund: 'COM', amount: Money.parse(received) },
      { fund: 'TRN', amount: Money.parse(found).negated() },
    ];
  }
}

/**
 * Per lease, what no advance covers of charges in the books at the end of day $3: a receivable, and income on the first day of the
 * charge's month. What an advance covers is income on the day of its recognition.
 */
const CHARGED = `
  select c.lease_id, sum(c.amount - coalesce(g.amount, 0)) as receivable, sum(c.amount - coalesce(g.amount, 0)) filter (where (c.period || '-01')::date >= $2) as accrued
  from mingbai.lease_charge c
  left join (select charge_id, sum(amount) as amount from mingbai.lease_allocation where community_id = $1 and receipt_id is null group by charge_id) g on g.charge_id = c.id
  where c.community_id = $1 and (c.period || '-01')::date <= $3 group by c.lease_id`;

const SETTLED = `
  select lease_id, sum(amount) filter (where receipt_id is not null) as settled, sum(amount) filter (where receipt_id is null) as recognised,
    sum(amount) filter (where receipt_id is null and effective_on >= $2) as accrued
  from mingbai.lease_allocation where community_id = $1 and effective_on <= $3 group by lease_id`;
