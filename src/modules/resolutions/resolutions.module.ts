import { Global, Module } from '@nestjs/common';
import { AdoptBudget, BudgetRules } from './application/adopt-budget.js';
import { AnswerRecord } from './application/answer-record.js';
import { BudgetQueries } from './application/budget-queries.js';
import { CountVote } from './application/count-vote.js';
import { CancelVote, ConfirmCount, VoteEnds } from './application/end-vote.js';
import { OpenVote } from './application/open-vote.js';
import { RecordBallots } from './application/record-ballots.js';
import { RecordResolution } from './application/record-resolution.js';
import { ResolutionQueries } from './application/resolution-queries.js';
import { ResolutionRegister } from './application/resolution-register.js';
import { VoteQueries } from './application/vote-queries.js';
import { BudgetsController } from './http/budgets.controller.js';
import { ResolutionsController } from './http/resolutions.controller.js';
import { VotesController } from './http/votes.controller.js';

const offered = [
  RecordResolution,
  ResolutionQueries,
  AnswerRecord,
  OpenVote,
  RecordBallots,
  CountVote,
  ConfirmCount,
  CancelVote,
  VoteQueries,
  AdoptBudget,
  BudgetQueries,
];

/** What the owners decided: by a recorded paper, or by a vote that is held, counted and confirmed here. */
@Global()
@Module({
  controllers: [ResolutionsController, VotesController, BudgetsController],
  providers: [...offered, ResolutionRegister, BudgetRules, VoteEnds],
  exports: offered,
})
export class ResolutionsModule {}
