import { Global, Module } from '@nestjs/common';
import { DecideLater } from './application/decide-later.js';
import { EntitlementQueries } from './application/entitlement-queries.js';
import { FinaliseAssessment } from './application/finalise-assessment.js';
import { FirmDisputeQueries } from './application/firm-dispute-queries.js';
import { AnswerFirmDispute, AskDisputeDecision, AskFirmDispute, DisputeParties } from './application/firm-disputes.js';
import { FirmDueQueries } from './application/firm-due-queries.js';
import { FirmDues } from './application/firm-dues.js';
import { MonthlyEntitlements } from './application/monthly-entitlements.js';
import { OpeningFirmDues } from './application/opening-firm-due.js';
import { QuarterMonths } from './application/quarter-months.js';
import { ImposePenalty, OffsetFirmDue, RecordTaking } from './application/record-firm-due.js';
import { AnswerPenaltyUndo, AskPenaltyUndo } from './application/undo-penalty.js';
import { UndoFirmDueWriteOff, WriteOffFirmDue } from './application/write-off-firm-due.js';
import { FirmDisputesController } from './http/firm-disputes.controller.js';
import { FirmDuesController } from './http/firm-dues.controller.js';
import { FinaliseController } from './http/finalise.controller.js';
import { LaterDecisionsController } from './http/later-decisions.controller.js';

const provided = [
  MonthlyEntitlements,
  FinaliseAssessment,
  DecideLater,
  EntitlementQueries,
  AnswerFirmDispute,
  AnswerPenaltyUndo,
  AskDisputeDecision,
  AskFirmDispute,
  AskPenaltyUndo,
  FirmDisputeQueries,
  FirmDueQueries,
  FirmDues,
  ImposePenalty,
  OffsetFirmDue,
  RecordTaking,
  OpeningFirmDues,
  UndoFirmDueWriteOff,
  WriteOffFirmDue,
];

/** What the firm has earned, what of it is payable, and what the score of a quarter makes of the rest. */
@Global()
@Module({
  controllers: [FinaliseController, FirmDisputesController, FirmDuesController, LaterDecisionsController],
  providers: [...provided, DisputeParties, QuarterMonths],
  exports: provided,
})
export class EntitlementsModule {}
