import { Money, sha256Hex } from '../../../kernel/index.js';
import { type Invariant, sqlInvariant, type Tx } from '../../../platform/database/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { storedPayload, type StoredPayload } from '../domain/payload.js';
import { DisbursementPayload } from '../persistence/disbursement-payload.js';
import { Disbursement } from '../persistence/disbursement.js';
import { PaymentLine } from '../persistence/payment-line.js';
import { PaymentList } from '../persistence/payment-list.js';
import { paymentFile } from './payment-file.js';
import { paymentOrder } from './payment-orders.js';
import { PayoutPast } from './payout-past.js';

const bankAccounts = new BankAccountQueries();

/** Bank, number and name in every payload that was ever submitted are those of the account that it names. */
async function checkPayees(tx: Tx): Promise<string[]> {
  const { communityId } = tx;
  const accounts = await tx.query<StoredPayload['payee']>(
    `select id as account, version, bank_name as "bankName", account_no as "accountNo", account_name as "accountName" from mingbai.payee_account where community_id = $1`,
    [communityId],
  );
  const violations: string[] = [];
  for (const { disbursementId, revision, text } of await tx.manager.findBy(DisbursementPayload, { communityId })) {
    const payee = storedPayload(text)?.payee;
    if (payee?.account === null) continue; // the account that the money came from: checked against the bank's line below
    const named = accounts.find(({ account }) => account === payee?.account);
    const same = (['version', 'bankName', 'accountNo', 'accountName'] as const).every((key) => named !== undefined && named[key] === payee?.[key]);
    if (!same) violations.push(`payload ${revision} of payout ${disbursementId} says otherwise than payee account ${payee?.account}`);
  }
  return violations;
}

/** Every file to the bank, written again from its lines and the payloads of that moment, is the file that was kept. */
async function checkLists(tx: Tx): Promise<string[]> {
  const { communityId } = tx;
  const past = await PayoutPast.of(tx, await tx.manager.findBy(Disbursement, { communityId }));
  const lines = await tx.manager.find(PaymentLine, { where: { communityId }, order: { id: 'ASC' } });
  const accounts = await bankAccounts.all(tx);
  const violations: string[] = [];
  for (const list of await tx.manager.findBy(PaymentList, { communityId })) {
    const own = lines.filter(({ listId }) => listId === list.id);
    const listed = own.flatMap(({ disbursementId, attempt, amount }) => {
      const payload = storedPayload(past.payloadAt(disbursementId, list.id)?.text ?? '');
      if (!payload) return [];
      const { bankName: payeeBankName, accountNo: payeeAccountNo, accountName: payeeAccountName } = payload.payee;
      const { kind, period = null, quarter = null, claimNumber = null } = payload.source;
      return [
        {
          number: payload.number,
          kind,
          period,
          quarter,
          claimNumber,
          claimWords: payload.papers?.words ?? null,
          amount,
          attempt,
          payeeBankName,
          payeeAccountNo,
          payeeAccountName,
        },
      ];
    });
    const account = accounts.find(({ id }) => id === list.bankAccountId);
    const bytes = account ? paymentFile(paymentOrder(list, account, listed), list.format) : Buffer.alloc(0);
    if (!bytes.equals(list.bytes) || sha256Hex(bytes) !== list.sha256) violations.push(`payment list ${list.sha256} is not what its lines say`);
    const total = Money.sum(own.map(({ amount }) => amount));
    if (!total.equals(list.total)) violations.push(`payment list ${list.sha256} says ${list.total.toString()}, its lines ${total.toString()}`);
  }
  return violations;
}

/**
 * What each step of a payout posts: `before` is the state that the step found, `occurrence` counts the entries of a rule. SOURCE is the account that the payout was
 * claimed from, or 2303 once it had come back; CLAIMED is the former in any case.
 */
