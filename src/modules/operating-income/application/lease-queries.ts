import { Injectable } from '@nestjs/common';
import { Money, required, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { Fund } from '../../ledger/index.js';
import { ageOf, arrearsAges, type LeaseId } from '../domain/lease.js';
import type { Advance } from '../domain/settlement.js';
import type { IncomeAccrualView, LeaseArrears, LeaseIncome, LeaseView, OpenChargeView } from './lease-views.js';

const LEASES = `select l.id, l.code, a.name as asset, l.kind, l.counterparty, l.amount, l.schedule, l.first_due_on as "firstDueOn", l.from_on as "from", l.to_on as "to", e.last_day as "endedOn"
  from mingbai.lease l join mingbai.asset a on a.community_id = $1 and a.id = l.asset_id left join mingbai.lease_end e on e.community_id = $1 and e.lease_id = l.id where l.community_id = $1`;

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
  open(tx: Tx, leaseIds?: readonly LeaseId[]): Promise<OpenChargeView[]> {
    return this.charges(tx, 'c.paid + c.adjusted < c.amount and ($2::bigint[] is null or c.lease_id = any ($2))', [leaseIds ?? null]);
  }

  /** What leases owe on a day, by age; those that owe nothing are left out. Charges that are not due yet are no arrears. */
  async arrears(tx: Tx, on: BusinessDate): Promise<LeaseArrears[]> {
    const due = (await this.open(tx)).filter((charge) => charge.dueOn <= on);
    return (await this.all(tx)).flatMap(({ id, code, asset, counterparty }) => {
      const own = due.filter(({ leaseId }) => leaseId === id);
      const byAge = [...arrearsAges, null].map((_, age) => Money.sum(own.filter((charge) => ageOf(charge, on) === age).map(({ open }) => open)));
      return own.length === 0 ? [] : [{ code, asset, counterparty, byAge, total: Money.sum(byAge) }];
    });
  }

  /** Every charge of a lease, oldest first; paid ones too. */
  chargesOf(tx: Tx, leaseId: LeaseId): Promise<OpenChargeView[]> {
    return this.charges(tx, 'c.lease_id = $2', [leaseId]);
  }

  private async charges(tx: Tx, where: string, parameters: unknown[]): Promise<OpenChargeView[]> {
    const rows = await tx.query<Raw<OpenChargeView>>(
      `select c.id, c.lease_id as "leaseId", l.code as "leaseCode", l.kind, l.counterparty, c.period, (c.period || '-01')::date as "accruedOn", c.due_on as "dueOn",
         c.amount, c.paid, c.adjusted, c.amount - c.paid - c.adjusted as open, c.accrual_seq as "accrualSeq", c.postings,
         (select coalesce(sum(a.amount), 0)::numeric(18,2) from mingbai.lease_allocation a where a.community_id = $1 and a.charge_id = c.id and a.receipt_id is null) as recognised
       from mingbai.lease_charge c join mingbai.lease l on l.community_id = $1 and l.id = c.lease_id
       where c.community_id = $1 and ${where} order by c.period, c.id`,
      [tx.communityId, ...parameters],
    );
    return rows.map((row) => readMoney<OpenChargeView>(row, ['amount', 'paid', 'adjusted', 'open', 'recognised']));
  }

  /** What leases have paid in advance now, above 0; of all leases, or of those named. What was recorded first is used up first. */
  async advances(tx: Tx, leaseIds?: readonly LeaseId[]): Promise<Advance[]> {
    const rows = await tx.query<Raw<Advance>>(
      `select r.lease_id as "leaseId", (max(r.total) - coalesce(max(a.recognised), 0))::numeric(18,2) as amount, max(r.effective_on) as since
       from (select lease_id, effective_on, sum(excess) over (partition by lease_id order by id) as through, sum(excess) over (partition by lease_id) as total
         from (select id, lease_id, effective_on, excess from mingbai.lease_receipt s where community_id = $1 and excess > 0
             and not exists (select from mingbai.lease_receipt u where u.community_id = $1 and u.undoes = s.id)
           union all select 0, lease_id, opened_on, amount from mingbai.opening_advance where community_id = $1) h
         where $2::bigint[] is null or lease_id = any ($2)) r
       left join (select lease_id, sum(amount) as recognised from (
           select lease_id, amount from mingbai.lease_allocation where community_id = $1 and receipt_id is null
           union all select lease_id, amount from mingbai.lease_refund where community_id = $1) u group by lease_id) a on a.lease_id = r.lease_id
       where r.through > coalesce(a.recognised, 0) group by r.lease_id order by r.lease_id`,
      [tx.communityId, leaseIds ?? null],
    );
    return rows.map((row) => readMoney<Advance>(row, ['amount']));
  }

  /** What one lease has paid in advance now, or for days that it no longer has, and was not given back: by its documents. */
  async inAdvance(tx: Tx, leaseId: LeaseId): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select ((select coalesce(sum(excess), 0) from mingbai.lease_receipt where community_id = $1 and lease_id = $2)
         + (select coalesce(sum(amount), 0) from mingbai.opening_advance where community_id = $1 and lease_id = $2)
         + (select coalesce(sum(to_advance), 0) from mingbai.lease_adjustment where community_id = $1 and lease_id = $2)
         - (select coalesce(sum(amount), 0) from mingbai.lease_allocation where community_id = $1 and lease_id = $2 and receipt_id is null)
         - (select coalesce(sum(amount), 0) from mingbai.lease_refund where community_id = $1 and lease_id = $2))::numeric(18,2) as amount`,
      [tx.communityId, leaseId],
    );
    return Money.parse(required(row, 'sum').amount);
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
           (coalesce(c.accrued, 0) + coalesce(a.accrued, 0) - coalesce(j.reduced, 0))::numeric(18,2) as accrued, coalesce(r.received, 0)::numeric(18,2) as received, coalesce(r.found, 0)::numeric(18,2) as found,
           (coalesce(c.receivable, 0) - coalesce(a.settled, 0) - coalesce(j.adjusted, 0))::numeric(18,2) as outstanding, (coalesce(r.excess, 0) + coalesce(o.amount, 0) - coalesce(a.recognised, 0) - coalesce(f.refunded, 0) + coalesce(j.credited, 0))::numeric(18,2) as "inAdvance"
         from mingbai.lease l join mingbai.asset s on s.community_id = $1 and s.id = l.asset_id
         left join (${CHARGED}) c on c.lease_id = l.id left join (${SETTLED}) a on a.lease_id = l.id
         left join (select lease_id, sum(amount) filter (where effective_on >= $2) as received,
             sum(amount) filter (where effective_on >= $2 and origin = 'FOUND') as found, sum(excess) as excess from mingbai.lease_receipt
           where community_id = $1 and effective_on <= $3 group by lease_id) r on r.lease_id = l.id
         left join mingbai.opening_advance o on o.community_id = $1 and o.lease_id = l.id and o.opened_on <= $3
         left join (select lease_id, sum(amount) as refunded from mingbai.lease_refund where community_id = $1 and refunded_on <= $3 group by lease_id) f on f.lease_id = l.id
         left join (select lease_id, sum(from_receivable) as adjusted, sum(to_advance) as credited,
             sum(from_receivable + to_advance) filter (where kind = 'ENDED' and adjusted_on >= $2) as reduced
           from mingbai.lease_adjustment where community_id = $1 and adjusted_on <= $3 group by lease_id) j on j.lease_id = l.id
         where l.community_id = $1) i
       where ("from" <= $3 and "to" >= $2) or accrued <> 0 or received <> 0 or outstanding <> 0 or "inAdvance" <> 0 order by code`,
      [tx.communityId, range.from, range.to],
    );
    return rows.map((row) => readMoney<LeaseIncome>(row, ['accrued', 'received', 'found', 'outstanding', 'inAdvance']));
  }

  /** What payers could claim back at the end of a day: advances that no charge had used (2002 by the documents). */
  async claims(tx: Tx, through: BusinessDate): Promise<{ inAdvance: Money }> {
    const [row] = await tx.query<{ inAdvance: string }>(
      `select ((select coalesce(sum(excess), 0) from mingbai.lease_receipt where community_id = $1 and effective_on <= $2)
         + (select coalesce(sum(amount), 0) from mingbai.opening_advance where community_id = $1 and opened_on <= $2)
         - (select coalesce(sum(amount), 0) from mingbai.lease_allocation where community_id = $1 and effective_on <= $2 and receipt_id is null)
         - (select coalesce(sum(amount), 0) from mingbai.lease_refund where community_id = $1 and refunded_on <= $2)
         + (select coalesce(sum(to_advance), 0) from mingbai.lease_adjustment where community_id = $1 and adjusted_on <= $2))::numeric(18,2) as "inAdvance"`,
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
 * charge's month, but for a charge from before the books, which is income of nothing in them. What an advance covers is income on the day of its recognition.
 */
const CHARGED = `
  select c.lease_id, sum(c.amount - coalesce(g.amount, 0)) as receivable, sum(c.amount - coalesce(g.amount, 0)) filter (where (c.period || '-01')::date >= $2 and c.opened_on is null) as accrued
  from mingbai.lease_charge c
  left join (select charge_id, sum(amount) as amount from mingbai.lease_allocation where community_id = $1 and receipt_id is null group by charge_id) g on g.charge_id = c.id
  where c.community_id = $1 and (c.period || '-01')::date <= $3 group by c.lease_id`;

const SETTLED = `
  select lease_id, sum(amount) filter (where receipt_id is not null) as settled, sum(amount) filter (where receipt_id is null) as recognised,
    sum(amount) filter (where receipt_id is null and effective_on >= $2) as accrued
  from mingbai.lease_allocation where community_id = $1 and effective_on <= $3 group by lease_id`;
