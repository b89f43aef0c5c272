import type { Role } from '../../../kernel/index.js';
import type { GateResult } from '../domain/gates.js';
import { isDocumentClaim } from '../domain/payable.js';
import type { DecisionView, DisbursementDetail, DisbursementView, EvaluationView } from './disbursement-views.js';

/** Whether a reader may know whom a payout is for: a person's name and account are for those who speak for the owners, the supervisors and the books. */
export function mayKnowPayee({ personal }: Pick<DisbursementView, 'personal'>, roles: readonly Role[]): boolean {
  return !personal || roles.some((role) => role !== 'FIRM' && role !== 'OWNER');
}

/** A payout as a reader may see it: where its payee is a person and not the reader's to know, name, account, the figures of G4 and what the bank wrote are left out. */
export function seenBy(detail: DisbursementDetail, roles: readonly Role[]): DisbursementDetail {
  if (mayKnowPayee(detail, roles)) return detail;
  return {
    ...detail,
    payeeName: '',
    payeeLast4: '',
    payee: { bankName: '', accountNo: '', accountName: '', version: null },
    claim: isDocumentClaim(detail.claim.claim) ? { ...detail.claim, claim: { ...detail.claim.claim, origin: null } } : detail.claim,
    gatesNow: detail.gatesNow?.map(withoutAccount) ?? null,
    evaluations: detail.evaluations.map((evaluation): EvaluationView => ({ ...evaluation, gates: evaluation.gates.map(withoutAccount) })),
    steps: detail.steps.map((step) => (step.action === 'FAIL' ? { ...step, reason: null } : step)),
    decisions: detail.decisions.map(withoutBankWords),
    approvals: detail.approvals.map(withoutBankWords),
  };
}

function withoutBankWords(given: DecisionView): DecisionView {
  return given.withdrawn?.ground === 'NOT_EXECUTED' ? { ...given, withdrawn: { ...given.withdrawn, reason: '' } } : given;
}

function withoutAccount(gate: GateResult): GateResult {
  return gate.gate === 'G4' ? { ...gate, inputs: {} } : gate;
}