const DUE = `
  select d.id, d.number, d.fund, d.source_holder_id, due.rule, side.debit, side.credit, row_number() over (partition by d.id, due.rule order by t.version) as occurrence,
    (select p.text from mingbai.disbursement_payload p where p.community_id = $1 and p.disbursement_id = d.id and p.id < t.id order by p.id desc limit 1) as text
  from (select s.*, lag(s.state) over (partition by s.disbursement_id order by s.version) as before,
      count(*) filter (where s.action = 'BANK_RETURN') over (partition by s.disbursement_id order by s.version rows between unbounded preceding and 1 preceding) as back
    from mingbai.disbursement_step s where s.community_id = $1) t
  join mingbai.disbursement d on d.community_id = $1 and d.id = t.disbursement_id
  join (values ('hold', 'P13', 'SOURCE', '2111'), ('instruct', 'P14', '2111', '2112'), ('settle', 'P15', '2112', '1001'), ('fail', 'P16', '2112', '2111'),
      ('release', 'P16', '2111', 'SOURCE'), ('return', 'P22', '1001', '2303'), ('unpaid', 'P22c', '2303', 'CLAIMED')) due (what, rule, debit, credit)
    on due.what = any (array[
      case when t.action = 'APPROVE' and t.state = 'APPROVED' then 'hold' when t.action = 'INSTRUCT' then 'instruct' when t.action = 'SETTLE' then 'settle'
        when t.action = 'FAIL' then 'fail' when t.action = 'BANK_RETURN' then 'return'
        when t.before = 'APPROVED' and t.state in ('APPROVING', 'CANCELLED', 'CLOSED_UNPAID') or t.before = 'FAILED' and t.state = 'APPROVING' then 'release' end,
      case when t.state = 'CLOSED_UNPAID' then 'unpaid' end])
  cross join lateral (select case due.debit when 'SOURCE' then src.code else due.debit end as debit,
      case due.credit when 'SOURCE' then src.code when 'CLAIMED' then d.source_code else due.credit end as credit
    from (select case when t.back > 0 then '2303' else d.source_code end as code) src) side`;

/** Whose an account of a payout's entry is: the payout's own, the bank's, or that of what it was claimed from. */
const HOLDER = (account: string) =>
  `(${account}.code = '1001' or ${account}.holder_id = case when ${account}.code in ('2111', '2112', '2303') then due.id else coalesce(due.source_holder_id, 0) end)`;

interface Posted {
  readonly payout: string | null;
  readonly rule: string;
  readonly occurrence: number;
  readonly text: string | null;
  readonly seq: number | null;
  /** The amount of its one transfer, if that moves what the step says; null otherwise. */
  readonly amount: string | null;
}

/** Every step that moves money has one entry with the amount of its payload, and every entry of a payout has such a step. */
async function checkEntries(tx: Tx): Promise<string[]> {
  const rows = await tx.query<Posted>(
    `select due.number as payout, coalesce(due.rule, e.rule) as rule, coalesce(due.occurrence, e.occurrence) as occurrence, due.text, e.seq, x.amount
     from (${DUE}) due full join (select * from ledger.entry where community_id = $1 and source_type = 'disbursement') e
       on e.source_id = due.id and e.rule = due.rule and e.occurrence = due.occurrence
     left join lateral (select min(x.amount) as amount from ledger.transfer x join ledger.account a on a.community_id = $1 and a.id = x.debit_account
         join ledger.account b on b.community_id = $1 and b.id = x.credit_account
       where x.community_id = $1 and x.entry_seq = e.seq
       having count(*) = 1 and bool_and(x.fund = due.fund and a.code = due.debit and b.code = due.credit and ${HOLDER('a')} and ${HOLDER('b')})) x on true`,
    [tx.communityId],
  );
  return rows.flatMap(({ payout, rule, occurrence, text, seq, amount }) => {
    if (payout === null) return [`entry ${seq} (${rule}) names a payout that has no such step`];
    if (seq === null) return [`${payout} lacks its entry ${occurrence} of ${rule}`];
    const asked = storedPayload(text ?? '')?.amount;
    return amount !== null && amount === asked ? [] : [`entry ${seq} (${rule}) of ${payout} is not the transfer of ${asked} that its step says`];
  });
}

