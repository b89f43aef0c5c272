import { AccountChange } from './persistence/account-change.js';
import { AccountEnd } from './persistence/account-end.js';
import { BankFact } from './persistence/bank-fact.js';
import { MatchRule } from './persistence/match-rule.js';
import { SuspenseReturn } from './persistence/suspense-return.js';

export * from './application/account-changes.js';
export * from './application/assign-bank-line.js';
export * from './application/bank-balance-queries.js';
export * from './application/assign-channel-line.js';
export * from './application/candidate-queries.js';
export * from './application/channel-places.js';
export * from './application/close-checklist.js';
export * from './application/close-period.js';
export * from './application/confirm-reopening.js';
export { AccountEndQueries, AnswerAccountEnd, EndBankAccount } from './application/end-bank-account.js';
export type { AccountEndView, AnswerAccountEndRequest, EndBankAccountRequest } from './application/end-bank-account.js';
export * from './application/fact-queries.js';
export * from './application/match-bank-lines.js';
export * from './application/match-channel-lines.js';
export * from './application/month-reconciliation.js';
export * from './application/note-bank-balance.js';
export * from './application/opening-queries.js';
export * from './application/post-opening.js';
export * from './application/prepare-opening.js';
export * from './application/prepare-reconciliation.js';
export * from './application/match-rules.js';
export * from './application/propose-reopening.js';
export * from './application/undo-matches.js';
export * from './application/undo-queries.js';
export * from './application/suspense-returns.js';
export * from './application/reopening-queries.js';
export * from './application/sign-opening.js';
export * from './application/sign-reconciliation.js';
export * from './application/withdraw-bank-balance.js';
export * from './application/withdraw-reconciliation.js';
export { settlementInvariants as invariants } from './application/settlement-invariants.js';
export type { AccountChangeAnswer } from './domain/account-change.js';
export { isEnded, stands as endStands } from './domain/account-end.js';
export { otherSides } from './domain/account-move.js';
export { assignmentTargets, assignmentTargetsOf, type AssignedPart, type AssignmentTarget } from './domain/assignment.js';
export * from './domain/bank-balances.js';
export {
  openableAccounts,
  openingColumns,
  openingParties,
  openingSums,
  openingTotals,
  type OpeningLine,
  type OpeningParty,
  type OpeningSum,
  type OpeningTotal,
} from './domain/opening.js';
export * from './application/year-end-queries.js';
export * from './domain/close-checklist.js';
export { type ReopeningState } from './domain/reopening.js';
export { AccountChangeBody, AnswerAccountChangeBody } from './http/account-changes.controller.js';
export { EndBankAccountBody } from './http/account-ends.controller.js';
export { NoteBankBalanceBody } from './http/bank-balances.controller.js';
export type { LineCandidate } from './domain/candidates.js';
export { describeMatchReason } from './domain/match-reason-words.js';
export { matchReasonCodes, type MatchReason, type MatchReasonCode } from './domain/match-reason.js';
export { suggestionIn, type SuggestedPart } from './domain/suggestion.js';
export { AssignChannelLineBody, UndoChannelLineBody } from './http/channel-places.controller.js';
export { MatchRuleBody, UndoMatchBody } from './http/matching-requests.js';
export { AssignBankLineBody } from './http/assign-bank-line-request.js';
export * from './settlement.module.js';

export const entities = [AccountChange, AccountEnd, BankFact, MatchRule, SuspenseReturn];
