import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';

/** Balance of an account of the books per unit, beside what the documents say; ids of units, never names. */
export const againstBooks = (code: '1101' | '1102' | '2001', documents: string): string => `
  select format('unit %s: books say %s on ${code}, its documents %s', coalesce(k.unit_id, d.unit_id), coalesce(k.balance, 0), coalesce(d.balance, 0)) as violation
  from (select a.holder_id as unit_id, case a.normal_side when 'D' then b.debit - b.credit else b.credit - b.debit end as balance from ledger.account a
    join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id where a.community_id = $1 and a.code = '${code}') k
  full join (${documents}) d on d.unit_id = k.unit_id where coalesce(k.balance, 0) <> coalesce(d.balance, 0)`;

/** Entries of one kind of document whose day, source or amount is not the document's; `d` gives seq, id, day and amount of each document. */
export const entriesAgree = (type: string, rules: string, documents: string): string => `
  select format('${type} %s: entry %s does not carry it', d.id, d.seq) as violation from (${documents}) d
  left join ledger.entry e on e.community_id = $1 and e.seq = d.seq and e.source_type = '${type}' and e.source_id = d.id and e.effective_on = d.day and e.rule = any ('{${rules}}')
  left join lateral (select sum(x.amount) as amount from ledger.transfer x where x.community_id = $1 and x.entry_seq = d.seq and x.fund = 'SVC') t on true
  where e.seq is null or t.amount <> d.amount
  union all
  select format('entry %s (%s) has no ${type} %s', e.seq, e.rule, e.source_id) from ledger.entry e
  where e.community_id = $1 and e.source_type = '${type}' and not exists (select from (${documents}) d where d.seq = e.seq)`;

/** What fees can prove about a compound (domain.md 7): the books say what the documents say, and the documents agree with one another. */
export const feeInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I8 fees receivable of every unit are what its bills have open',
    againstBooks(
      '1101',
      `select unit_id, sum(amount - paid - waived) as balance from mingbai.bill where community_id = $1 and voided_on is null group by unit_id`,
    ),
  ),
  sqlInvariant(
    'I20 what is paid of a bill is what was allocated to it, and never more than it',
    `select format('bill %s of %s: paid %s, allocated %s', b.id, b.amount, b.paid, coalesce(a.amount, 0)) as violation from mingbai.bill b
     left join (select bill_id, sum(amount) as amount from mingbai.allocation where community_id = $1 group by bill_id) a on a.bill_id = b.id
     where b.community_id = $1 and (b.paid <> coalesce(a.amount, 0) or b.paid + b.waived > b.amount or (b.voided_on is not null and b.paid + b.waived <> 0))`,
  ),
  sqlInvariant(
    'a bill is settled by money of its own day or later',
    `select format('bill %s of %s is settled on %s', b.id, b.period, a.effective_on) as violation from mingbai.allocation a
     join mingbai.bill b on b.community_id = $1 and b.id = a.bill_id where a.community_id = $1 and a.effective_on < coalesce(b.booked_on, (b.period || '-01')::date)`,
  ),
  sqlInvariant(
    'every bill has its entry',
    entriesAgree(
      'bill',
      'P01,P26',
      `select entry_seq as seq, id, coalesce(opened_on, booked_on, (period || '-01')::date) as day, amount from mingbai.bill where community_id = $1`,
    ),
  ),
  sqlInvariant(
    'a bill that counts from a later day than its month is of a supplement, and a supplement supplements a run',
    `select format('bill %s of %s counts from %s, by a run of kind %s', b.id, b.period, b.booked_on, r.kind) as violation from mingbai.bill b
       left join mingbai.bill_run r on r.community_id = $1 and r.id = b.bill_run_id where b.community_id = $1 and b.booked_on is not null and r.kind is distinct from 'SUPPLEMENT'
     union all select format('supplement %s of %s stands, no run of the month does', s.id, s.period) from mingbai.bill_run s where s.community_id = $1 and s.kind = 'SUPPLEMENT' and s.undone_at is null
       and not exists (select from mingbai.bill_run r where r.community_id = $1 and r.period = s.period and r.kind = 'MONTH' and r.undone_at is null and r.id < s.id)`,
  ),
  sqlInvariant(
    'I4 a bill is void exactly when its entry is reversed',
    `select format('bill %s: voided by %s, its entry is reversed by %s', b.id, b.void_seq, r.seq) as violation from mingbai.bill b
     left join ledger.entry r on r.community_id = $1 and r.reverses_seq = b.entry_seq
     where b.community_id = $1 and (b.void_seq is distinct from r.seq or b.voided_on is distinct from r.effective_on)`,
  ),
  sqlInvariant(
    'a bill run is the bills that it made',
    `select format('run of %s: %s bills, %s; its bills are %s, %s', r.period, r.bills, r.total, count(b.id), coalesce(sum(b.amount), 0)) as violation from mingbai.bill_run r
     left join mingbai.bill b on b.community_id = $1 and b.bill_run_id = r.id where r.community_id = $1
     group by r.id, r.period, r.bills, r.total having r.bills <> count(b.id) or r.total <> coalesce(sum(b.amount), 0)`,
  ),
];
