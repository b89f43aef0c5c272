import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';

/** Balance of an account of the books per lease, beside what the documents say. */
const againstBooks = (code: '1103' | '2002', documents: string): string => `
  select format('lease %s: books say %s on ${code}, its documents %s', coalesce(k.lease_id, d.lease_id), coalesce(k.balance, 0), coalesce(d.balance, 0)) as violation
  from (select a.holder_id as lease_id, case a.normal_side when 'D' then b.debit - b.credit else b.credit - b.debit end as balance from ledger.account a
    join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id where a.community_id = $1 and a.code = '${code}') k
  full join (${documents}) d on d.lease_id = k.lease_id where coalesce(k.balance, 0) <> coalesce(d.balance, 0)`;

/** Documents that their entry does not carry, and entries without a document; `documents` gives seq, id, day and amount of each. */
export const entriesAgree = (type: string, rules: string, documents: string): string => `
  select format('${type} %s: entry %s does not carry it', d.id, d.seq) as violation from (${documents}) d
  left join ledger.entry e on e.community_id = $1 and e.seq = d.seq and e.source_type = '${type}' and e.source_id = d.id and e.effective_on = d.day and e.rule = any ('{${rules}}')
  left join lateral (select sum(x.amount) as amount from ledger.transfer x where x.community_id = $1 and x.entry_seq = d.seq and (x.fund = 'COM' or '${type}' <> 'lease_receipt')) t on true
  where e.seq is null or t.amount <> d.amount
  union all
  select format('entry %s (%s) has no ${type} %s', e.seq, e.rule, e.source_id) from ledger.entry e
  where e.community_id = $1 and e.source_type = '${type}' and not exists (select from ledger.entry r where r.community_id = $1 and r.reverses_seq = e.seq)
    and not exists (select from (${documents}) d where d.seq = e.seq)`;

const RECOGNISED = `select charge_id, sum(amount) as amount from mingbai.lease_allocation where community_id = $1 and receipt_id is null group by charge_id`;

