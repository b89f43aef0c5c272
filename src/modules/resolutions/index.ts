import { Budget, BudgetLineRow } from './persistence/budget.js';
import { Confirmation } from './persistence/confirmation.js';
import { Resolution } from './persistence/resolution.js';
import { VoteBallot, VoteCount, VoteEnd } from './persistence/vote-records.js';
import { Vote } from './persistence/vote.js';

export { readBallotsFile } from './application/ballots-file.js';
export { ballotColumns, ballotWords } from './application/ballot-words.zh-CN.js';
export * from './application/adopt-budget.js';
export * from './application/answer-record.js';
export * from './application/budget-queries.js';
export * from './application/count-vote.js';
export * from './application/end-vote.js';
export * from './application/open-vote.js';
export * from './application/record-ballots.js';
export * from './application/record-resolution.js';
export { ResolutionQueries, type ConfirmationView, type ResolutionView } from './application/resolution-queries.js';
export { ResolutionRegister, type ResolutionRecorded } from './application/resolution-register.js';
export * from './application/vote-queries.js';
export { resolutionInvariants as invariants } from './application/resolution-invariants.js';
export { budgetLines, readBudgetVersion, type BudgetCode, type BudgetFund, type BudgetLine, type BudgetUse } from './domain/budget.js';
export * from './domain/resolution.js';
export * from './domain/vote.js';
export { AdoptBudgetBody } from './http/budget-requests.js';
export { AnswerBody, RecordResolutionBody } from './http/resolution-requests.js';
export { CancelVoteBody, OpenVoteBody } from './http/vote-requests.js';
export * from './resolutions.module.js';

export const entities = [Resolution, Vote, VoteBallot, VoteCount, VoteEnd, Budget, BudgetLineRow, Confirmation];
