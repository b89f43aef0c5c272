import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';

/** Totals per account, recomputed from the transfers alone. */
const RECOMPUTED = `select account_id, sum(debit) as debit, sum(credit) as credit from (
    select debit_account as account_id, amount as debit, 0 as credit from ledger.transfer where community_id = $1
    union all select credit_account, 0, amount from ledger.transfer where community_id = $1) t group by account_id`;

/** What the books alone can prove (domain.md 7); the modules prove their documents against them. */
export const ledgerInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I1 every transfer is positive, between two accounts of one fund',
    `select format('transfer %s/%s: %s from account %s to %s in fund %s', x.entry_seq, x.line, x.amount, x.credit_account, x.debit_account, x.fund) as violation
     from ledger.transfer x
     left join ledger.account d on d.community_id = $1 and d.id = x.debit_account and d.fund = x.fund
     left join ledger.account c on c.community_id = $1 and c.id = x.credit_account and c.fund = x.fund
     where x.community_id = $1 and (x.amount <= 0 or x.amount >= 1e13 or x.debit_account = x.credit_account or d.id is null or c.id is null)`,
  ),
  sqlInvariant(
    'I2 the totals of every account follow from its transfers',
    `select format('account %s (%s, %s): books say %s Dr %s Cr, its transfers add up to %s Dr %s Cr', a.id, a.code, a.fund, b.debit, b.credit, coalesce(r.debit, 0), coalesce(r.credit, 0)) as violation
     from ledger.account a left join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id left join (${RECOMPUTED}) r on r.account_id = a.id
     where a.community_id = $1 and (b.debit is distinct from coalesce(r.debit, 0) or b.credit is distinct from coalesce(r.credit, 0))`,
  ),
  sqlInvariant(
    'I2 the totals of every fund follow from its accounts',
    `select format('fund %s: cash %s, restricted %s, payable %s; its accounts add up to %s, %s, %s', f.fund, f.cash, f.restricted, f.payable, s.cash, s.restricted, s.payable) as violation
     from (select f.fund, b.cash, b.restricted, b.payable from unnest(array['SVC', 'COM', 'QLT', 'TRN']) f(fund) left join ledger.fund_balance b on b.community_id = $1 and b.fund = f.fund
       where exists (select from ledger.book where community_id = $1)) f
     cross join lateral (select coalesce(sum(b.debit - b.credit) filter (where a.code = '1001'), 0) as cash, coalesce(sum(b.credit - b.debit) filter (where a.restricted), 0) as restricted,
         coalesce(sum(b.credit - b.debit) filter (where a.payable), 0) as payable
       from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id where a.community_id = $1 and a.fund = f.fund) s
     where f.cash is distinct from s.cash or f.restricted is distinct from s.restricted or f.payable is distinct from s.payable`,
  ),
  sqlInvariant(
    'I2 the kept totals of every close follow from the transfers that it knew',
    `select format('account %s at the close of %s: kept %s Dr %s Cr, its transfers add up to %s Dr %s Cr', p.account_id, p.month, p.debit, p.credit, s.debit, s.credit) as violation
     from ledger.period_balance p join ledger.period c on c.community_id = $1 and c.close_no = p.close_no
     cross join lateral (select coalesce(sum(amount) filter (where debit_account = p.account_id), 0) as debit, coalesce(sum(amount) filter (where credit_account = p.account_id), 0) as credit
       from ledger.transfer x where x.community_id = $1 and (x.debit_account = p.account_id or x.credit_account = p.account_id)
         and x.entry_seq <= c.last_seq and x.effective_on <= ((p.month || '-01')::date + interval '1 month - 1 day')::date) s
     where p.community_id = $1 and (p.month <> c.month or p.debit <> s.debit or p.credit <> s.credit)`,
  ),
  sqlInvariant(
    'I2 every account that moved in a closed month has its totals kept',
    `select distinct format('account %s moved in %s, whose close %s kept no totals of it', m.account_id, m.month, p.close_no) as violation from (
         select debit_account as account_id, to_char(effective_on, 'YYYY-MM') as month, entry_seq from ledger.transfer where community_id = $1
         union all select credit_account, to_char(effective_on, 'YYYY-MM'), entry_seq from ledger.transfer where community_id = $1) m
       join ledger.period p on p.community_id = $1 and p.month = m.month and p.last_seq >= m.entry_seq
       left join ledger.period_balance b on b.community_id = $1 and b.close_no = p.close_no and b.account_id = m.account_id where b.account_id is null`,
  ),
  sqlInvariant(
    'I2 no entry before the first open one of a close is dated after its month',
    `select format('close %s of %s begins to read at entry %s, the first one dated later is %s', p.close_no, p.month, p.first_open_seq, s.first_open_seq) as violation from ledger.period p
     cross join lateral (select coalesce(min(e.seq), p.last_seq + 1) as first_open_seq from ledger.entry e
       where e.community_id = $1 and e.seq <= p.last_seq and to_char(e.effective_on, 'YYYY-MM') > p.month) s
     where p.community_id = $1 and p.first_open_seq <> s.first_open_seq`,
  ),
  sqlInvariant(
    'I2 every account is what the chart says',
    `select format('account %s (%s, %s) differs from the chart of accounts', a.id, a.code, a.fund) as violation from ledger.account a left join ledger.chart c on c.code = a.code
       left join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
     where a.community_id = $1 and (a.normal_side, a.restricted, a.payable, b.normal_side, b.floored) is distinct from (c.normal_side, c.restricted, c.payable, c.normal_side, c.floored)
       or a.community_id = $1 and not a.fund = any (c.funds)`,
  ),
  sqlInvariant(
    'I1 every entry debits and credits what its rule allows',
    `select format('entry %s: rule %s does not debit %s and credit %s in fund %s', e.seq, e.rule, d.code, c.code, x.fund) as violation from ledger.entry e
     join ledger.transfer x on x.community_id = $1 and x.entry_seq = e.seq
     join ledger.account d on d.community_id = $1 and d.id = x.debit_account join ledger.account c on c.community_id = $1 and c.id = x.credit_account
     where e.community_id = $1 and e.rule <> 'REV' and not exists (select from ledger.posting_pair p where p.rule = e.rule and p.fund = x.fund and p.debit = d.code and p.credit = c.code)`,
  ),
  sqlInvariant(
    'I15 the book is closed through its last closed month',
    `select format('the book is closed through %s, its last closed month is %s', b.closed_through, p.month) as violation from ledger.book b
     left join lateral (select max(month) as month from ledger.period where community_id = $1 and state = 'CLOSED') p on true
     where b.community_id = $1 and b.closed_through <> coalesce(((p.month || '-01')::date + interval '1 month - 1 day')::date, b.opened_on - 1)
     union all select format('close %s of %s at entry %s follows close %s at entry %s, and the book ends at %s', p.close_no, p.month, p.last_seq, p.before, p.last_before, b.last_seq) from
       (select close_no, month, last_seq, lag(close_no, 1, 0) over w as before, lag(last_seq, 1, 0::bigint) over w as last_before from ledger.period where community_id = $1 window w as (order by close_no)) p
       join ledger.book b on b.community_id = $1 where p.close_no <> p.before + 1 or p.last_seq < p.last_before or p.last_seq > b.last_seq
     union all select format('%s is closed, %s before it is not', p.month, p.due) from
       (select month, to_char((month || '-01')::date - 1, 'YYYY-MM') as due from ledger.period where community_id = $1 and state = 'CLOSED') p
       join ledger.book b on b.community_id = $1 where p.due >= to_char(b.opened_on, 'YYYY-MM')
       and not exists (select from ledger.period q where q.community_id = $1 and q.state = 'CLOSED' and q.month = p.due)`,
  ),
  sqlInvariant(
    'I2 all accounts together balance',
    `select format('fund %s: %s Dr against %s Cr', a.fund, sum(b.debit), sum(b.credit)) as violation from ledger.account a
     join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id where a.community_id = $1 group by a.fund having sum(b.debit) <> sum(b.credit)`,
  ),
  sqlInvariant(
    'I4 a reversal is the exact opposite of the entry it names',
    `select format('entry %s does not reverse entry %s line for line', r.seq, r.reverses_seq) as violation from ledger.entry r
     where r.community_id = $1 and r.reverses_seq is not null and exists (
       (select fund, debit_account, credit_account, amount from ledger.transfer where community_id = $1 and entry_seq = r.seq
        except all select fund, credit_account, debit_account, amount from ledger.transfer where community_id = $1 and entry_seq = r.reverses_seq)
       union all
       (select fund, credit_account, debit_account, amount from ledger.transfer where community_id = $1 and entry_seq = r.reverses_seq
        except all select fund, debit_account, credit_account, amount from ledger.transfer where community_id = $1 and entry_seq = r.seq))`,
  ),
  sqlInvariant(
    'I4 every entry is a reversal or comes from a document, in the year of its day',
    `select format('entry %s: rule %s from %s %s, occurrence %s, voucher of %s, dated %s, reverses %s', e.seq, e.rule, e.source_type, e.source_id, e.occurrence, e.voucher_year, e.effective_on, e.reverses_seq) as violation
     from ledger.entry e left join ledger.entry o on o.community_id = $1 and o.seq = e.reverses_seq
     where e.community_id = $1 and (
       case when e.rule = 'REV' then e.source_type = 'entry' and e.source_id = e.reverses_seq and o.seq < e.seq and o.reverses_seq is null
         else e.source_type in ('bill', 'receipt', 'allocation', 'late_fee', 'waiver', 'fee_refund', 'channel_batch', 'firm_due', 'later_decision', 'firm_clearing', 'lease_charge', 'lease_receipt', 'lease_allocation', 'lease_adjustment', 'lease_refund', 'claim', 'other_receipt', 'deposit_release', 'bank_line', 'entitlement_month', 'assessment', 'disbursement', 'year_end', 'opening', 'opening_prepayment') and e.reverses_seq is null end
       and e.source_id > 0 and e.occurrence > 0 and e.voucher_year = extract(year from e.effective_on) and length(e.description) between 1 and 200 and e.description !~ '[[:cntrl:]]') is not true`,
  ),
  sqlInvariant(
    'I6 no account with a floor is below it',
    `select format('account %s (%s, %s) stands at %s Dr %s Cr', a.id, a.code, a.fund, b.debit, b.credit) as violation
     from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id join ledger.chart c on c.code = a.code
     where a.community_id = $1 and c.floored and case c.normal_side when 'D' then b.debit < b.credit else b.credit < b.debit end`,
  ),
  sqlInvariant(
    'I15 no entry of a month was recorded between a close and its reopening',
    `select format('entry %s of %s was recorded after close %s of %s', e.seq, e.effective_on, p.close_no, p.month) as violation from ledger.entry e
     join ledger.period p on p.community_id = $1 and p.month = to_char(e.effective_on, 'YYYY-MM') where e.community_id = $1 and e.seq > p.last_seq and e.seq <= coalesce(p.reopened_seq, e.seq)`,
  ),
  sqlInvariant(
    'I15 every reopening was confirmed by another person of another organisation in its time, and is what opened its months',
    `select format('reopening %s of %s: asked by %s of %s until %s, confirmed by %s of %s at %s', r.no, r.month, r.proposed_by, r.proposed_for, r.expires_at, c.confirmed_by, c.confirmed_for, c.confirmed_at) as violation
     from ledger.reopening_confirmation c join ledger.reopening r on r.community_id = $1 and r.no = c.no
     where c.community_id = $1 and (c.confirmed_by = r.proposed_by or c.confirmed_for = r.proposed_for or c.confirmed_at not between r.proposed_at and r.expires_at)
     union all select format('close %s of %s was reopened at entry %s by reopening %s, which is another one', p.close_no, p.month, p.reopened_seq, p.reopening_no) from ledger.period p
       left join ledger.reopening r on r.community_id = $1 and r.no = p.reopening_no left join ledger.reopening_confirmation c on c.community_id = $1 and c.no = p.reopening_no
       where p.community_id = $1 and p.state = 'REOPENED' and (c.last_seq is distinct from p.reopened_seq or r.month > p.month)
     union all select format('the book is reopened through %s until %s, its closes and reopenings say through %s until %s', b.reopened_through, b.reopened_until, s.through, s.until) from ledger.book b
       cross join lateral (select max((p.month || '-01')::date + interval '1 month - 1 day')::date as through,
           case when count(p) > 0 then (select r.expires_at from ledger.reopening_confirmation c join ledger.reopening r on r.community_id = $1 and r.no = c.no where c.community_id = $1 order by c.last_seq desc, c.confirmed_at desc, c.no desc limit 1) end as until
         from ledger.period p where p.community_id = $1 and (p.month || '-01')::date > b.closed_through) s
       where b.community_id = $1 and (b.reopened_through, b.reopened_until) is distinct from (s.through, s.until)`,
  ),
  sqlInvariant(
    'I15 what was recorded after a close of its month had a reopening that allowed it',
    `select format('entry %s of %s was recorded at %s after close %s of %s, and no reopening allowed it then', e.seq, e.effective_on, e.recorded_at, p.close_no, p.month) as violation from ledger.entry e
     join ledger.period p on p.community_id = $1 and p.month = to_char(e.effective_on, 'YYYY-MM') and p.last_seq < e.seq
     where e.community_id = $1 and not exists (select from ledger.reopening_confirmation c join ledger.reopening r on r.community_id = $1 and r.no = c.no
       where c.community_id = $1 and r.month <= p.month and c.last_seq between p.last_seq and e.seq - 1 and e.recorded_at < r.expires_at)`,
  ),
  sqlInvariant(
    'I18 entry and voucher numbers run without gap',
    `select format('entry %s follows %s', seq, previous) as violation from (select seq, lag(seq, 1, 0::bigint) over (order by seq) as previous from ledger.entry where community_id = $1) s where seq <> previous + 1
     union all select format('the book counts %s entries, there are %s', b.last_seq, (select count(*) from ledger.entry where community_id = $1)) from ledger.book b
       where b.community_id = $1 and b.last_seq <> (select count(*) from ledger.entry where community_id = $1)
     union all select format('voucher %s-%s follows %s', voucher_year, voucher_no, previous) from
       (select voucher_year, voucher_no, lag(voucher_no, 1, 0) over (partition by voucher_year order by voucher_no) as previous from ledger.entry where community_id = $1) v where voucher_no <> previous + 1
     union all select format('vouchers of %s: counted %s, there are %s', coalesce(v.year, e.year), coalesce(v.counted, 0), coalesce(e.vouchers, 0)) from
       (select y.year + array_lower(b.vouchers, 1) - 1 as year, y.counted from ledger.book b, unnest(b.vouchers) with ordinality y(counted, year) where b.community_id = $1 and y.counted is not null) v
       full join (select voucher_year as year, count(*) as vouchers from ledger.entry where community_id = $1 group by 1) e on v.year = e.year where v.counted is distinct from e.vouchers
     union all select format('entry %s has %s lines, the last is %s', entry_seq, count(*), max(line)) from ledger.transfer where community_id = $1 group by entry_seq having max(line) <> count(*) or min(line) <> 1`,
  ),
  sqlInvariant(
    'I1 every entry has a transfer, dated like the entry',
    `select format('entry %s has no transfer dated %s', e.seq, e.effective_on) as violation from ledger.entry e where e.community_id = $1
       and not exists (select from ledger.transfer x where x.community_id = $1 and x.entry_seq = e.seq and x.effective_on = e.effective_on)
     union all select format('transfer %s/%s is dated %s, its entry %s', x.entry_seq, x.line, x.effective_on, e.effective_on) from ledger.transfer x
       left join ledger.entry e on e.community_id = $1 and e.seq = x.entry_seq where x.community_id = $1 and e.effective_on is distinct from x.effective_on`,
  ),
  sqlInvariant(
    'I23 inter-fund transfers and advances agree',
    `select format('entry %s moves %s out of funds and %s into funds', x.entry_seq, sum(x.amount) filter (where d.code = '5902'), sum(x.amount) filter (where c.code = '4902')) as violation
     from ledger.transfer x join ledger.account d on d.community_id = $1 and d.id = x.debit_account join ledger.account c on c.community_id = $1 and c.id = x.credit_account
     join ledger.entry e on e.community_id = $1 and e.seq = x.entry_seq and e.rule <> 'P27' and e.rule <> 'REV'
     where x.community_id = $1 and (d.code = '5902' or c.code = '4902') group by x.entry_seq
     having coalesce(sum(x.amount) filter (where d.code = '5902'), 0) <> coalesce(sum(x.amount) filter (where c.code = '4902'), 0)
     union all select format('advances between funds: %s due from, %s due to', s.due_from, s.due_to) from
       (select coalesce(sum(b.debit - b.credit) filter (where a.code = '1301'), 0) as due_from, coalesce(sum(b.credit - b.debit) filter (where a.code = '2701'), 0) as due_to
        from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id where a.community_id = $1) s where s.due_from <> s.due_to`,
  ),
];