/** What operating income can prove about a compound (domain.md 7): the books say what the documents say, and the documents agree with one another. */
export const leaseInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I8 operating income receivable of every lease is what its charges have open',
    againstBooks('1103', `select lease_id, sum(amount - paid - adjusted) as balance from mingbai.lease_charge where community_id = $1 group by lease_id`),
  ),
  sqlInvariant(
    'I8 operating income in advance of every lease is what its receipts left and no charge used',
    againstBooks(
      '2002',
      `select lease_id, sum(amount) as balance from (select lease_id, excess as amount from mingbai.lease_receipt where community_id = $1
         union all select lease_id, amount from mingbai.opening_advance where community_id = $1
         union all select lease_id, -amount from mingbai.lease_allocation where community_id = $1 and receipt_id is null
         union all select lease_id, -amount from mingbai.lease_refund where community_id = $1
         union all select lease_id, to_advance from mingbai.lease_adjustment where community_id = $1) s group by lease_id`,
    ),
  ),
  sqlInvariant(
    'I20 what is paid of a charge is what was allocated to it, and never more than it',
    `select format('charge %s of %s: paid %s, allocated %s', c.id, c.amount, c.paid, coalesce(a.amount, 0)) as violation from mingbai.lease_charge c
     left join (select charge_id, sum(amount) as amount from mingbai.lease_allocation where community_id = $1 group by charge_id) a on a.charge_id = c.id
     where c.community_id = $1 and (c.paid <> coalesce(a.amount, 0) or c.paid + c.adjusted > c.amount)`,
  ),
  sqlInvariant(
    'I20 a receipt is what it settles and what it leaves as an advance',
    `select format('receipt %s of %s: settles %s and leaves %s', r.id, r.amount, coalesce(a.amount, 0), r.excess) as violation from mingbai.lease_receipt r
     left join (select receipt_id, sum(amount) as amount from mingbai.lease_allocation where community_id = $1 group by receipt_id) a on a.receipt_id = r.id
     where r.community_id = $1 and r.amount <> coalesce(a.amount, 0) + r.excess`,
  ),
  sqlInvariant(
    'a charge is settled by money of its own month or later',
    `select format('charge %s of %s is settled on %s', c.id, c.period, a.effective_on) as violation from mingbai.lease_allocation a
     join mingbai.lease_charge c on c.community_id = $1 and c.id = a.charge_id where a.community_id = $1 and a.effective_on < (c.period || '-01')::date`,
  ),
  sqlInvariant(
    'every charge has its entry for what no advance covers',
    entriesAgree(
      'lease_charge',
      'P08',
      `select c.accrual_seq as seq, c.id, (c.period || '-01')::date as day, c.amount - coalesce(g.amount, 0) as amount
       from mingbai.lease_charge c left join (${RECOGNISED}) g on g.charge_id = c.id where c.community_id = $1 and c.opened_on is null and c.amount > coalesce(g.amount, 0)`,
    ),
  ),
  sqlInvariant(
    'every receipt of operating income has its entry',
    entriesAgree(
      'lease_receipt',
      'P09,P21f',
      `select entry_seq as seq, id, effective_on as day, amount from mingbai.lease_receipt where community_id = $1 and undoes is null`,
    ),
  ),
  sqlInvariant(
    'I4 a receipt of operating income is taken back exactly when its entry is reversed, and its charges with it',
    `select format('receipt %s of %s: taken back by %s in entry %s, its entry is reversed by %s', r.id, r.amount, u.id, u.entry_seq, e.seq) as violation from mingbai.lease_receipt r
     left join mingbai.lease_receipt u on u.community_id = $1 and u.undoes = r.id left join ledger.entry e on e.community_id = $1 and e.reverses_seq = r.entry_seq
     where r.community_id = $1 and r.undoes is null and (u.entry_seq is distinct from e.seq or u.id is not null and ((r.amount, r.excess, r.effective_on) is distinct from (-u.amount, -u.excess, u.effective_on)
       or exists (select from mingbai.lease_allocation a where a.community_id = $1 and a.receipt_id in (r.id, u.id) group by a.charge_id having sum(a.amount) <> 0)))`,
  ),
  sqlInvariant(
    'every advance that was recognised has its entry',
    entriesAgree(
      'lease_allocation',
      'P09r',
      `select entry_seq as seq, id, effective_on as day, amount from mingbai.lease_allocation where community_id = $1 and receipt_id is null`,
    ),
  ),
  sqlInvariant(
    'an accrual is the charges that it made',
    `select format('accrual of %s: %s charges, %s; its charges are %s, %s', r.period, r.charges, r.total, count(c.id), coalesce(sum(c.amount), 0)) as violation from mingbai.income_accrual r
     left join mingbai.lease_charge c on c.community_id = $1 and c.accrual_id = r.id where r.community_id = $1
     group by r.id, r.period, r.charges, r.total having r.charges <> count(c.id) or r.total <> coalesce(sum(c.amount), 0)`,
  ),
  sqlInvariant(
    'every adjustment of a charge has its entry',
    entriesAgree(
      'lease_adjustment',
      'P08r,P33',
      `select entry_seq as seq, id, adjusted_on as day, from_receivable + to_advance as amount from mingbai.lease_adjustment where community_id = $1`,
    ),
  ),
  sqlInvariant(
    'I20 what is taken off a charge is what its adjustments took, and what is owed back was paid',
    `select format('charge %s: %s taken off, its adjustments %s; paid %s, owed back %s', c.id, c.adjusted, coalesce(a.off, 0), c.paid, coalesce(a.back, 0)) as violation from mingbai.lease_charge c
     left join (select charge_id, sum(from_receivable) as off, sum(to_advance) as back from mingbai.lease_adjustment where community_id = $1 group by charge_id) a on a.charge_id = c.id
     where c.community_id = $1 and (c.adjusted <> coalesce(a.off, 0) or coalesce(a.back, 0) > c.paid)`,
  ),
];
