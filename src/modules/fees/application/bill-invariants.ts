import { Money, Rate } from '../../../kernel/index.js';
import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';
import { againstBooks, entriesAgree } from './fee-invariants.js';
import { billAmount, type Reckoning } from '../domain/fee.js';
import { WAIVER_MOVES } from './waiver-moves.js';

type Row = { readonly [Name in keyof Reckoning]: Reckoning[Name] extends number ? number : string } & { readonly id: number; readonly amount: string };

const reckoningOf = (row: Row): Reckoning => ({
  ...row,
  quantity: Rate.parse(row.quantity),
  rate: Rate.parse(row.rate),
  discountPercent: Rate.parse(row.discountPercent),
  discountYuan: Money.parse(row.discountYuan),
});

const APPROVED = (column: 'bill_id' | 'late_fee_id'): string => `
  select w.${column}, sum(w.amount) as amount from ${WAIVER_MOVES} w where w.${column} is not null group by 1`;

/** What bills and what follows them can prove about a compound. */
export const billInvariants: readonly Invariant[] = [
  {
    name: 'P01 every bill is its reckoning, rounded half up once',
    check: async (tx) => {
      const bills = await tx.query<Row>(
        `select id, quantity, rate, months, billed_days as "billedDays", cycle_days as "cycleDays", discount_days as "discountDays", discount_percent as "discountPercent",
           discount_yuan as "discountYuan", amount from mingbai.bill where community_id = $1 order by id`,
        [tx.communityId],
      );
      return bills
        .map((bill) => ({ ...bill, due: billAmount(reckoningOf(bill)).toString() }))
        .filter(({ due, amount }) => due !== amount)
        .map(({ id, quantity, rate, due, amount }) => `bill ${id}: ${quantity} × ${rate} and its days give ${due}, billed ${amount}`);
    },
  },
  sqlInvariant(
    'a bill run is undone exactly when all its bills are void by its undoing',
    `select format('run of %s is undone at %s, of its %s bills %s stand', r.period, r.undone_at, count(b.id), count(b.id) filter (where b.voided_on is null)) as violation
     from mingbai.bill_run r join mingbai.bill b on b.community_id = $1 and b.bill_run_id = r.id where r.community_id = $1 and r.undone_at is not null
     group by r.id, r.period, r.undone_at having count(b.id) filter (where b.voided_on is null) > 0`,
  ),
  sqlInvariant(
    'the rate of a bill is the one it names, and its discount too',
    `select format('bill %s: rate %s, its source %s has another', b.id, b.rate, b.rate_source_id) as violation from mingbai.bill b
       left join mingbai.fee_rate f on f.community_id = $1 and f.id = b.rate_source_id and f.fee_item_id = b.fee_item_id and f.unit_kind = b.unit_kind
       left join mingbai.contract_version v on v.community_id = $1 and v.id = b.rate_source_id
       where b.community_id = $1 and b.opened_on is null and b.rate is distinct from case when b.fee_item_id is not null then f.rate
         else (select (r->>'yuanPerSquareMetre')::numeric from jsonb_array_elements(v.terms->'rates') r where r->>'unitKind' = b.unit_kind) end
     union all select format('bill %s: discount %s is not %s %% or %s', b.id, b.discount_id, b.discount_percent, b.discount_yuan) from mingbai.bill b
       join mingbai.fee_discount d on d.community_id = $1 and d.id = b.discount_id
       where b.community_id = $1 and ((d.percent, d.yuan) is distinct from (b.discount_percent, b.discount_yuan) or d.item <> b.item or coalesce(d.unit_id, b.unit_id) <> b.unit_id)`,
  ),
  sqlInvariant(
    'a bill is for the area and the kind of its unit, as they were known when it was made',
    `select format('bill %s of %s: %s of a %s, its unit was a %s of %s m²', b.id, b.period, b.quantity, b.unit_kind, coalesce(c.kind, u.kind), coalesce(c.area, u.area)) as violation
     from mingbai.bill b join mingbai.unit u on u.community_id = $1 and u.id = b.unit_id left join mingbai.fee_item i on i.community_id = $1 and i.id = b.fee_item_id
       left join lateral (select c.kind, c.area from mingbai.unit_correction c where c.community_id = $1 and c.unit_id = b.unit_id and c.from_period <= b.period and c.id < b.bill_run_id
         order by c.from_period desc, c.id desc limit 1) c on true
     where b.community_id = $1 and b.opened_on is null and (b.unit_kind <> coalesce(c.kind, u.kind) or (b.item = 'PM' or i.basis = 'AREA') and b.quantity <> coalesce(c.area, u.area))`,
  ),
  sqlInvariant(
    'the discount of a bill was agreed to before it was billed, by another than who recorded it',
    `select format('bill %s: discount %s, recorded by %s of %s, %s', b.id, d.id, d.recorded_by, d.recorded_for,
         coalesce(format('%s at %s by %s of %s', c.decision, c.decided_at, c.decided_by, c.decided_for), 'never agreed to')) as violation from mingbai.bill b
       join mingbai.bill_run r on r.community_id = $1 and r.id = b.bill_run_id join mingbai.fee_discount d on d.community_id = $1 and d.id = b.discount_id
       left join mingbai.fee_discount_decision c on c.community_id = $1 and c.discount_id = d.id
       where b.community_id = $1 and d.recorded_for is not null and (c.decision is distinct from 'AGREED' or c.decided_at > r.ran_at or c.decided_by = d.recorded_by or c.decided_for = d.recorded_for)`,
  ),
  sqlInvariant(
    'a discount ended early as was asked for and agreed to by another, or while it waited',
    `select format('discount %s ended on %s by end %s: %s', d.id, d.ended_on, d.end_id,
         coalesce(format('%s by %s of %s, asked for by %s of %s', c.decision, c.decided_by, c.decided_for, e.asked_by, e.asked_for), 'never agreed to')) as violation from mingbai.fee_discount d
       left join mingbai.fee_discount_end e on e.community_id = $1 and e.id = d.end_id and e.discount_id = d.id and e.last_on = d.ended_on
       left join mingbai.fee_discount_end_decision c on c.community_id = $1 and c.end_id = e.id
       where d.community_id = $1 and d.end_id is not null and e.withdrawn is not true and (c.decision is distinct from 'AGREED' or c.decided_by = e.asked_by or c.decided_for = e.asked_for)`,
  ),
  sqlInvariant(
    'a bill of a meter is what its reading counted',
    `select format('bill %s charges %s, reading %s counted %s', b.id, b.quantity, r.id, r.quantity) as violation from mingbai.bill b
     join mingbai.meter_reading r on r.community_id = $1 and r.id = b.meter_reading_id where b.community_id = $1 and (b.quantity <> r.quantity or b.months <> 1 or b.billed_days <> b.cycle_days)`,
  ),
  sqlInvariant(
    'readings of a meter follow one another',
    `select format('meter %s of unit %s: %s begins at %s, the one before ended at %s', m.id, m.unit_id, r.period, r.previous, r.before) as violation from
       (select x.meter_id, x.period, x.previous, lag(x.reading) over (partition by x.meter_id order by x.period) as before from mingbai.meter_reading x where x.community_id = $1) r
       join mingbai.fee_meter m on m.community_id = $1 and m.id = r.meter_id where r.previous <> coalesce(r.before, m.start_reading)`,
  ),
  sqlInvariant(
    'I8 late fees receivable of every unit are what its late fees have open',
    againstBooks('1102', `select unit_id, sum(amount - paid - waived) as balance from mingbai.late_fee where community_id = $1 group by unit_id`),
  ),
  sqlInvariant(
    'I26 a late fee is simple interest on what was open, at the rate of the contract, and never more than the bill in all',
    `select format('late fee %s: %s on %s over %s days, from %s through %s', f.id, f.amount, f.principal, f.days, f.from_on, f.to_on) as violation from mingbai.late_fee f
       join mingbai.bill b on b.community_id = $1 and b.id = f.bill_id where f.community_id = $1 and (f.principal > b.amount or f.from_on <= b.due_on or f.days <> f.to_on - f.from_on + 1
         or f.amount > round(f.principal * f.rate * f.days, 2) or not f.capped and f.amount <> round(f.principal * f.rate * f.days, 2))
     union all select format('late fee %s: rate %s is not that of the contract of %s', f.id, f.rate, b.period) from mingbai.late_fee f join mingbai.bill b on b.community_id = $1 and b.id = f.bill_id
       where f.community_id = $1 and not exists (select from mingbai.contract_version v where v.community_id = $1 and (v.terms->>'lateFeePerDay')::numeric = f.rate)
     union all select format('bill %s of %s is charged %s in late fees, its rows say %s', b.id, b.amount, b.late_fees, coalesce(f.amount, 0)) from mingbai.bill b
       left join (select bill_id, sum(amount) as amount from mingbai.late_fee where community_id = $1 group by bill_id) f on f.bill_id = b.id
       where b.community_id = $1 and (b.late_fees <> coalesce(f.amount, 0) or b.late_fees > b.amount)`,
  ),
  sqlInvariant(
    'I26 no day of what is billed is charged twice, though a bill was taken back and made again',
    `with charged as materialized (
        select f.id, f.bill_id, f.from_on, f.to_on, b.opened_on, b.unit_id, b.item, b.period, b.meter_reading_id from mingbai.late_fee f
        join mingbai.bill b on b.community_id = $1 and b.id = f.bill_id where f.community_id = $1)
      select format('late fees %s and %s of bill %s share days', a.id, b.id, a.bill_id) as violation from charged a join charged b
        on (b.unit_id, b.item, b.period) = (a.unit_id, a.item, a.period) and b.id > a.id and a.from_on <= b.to_on and b.from_on <= a.to_on
        and b.opened_on is not distinct from a.opened_on and b.meter_reading_id is not distinct from a.meter_reading_id
        and (a.opened_on is null or b.bill_id = a.bill_id)`,
  ),
  sqlInvariant(
    'P05 a bill that was made again stands beside the wrong one at the end of no month',
    `select format('bills %s and %s of unit %s for %s of %s are both in force at the end of the month of %s', a.id, b.id, a.unit_id, a.item, a.period, s.day) as violation from mingbai.bill a
     join mingbai.bill b on b.community_id = $1 and b.opened_on is null and (b.unit_id, b.item, b.period) = (a.unit_id, a.item, a.period)
       and b.meter_reading_id is not distinct from a.meter_reading_id and b.id > a.id
     cross join lateral (select coalesce(b.booked_on, (b.period || '-01')::date) as day) s
     where a.community_id = $1 and a.opened_on is null and left(a.voided_on::text, 7) > left(s.day::text, 7) and (b.voided_on is null or left(b.voided_on::text, 7) > left(s.day::text, 7))`,
  ),
  sqlInvariant(
    'what is paid and waived of a late fee is what was allocated and approved',
    `select format('late fee %s of %s: paid %s, waived %s', f.id, f.amount, f.paid, f.waived) as violation from mingbai.late_fee f
     left join (select late_fee_id, sum(amount) as amount from mingbai.late_fee_allocation where community_id = $1 group by 1) a on a.late_fee_id = f.id
     left join (${APPROVED('late_fee_id')}) w on w.late_fee_id = f.id
     where f.community_id = $1 and (f.paid <> coalesce(a.amount, 0) or f.waived <> coalesce(w.amount, 0) or f.paid + f.waived > f.amount)`,
  ),
  sqlInvariant(
    'I20 what is waived of a bill is what the owner side approved, and never more than was open',
    `select format('bill %s of %s: waived %s, approved %s', b.id, b.amount, b.waived, coalesce(w.amount, 0)) as violation from mingbai.bill b
     left join (${APPROVED('bill_id')}) w on w.bill_id = b.id where b.community_id = $1 and (b.waived <> coalesce(w.amount, 0) or b.paid + b.waived > b.amount)`,
  ),
  sqlInvariant(
    'a waiver was decided by another than who asked for it',
    `select format('waiver %s was asked for and decided by %s of %s', w.id, d.decided_by, d.decided_for) as violation from mingbai.waiver w
     join mingbai.waiver_decision d on d.community_id = $1 and d.waiver_id = w.id where w.community_id = $1 and (d.decided_by = w.asked_by or d.decided_for = w.asked_for)`,
  ),
  sqlInvariant(
    'every late fee has its entry',
    entriesAgree('late_fee', 'P07', `select entry_seq as seq, id, billed_on as day, amount from mingbai.late_fee where community_id = $1`),
  ),
  sqlInvariant(
    'every waiver that was approved has its entry',
    entriesAgree(
      'waiver',
      'P04',
      `select d.entry_seq as seq, w.id, d.effective_on as day, w.amount from mingbai.waiver w join mingbai.waiver_decision d on d.community_id = $1 and d.waiver_id = w.id
       where w.community_id = $1 and d.decision = 'APPROVED'`,
    ),
  ),
  sqlInvariant(
    'P04 a waiver that was taken back is reversed on its day, by the owner side and not by who asked for it',
    `select format('waiver %s: taken back by entry %s, its entry is reversed by %s', w.id, o.undo_seq, e.seq) as violation from mingbai.waiver w
     join mingbai.waiver_decision d on d.community_id = $1 and d.waiver_id = w.id and d.decision = 'APPROVED'
     left join ledger.entry e on e.community_id = $1 and e.reverses_seq = d.entry_seq left join mingbai.waiver_undo o on o.community_id = $1 and o.waiver_id = w.id
     where w.community_id = $1 and (row(o.undo_seq, o.effective_on) is distinct from row(e.seq, e.effective_on) or o.undone_by = w.asked_by or o.undone_for = w.asked_for
       or o.id is not null and row(o.bill_id, o.late_fee_id, o.amount) is distinct from row(w.bill_id, w.late_fee_id, w.amount))`,
  ),
  sqlInvariant(
    'a late fee run is the late fees that it made',
    `select format('run through %s: %s late fees, %s; they are %s, %s', r.through_on, r.late_fees, r.total, count(f.id), coalesce(sum(f.amount), 0)) as violation from mingbai.late_fee_run r
     left join mingbai.late_fee f on f.community_id = $1 and f.late_fee_run_id = r.id where r.community_id = $1
     group by r.id, r.through_on, r.late_fees, r.total having r.late_fees <> count(f.id) or r.total <> coalesce(sum(f.amount), 0)`,
  ),
];
