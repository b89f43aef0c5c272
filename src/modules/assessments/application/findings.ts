import { Rate, required } from '../../../kernel/index.js';
import type { Findings } from '../domain/score.js';
import type { AssessmentView } from './assessment-queries.js';

/** What the records of an inspected quarter give to its score; points out of 100. */
export function findingsOf(view: AssessmentView): Omit<Findings, 'inspectionAlone'> {
  const inspection = inspectionOf(view);
  return {
    inspection: inspection.score,
    // where too few answered, the view keeps the score to itself and it counts for nothing
    survey: view.survey && { score: view.survey.score ?? Rate.zero, answers: view.survey.answers },
    measures: new Map(view.measures.map((measure) => [measure.code, measure.score])),
    adjustment: Rate.sum(inspection.adjustments.map((adjustment) => Rate.parse(adjustment.score))),
  };
}

/** Whether a severe safety event lowers the payout: by a record of its own that no review has set aside, or by what a sheet of the inspection says. */
export function hadSafetyEvent(view: AssessmentView): boolean {
  return view.safetyEvents.some(({ isSetAside }) => !isSetAside) || inspectionOf(view).severeSafetyEvent !== null;
}

/** The inspection of a quarter that has come so far; every score has one. */
export function inspectionOf(view: AssessmentView): NonNullable<AssessmentView['inspection']> {
  return required(view.inspection, 'the inspection of an inspected quarter');
}
