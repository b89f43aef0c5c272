import { DomainError, lastDay, Money, type Quarter } from '../../../kernel/index.js';
import { type Invariant, sqlInvariant, type Tx } from '../../../platform/database/index.js';
import { AssessmentQueries } from '../../assessments/index.js';
import { ContractQueries, payoutRatio, type PayoutRatio } from '../../contracts/index.js';
import { FeeQueries } from '../../fees/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { payoutOf, splitMonth } from '../domain/entitlement.js';
import { EntitlementQueries, type EntitlementPosting, type PerformanceView } from './entitlement-queries.js';

const contracts = new ContractQueries();
const assessments = new AssessmentQueries(contracts);
const entitlements = new EntitlementQueries(assessments, new LedgerQueries());
const fees = new FeeQueries(new LedgerQueries());

/** Whether a reopening still runs, by the last moment at which anything happened in the compound: a check has no clock of its own. */
async function takesEntries(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ open: boolean }>(
    `select coalesce(b.reopened_until > greatest((select max(recorded_at) from ledger.entry where community_id = $1), (select max(recorded_at) from mingbai.idempotency where community_id = $1)), false) as open
     from ledger.book b where b.community_id = $1`,
    [tx.communityId],
  );
  return row?.open ?? false;
}

/** E of every month again from the bills and receipts, W and B of every posting again from E. */
async function checkMonths(tx: Tx): Promise<string[]> {
  const violations: string[] = [];
  const book = await new LedgerQueries().book(tx);
  const isOpen = await takesEntries(tx);
  for (const month of await entitlements.months(tx)) {
    const end = lastDay(month.period);
    // a reopened month takes documents again, and its next close looks at them; once its time is over it has to be closed
    if (isOpen && book?.reopenedThrough && end > book.closedThrough && end <= book.reopenedThrough) continue;
    const earned = month.basis === 'COLLECTED' ? await fees.collected(tx, month.period) : await fees.billed(tx, month.period);
    if (!earned.equals(month.earned))
      violations.push(`${month.period}: its documents give ${earned.toString()}, the entitlement says ${month.earned.toString()}`);
  }
  const earlierOf = new Map<Quarter, EntitlementPosting[]>();
  for (const posting of await entitlements.postings(tx)) {
    const before = earlierOf.get(posting.quarter) ?? [];
    earlierOf.set(posting.quarter, [...before, posting]);
    const earlier = before.filter(({ period }) => period <= posting.period);
    const split = splitMonth(posting.earned, posting.shareAtRisk, {
      earned: Money.sum(earlier.map((other) => other.earned)),
      withheld: Money.sum(earlier.map((other) => other.withheld)),
    });
    if (!split.withheld.equals(posting.withheld) || !split.base.equals(posting.base))
      violations.push(
        `${posting.period}: the rule withholds ${split.withheld.toString()} of ${posting.earned.toString()}, ${posting.withheld.toString()} was withheld`,
      );
  }
  return violations;
}

/** Every payout again from (rule version, published score, E), and nothing but that. */
async function checkPerformance(tx: Tx): Promise<string[]> {
  const violations: string[] = [];
  for (const final of await entitlements.performance(tx)) {
    const found = await recomputed(tx, final);
    violations.push(...found.map((violation) => `${final.quarter}: ${violation}`));
  }
  return violations;
}

async function recomputed(tx: Tx, final: PerformanceView): Promise<string[]> {
  try {
    const { shareAtRisk, payoutRule } = await contracts.version(tx, final.contractVersionId);
    const assessment = await assessments.byId(tx, final.assessmentId);
    const { earned } = await entitlements.quarterToDate(tx, final.quarter);
    const payout = payoutOf(earned, shareAtRisk, payoutRatio(payoutRule, final.score, assessment));
    const wrong = (['earned', 'base', 'withheld', 'released', 'deducted'] as const).filter((name) => !payout[name].equals(final[name]));
    const violations = wrong.map((name) => `${name} computed again is ${payout[name].toString()}, stored ${final[name].toString()}`);
    if (!payout.ratio.equals(final.ratio) || payout.lowered !== final.lowered || !isBand(payout.band, final.band))
      violations.push(`the rule gives the ratio ${payout.ratio.toString()}${payout.lowered ? ', lowered' : ''}, stored is another one or another band`);
    if (assessment.finalOn === null || final.effectiveOn < assessment.finalOn) violations.push('its day is before the day on which the score became FINAL');
    if (assessment.score?.published.equals(final.score) !== true) violations.push(`paid by the score ${final.score.toFixed(2)}, which is not its assessment's`);
    return violations;
  } catch (error) {
    if (error instanceof DomainError) return [`cannot be computed again: ${error.message}`]; // terms that were forged are another rule's to tell
    throw error;
  }
}

