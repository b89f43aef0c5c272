import { DomainError, Money, required } from '../../../kernel/index.js';
import { type Invariant, sqlInvariant, type Tx } from '../../../platform/database/index.js';
import { AssessmentQueries } from '../../assessments/index.js';
import { BankQueries } from '../../bank/index.js';
import { ContractQueries, enoughOf, requiredSlots } from '../../contracts/index.js';
import { EntitlementQueries } from '../../entitlements/index.js';
import { FeeRefunds } from '../../fees/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { ClaimQueries, PayableClaims } from '../../operating-income/index.js';
import { activeApprovals, missingSlots } from '../domain/decisions.js';
import { claimingStates, mayBecome } from '../domain/disbursement-state.js';
import { payloadHash, payloadText, type PayoutPayload } from '../domain/payload.js';
import { DisbursementStep } from '../persistence/disbursement-step.js';
import { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { ClaimReader } from './claim-reader.js';
import { DocumentClaims } from './document-claims.js';
import { evidenceInvariants } from './evidence-invariants.js';
import { sourceOf } from './gate-keeper.js';
import { servicePapers } from './submission.js';
import { PayoutPast } from './payout-past.js';
import { signatureInvariants } from './signature-invariants.js';

const contracts = new ContractQueries();
const assessments = new AssessmentQueries(contracts);
const entitlements = new EntitlementQueries(assessments, new LedgerQueries());
const bank = new BankQueries();
const documents = new DocumentClaims(bank, new FeeRefunds(new LedgerQueries(), bank), new PayableClaims(new ClaimQueries()));
const claims = new ClaimReader(entitlements, assessments, contracts, documents);
const repository = new DisbursementRepository(new LedgerService());

const APPROVED: readonly Disbursement['state'][] = ['APPROVED', 'INSTRUCTED', 'FAILED', 'SETTLED', 'RETURNED'];

const allPayouts = (tx: Tx) => tx.manager.find(Disbursement, { where: { communityId: tx.communityId }, order: { id: 'ASC' } });

/** Approvers distinct, none the submitter or the firm, each slot of the policy filled, each approval of the present payload. */
async function checkApprovals(tx: Tx): Promise<string[]> {
  const violations: string[] = [];
  const payouts = await allPayouts(tx);
  const past = await PayoutPast.of(tx, payouts);
  const decisions = await repository.decisionsOf(
    tx,
    payouts.map(({ id }) => id),
  );
  for (const payout of payouts) {
    const active = activeApprovals(decisions, payout.payloadSha256).filter(({ disbursementId }) => disbursementId === payout.id);
    const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
    const { approvalPolicy } = await contracts.version(tx, payout.contractVersionId);
    const whole = past.alreadyAsked(payout).plus(payout.amount);
    const policy = requiredSlots(approvalPolicy, payout.fund, whole);
    const count = enoughOf(approvalPolicy, payout.fund, whole);
    if (policy.join() !== payout.requiredSlots.join() || count !== payout.requiredCount)
      violations.push(
        `${payout.number}: its policy asks for ${count ?? 'all'} of ${policy.join()}, the payout for ${payout.requiredCount ?? 'all'} of ${payout.requiredSlots.join()}`,
      );
    if (
      !distinct(active.map(({ personId }) => personId)) ||
      !distinct(active.map(({ organisationId }) => organisationId)) ||
      !distinct(active.map(({ slot }) => slot))
    )
      violations.push(`${payout.number}: one person, organisation or slot counts twice`);
    if (active.some(({ personId, organisationId }) => personId === payout.submittedBy || organisationId === payout.firmId))
      violations.push(`${payout.number}: approved by its submitter or by the firm`);
    const missing = missingSlots(payout, active);
    if (APPROVED.includes(payout.state) && missing.length > 0) violations.push(`${payout.number} is ${payout.state} without an approval by ${missing.join()}`);
  }
  return violations;
}

/** The payload says what the columns say, in the bytes of its hash. */
async function checkPayloads(tx: Tx): Promise<string[]> {
  const payouts = await allPayouts(tx);
  const past = await PayoutPast.of(tx, payouts);
  const violations: string[] = [];
  for (const payout of payouts) {
    const { communityId, number, revision, fund, amount, requiredSlots: slots, requiredCount: count, firmId, submittedAt } = payout;
    const text = payloadText({
      communityId,
      number,
      revision,
      fund,
      amount,
      alreadyAsked: past.alreadyAsked(payout),
      slots,
      count,
      submittedAt,
      source: sourceColumnsOf(payout) as PayoutPayload['source'],
      account: accountOf(payout),
      papers: papersOf(payout),
      contract: { number: payout.contractNumber, versionNo: payout.contractVersionNo, firmId },
      payee: {
        id: payout.payeeAccountId,
        version: payout.payeeVersion,
        bankName: payout.payeeBankName,
        accountNo: payout.payeeAccountNo,
        accountName: payout.payeeAccountName,
      },
      submitter: { organisationId: payout.submittedFor, personId: payout.submittedBy },
    });
    if (past.payload(payout)?.text !== text || payloadHash(text) !== payout.payloadSha256)
      violations.push(`${number}: its payload is not what revision ${revision} was submitted as`);
  }
  return violations;
}

function sourceColumnsOf({ kind, period, assessmentId, quarter, claimId, claimNumber }: Disbursement): object {
  if (claimId !== null) return { kind, claimId, claimNumber };
  return kind === 'BASE' ? { kind, period } : { kind, assessmentId, quarter };
}

function accountOf({ sourceCode: code, sourceHolderType: type, sourceHolderId: id }: Disbursement): PayoutPayload['account'] {
  return type === null || id === null ? { code } : { code, holder: { type, id } };
}

function papersOf({ claimWords, invoiceNo, documents, resolutionNo }: Disbursement): PayoutPayload['papers'] {
  return claimWords === null ? servicePapers({ invoiceNo, documents }) : { words: claimWords, invoiceNo, documents, resolutionNo };
}

function notThere(error: unknown): null {
  if (error instanceof DomainError && error.kind === 'not-found') return null;
  throw error;
}

/** What the payouts of a source ask for together is within what the rules give for it. */
async function checkEntitled(tx: Tx): Promise<string[]> {
  const violations: string[] = [];
  const asking = (await allPayouts(tx)).filter(({ state }) => (claimingStates as readonly string[]).includes(state));
  const sourceName = ({ kind, period, quarter, claimId }: Disbursement) => `${kind} ${period ?? quarter ?? claimId}`;
  for (const source of new Set(asking.map(sourceName))) {
    const payouts = asking.filter((payout) => sourceName(payout) === source);
    const request = sourceOf(required(payouts[0], 'a payout of its source'));
    const claim = await claims.claim(tx, request).catch(notThere);
    if (claim === null) {
      violations.push(`${source}: what ${payouts.map(({ number }) => number).join()} was asked from is not there`);
      continue;
    }
    // what a second close of the month took back may have been asked for before
    const entitled = request.kind === 'BASE' ? (await entitlements.baseClaim(tx, request.period)).everGiven : claim.entitled;
    const asked = Money.sum(payouts.map(({ amount }) => amount));
    if (entitled.lessThan(asked)) violations.push(`${source}: the rules give ${entitled.toString()}, ${asked.toString()} is asked for`);
  }
  return violations;
}

/** Every payout came to its state by steps that the table allows, one a version, and stands where its last step left it. */
async function checkSteps(tx: Tx): Promise<string[]> {
  const violations: string[] = [];
  const all = await tx.manager.find(DisbursementStep, { where: { communityId: tx.communityId }, order: { disbursementId: 'ASC', version: 'ASC' } });
  for (const payout of await allPayouts(tx)) {
    const steps = all.filter(({ disbursementId }) => disbursementId === payout.id);
    steps.forEach((step, index) => {
      const before = steps[index - 1]?.state ?? 'DRAFT';
      if (step.version !== index + 1) violations.push(`${payout.number}: step ${index + 1} has version ${step.version}`);
      if (step.state !== before && !mayBecome(before, step.state)) violations.push(`${payout.number} went from ${before} to ${step.state}`);
    });
    const last = steps.at(-1);
    if (last?.state !== payout.state || last.version !== payout.version)
      violations.push(`${payout.number} is ${payout.state}, its last step left it ${last?.state}`);
  }
  return violations;
}

/** What payouts can prove (domain.md 7), from their documents and against the books. */
export const disbursementInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I7 Available was not below 0 after any approval',
    `select format('the hold of entry %s left %s of fund %s available', seq, available, fund) as violation from (
       select x.entry_seq as seq, x.fund, e.rule, sum(sum(
           case when d.code = '1001' then x.amount else 0 end - case when c.code = '1001' then x.amount else 0 end
           - case when c.restricted then x.amount else 0 end + case when d.restricted then x.amount else 0 end)) over (partition by x.fund order by x.entry_seq) as available
       from ledger.transfer x join ledger.entry e on e.community_id = $1 and e.seq = x.entry_seq
       join ledger.account d on d.community_id = $1 and d.id = x.debit_account join ledger.account c on c.community_id = $1 and c.id = x.credit_account
       where x.community_id = $1 group by x.entry_seq, x.fund, e.rule) held where rule = 'P13' and available < 0`,
  ),
  sqlInvariant(
    'I9 a payout settles once more than it came back at most, with what was approved and instructed',
    `select format('%s is %s, was paid %s times and came back %s times', d.number, d.state, s.times, r.times) as violation from mingbai.disbursement d
     cross join lateral (select count(*) as times, count(*) filter (where s.amount <> d.amount) as wrong from mingbai.disbursement_settlement s
       where s.community_id = $1 and s.disbursement_id = d.id) s
     cross join lateral (select count(*) as times, count(*) filter (where r.amount <> d.amount) as wrong from mingbai.disbursement_return r
       where r.community_id = $1 and r.disbursement_id = d.id) r
     where d.community_id = $1 and (s.times - r.times <> case d.state when 'SETTLED' then 1 else 0 end or r.times <> d.returns or s.wrong + r.wrong > 0)
     union all
     select format('%s is %s and was instructed %s times for %s', d.number, d.state, p.times, d.amount) from mingbai.disbursement d
     cross join lateral (select count(*) as times, count(*) filter (where p.amount <> d.amount) as wrong from mingbai.payment_line p where p.community_id = $1 and p.disbursement_id = d.id) p
     where d.community_id = $1 and (p.wrong > 0 or p.times <> d.instructions or (d.state in ('INSTRUCTED', 'SETTLED') and p.times = 0))
     union all
     select format('%s was settled by entry %s, which does not take %s out of the bank account', d.number, s.entry_seq, s.amount) from mingbai.disbursement_settlement s
     join mingbai.disbursement d on d.community_id = $1 and d.id = s.disbursement_id where s.community_id = $1 and not exists (
       select from ledger.transfer x join ledger.account f on f.community_id = $1 and f.id = x.debit_account and f.code = '2112' and f.holder_id = s.disbursement_id
       join ledger.account b on b.community_id = $1 and b.id = x.credit_account and b.code = '1001'
       where x.community_id = $1 and x.entry_seq = s.entry_seq and x.amount = s.amount and x.effective_on = s.booked_on and x.fund = d.fund)`,
  ),
  { name: 'I10 approvers are distinct, none the submitter, slots as the policy says', check: checkApprovals },
  { name: 'I11 what is approved is the payload as it stands', check: checkPayloads },
  // ids of a book run in the order of its commands, and tell even what happened in one moment apart
  sqlInvariant(
    'I12 money went to the account that stood on the contract, or in the register, when the bank was told to pay',
    `select format('%s was instructed to account %s, %s was the one', d.number, d.payee_account_id, a.id) as violation from mingbai.payment_line p
     join mingbai.payment_list l on l.community_id = $1 and l.id = p.list_id join mingbai.disbursement d on d.community_id = $1 and d.id = p.disbursement_id
     join mingbai.contract_version v on v.community_id = $1 and v.id = d.contract_version_id
     left join mingbai.payee y on y.community_id = $1 and case when d.claim_id is null then y.contract_id = v.contract_id else y.id = d.payee_id end
     left join lateral (select a.id from mingbai.payee_account a where a.community_id = $1 and a.payee_id = y.id and a.id < l.id order by a.version desc limit 1) a on true
     where p.community_id = $1 and p.attempt = d.instructions and d.state in ('INSTRUCTED', 'SETTLED') and (d.kind not in ('REFUND', 'SUSPENSE_BACK') or d.payee_id is not null)
       and a.id is distinct from d.payee_account_id`,
  ),
  sqlInvariant(
    'I12 a refund whose document names a payee goes back to that payee, and every other to where it came from',
    `select format('%s goes to payee %s, its money is held for %s', d.number, coalesce(d.payee_id::text, 'none'), coalesce(o.payee_id::text, l.payee_id::text, 'none')) as violation from mingbai.disbursement d
     left join mingbai.deposit_release r on r.community_id = $1 and r.id = d.claim_id and d.source_holder_type = 'payer'
     left join mingbai.other_receipt o on o.community_id = $1 and o.id = r.deposit_id
     left join mingbai.lease_refund l on l.community_id = $1 and l.id = d.claim_id and d.source_holder_type = 'payer'
     where d.community_id = $1 and d.kind = 'REFUND' and d.payee_id is distinct from coalesce(o.payee_id, l.payee_id)`,
  ),
  { name: 'I13 payouts of a source stay within what its rule gives', check: checkEntitled },
  sqlInvariant(
    'I14 performance money is paid after a FINAL score only',
    `select format('%s is %s while assessment %s is %s', d.number, d.state, a.quarter, a.state) as violation from mingbai.disbursement d
     join mingbai.assessment a on a.community_id = $1 and a.id = d.assessment_id
     where d.community_id = $1 and d.state in ('APPROVED', 'INSTRUCTED', 'FAILED', 'SETTLED', 'RETURNED') and a.state <> 'FINAL'`,
  ),
  sqlInvariant(
    'I8 what is held, in flight and came back in the books is what payouts say',
    `select format('%s of payout %s holds %s, its document says %s', coalesce(b.code, x.code), coalesce(b.id, x.id), coalesce(b.balance, 0), coalesce(x.amount, 0)) as violation
     from (select a.code, a.holder_id as id, v.credit - v.debit as balance from ledger.account a join ledger.account_balance v on v.community_id = $1 and v.account_id = a.id
       where a.community_id = $1 and a.code in ('2111', '2112', '2303')) b
     full join (select case when state = 'INSTRUCTED' then '2112' when state in ('APPROVED', 'FAILED') then '2111' else '2303' end as code, id, amount from mingbai.disbursement
       where community_id = $1 and (state in ('APPROVED', 'FAILED', 'INSTRUCTED') or returns > 0 and state not in ('SETTLED', 'CLOSED_UNPAID'))) x
       on x.code = b.code and x.id = b.id
     where coalesce(b.balance, 0) <> coalesce(x.amount, 0)`,
  ),
  sqlInvariant(
    'I18 payout numbers run without gap in each year',
    `select format('%s follows %s', number, previous) as violation from (
       select number, number_no, lag(number_no, 1, 0) over (partition by number_year order by number_no) as previous from mingbai.disbursement where community_id = $1) n
     where number_no <> previous + 1`,
  ),
  { name: 'every payout follows the table of states', check: checkSteps },
  ...evidenceInvariants,
  ...signatureInvariants,
];
