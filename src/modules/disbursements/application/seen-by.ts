import type { Actor } from '../../../kernel/index.js';
import type { GateResult } from '../domain/gates.js';
import { isDocumentClaim } from '../domain/payable.js';
import type { DecisionView, DisbursementDetail, DisbursementView, EvaluationView } from './disbursement-views.js';
import { purposeOf } from './payment-list-file.js';

/** Who reads: what they are in the compound, and for whom they act. */
export type Reader = Pick<Actor, 'roles' | 'organisationId'>;

/** Those who speak for the owners, the supervisors and the books read everything about a payout. */
const readsEverything = ({ roles }: Pick<Reader, 'roles'>): boolean => roles.some((role) => role !== 'FIRM' && role !== 'OWNER');

/** Whether a reader may know whom a payout is for: a person's name and account are for those who read everything. */
function mayKnowPayee({ personal }: Pick<DisbursementView, 'personal'>, reader: Reader): boolean {
  return !personal || readsEverything(reader);
}

/**
 * Whether a reader may read what people wrote about a payout: the words of its document, and the reasons of those who decided on it. The firm reads them of
 * what is paid to itself (domain.md 9: its bills and arrears, its own payouts), never of what others are paid.
 */
function mayReadWords({ paidFirmId }: Pick<DisbursementView, 'paidFirmId'>, reader: Reader): boolean {
  return readsEverything(reader) || paidFirmId === reader.organisationId;
}

/** A line of a list as a reader may see it. */
export function lineSeenBy<V extends DisbursementView>(view: V, reader: Reader): V {
  return {
    ...view,
    ...(!mayKnowPayee(view, reader) && { payeeName: '', payeeLast4: '' }),
    ...(!mayReadWords(view, reader) && { claimWords: null }),
  };
}

/** A payout as a reader may see it: what they may not know of its payee and may not read of people's words is left out. */
export function seenBy(detail: DisbursementDetail, reader: Reader): DisbursementDetail {
  const line = lineSeenBy(detail, reader);
  const known = mayKnowPayee(detail, reader) ? line : withoutPayee(line);
  return mayReadWords(detail, reader) ? known : withoutWords(known);
}

/** Without name and account, the figures of G4, and what the bank wrote, in which the name stands. */
function withoutPayee(detail: DisbursementDetail): DisbursementDetail {
  return {
    ...detail,
    payee: { bankName: '', accountNo: '', accountName: '', version: null },
    claim: isDocumentClaim(detail.claim.claim) ? { ...detail.claim, claim: { ...detail.claim.claim, origin: null } } : detail.claim,
    gatesNow: detail.gatesNow?.map(withoutAccount) ?? null,
    evaluations: detail.evaluations.map((evaluation): EvaluationView => ({ ...evaluation, gates: evaluation.gates.map(withoutAccount) })),
    steps: detail.steps.map((step) => (step.action === 'FAIL' ? { ...step, reason: null } : step)),
    decisions: detail.decisions.map(withoutBankWords),
    approvals: detail.approvals.map(withoutBankWords),
  };
}

function withoutWords(detail: DisbursementDetail): DisbursementDetail {
  const { claim } = detail;
  const purpose = purposeOf({ ...detail, claimWords: null });
  return {
    ...detail,
    purpose,
    publishedPurpose: purpose,
    claim: isDocumentClaim(claim.claim) ? { ...claim, claim: { ...claim.claim, words: '', invoiceNo: null, documents: [] } } : claim,
    steps: detail.steps.map((step) => ({ ...step, reason: null })),
    decisions: detail.decisions.map(withoutReason),
    approvals: detail.approvals.map(withoutReason),
    papers: { invoiceNo: null, documents: [], resolutionNo: detail.papers.resolutionNo },
    payee: { ...detail.payee, bankName: '', accountNo: '' },
    gatesNow: detail.gatesNow?.map(withoutPapers) ?? null,
    evaluations: detail.evaluations.map((evaluation): EvaluationView => ({ ...evaluation, gates: evaluation.gates.map(withoutPapers) })),
  };
}

/** G4 has the figures of an account, G5 the papers of another's claim. */
function withoutPapers(gate: GateResult): GateResult {
  return gate.gate === 'G4' || gate.gate === 'G5' ? { ...gate, inputs: {} } : gate;
}

function withoutReason(given: DecisionView): DecisionView {
  return { ...given, reason: null, withdrawn: given.withdrawn && { ...given.withdrawn, reason: '' } };
}

function withoutBankWords(given: DecisionView): DecisionView {
  return given.withdrawn?.ground === 'NOT_EXECUTED' ? { ...given, withdrawn: { ...given.withdrawn, reason: '' } } : given;
}

function withoutAccount(gate: GateResult): GateResult {
  return gate.gate === 'G4' ? { ...gate, inputs: {} } : gate;
}
