import { Global, Module } from '@nestjs/common';
import { AssessmentQueries } from './application/assessment-queries.js';
import { AssessmentRecords } from './application/assessment-records.js';
import { AssessmentStep } from './application/assessment-step.js';
import { AnswerSurvey } from './application/answer-survey.js';
import { AttendanceQueries } from './application/attendance-queries.js';
import { CloseSurvey } from './application/close-survey.js';
import { DecideSurveyPapers } from './application/decide-survey-papers.js';
import { FileAppeal } from './application/file-appeal.js';
import { ItemDrafts } from './application/item-drafts.js';
import { ImportRepairLog } from './application/import-repair-log.js';
import { IssueSurveyLetters } from './application/issue-survey-letters.js';
import { MeasureFromLog } from './application/measure-from-log.js';
import { OpenAssessment } from './application/open-assessment.js';
import { OpenSurvey } from './application/open-survey.js';
import { RecordHearing } from './application/record-hearing.js';
import { RecordInspection } from './application/record-inspection.js';
import { RecordRepair } from './application/record-repair.js';
import { RepairLog } from './application/repair-log.js';
import { RepairQueries } from './application/repair-queries.js';
import { RecordAttendance } from './application/record-attendance.js';
import { RecordMeasure } from './application/record-measure.js';
import { RecordSafetyEvent } from './application/record-safety-event.js';
import { RecordSurveyPapers } from './application/record-survey-papers.js';
import { RecordSurvey } from './application/record-survey.js';
import { ReviewAppeal } from './application/review-appeal.js';
import { RunCalendar } from './application/run-calendar.js';
import { SaveDraft } from './application/save-draft.js';
import { ScoreAssessment } from './application/score-assessment.js';
import { SubmitSelfEvaluation } from './application/submit-self-evaluation.js';
import { SurveyQueries } from './application/survey-queries.js';
import { VoidAssessment } from './application/void-assessment.js';
import { AssessmentsController } from './http/assessments.controller.js';
import { AttendanceController } from './http/attendance.controller.js';
import { RepairsController } from './http/repairs.controller.js';
import { SurveysController } from './http/surveys.controller.js';

const commands = [
  OpenAssessment,
  SaveDraft,
  SubmitSelfEvaluation,
  RecordInspection,
  RecordSafetyEvent,
  RecordSurvey,
  OpenSurvey,
  IssueSurveyLetters,
  AnswerSurvey,
  RecordSurveyPapers,
  DecideSurveyPapers,
  CloseSurvey,
  RecordMeasure,
  MeasureFromLog,
  RecordRepair,
  RecordAttendance,
  ImportRepairLog,
  ScoreAssessment,
  FileAppeal,
  RecordHearing,
  ReviewAppeal,
  VoidAssessment,
  RunCalendar,
];

/** How the firm's service of each quarter was scored, by whom and by what. */
@Global()
@Module({
  controllers: [AssessmentsController, SurveysController, RepairsController, AttendanceController],
  providers: [...commands, AssessmentQueries, SurveyQueries, ItemDrafts, RepairQueries, AttendanceQueries, RepairLog, AssessmentRecords, AssessmentStep],
  exports: [...commands, AssessmentQueries, SurveyQueries, ItemDrafts, RepairQueries, AttendanceQueries, AssessmentRecords],
})
export class AssessmentsModule {}
