import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';
import { BankQueries, type BankLineView } from '../../bank/index.js';
import { isReturnedPayment } from '../domain/match-lines.js';
import { referencesIn } from '../domain/references.js';
import { openingInvariants } from './opening-invariants.js';
import { otherSideInvariants } from './other-side-invariants.js';
import { CASH_OF_ENTRIES, reconciliationInvariants } from './reconciliation-invariants.js';

/** What every document moved in cash, by fund: an auditor's own way to the claims, which asks no module and no account. */
const DOCUMENT_CASH = `
  select l.fund, l.amount from mingbai.opening_line l join mingbai.opening_end e on e.community_id = $1 and e.opening_id = l.opening_id and e.kind = 'POSTED' where l.community_id = $1 and l.code = '1001'
  union all   select 'SVC' as fund, amount from mingbai.receipt where community_id = $1 and void_kind is null and origin <> 'CHANNEL'
  union all select 'SVC', -amount from mingbai.receipt where community_id = $1 and void_kind = 'BOUNCED' and origin = 'CHANNEL'
  union all select 'TRN', -amount from mingbai.receipt where community_id = $1 and origin = 'FOUND' and void_kind is distinct from 'UNDONE'
  union all select 'SVC', allocated - advance from mingbai.channel_batch where community_id = $1 and undone_at is null
  union all select 'COM', advance - fee from mingbai.channel_batch where community_id = $1 and undone_at is null
  union all select 'SVC', amount from mingbai.firm_clearing where community_id = $1 and kind = 'PAID' and undone_seq is null
  union all select 'COM', amount from mingbai.lease_receipt where community_id = $1
  union all select 'TRN', -amount from mingbai.lease_receipt where community_id = $1 and origin = 'FOUND'
  union all select 'TRN', amount from mingbai.bank_match where community_id = $1 and target_type = 'SUSPENSE'
  union all select d.fund, -s.amount from mingbai.disbursement_settlement s join mingbai.disbursement d on d.community_id = $1 and d.id = s.disbursement_id where s.community_id = $1
  union all select d.fund, b.amount from mingbai.disbursement_return b join mingbai.disbursement d on d.community_id = $1 and d.id = b.disbursement_id where b.community_id = $1
  union all select fund, amount from mingbai.bank_fact where community_id = $1
  union all select fund, amount from mingbai.other_receipt where community_id = $1 and voided_on is null and opening_id is null
  union all select 'TRN', -amount from mingbai.deposit_release where community_id = $1 and kind = 'KEPT'
  union all select 'COM', amount from mingbai.deposit_release where community_id = $1 and kind = 'KEPT'
  union all select 'SVC', -deducted from mingbai.performance where community_id = $1
  union all select 'QLT', deducted from mingbai.performance where community_id = $1
  union all select 'SVC', amount from mingbai.later_decision where community_id = $1
  union all select 'QLT', -amount from mingbai.later_decision where community_id = $1
  union all select 'SVC', -to_owners from mingbai.firm_dispute where community_id = $1 and state = 'CONFIRMED'
  union all select 'QLT', to_owners from mingbai.firm_dispute where community_id = $1 and state = 'CONFIRMED'`;

/** The rows of a fact that say what match m says of its line. */
const FACT_OF_MATCH = `m.amount = (select sum(f.amount) from mingbai.bank_fact f where f.community_id = $1 and f.line_id = m.line_id and f.kind = m.target_type and f.entry_seq = m.entry_seq)`;

