import { Resolution } from './persistence/resolution.js';
import { VoteBallot, VoteCount, VoteEnd } from './persistence/vote-records.js';
import { Vote } from './persistence/vote.js';

export { readBallotsFile } from './application/ballots-file.js';
export { ballotColumns, ballotWords } from './application/ballot-words.zh-CN.js';
export * from './application/count-vote.js';
export * from './application/end-vote.js';
export * from './application/open-vote.js';
export * from './application/record-ballots.js';
export * from './application/record-resolution.js';
export * from './application/resolution-queries.js';
export { ResolutionRegister, type ResolutionRecorded } from './application/resolution-register.js';
export * from './application/vote-queries.js';
export { resolutionInvariants as invariants } from './application/resolution-invariants.js';
export * from './domain/resolution.js';
export * from './domain/vote.js';
export { RecordResolutionBody } from './http/resolution-requests.js';
export { CancelVoteBody, OpenVoteBody } from './http/vote-requests.js';
export * from './resolutions.module.js';

export const entities = [Resolution, Vote, VoteBallot, VoteCount, VoteEnd];
