import { Global, Module } from '@nestjs/common';
import { AssessmentQueries } from './application/assessment-queries.js';
import { AssessmentRecords } from './application/assessment-records.js';
import { AssessmentStep } from './application/assessment-step.js';
import { FileAppeal } from './application/file-appeal.js';
import { OpenAssessment } from './application/open-assessment.js';
import { RecordInspection } from './application/record-inspection.js';
import { RecordMeasure } from './application/record-measure.js';
import { RecordSurvey } from './application/record-survey.js';
import { ReviewAppeal } from './application/review-appeal.js';
import { ScoreAssessment } from './application/score-assessment.js';
import { SubmitSelfEvaluation } from './application/submit-self-evaluation.js';
import { VoidAssessment } from './application/void-assessment.js';
import { AssessmentsController } from './http/assessments.controller.js';

const commands = [
  OpenAssessment,
  SubmitSelfEvaluation,
  RecordInspection,
  RecordSurvey,
  RecordMeasure,
  ScoreAssessment,
  FileAppeal,
  ReviewAppeal,
  VoidAssessment,
];

/** How the firm's service of each quarter was scored, by whom and by what. */
@Global()
@Module({
  controllers: [AssessmentsController],
  providers: [...commands, AssessmentQueries, AssessmentRecords, AssessmentStep],
  exports: [...commands, AssessmentQueries, AssessmentRecords],
})
export class AssessmentsModule {}