function isBand(rule: PayoutRatio['band'], stored: PerformanceView['band']): boolean {
  return rule && stored ? rule.lo.equals(stored.lo) && rule.hi.equals(stored.hi) : rule === null && stored === null;
}

/** The lines that P12, P17 and P17d write for each document (domain.md 4), beside those in the books; either side alone is a violation. */
const entriesAreDocuments = `
  with document as (
    select m.entry_seq as seq, 'P12' as rule, 'entitlement_month' as type, m.id, ((m.period || '-01')::date + interval '1 month - 1 day')::date as day, l.*
    from mingbai.entitlement_month m join mingbai.assessment a on a.community_id = $1 and a.id = m.assessment_id
    cross join lateral (values
      ('SVC', '5001.01', 0::bigint, '2101', m.firm_id, greatest(m.base, 0)), ('SVC', '2101', m.firm_id, '5001.01', 0, greatest(-m.base - m.due_from_firm, 0)),
      ('SVC', '1104', m.firm_id, '5001.01', 0, m.due_from_firm), ('SVC', '5001.02', 0, '2103', a.withholding_id, greatest(m.withheld, 0)),
      ('SVC', '2103', a.withholding_id, '5001.02', 0, greatest(-m.withheld, 0))) l(fund, debit, debit_holder, credit, credit_holder, amount)
    where m.community_id = $1 and l.amount > 0
    union all
    select p.entry_seq, 'P17', 'assessment', a.id, p.effective_on, l.*
    from mingbai.performance p join mingbai.assessment a on a.community_id = $1 and a.id = p.assessment_id
    cross join lateral (values
      ('SVC', '2103', a.withholding_id, '2101', p.firm_id, p.released), ('SVC', '2103', a.withholding_id, '5001.02', 0, p.deducted),
      ('SVC', '5902', 0, '1001', 0, p.deducted), ('QLT', '1001', 0, '4902', 0, p.deducted)) l(fund, debit, debit_holder, credit, credit_holder, amount)
    where p.community_id = $1 and l.amount > 0
    union all
    select d.entry_seq, 'P17d', 'later_decision', d.id, d.effective_on, l.*
    from mingbai.later_decision d
    cross join lateral (values
      ('QLT', '5902', 0::bigint, '1001', 0::bigint, d.amount), ('SVC', '1001', 0, '4902', 0, d.amount), ('SVC', '5001.02', 0, '2101', d.firm_id, d.amount)) l
    where d.community_id = $1),
  booked as (
    select e.seq, e.rule, e.source_type as type, e.source_id as id, e.effective_on as day, x.fund, d.code as debit, case d.code when '1001' then 0 else d.holder_id end as debit_holder,
      c.code as credit, case c.code when '1001' then 0 else c.holder_id end as credit_holder, x.amount
    from ledger.entry e join ledger.transfer x on x.community_id = $1 and x.entry_seq = e.seq
    join ledger.account d on d.community_id = $1 and d.id = x.debit_account join ledger.account c on c.community_id = $1 and c.id = x.credit_account
    where e.community_id = $1 and (e.rule in ('P12', 'P17', 'P17d') or e.source_type in ('entitlement_month', 'assessment', 'later_decision')))
  select format('entry %s (%s) of %s %s: its document has %s %s/%s %s, the books have not', seq, rule, type, id, fund, debit, credit, amount) as violation
    from (select * from document except all select * from booked) missing
  union all
  select format('entry %s (%s) of %s %s: the books have %s %s/%s %s, its document has not', seq, rule, type, id, fund, debit, credit, amount)
    from (select * from booked except all select * from document) unknown`;

