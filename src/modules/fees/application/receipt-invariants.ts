import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';
import { againstBooks, entriesAgree } from './fee-invariants.js';

/** Prepayments by the documents: what receipts left, less what bounced of it, what bills used and did not give back, and what refunds took. */
const PREPAID = `select unit_id, sum(amount) as balance from (
   select unit_id, excess as amount from mingbai.receipt where community_id = $1 and void_kind is distinct from 'UNDONE'
   union all select unit_id, amount from mingbai.opening_prepayment where community_id = $1
   union all select unit_id, -void_prepaid from mingbai.receipt where community_id = $1 and void_kind = 'BOUNCED'
   union all select unit_id, -amount from mingbai.allocation where community_id = $1 and receipt_id is null and firm_due_id is null
   union all select unit_id, -amount from mingbai.fee_refund where community_id = $1 and cancelled_on is null) s group by unit_id`;

/** The day before which row a cannot be given back: its own; where an undone bounce had put it back and its receipt was then undone, that of the receipt. */
const GIVEN_BACK_FROM = `coalesce((select r.effective_on from mingbai.receipt r where r.community_id = $1 and r.id = a.receipt_id and a.gives_back_id is not null and r.void_kind = 'UNDONE'), a.effective_on)`;

/** Receipts, what became of them and of the money beside them, against one another and against the books. */
export const receiptInvariants: readonly Invariant[] = [
  sqlInvariant('I8 fees in advance of every unit are what its receipts left and no bill used', againstBooks('2001', PREPAID)),
  sqlInvariant(
    'every prepayment that the books opened with has its entry',
    entriesAgree('opening_prepayment', 'P26', `select entry_seq as seq, id, opened_on as day, amount from mingbai.opening_prepayment where community_id = $1`),
  ),
  sqlInvariant(
    'I18 receipt numbers run without gap',
    `select format('receipt %s/%s follows %s', year, no, previous) as violation from
       (select year, no, lag(no, 1, 0) over (partition by year order by no) as previous from mingbai.receipt where community_id = $1) r where no <> previous + 1`,
  ),
  sqlInvariant(
    'I20 a receipt is what it settles and what it leaves as a prepayment',
    `select format('receipt %s of %s: settles %s and late fees of %s, and leaves %s', r.id, r.amount, coalesce(a.amount, 0), r.late_fees, r.excess) as violation from mingbai.receipt r
     left join (select receipt_id, sum(amount) as amount from mingbai.allocation where community_id = $1 and gives_back_id is null group by receipt_id) a on a.receipt_id = r.id
     left join (select receipt_id, sum(amount) as amount from mingbai.late_fee_allocation where community_id = $1 and gives_back_id is null group by receipt_id) l on l.receipt_id = r.id
     where r.community_id = $1 and (r.amount <> coalesce(a.amount, 0) + r.late_fees + r.excess or r.late_fees <> coalesce(l.amount, 0))`,
  ),
  sqlInvariant(
    'I20 what gives back an allocation is its opposite, not before it; a void receipt settles nothing',
    `select format('allocation %s of %s on %s gives back %s, which is %s on %s', g.id, g.amount, g.effective_on, g.gives_back_id, a.amount, a.effective_on) as violation from mingbai.allocation g
       left join mingbai.allocation a on a.community_id = $1 and a.id = g.gives_back_id where g.community_id = $1 and g.gives_back_id is not null
         and (a.amount is distinct from -g.amount or a.bill_id <> g.bill_id or g.effective_on < ${GIVEN_BACK_FROM} or g.receipt_id is not null and a.receipt_id is distinct from g.receipt_id)
     union all
     select format('receipt %s/%s is void and settles %s of bill %s', r.year, r.no, a.amount, a.bill_id) from mingbai.receipt r
       join mingbai.allocation a on a.community_id = $1 and a.receipt_id = r.id and a.amount > 0 where r.community_id = $1 and r.void_kind is not null
         and not exists (select from mingbai.allocation g where g.community_id = $1 and g.gives_back_id = a.id)`,
  ),
  sqlInvariant(
    'every receipt has its entry',
    entriesAgree(
      'receipt',
      'P02,P02c,P07p,P21f,P22b',
      `select entry_seq as seq, id, effective_on as day, amount - late_fees as amount from mingbai.receipt where community_id = $1 and entry_seq is not null
       union all select late_fee_seq, id, effective_on, late_fees from mingbai.receipt where community_id = $1 and late_fee_seq is not null
       union all select void_seq, id, voided_on, amount from mingbai.receipt where community_id = $1 and void_kind in ('BOUNCED', 'GIVEN_BACK')
       union all select b.seq, r.id, b.effective_on, r.amount from mingbai.receipt r join ledger.entry b on b.community_id = $1 and b.source_type = 'receipt' and b.source_id = r.id and b.rule = 'P22b'
         join ledger.entry z on z.community_id = $1 and z.reverses_seq = b.seq where r.community_id = $1 and r.void_seq is distinct from b.seq`,
    ),
  ),
  sqlInvariant(
    'P22b a receipt bounced by one entry that stands, or by none',
    `select format('receipt %s/%s is %s by entry %s, and %s bounces of it stand', r.year, r.no, coalesce(r.void_kind, 'in force'), r.void_seq, n.standing) as violation from mingbai.receipt r
     cross join lateral (select count(*) as standing from ledger.entry b where b.community_id = $1 and b.source_type = 'receipt' and b.source_id = r.id and b.rule = 'P22b'
       and not exists (select from ledger.entry z where z.community_id = $1 and z.reverses_seq = b.seq)) n
     where r.community_id = $1 and n.standing <> case when r.void_kind in ('BOUNCED', 'GIVEN_BACK') then 1 else 0 end`,
  ),
  sqlInvariant(
    'I4 a receipt is undone exactly when its entries are reversed',
    `select format('receipt %s/%s: undone by %s and %s, its entries are reversed by %s and %s', r.year, r.no, r.void_seq, r.void_late_fee_seq, m.seq, l.seq) as violation from mingbai.receipt r
     left join ledger.entry m on m.community_id = $1 and m.reverses_seq = r.entry_seq left join ledger.entry l on l.community_id = $1 and l.reverses_seq = r.late_fee_seq
     where r.community_id = $1 and ((case r.void_kind when 'UNDONE' then r.void_seq end) is distinct from m.seq or (case r.void_kind when 'UNDONE' then r.void_late_fee_seq end) is distinct from l.seq
       or (r.void_kind = 'UNDONE' and r.voided_on is distinct from coalesce(m.effective_on, l.effective_on)))`,
  ),
  sqlInvariant(
    'every prepayment that was applied has its entry',
    entriesAgree(
      'allocation',
      'P03,P03e',
      `select entry_seq as seq, id, effective_on as day, abs(amount) as amount from mingbai.allocation where community_id = $1 and receipt_id is null and firm_due_id is null`,
    ),
  ),
  sqlInvariant(
    'I8 every refund of a prepayment has its entry, and a cancelled one its reversal',
    `${entriesAgree('fee_refund', 'P06', 'select entry_seq as seq, id, asked_on as day, amount from mingbai.fee_refund where community_id = $1')}
     union all
     select format('refund %s: cancelled by %s, its entry is reversed by %s', f.id, f.cancel_seq, r.seq) from mingbai.fee_refund f
       left join ledger.entry r on r.community_id = $1 and r.reverses_seq = f.entry_seq where f.community_id = $1 and f.cancel_seq is distinct from r.seq`,
  ),
  sqlInvariant(
    'I8 what is owed back to a unit is one refund of it, or none',
    `select format('2302 of unit %s holds %s, its latest refund that was not cancelled is %s', a.holder_id, b.credit - b.debit, f.amount) as violation from ledger.account a
     join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
     left join lateral (select amount from mingbai.fee_refund where community_id = $1 and unit_id = a.holder_id and cancelled_on is null order by id desc limit 1) f on true
     where a.community_id = $1 and a.code = '2302' and a.fund = 'SVC' and a.holder_type = 'unit' and b.credit - b.debit > coalesce(f.amount, 0)`,
  ),
  sqlInvariant(
    'P06 a refund by a paper is what a second organisation agreed to, of money that no account is known for',
    `select format('paper %s of unit %s is %s, refunds of it: %s', p.id, p.unit_id, p.state, count(f.id)) as violation from mingbai.paper_refund p
     left join mingbai.fee_refund f on f.community_id = $1 and f.paper_refund_id = p.id and row(f.unit_id, f.amount, f.document) = row(p.unit_id, p.amount, p.document_sha256)
     where p.community_id = $1 group by p.id, p.unit_id, p.state, p.asked_by, p.asked_for, p.decided_by, p.decided_for
     having count(f.id) <> case p.state when 'CONFIRMED' then 1 else 0 end or p.decided_by = p.asked_by or p.decided_for = p.asked_for`,
  ),
  sqlInvariant(
    'I8 what a channel holds is what its payments settled and no batch has brought',
    `select format('1002 of channel %s holds %s, its payments in transit settled %s', coalesce(k.holder_id, d.holder_id), coalesce(k.balance, 0), coalesce(d.amount, 0)) as violation
     from (select a.holder_id, b.debit - b.credit as balance from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
       where a.community_id = $1 and a.code = '1002') k
     full join (select case channel when 'WECHAT' then 1 when 'ALIPAY' then 2 else 3 end as holder_id, sum(allocated) as amount from mingbai.channel_payment
       where community_id = $1 and batch_id is null and undone_at is null and given_back_on is null group by 1) d on d.holder_id = k.holder_id where coalesce(k.balance, 0) <> coalesce(d.amount, 0)`,
  ),
  sqlInvariant(
    'a payment through a channel is as far as its line, and is its line',
    `select format('channel line %s (%s) is %s, its payment says otherwise', l.id, l.order_no, l.state) as violation from mingbai.channel_line l
     left join mingbai.channel_payment p on p.community_id = $1 and p.channel_line_id = l.id and p.undone_at is null
     left join mingbai.channel_batch b on b.community_id = $1 and b.id = p.batch_id
     where l.community_id = $1 and (l.state <> case when p.id is null then 'NEW' when p.batch_id is null then 'RECEIVED' else 'SETTLED' end
       or p.id is not null and row(p.channel, p.kind, p.gross, p.paid_on) is distinct from row(l.channel, l.kind, l.gross, l.paid_on)
       or l.bank_line_id is distinct from b.bank_line_id or b.undone_at is not null)`,
  ),
  sqlInvariant(
    'a batch of a channel is its payments, gross, fee, what had settled bills and what refunds of earlier batches took',
    `select format('batch %s of %s less %s, %s settled, %s refunded: its lines say %s less %s, its payments %s and %s', b.id, b.gross, b.fee, b.allocated, b.refunded, s.gross, s.fee, s.allocated, s.refunded) as violation from mingbai.channel_batch b
     cross join lateral (select coalesce(sum(case l.kind when 'PAYMENT' then l.gross else -l.gross end), 0) as gross, coalesce(sum(case l.kind when 'PAYMENT' then l.fee else -l.fee end), 0) as fee,
       coalesce(sum(p.allocated) filter (where p.given_back_on is null), 0) as allocated, count(*) as payments, coalesce(sum(p.gross) filter (where o.batch_id is distinct from p.batch_id and p.kind = 'REFUND'), 0) as refunded
       from mingbai.channel_payment p left join mingbai.channel_payment o on o.community_id = $1 and o.id = p.refunds_id join mingbai.channel_line l on l.community_id = $1 and l.id = p.channel_line_id where p.community_id = $1 and p.batch_id = b.id) s
     where b.community_id = $1 and b.undone_at is null and (b.gross, b.fee, b.allocated, b.payments, b.refunded) is distinct from (s.gross, s.fee, s.allocated, s.payments, s.refunded)`,
  ),
  sqlInvariant(
    'P02c a refund of a channel takes back one payment of its unit and amount, once, and what had reached the bank bounced with its batch',
    `select format('refund %s of %s takes back payment %s of %s; %s refunds do, its receipts in force: %s', r.id, r.gross, p.id, p.gross, n.times, n.left) as violation from mingbai.channel_payment r
     join mingbai.channel_payment p on p.community_id = $1 and p.id = r.refunds_id
     cross join lateral (select (select count(*) from mingbai.channel_payment x where x.community_id = $1 and x.refunds_id = p.id and x.undone_at is null) as times,
       (select count(*) from mingbai.receipt t where t.community_id = $1 and t.id = p.receipt_id and t.voided_on is null and r.batch_id is not null) as left) n
     where r.community_id = $1 and r.undone_at is null and (n.times <> 1 or n.left > 0 or p.kind <> 'PAYMENT' or row(p.unit_id, p.channel, p.gross) is distinct from row(r.unit_id, r.channel, r.gross))`,
  ),
  sqlInvariant(
    'P22b a channel gave back while it held it what the payment and its receipt say, on one day, out of what it held',
    `select format('payment %s: given back on %s, its receipt %s is %s on %s', p.id, p.given_back_on, r.id, coalesce(r.void_kind, 'in force'), r.voided_on) as violation from mingbai.channel_payment p
       join mingbai.receipt r on r.community_id = $1 and r.id = p.receipt_id
       where p.community_id = $1 and p.undone_at is null and p.given_back_on is distinct from (case r.void_kind when 'GIVEN_BACK' then r.voided_on end)
     union all
     select format('receipt %s/%s was given back by a channel, no payment of it was', r.year, r.no) from mingbai.receipt r where r.community_id = $1 and r.void_kind = 'GIVEN_BACK'
       and not exists (select from mingbai.channel_payment p where p.community_id = $1 and p.receipt_id = r.id and p.undone_at is null and p.given_back_on is not null)
     union all
     select format('receipt %s/%s given back: entry %s takes %s/%s', r.year, r.no, r.void_seq, d.code, c.code) from mingbai.receipt r join ledger.transfer x on x.community_id = $1 and x.entry_seq = r.void_seq
       join ledger.account d on d.community_id = $1 and d.id = x.debit_account join ledger.account c on c.community_id = $1 and c.id = x.credit_account
       where r.community_id = $1 and r.void_kind is not null and r.void_kind <> 'UNDONE' and (c.code = '1002') <> (r.void_kind = 'GIVEN_BACK')`,
  ),
  sqlInvariant(
    'every batch of a channel has its entry',
    `select format('batch %s: entry %s does not carry it', d.id, d.entry_seq) as violation
     from (select id, entry_seq, booked_on, allocated - fee as cash, advance from mingbai.channel_batch where community_id = $1 and entry_seq is not null) d
     left join ledger.entry e on e.community_id = $1 and e.seq = d.entry_seq and e.source_type = 'channel_batch' and e.source_id = d.id and e.rule = 'P02d' and e.effective_on = d.booked_on
     left join lateral (select coalesce(sum(case when a.code = '1001' then x.amount else 0 end - case when c.code = '1001' then x.amount else 0 end), 0) as cash,
         coalesce(sum(x.amount) filter (where a.code = '1301'), 0) as advance
       from ledger.transfer x join ledger.account a on a.community_id = $1 and a.id = x.debit_account join ledger.account c on c.community_id = $1 and c.id = x.credit_account
       where x.community_id = $1 and x.entry_seq = d.entry_seq) t on true
     where e.seq is null or t.cash <> d.cash or t.advance <> d.advance
     union all
     select format('entry %s (%s) has no batch %s', e.seq, e.rule, e.source_id) from ledger.entry e where e.community_id = $1 and e.source_type = 'channel_batch'
       and not exists (select from mingbai.channel_batch b where b.community_id = $1 and b.id = e.source_id and e.seq = b.entry_seq)`,
  ),
];
