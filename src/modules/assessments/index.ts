import { AssessmentComponent } from './persistence/assessment-component.js';
import { AssessmentRecord } from './persistence/assessment-record.js';
import { Assessment } from './persistence/assessment.js';
import { Survey } from './persistence/survey.js';
import { SurveyPaper } from './persistence/survey-paper.js';

export { assessmentInvariants as invariants } from './application/assessment-invariants.js';
export * from './application/assessment-queries.js';
export { AssessmentRecords, type AssessmentId, type OpenedAssessment } from './application/assessment-records.js';
export type { AssessmentStepped } from './application/assessment-step.js';
export * from './application/answer-survey.js';
export * from './application/attendance-queries.js';
export * from './application/close-survey.js';
export * from './application/decide-survey-papers.js';
export * from './application/file-appeal.js';
export * from './application/issue-survey-letters.js';
export * from './application/import-repair-log.js';
export * from './application/item-drafts.js';
export * from './application/measure-from-log.js';
export * from './application/record-attendance.js';
export * from './application/record-repair.js';
export * from './application/repair-queries.js';
export * from './application/open-assessment.js';
export * from './application/open-survey.js';
export * from './application/record-hearing.js';
export * from './application/record-inspection.js';
export * from './application/record-measure.js';
export * from './application/record-safety-event.js';
export * from './application/record-survey.js';
export * from './application/record-survey-papers.js';
export * from './application/review-appeal.js';
export * from './application/run-calendar.js';
export * from './application/save-draft.js';
export * from './application/score-assessment.js';
export * from './application/submit-self-evaluation.js';
export * from './application/survey-queries.js';
export * from './application/void-assessment.js';
export * from './assessments.module.js';
export { assertMayBecomeFinal, assessmentStates, type AssessmentState } from './domain/assessment-state.js';
export * from './domain/record-content.js';
export { answeredAt, isWrittenLate, lateCounts, RESPONSE, type LateCounts } from './domain/repair-log.js';
export { ANSWER_MAX, sheetOf, SHEETS_MIN } from './domain/survey.js';
export { ITEM_EVIDENCE_MAX } from './domain/score-records.js';
export type { Score, ScoredComponent } from './domain/score.js';
export {
  DraftBody,
  HearingBody,
  InspectionBody,
  MeasureBody,
  OpenAssessmentBody,
  ReasonBody as AppealBody,
  ReviewBody,
  SafetyEventBody,
  SelfEvaluationBody,
  SurveyBody,
} from './http/assessment-requests.js';
export { SpotCheckBody } from './http/attendance-requests.js';
export { RecordRepairBody } from './http/repair-requests.js';
export { DecidePapersBody, OpenSurveyBody, SurveyLettersBody, SurveyPapersBody } from './http/survey-requests.js';

export const entities = [Assessment, AssessmentRecord, AssessmentComponent, Survey, SurveyPaper];