/** What the documents around a payout prove together (domain.md 7). */
export const evidenceInvariants: readonly Invariant[] = [
  { name: 'I12 payee in each payload is the account that it names', check: checkPayees },
  { name: 'I12 payment lists are what their lines and payloads say', check: checkLists },
  sqlInvariant(
    'I12 the bank paid to the account of the payout',
    `select format('%s was paid by bank line %s to %s', d.number, l.id, l.counterparty_account) as violation from mingbai.disbursement_settlement s
     join mingbai.disbursement d on d.community_id = $1 and d.id = s.disbursement_id join mingbai.bank_line l on l.community_id = $1 and l.id = s.bank_line_id
     where s.community_id = $1 and replace(l.counterparty_account, ' ', '') not in ('', d.payee_account_no)
       and not exists (select from mingbai.disbursement_return r where r.community_id = $1 and r.settlement_id = s.id)`,
  ),
  sqlInvariant(
    'I12 what is sent back out of suspense goes to the account that it came from',
    `select format('%s goes to another account than bank line %s came from', d.number, d.claim_id) as violation from mingbai.disbursement d
     left join mingbai.bank_line l on l.community_id = $1 and l.id = d.claim_id
     left join lateral (select r.account_no, r.account_name from mingbai.suspense_return r where r.community_id = $1 and r.line_id = l.id and r.account_no is not null
       and r.state = 'CONFIRMED' order by r.id desc limit 1) r on true
     where d.community_id = $1 and d.kind = 'SUSPENSE_BACK'
       and (coalesce(r.account_no, replace(l.counterparty_account, ' ', '')), coalesce(r.account_name, btrim(l.counterparty_name))) is distinct from (d.payee_account_no, d.payee_account_name)`,
  ),
  sqlInvariant(
    'I9 what came back is what was paid, in the books too',
    `select format('%s came back by entry %s, which does not bring %s into the bank account', d.number, r.entry_seq, r.amount) as violation
     from mingbai.disbursement_return r join mingbai.disbursement d on d.community_id = $1 and d.id = r.disbursement_id
     join mingbai.disbursement_settlement s on s.community_id = $1 and s.id = r.settlement_id
     where r.community_id = $1 and (s.disbursement_id <> d.id or s.booked_on > r.booked_on or not exists (
       select from ledger.transfer x join ledger.account b on b.community_id = $1 and b.id = x.debit_account and b.code = '1001'
       join ledger.account f on f.community_id = $1 and f.id = x.credit_account and f.code = '2303' and f.holder_id = d.id
       where x.community_id = $1 and x.entry_seq = r.entry_seq and x.amount = r.amount and x.effective_on = r.booked_on and x.fund = d.fund))`,
  ),
  sqlInvariant(
    'I21 money of COM and QLT goes out by a resolution, within its limit',
    `select format('%s is %s and names no resolution that was recorded', d.number, d.state) as violation from mingbai.disbursement d
     where d.community_id = $1 and d.kind in ('SPENDING', 'MAINTENANCE', 'FLOAT') and d.state in ('APPROVED', 'INSTRUCTED', 'FAILED', 'SETTLED', 'RETURNED')
       and not exists (select from mingbai.resolution r where r.community_id = $1 and r.number = d.resolution_no)
     union all
     select format('resolution %s allows %s, payouts took %s', r.number, r.limit_amount, t.total) from mingbai.resolution r
     cross join lateral (select sum(d.amount) as total from mingbai.disbursement d where d.community_id = $1 and d.resolution_no = r.number
       and d.state in ('APPROVED', 'INSTRUCTED', 'FAILED', 'SETTLED', 'RETURNED')) t where r.community_id = $1 and t.total > r.limit_amount`,
  ),
  sqlInvariant(
    'a paper is used by payouts from one source alone',
    `with paid as materialized (select id, number, kind, period, assessment_id, claim_id, payee_id, mingbai.plain_invoice(invoice_no) as invoice, documents
       from mingbai.disbursement where community_id = $1 and state in ('APPROVED', 'INSTRUCTED', 'FAILED', 'SETTLED', 'RETURNED')),
     paper as materialized (select id, unnest(documents) as sha256 from paid),
     pair as (select a.id as one, b.id as other from paid a join paid b on b.invoice = a.invoice and b.id > a.id where mingbai.is_one_payee($1, b.payee_id, a.payee_id)
       union select a.id, b.id from paper a join paper b on b.sha256 = a.sha256 and b.id > a.id)
     select format('%s and %s stand on the same paper', a.number, b.number) as violation from pair p join paid a on a.id = p.one join paid b on b.id = p.other
     where (b.kind, b.period, b.assessment_id, b.claim_id) is distinct from (a.kind, a.period, a.assessment_id, a.claim_id)`,
  ),
  sqlInvariant(
    'every approval and instruction has its gates, and none of them failed',
    `select format('step %s of %s has %s of 8 gates', t.version, d.number, g.passed) as violation from mingbai.disbursement_step t
     join mingbai.disbursement d on d.community_id = $1 and d.id = t.disbursement_id
     cross join lateral (select count(*) filter (where g.outcome <> 'FAILED') as passed from mingbai.gate_result g
       where g.community_id = $1 and g.disbursement_id = t.disbursement_id and g.evaluation = t.version
         and g.stage = case t.action when 'INSTRUCT' then 'INSTRUCTION' else 'APPROVAL' end) g
     where t.community_id = $1 and (t.action = 'INSTRUCT' or t.state = 'APPROVED' and t.action <> 'WITHDRAW') and g.passed <> 8`,
  ),
  sqlInvariant(
    'G2 what the contract pays within the budget had a line for it at each approval and instruction',
    `select format('%s passed G2 as %s with %s of %s used and %s asked', d.number, g.outcome, g.inputs->>'used', g.inputs->>'budget', g.inputs->>'asked') as violation
     from mingbai.gate_result g join mingbai.disbursement d on d.community_id = $1 and d.id = g.disbursement_id
     join mingbai.disbursement_step t on t.community_id = $1 and t.disbursement_id = d.id and t.version = g.evaluation and t.state in ('APPROVED', 'INSTRUCTED')
     join mingbai.contract_version v on v.community_id = $1 and v.id = d.contract_version_id and (v.terms->'gates'->>'budget')::boolean
     where g.community_id = $1 and g.gate = 'G2' and d.kind in ('BASE', 'PERFORMANCE', 'COST', 'TAX', 'SPENDING', 'FLOAT')
       and (g.outcome <> 'PASSED' or (g.inputs->>'used')::numeric + (g.inputs->>'asked')::numeric > (g.inputs->>'budget')::numeric)`,
  ),
  { name: 'entries of payouts are what their documents say', check: checkEntries },
  sqlInvariant(
    'I10 each approval that counts was given in an office of that day, before the hold (I30)',
    `select format('%s: the approval by %s as %s was given without the office, or after the hold', d.number, a.slot, a.role) as violation from mingbai.approval a
     join mingbai.disbursement d on d.community_id = $1 and d.id = a.disbursement_id and d.payload_sha256 = a.payload_sha256
     cross join lateral (select (a.at at time zone 'Asia/Shanghai')::date as on_day) day
     where a.community_id = $1 and a.decision = 'APPROVE'
       and not exists (select from mingbai.approval_withdrawal w where w.community_id = $1 and w.approval_id = a.id)
       and not ((a.slot, a.role) in (('OWNER_SIDE', 'COMMITTEE'), ('OWNER_SIDE', 'COMMUNITY'), ('REGULATOR', 'CENTRE'), ('SUPERVISOR', 'COMMUNITY'), ('SUPERVISOR', 'STREET'))
         and exists (select from mingbai.membership m where m.community_id = $1 and m.person_id = a.person_id and m.organisation_id = a.organisation_id
           and m.role = a.role and m.from_on <= on_day and (m.to_on is null or m.to_on >= on_day))
         and (a.slot <> 'OWNER_SIDE' or a.role <> 'COMMUNITY' or exists (select from mingbai.substitution s where s.community_id = $1 and s.id = a.substitution_id
           and s.organisation_id = a.organisation_id and s.from_on <= on_day and (s.to_on is null or s.to_on >= on_day)))
         and a.at <= coalesce((select max(t.at) from mingbai.disbursement_step t where t.community_id = $1 and t.disbursement_id = d.id
           and t.action = 'APPROVE' and t.state = 'APPROVED' and d.state in ('APPROVED', 'INSTRUCTED', 'FAILED', 'SETTLED')), a.at))`,
  ),
];
