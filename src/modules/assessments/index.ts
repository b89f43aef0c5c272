import { AssessmentComponent } from './persistence/assessment-component.js';
import { AssessmentRecord } from './persistence/assessment-record.js';
import { Assessment } from './persistence/assessment.js';

export { assessmentInvariants as invariants } from './application/assessment-invariants.js';
export * from './application/assessment-queries.js';
export { AssessmentRecords, type AssessmentId, type OpenedAssessment } from './application/assessment-records.js';
export type { AssessmentStepped } from './application/assessment-step.js';
export * from './application/file-appeal.js';
export * from './application/open-assessment.js';
export * from './application/record-inspection.js';
export * from './application/record-measure.js';
export * from './application/record-survey.js';
export * from './application/review-appeal.js';
export * from './application/score-assessment.js';
export * from './application/submit-self-evaluation.js';
export * from './application/void-assessment.js';
export * from './assessments.module.js';
export { assertMayBecomeFinal, assessmentStates, type AssessmentState } from './domain/assessment-state.js';
export * from './domain/record-content.js';
export type { Score, ScoredComponent } from './domain/score.js';
export {
  InspectionBody,
  MeasureBody,
  OpenAssessmentBody,
  ReasonBody as AppealBody,
  ReviewBody,
  SelfEvaluationBody,
  SurveyBody,
} from './http/assessment-requests.js';

export const entities = [Assessment, AssessmentRecord, AssessmentComponent];