/** The bank, the books and the documents against each other (I5, I16). */
export const settlementInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I5 every entry moves as much cash as the bank lines matched to it',
    `select format('entry %s moves %s, its bank lines %s', coalesce(e.entry_seq, m.entry_seq), coalesce(e.cash, 0), coalesce(m.amount, 0)) as violation
     from (${CASH_OF_ENTRIES}) e
     full join (select entry_seq, sum(amount) as amount from mingbai.bank_match where community_id = $1 and taken_from = 'LINE' group by entry_seq) m on m.entry_seq = e.entry_seq
     where coalesce(e.cash, 0) <> coalesce(m.amount, 0)`,
  ),
  sqlInvariant(
    'I5 the bank holds the cash of the funds and what nobody has placed',
    `select format('bank %s, of it not placed %s; funds %s', bank, unplaced, cash) as violation from (
       select (select coalesce(sum(balance_after), 0) from (select distinct on (account_id) balance_after from mingbai.bank_line where community_id = $1 order by account_id, position desc) l) as bank,
         (select coalesce(sum(amount), 0) from mingbai.bank_line where community_id = $1 and state in ('NEW', 'SUGGESTED')) as unplaced,
         (select coalesce(sum(cash), 0) from ledger.fund_balance where community_id = $1) as cash) s
     where bank - unplaced <> cash`,
  ),
  sqlInvariant(
    'I5 the cash of every fund is what its documents say',
    `select format('fund %s: books %s, documents %s', f.fund, f.cash, coalesce(d.amount, 0)) as violation from ledger.fund_balance f
     left join (select fund, sum(amount) as amount from (${DOCUMENT_CASH}) c group by fund) d on d.fund = f.fund where f.community_id = $1 and f.cash <> coalesce(d.amount, 0)`,
  ),
  sqlInvariant(
    'I16 what waits under a bank line in the books is what waits of the line',
    `select format('bank line %s: %s waits, account 2301 holds %s', coalesce(l.id, a.holder_id), coalesce(l.suspense_open, 0), coalesce(a.balance, 0)) as violation
     from (select id, suspense_open from mingbai.bank_line where community_id = $1 and suspense_open <> 0) l
     full join (select a.holder_id, b.credit - b.debit as balance from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
       where a.community_id = $1 and a.code = '2301') a on a.holder_id = l.id where coalesce(l.suspense_open, 0) <> coalesce(a.balance, 0)`,
  ),
  sqlInvariant(
    'I16 every place of a bank line is a document that names the line',
    `select format('match %s of bank line %s points to %s %s, which does not name it', m.id, m.line_id, m.target_type, m.target_id) as violation from mingbai.bank_match m
     where m.community_id = $1 and m.undoes is null and not case m.target_type
       when 'RECEIPT' then exists (select from mingbai.receipt r where r.community_id = $1 and r.id = m.target_id and r.bank_line_id = m.line_id
         and (m.amount, m.entry_seq) in ((r.amount - r.late_fees, r.entry_seq), (r.late_fees, r.late_fee_seq)))
       when 'LEASE_RECEIPT' then exists (select from mingbai.lease_receipt r where r.community_id = $1 and r.id = m.target_id and r.bank_line_id = m.line_id and r.amount = m.amount and r.entry_seq = m.entry_seq)
       when 'DISBURSEMENT' then exists (select from mingbai.disbursement_settlement s
         where s.community_id = $1 and s.disbursement_id = m.target_id and s.bank_line_id = m.line_id and s.amount = -m.amount and s.entry_seq = m.entry_seq)
       when 'SENT_BACK' then exists (select from mingbai.suspense_return s where s.community_id = $1 and s.id = m.target_id and s.line_id = m.line_id and s.amount = m.amount and s.entry_seq = m.entry_seq)
       when 'OPENING' then exists (select from mingbai.opening_end o where o.community_id = $1 and o.opening_id = m.target_id and o.kind = 'POSTED' and m.entry_seq between o.first_seq and o.last_seq)
       when 'SUSPENSE' then m.target_id = m.line_id
       when 'BOUNCED_RECEIPT' then exists (select from mingbai.receipt r where r.community_id = $1 and r.id = m.target_id and r.void_line_id = m.line_id and r.amount = -m.amount and r.void_seq = m.entry_seq)
         or exists (select from mingbai.bank_match u where u.community_id = $1 and u.undoes = m.id) and exists (select from ledger.entry b where b.community_id = $1 and b.seq = m.entry_seq and b.rule = 'P22b' and b.source_id = m.target_id)
       when 'RETURNED_PAYOUT' then exists (select from mingbai.disbursement_return b
         where b.community_id = $1 and b.disbursement_id = m.target_id and b.bank_line_id = m.line_id and b.amount = m.amount and b.entry_seq = m.entry_seq)
       when 'CHANNEL_BATCH' then exists (select from mingbai.channel_batch b
         where b.community_id = $1 and b.id = m.target_id and b.bank_line_id = m.line_id and b.allocated - b.fee = m.amount and b.entry_seq = m.entry_seq)
       when 'OTHER_INCOME' then exists (select from mingbai.other_receipt o where o.community_id = $1 and o.id = m.target_id and o.bank_line_id = m.line_id and o.amount = m.amount and o.entry_seq = m.entry_seq)
       when 'FIRM_DUE' then exists (select from mingbai.firm_clearing c where c.community_id = $1 and c.id = m.target_id and c.bank_line_id = m.line_id and c.entry_seq = m.entry_seq
         and m.amount = (select sum(p.amount) from mingbai.firm_clearing p where p.community_id = $1 and p.entry_seq = m.entry_seq))
       when 'FLOAT_BACK' then exists (select from mingbai.other_receipt o where o.community_id = $1 and o.id = m.target_id and o.bank_line_id = m.line_id and o.amount = m.amount and o.entry_seq = m.entry_seq)
       when 'DEPOSIT' then exists (select from mingbai.other_receipt o where o.community_id = $1 and o.id = m.target_id and o.bank_line_id = m.line_id and o.amount = m.amount and o.entry_seq = m.entry_seq)
       when 'FOR_OTHERS' then exists (select from mingbai.other_receipt o where o.community_id = $1 and o.id = m.target_id and o.kind = 'FOR_OTHERS' and o.bank_line_id = m.line_id and o.amount = m.amount and o.entry_seq = m.entry_seq)
       when 'ACCOUNT_MOVE' then exists (select from mingbai.bank_match o join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id
           join mingbai.bank_line k on k.community_id = $1 and k.id = o.line_id and k.account_id <> l.account_id
         where o.community_id = $1 and o.line_id = m.target_id and o.target_id = m.line_id and o.target_type = m.target_type and o.amount = -m.amount and o.entry_seq = m.entry_seq and o.undoes is null)
       when 'CORRECTION' then exists (select from mingbai.bank_match b where b.community_id = $1 and b.line_id = m.target_id and b.target_type = 'BANK_ERROR') and ${FACT_OF_MATCH}
       when 'TAKEN_BACK' then case m.taken_from when 'LINE' then ${FACT_OF_MATCH}
         else exists (select from mingbai.bank_match b where b.community_id = $1 and b.line_id = m.target_id and b.target_id = m.line_id and b.amount = -m.amount and b.entry_seq = m.entry_seq) end
       else m.target_id = m.line_id and ${FACT_OF_MATCH} end`,
  ),
  sqlInvariant(
    'I16 every bank line is booked on its own account, but for what is on its way to another',
    `select format('bank line %s is on account %s; entry %s moves %s there, its lines %s', min(b.line_id), b.account_id, b.entry_seq, coalesce(min(x.cash), 0), sum(b.amount)) as violation
     from (select m.entry_seq, l.account_id, min(l.id) as line_id, sum(m.amount) as amount from mingbai.bank_match m join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id
       where m.community_id = $1 and m.taken_from = 'LINE' group by m.entry_seq, l.account_id) b
     left join lateral (select sum(case when d.code = '1001' and d.holder_id = b.account_id then t.amount else 0 end - case when c.code = '1001' and c.holder_id = b.account_id then t.amount else 0 end) as cash
       from ledger.transfer t join ledger.account d on d.community_id = $1 and d.id = t.debit_account join ledger.account c on c.community_id = $1 and c.id = t.credit_account
       where t.community_id = $1 and t.entry_seq = b.entry_seq) x on true
     group by b.entry_seq, b.account_id having coalesce(min(x.cash), 0) <> sum(b.amount)`,
  ),
  sqlInvariant(
    'I28 an account that follows another was agreed on by two parties',
    `select format('bank account %s follows another without a change that two parties confirmed', a.id) as violation from mingbai.bank_account a
     where a.community_id = $1 and a.id <> (select id from mingbai.bank_account f where f.community_id = $1 order by f.opened_on limit 1)
       and not exists (select from mingbai.account_change c where c.community_id = $1 and c.account_id = a.id and c.state = 'CONFIRMED' and c.asked_for <> c.answered_for and c.asked_by <> c.answered_by
         and (c.bank_name, c.account_name, c.account_no, c.opened_on) = (a.bank_name, a.account_name, a.account_no, a.opened_on))`,
  ),
  sqlInvariant(
    'P19, P20, P29 every fact of the bank is a match of its line or an advance beside one, and is undone with it',
    `select format('fact %s (%s) of bank line %s in entry %s has no match there', f.id, f.kind, f.line_id, f.entry_seq) as violation from mingbai.bank_fact f
     where f.community_id = $1 and f.kind not in ('ADVANCE', 'REPAYMENT') and not exists (select from mingbai.bank_match m
       where m.community_id = $1 and m.line_id = f.line_id and m.target_type = f.kind and m.entry_seq = f.entry_seq)`,
  ),
  sqlInvariant(
    'I23 advances between funds: what SVC has advanced is what COM owes, by the documents as by the books',
    `select format('SVC is owed %s, COM owes %s, the documents say %s', b.due, b.owed, d.amount) as violation
     from (select coalesce(sum(b.debit - b.credit) filter (where a.code = '1301'), 0) as due, coalesce(sum(b.credit - b.debit) filter (where a.code = '2701'), 0) as owed
       from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id where a.community_id = $1 and a.code in ('1301', '2701')) b,
       (select (select coalesce(-sum(amount), 0) from mingbai.bank_fact where community_id = $1 and kind in ('ADVANCE', 'REPAYMENT') and fund = 'SVC')
          + (select coalesce(sum(advance), 0) from mingbai.channel_batch where community_id = $1 and undone_at is null) as amount) d
     where b.due <> d.amount or b.owed <> d.amount`,
  ),
  sqlInvariant(
    'P21 money is sent back by two organisations, once a line, out of its own suspense',
    `select format('return %s of bank line %s over %s (%s): asked by %s, decided by %s, its matches say %s', s.id, s.line_id, s.amount, s.state, s.asked_by, s.decided_by, m.amount) as violation
     from mingbai.suspense_return s cross join lateral (select coalesce(sum(amount), 0) as amount from mingbai.bank_match where community_id = $1 and target_type = 'SENT_BACK' and target_id = s.id) m
     where s.community_id = $1 and (s.asked_by is not distinct from s.decided_by or s.asked_for = s.decided_for or m.amount <> case s.state when 'CONFIRMED' then s.amount else 0 end)`,
  ),
  sqlInvariant(
    'P27 empties every account of result of a closed year',
    `select format('account %s (%s, %s) stands at %s after the year end of %s', a.id, a.code, a.fund, x.balance, left(p.month, 4)) as violation
     from ledger.period p join ledger.account a on a.community_id = $1 and a.code ~ '^([45]|3101$)'
     cross join lateral (select sum(case when t.credit_account = a.id then t.amount else -t.amount end) as balance from ledger.transfer t
       where t.community_id = $1 and a.id in (t.debit_account, t.credit_account) and t.effective_on <= (p.month || '-31')::date) x
     where p.community_id = $1 and p.state = 'CLOSED' and p.month like '%-12' and x.balance <> 0`,
  ),
  sqlInvariant(
    'I28 one account of a compound is in use, and one that was given up has a successor from the next day on',
    `select format('bank account %s was given up on %s, and %s', a.id, a.closed_on, case when e.ended_on is null then 'none begins on the next day' else 'has money or lines after its end' end) as violation
     from mingbai.bank_account a left join mingbai.bank_account_end e on e.community_id = $1 and e.account_id = a.id and e.state in ('RECORDED', 'CONFIRMED')
     where a.community_id = $1 and a.closed_on is not null and (not exists (select from mingbai.bank_account n where n.community_id = $1 and n.opened_on = a.closed_on + 1)
       or exists (select from mingbai.bank_line l where l.community_id = $1 and l.account_id = a.id and l.booked_on > e.ended_on))`,
  ),
  sqlInvariant(
    'I28 an account that no statement proves empty has ended by two parties',
    `select format('the end of bank account %s on %s is %s, without a statement', e.account_id, e.ended_on, e.state) as violation from mingbai.bank_account_end e
     where e.community_id = $1 and (e.state = 'RECORDED' and not exists (select from mingbai.bank_file f where f.community_id = $1 and f.account_id = e.account_id)
       or e.state = 'CONFIRMED' and (e.answered_by = e.recorded_by or e.answered_for = e.recorded_for))`,
  ),
  {
    name: 'I16 no receipt rests on a payment that came back',
    check: async (tx) => {
      const lines = await tx.query<Pick<BankLineView, 'id' | 'bookedOn' | 'remark' | 'reversal'> & { readonly amount: string }>(
        `select l.id, l.booked_on as "bookedOn", l.amount, l.remark, l.reversal from mingbai.bank_line l where l.community_id = $1 and l.id in (
           select bank_line_id from mingbai.receipt where community_id = $1 and void_kind is null union all select bank_line_id from mingbai.lease_receipt where community_id = $1 group by bank_line_id having sum(amount) <> 0) order by l.id`,
        [tx.communityId],
      );
      return lines
        .filter((line) => isReturnedPayment(line))
        .map(({ id, bookedOn, amount }) => `bank line ${id} of ${bookedOn} over ${amount} is a returned payment and was booked as a receipt`);
    },
  },
  sqlInvariant(
    'I16 every line through the last closed month has its place',
    `select format('bank line %s of %s over %s has no place, and the books are closed through %s', l.id, l.booked_on, l.amount, b.closed_through) as violation
     from ledger.book b join mingbai.bank_line l on l.community_id = $1 and l.booked_on <= b.closed_through and l.state in ('NEW', 'SUGGESTED') where b.community_id = $1 order by l.id`,
  ),
  {
    name: 'I9 money that went out under the number of a payout has settled it',
    check: async (tx) => {
      const lines = await new BankQueries().lines(tx, { states: ['NEW', 'SUGGESTED'] });
      return lines
        .filter(({ amount, remark }) => amount.isNegative && referencesIn(remark).payouts.length > 0)
        .map(
          ({ id, bookedOn, amount, remark }) =>
            `bank line ${id} of ${bookedOn} over ${amount.toString()} names ${referencesIn(remark).payouts.join(', ')} and settles nothing`,
        );
    },
  },
  ...otherSideInvariants,
  ...reconciliationInvariants,
  ...openingInvariants,
];