/** What the entitlements of a compound can prove, from its documents and against the books. */
export const entitlementInvariants: readonly Invariant[] = [
  { name: 'I13 a month follows from its documents and its rule', check: checkMonths },
  sqlInvariant(
    'a quarter is the firm’s whose contract it is assessed under',
    `with assessed as (select a.id, a.quarter, a.contract_version_id, c.firm_id from mingbai.assessment a
       left join mingbai.contract_version v on v.community_id = $1 and v.id = a.contract_version_id
       left join mingbai.contract c on c.community_id = $1 and c.id = a.contract_id and c.id = v.contract_id where a.community_id = $1)
     select format('assessment %s of %s names a contract and the terms of another', id, quarter) as violation from assessed where firm_id is null
     union all select format('%s of %s: firm %s under contract version %s, its assessment has firm %s under %s', d.what, d.at, d.firm_id, d.contract_version_id, a.firm_id, a.contract_version_id)
     from (select 'month' as what, period as at, assessment_id, quarter, firm_id, contract_version_id from mingbai.entitlement_month where community_id = $1
       union all select 'performance', quarter, assessment_id, quarter, firm_id, contract_version_id from mingbai.performance where community_id = $1) d
     left join assessed a on a.id = d.assessment_id
     where (d.quarter, d.firm_id, d.contract_version_id) is distinct from (a.quarter, a.firm_id, a.contract_version_id)`,
  ),
  { name: 'I13 a payout is a function of rule version, published score and entitlement', check: checkPerformance },
  sqlInvariant(
    'I14 performance money follows a FINAL score, and every FINAL score has its money',
    `select format('assessment %s of %s is %s and %s', a.id, a.quarter, a.state, case when p.id is null then 'has no result' else 'has a result' end) as violation
     from mingbai.assessment a left join mingbai.performance p on p.community_id = $1 and p.assessment_id = a.id
     where a.community_id = $1 and (a.state = 'FINAL') <> (p.id is not null)`,
  ),
  sqlInvariant(
    'I14 decisions after a FINAL score give back at most what it deducted',
    `select format('%s: %s was given back of %s deducted', p.quarter, d.given, p.deducted) as violation
     from mingbai.performance p cross join lateral (select sum(l.amount) as given, bool_and(l.firm_id = p.firm_id and l.assessment_id = p.assessment_id and l.effective_on >= p.effective_on) as fits
       from mingbai.later_decision l where l.community_id = $1 and l.performance_id = p.id) d
     where p.community_id = $1 and (d.given > p.deducted or not d.fits)`,
  ),
  sqlInvariant(
    'P26 what the firm had earned before the books is what three parties signed, month by month, and is in the books',
    `select format('%s: firm %s brings %s into the books, the signed list and entry %s do not say so', p.period, p.firm_id, p.amount, p.entry_seq) as violation from mingbai.opening_payable p
       where p.community_id = $1 and not exists (select from mingbai.opening_line l where l.community_id = $1 and l.opening_id = p.opening_id and l.code = '2101' and l.period = p.period
           and l.holder_id = p.firm_id and l.amount = p.amount)
         or p.community_id = $1 and not exists (select from ledger.entry e join ledger.transfer x on x.community_id = $1 and x.entry_seq = e.seq and x.amount = p.amount and x.fund = 'SVC'
           join ledger.account a on a.community_id = $1 and a.id = x.credit_account and a.code = '2101' and a.holder_id = p.firm_id
           where e.community_id = $1 and e.seq = p.entry_seq and e.rule = 'P26' and e.effective_on = p.opened_on)
     union all
     select format('entry %s (P26): %s on 2101 has no month', x.entry_seq, x.amount) from ledger.transfer x join ledger.entry e on e.community_id = $1 and e.seq = x.entry_seq and e.rule = 'P26'
       join ledger.account a on a.community_id = $1 and a.id = x.credit_account and a.code = '2101'
       where x.community_id = $1 and not exists (select from mingbai.opening_payable p where p.community_id = $1 and p.entry_seq = x.entry_seq)`,
  ),
  sqlInvariant('I8 what was earned, withheld, released and deducted is in the books, line by line, and nothing else is', entriesAreDocuments),
  sqlInvariant(
    'I8 what is withheld in the books is what the months withheld and no final score released',
    `select format('2103 of assessment %s holds %s, its months and final scores leave %s', coalesce(b.holder_id, d.holder_id), coalesce(b.balance, 0), coalesce(d.withheld, 0)) as violation
     from (select a.holder_id, v.credit - v.debit as balance from ledger.account a join ledger.account_balance v on v.community_id = $1 and v.account_id = a.id
       where a.community_id = $1 and a.code = '2103') b
     full join (select s.withholding_id as holder_id, sum(m.withheld) - coalesce(max(p.withheld), 0) as withheld from mingbai.entitlement_month m
       join mingbai.assessment s on s.community_id = $1 and s.id = m.assessment_id left join mingbai.performance p on p.community_id = $1 and p.quarter = m.quarter
       where m.community_id = $1 group by s.withholding_id) d on d.holder_id = b.holder_id
     where coalesce(b.balance, 0) <> coalesce(d.withheld, 0)`,
  ),
];
