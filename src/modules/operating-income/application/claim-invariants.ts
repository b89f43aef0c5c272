import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';
import { entriesAgree } from './lease-invariants.js';

/** By payee: what came in for it and was not passed on. */
const COLLECTED = `select payee_id as id, sum(amount) as held from (
    select payee_id, amount from mingbai.other_receipt where community_id = $1 and kind = 'FOR_OTHERS' and voided_on is null
    union all select payee_id, -amount from mingbai.claim where community_id = $1 and kind = 'PASS_ON' and state = 'APPROVED') c group by payee_id`;

const LIVE = `state in ('ASKED', 'APPROVED')`;

/** What claims, deposits and other receipts can prove about a compound (domain.md 7). */
export const claimInvariants: readonly Invariant[] = [
  sqlInvariant(
    'every approved claim has its entry',
    entriesAgree(
      'claim',
      'P10,P11,P23,P25u,P30,P31b',
      `select entry_seq as seq, id, decided_on as day, amount from mingbai.claim where community_id = $1 and state in ('APPROVED', 'TAKEN_BACK') and kind <> 'FLOAT'`,
    ),
  ),
  sqlInvariant(
    'P31 what was passed on is taken back exactly when its entry is reversed, on the day on record',
    `select format('claim %s (%s): taken back on %s by entry %s, its entry is reversed by %s of %s', c.number, c.state, c.taken_back_on, c.taken_back_seq, r.seq, r.effective_on) as violation from mingbai.claim c
     left join ledger.entry r on r.community_id = $1 and r.reverses_seq = c.entry_seq where c.community_id = $1 and (c.taken_back_seq, c.taken_back_on) is distinct from (r.seq, r.effective_on)`,
  ),
  sqlInvariant(
    'every claim is posted by the rule of its kind, to its payee',
    `select format('claim %s (%s): entry %s is %s %s', c.number, c.kind, e.seq, e.rule, k.code) as violation from mingbai.claim c
     join ledger.entry e on e.community_id = $1 and e.seq = c.entry_seq join ledger.transfer x on x.community_id = $1 and x.entry_seq = e.seq
     join ledger.account k on k.community_id = $1 and k.id = x.credit_account join ledger.account d on d.community_id = $1 and d.id = x.debit_account
     where c.community_id = $1 and (x.fund <> c.fund or d.code <> c.cost_code or c.kind = 'PASS_ON' and d.holder_id <> c.payee_id or (e.rule, k.code, k.holder_id) is distinct from case c.kind
       when 'COST' then row('P10'::text, '2104'::text, c.payee_id) when 'SPENDING' then row('P30'::text, '2104'::text, c.payee_id) when 'TAX' then row('P11'::text, '2201'::text, 0::bigint)
       when 'MAINTENANCE' then row('P23'::text, '2401'::text, 0::bigint) when 'PASS_ON' then row('P31b'::text, '2302'::text, c.id) else row('P25u'::text, '1201'::text, c.firm_id) end)`,
  ),
  sqlInvariant(
    'I18 claims are numbered without gap in each year',
    `select format('%s of %s claims, the last is %s', count(*), year, max(serial)) as violation from mingbai.claim where community_id = $1 group by year having count(*) <> max(serial)`,
  ),
  sqlInvariant(
    'I10 nobody decides on a claim of their own or of their organisation',
    `select format('claim %s: asked by %s for %s, decided by %s for %s', number, asked_by, asked_for, decided_by, decided_for) as violation from mingbai.claim
     where community_id = $1 and kind not in ('TAX', 'PASS_ON') and state in ('APPROVED', 'REJECTED') and (asked_by is not distinct from decided_by or asked_for is not distinct from decided_for)`,
  ),
  sqlInvariant(
    'a paper pays once',
    `select format('paper %s stands on claims %s', e.sha256, string_agg(c.number, ', ' order by c.id)) as violation from mingbai.claim_evidence e
     join mingbai.claim c on c.community_id = $1 and c.id = e.claim_id and c.${LIVE} where e.community_id = $1 group by e.sha256 having count(*) > 1`,
  ),
  sqlInvariant(
    'an invoice pays once',
    `select format('invoice %s of payee %s stands on claims %s', invoice_no, payee_id, string_agg(number, ', ' order by id)) as violation from mingbai.claim
     where community_id = $1 and ${LIVE} and invoice_no is not null group by invoice_no, payee_id having count(*) > 1`,
  ),
  sqlInvariant(
    'a claim shows its paper, or the resolution that it follows',
    `select format('claim %s (%s) has no paper', c.number, c.kind) as violation from mingbai.claim c where c.community_id = $1 and c.kind <> 'MAINTENANCE'
       and not exists (select from mingbai.claim_evidence e where e.community_id = $1 and e.claim_id = c.id)`,
  ),
  sqlInvariant(
    'I21 spending, floats and the maintenance fund follow a resolution of their kind, within its limit',
    `select format('claims by resolution %s ask for %s of %s', r.number, sum(c.amount), r.limit_amount) as violation from mingbai.claim c
       join mingbai.resolution r on r.community_id = $1 and r.id = c.resolution_id where c.community_id = $1 and c.${LIVE} group by r.number, r.limit_amount having sum(c.amount) > r.limit_amount
     union all
     select format('claim %s (%s) follows resolution %s (%s)', c.number, c.kind, coalesce(r.number, 'none'), r.kind) from mingbai.claim c
       left join mingbai.resolution r on r.community_id = $1 and r.id = c.resolution_id
       where c.community_id = $1 and c.kind in ('SPENDING', 'FLOAT', 'MAINTENANCE') and (r.id is null or c.asked_on < r.effective_from or not case c.kind
         when 'SPENDING' then r.kind in ('SPENDING', 'COM_USE', 'OTHER') when 'FLOAT' then r.kind in ('SPENDING', 'COM_USE') else r.kind in ('MAINTENANCE', 'COM_USE') end)`,
  ),
  sqlInvariant(
    'P23 what is due to the maintenance fund is what its figures give',
    `select format('claim %s over %s: its figures give %s', number, amount, figures->>'amount') as violation from mingbai.claim
     where community_id = $1 and kind = 'MAINTENANCE' and ((figures->>'amount')::numeric is distinct from amount
       or (figures->>'net')::numeric is distinct from (figures->>'income')::numeric - (figures->>'cost')::numeric - (figures->>'tax')::numeric)`,
  ),
  sqlInvariant(
    'every other receipt has its entry',
    entriesAgree(
      'other_receipt',
      'P31,P32,P25b,P26',
      `select entry_seq as seq, id, received_on as day, amount from mingbai.other_receipt where community_id = $1`,
    ),
  ),
  sqlInvariant(
    'P26 what is held for others came by a bank line, or stands on the signed opening balances for that payee',
    `select format('receipt %s (%s) of %s: entry %s is %s, it opened with %s', o.id, o.kind, o.amount, e.seq, e.rule, coalesce(o.opening_id::text, 'none')) as violation from mingbai.other_receipt o
     join ledger.entry e on e.community_id = $1 and e.seq = o.entry_seq
     left join mingbai.opening_line l on l.community_id = $1 and l.opening_id = o.opening_id and l.code = case o.kind when 'DEPOSIT' then '2501' else '2502' end
       and l.fund = o.fund and l.holder_id = o.payee_id and l.amount = o.amount
     where o.community_id = $1 and ((o.opening_id is null) <> (e.rule <> 'P26') or (o.opening_id is null) <> (l.opening_id is null))`,
  ),
  sqlInvariant(
    'a receipt is void by the reversal of its entry, and not otherwise',
    `select format('receipt %s: void by entry %s, reversed by %s', o.id, o.void_seq, r.seq) as violation from mingbai.other_receipt o
     left join ledger.entry r on r.community_id = $1 and r.reverses_seq = o.entry_seq where o.community_id = $1 and o.void_seq is distinct from r.seq`,
  ),
  sqlInvariant(
    'every release of a deposit has its entry',
    entriesAgree(
      'deposit_release',
      'P31b',
      `select entry_seq as seq, id, released_on as day, amount * case kind when 'KEPT' then 2 else 1 end as amount from mingbai.deposit_release where community_id = $1`,
    ),
  ),
  sqlInvariant(
    'every refund of an advance has its entry',
    entriesAgree('lease_refund', 'P06', `select entry_seq as seq, id, refunded_on as day, amount from mingbai.lease_refund where community_id = $1`),
  ),
  sqlInvariant(
    'I8 what is held of every deposit is what the books hold for its payer',
    `select format('deposit %s: books say %s, its documents %s', coalesce(k.id, d.id), coalesce(k.balance, 0), coalesce(d.held, 0)) as violation
     from (select a.holder_id as id, b.credit - b.debit as balance from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
       where a.community_id = $1 and a.code = '2501') k
     full join (select o.id, case when o.voided_on is null then o.amount else 0 end - coalesce((select sum(r.amount) from mingbai.deposit_release r where r.community_id = $1 and r.deposit_id = o.id), 0) as held
       from mingbai.other_receipt o where o.community_id = $1 and o.kind = 'DEPOSIT') d on d.id = k.id where coalesce(k.balance, 0) <> coalesce(d.held, 0)`,
  ),
  sqlInvariant(
    'I8 what is held for every payee is what came in for it and was not passed on',
    `select format('payee %s: books say %s on 2502, its documents %s', coalesce(k.id, d.id), coalesce(k.balance, 0), coalesce(d.held, 0)) as violation
     from (select a.holder_id as id, b.credit - b.debit as balance from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
       where a.community_id = $1 and a.code = '2502') k
     full join (${COLLECTED}) d on d.id = k.id where coalesce(k.balance, 0) <> coalesce(d.held, 0)`,
  ),
  sqlInvariant(
    'P31 nothing is collected for a party of the account, and no more is passed on than came in',
    `select format('payee %s (%s): %s came in for it and was not passed on', p.number, p.kind, d.held) as violation from (${COLLECTED}) d
     join mingbai.payee p on p.community_id = $1 and p.id = d.id where p.kind not in ('VENDOR', 'OTHER') or d.held < 0`,
  ),
];
