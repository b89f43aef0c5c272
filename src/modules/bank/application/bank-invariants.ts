import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';

/** What the bank's own rows can prove (domain.md 7); settlement proves them against the books. */
export const bankInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I16 each bank line is consumed once: its parts add up to its amount, or it waits, or nobody has looked at it',
    `select format('bank line %s of %s over %s is %s with %s matched and %s waiting, its matches say %s', l.id, l.booked_on, l.amount, l.state, m.consumed, l.suspense_open, m.waiting) as violation
     from mingbai.bank_line l cross join lateral (
       select coalesce(sum(amount) filter (where taken_from = 'LINE'), 0) as consumed,
         coalesce(sum(amount) filter (where target_type in ('SUSPENSE', 'WRONG_CREDIT')), 0) - coalesce(sum(amount) filter (where taken_from = 'SUSPENSE'), 0) as waiting
       from mingbai.bank_match m where m.community_id = $1 and m.line_id = l.id) m
     where l.community_id = $1 and (m.consumed <> case when l.state in ('NEW', 'SUGGESTED') then 0 else l.amount end or m.waiting <> l.suspense_open)`,
  ),
  sqlInvariant(
    'I16 the lines of an account are one chain of balances',
    `select format('bank line %s at position %s: %s follows %s at position %s by %s', id, position, balance_after, before, previous, amount) as violation from (
       select id, position, booked_on, amount, balance_after, lag(position, 1, 0) over chain as previous, lag(balance_after, 1, 0.00) over chain as before, lag(booked_on) over chain as before_on
       from mingbai.bank_line where community_id = $1 window chain as (partition by account_id order by position)) c
     where position <> previous + 1 or balance_after <> before + amount or booked_on < before_on`,
  ),
  sqlInvariant(
    'I16 every file opens and closes with the balance that its account had then',
    `select format('bank file %s, %s to %s: opens with %s and closes with %s, the lines say %s and %s', f.id, f.from_on, f.to_on, f.opening, f.closing, b.opening, b.closing) as violation
     from mingbai.bank_file f cross join lateral (
       select coalesce((select l.balance_after from mingbai.bank_line l where l.community_id = $1 and l.account_id = f.account_id and l.booked_on < f.from_on order by l.position desc limit 1), 0) as opening,
         coalesce((select l.balance_after from mingbai.bank_line l where l.community_id = $1 and l.account_id = f.account_id and l.booked_on <= f.to_on order by l.position desc limit 1), 0) as closing) b
     where f.community_id = $1 and (b.opening <> f.opening or b.closing <> f.closing)`,
  ),
  sqlInvariant(
    'I16 files cover every day from the opening through the last closed month',
    `select format('account ending in %s: no file covers %s of its days, the first %s', right(a.account_no, 4), count(*), min(d.day)::date) as violation
     from ledger.book b join mingbai.bank_account a on a.community_id = $1 left join mingbai.bank_account_end e on e.community_id = $1 and e.account_id = a.id and e.state in ('RECORDED', 'CONFIRMED')
       cross join lateral generate_series(greatest(b.opened_on, a.opened_on), least(b.closed_through, e.ended_on), interval '1 day') d(day)
     where b.community_id = $1 and (e.ended_on is null or exists (select from mingbai.bank_file f where f.community_id = $1 and f.account_id = a.id)) and not exists (select from mingbai.bank_file f where f.community_id = $1 and f.account_id = a.id and d.day between f.from_on and f.to_on)
     group by a.id, a.account_no`,
  ),
  sqlInvariant(
    'I16 a file is about the lines of its days: all that the account has there, and no other',
    `select format('bank file %s, %s to %s, says %s lines, the account has %s in its days, and %s that it brought lie outside', f.id, f.from_on, f.to_on, f.line_count, n.within, n.outside) as violation
     from mingbai.bank_file f cross join lateral (
       select count(*) filter (where l.booked_on between f.from_on and f.to_on) as within, count(*) filter (where l.file_id = f.id and l.booked_on not between f.from_on and f.to_on) as outside
       from mingbai.bank_line l where l.community_id = $1 and l.account_id = f.account_id) n
     where f.community_id = $1 and (n.within <> f.line_count or n.outside > 0)`,
  ),
  sqlInvariant(
    'I16 a file is about days that were over when it was imported',
    `select format('bank file %s runs to %s and was imported at %s', id, to_on, imported_at) as violation
     from mingbai.bank_file where community_id = $1 and to_on >= (imported_at at time zone 'Asia/Shanghai')::date`,
  ),
  sqlInvariant(
    'I16 what a line became is in the books on the day of the line',
    `select format('bank line %s of %s, entry %s of %s', l.id, l.booked_on, e.seq, e.effective_on) as violation
     from mingbai.bank_match m join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id join ledger.entry e on e.community_id = $1 and e.seq = m.entry_seq
     where m.community_id = $1 and m.taken_from = 'LINE' and e.effective_on <> case m.target_type when 'OPENING' then l.booked_on + 1
       when 'ACCOUNT_MOVE' then greatest(l.booked_on, (select o.booked_on from mingbai.bank_line o where o.community_id = $1 and o.id = m.target_id)) else l.booked_on end`,
  ),
  sqlInvariant(
    'I16 a line is as far as its matches and its month: placed when it has matches, reconciled while its month is closed',
    `select format('bank line %s of %s is %s with %s matches and %s waiting, the books are closed through %s', l.id, l.booked_on, l.state, m.count, l.suspense_open, b.closed_through) as violation
     from ledger.book b join mingbai.bank_line l on l.community_id = $1
       cross join lateral (select coalesce(sum(case when undoes is null then 1 else -1 end), 0) as count from mingbai.bank_match where community_id = $1 and line_id = l.id) m
     where b.community_id = $1 and l.state <> case when m.count = 0 and l.state = 'SUGGESTED' then 'SUGGESTED' when m.count = 0 then 'NEW' when l.booked_on <= b.closed_through then 'RECONCILED' when l.suspense_open > 0 then 'SUSPENSE' else 'MATCHED' end`,
  ),
  sqlInvariant(
    'I16 a match that was undone is undone by the entry that reverses its own',
    `select format('match %s of bank line %s undoes match %s, and entry %s does not reverse entry %s', u.id, u.line_id, m.id, u.entry_seq, m.entry_seq) as violation
     from mingbai.bank_match u join mingbai.bank_match m on m.community_id = $1 and m.id = u.undoes
     left join ledger.entry e on e.community_id = $1 and e.seq = u.entry_seq where u.community_id = $1 and e.reverses_seq is distinct from m.entry_seq`,
  ),
  sqlInvariant(
    'I16 every file brought as many lines as it says',
    `select format('bank file %s says %s new lines, there are %s', f.id, f.new_line_count, (select count(*) from mingbai.bank_line l where l.community_id = $1 and l.file_id = f.id)) as violation
     from mingbai.bank_file f where f.community_id = $1 and f.new_line_count <> (select count(*) from mingbai.bank_line l where l.community_id = $1 and l.file_id = f.id)`,
  ),
  sqlInvariant(
    'I16 a batch of a channel is what came to the bank: the net of its lines is the amount of the bank line',
    `select format('bank line %s of %s over %s settles channel lines of %s', l.id, l.booked_on, l.amount, c.net) as violation
     from (select bank_line_id, sum(case kind when 'PAYMENT' then gross - fee else fee - gross end) as net
       from mingbai.channel_line where community_id = $1 and bank_line_id is not null group by bank_line_id) c
       join mingbai.bank_line l on l.community_id = $1 and l.id = c.bank_line_id
     where l.amount <> c.net`,
  ),
  sqlInvariant(
    'I16 every bill of a channel brought as many payments as it says, all of its days',
    `select format('channel file %s says %s new lines, there are %s, %s of other days', f.id, f.new_line_count, n.brought, n.outside) as violation
     from mingbai.channel_file f cross join lateral (
       select count(*) as brought, count(*) filter (where l.paid_on not between f.from_on and f.to_on) as outside
       from mingbai.channel_line l where l.community_id = $1 and l.channel = f.channel and l.file_id = f.id) n
     where f.community_id = $1 and (n.brought <> f.new_line_count or n.outside > 0)`,
  ),
];
