import { Injectable } from '@nestjs/common';
import { addMonths, Clock, isAllowed, periodOf, quarterOf, type BusinessDate, type Quarter } from '../../kernel/index.js';
import { AssessmentQueries, type AssessmentView } from '../../modules/assessments/index.js';
import type { Tx } from '../../platform/database/index.js';
import { AssessmentReader, ItemFiles, stageOf, type AssessmentFacts } from '../desk/assessment/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Visit } from '../desk/visit.js';
import { mayOpen as mayOpenSurvey } from './surveys.controller.js';
import type { AssessmentListView, AssessmentRow } from './assessment-list-page.js';
import type { AssessmentAct, AssessmentDone, AssessmentPageView } from './assessment-page-view.js';

/** Quarters back for which an assessment may still be opened here. */
const QUARTERS_BACK = 4;

/** Reads what the pages of assessments show to those who inspect and score. */
@Injectable()
export class AssessmentViews {
  constructor(
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly reader: AssessmentReader,
    private readonly itemFiles: ItemFiles,
    private readonly assessments: AssessmentQueries,
  ) {}

  async list(tx: Tx, visit: Visit, { refusal, voided }: Pick<AssessmentListView, 'refusal' | 'voided'>): Promise<AssessmentListView> {
    const views = await this.assessments.all(tx);
    const mayOpen = isAllowed(visit.actor.roles, 'assessment.open');
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'assessments' }),
      base: `/w/${visit.slug}/assessments`,
      rows: views.map((view) => assessmentRow(view, this.clock.today())),
      opening: mayOpen ? { seal: formSeal(visit.session.formToken), quarters: this.openable(views) } : null,
      voided,
      refusal,
    };
  }

  /** @throws ASSESSMENT_NONE */
  async page(tx: Tx, visit: Visit, quarter: Quarter, after: { done: AssessmentDone | null; refusal: Refusal | null }): Promise<AssessmentPageView> {
    const read = await this.reader.read(tx, quarter, visit.actor);
    const { view, facts } = read;
    const acts = this.actsOf(visit, read);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'assessments' }),
      facts,
      adjustments: view.template.adjustments.map(({ name, scoreMin, scoreMax }) => ({ name, scoreMin: scoreMin.toString(), scoreMax: scoreMax.toString() })),
      acts: Object.fromEntries(acts.map((act) => [act, formSeal(visit.session.formToken)])) as Partial<Record<AssessmentAct, FormSeal>>,
      draft: acts.includes('inspection') ? await this.itemFiles.draft(tx, visit.actor, view) : [],
      missing: missingParts(view, facts),
      survey: mayOpenSurvey(view) || view.state === 'SURVEY_OPEN',
      today: this.clock.today(),
      ...after,
    };
  }

  /** What this person's role may do in the state that the quarter is in; the commands decide. */
  private actsOf({ actor }: Visit, { view, version, facts }: Awaited<ReturnType<AssessmentReader['read']>>): AssessmentAct[] {
    const { dates, template } = view;
    const { inspectors } = version;
    // where two bodies inspect and one was late, one goes on with the other's sheet
    const oneLate = inspectors === 'BOTH' && facts.sheets.length > 0 && this.clock.today() > dates.inspectionUntil;
    const state = oneLate && (view.state === 'OPEN' || view.state === 'SELF_EVALUATED') ? 'INSPECTED' : view.state;
    const ownSheet = facts.sheets.some(({ body }) => body === (actor.roles.includes('CENTRE') ? 'CENTRE' : 'COMMUNITY'));
    const may = (permission: Parameters<typeof isAllowed>[1]): boolean => isAllowed(actor.roles, permission);
    const today = this.clock.today();
    const hasSurvey = template.components.some(({ code }) => code === 'SURVEY');
    const inspected = state === 'INSPECTED' || state === 'SURVEY_OPEN' || state === 'SURVEY_CLOSED';
    const scorable = state === 'SURVEY_CLOSED' || (state === 'INSPECTED' && (!hasSurvey || today > dates.decidedOn));
    const open: Record<AssessmentAct, boolean> = {
      inspection: may('assessment.inspect') && !ownSheet && (state === 'SELF_EVALUATED' || (state === 'OPEN' && today > dates.selfEvaluationUntil)),
      survey: may('assessment.inspect') && state === 'INSPECTED' && hasSurvey && version.survey === undefined,
      measures: may('assessment.inspect') && inspected && facts.measures.length > 0,
      score: may('assessment.score') && scorable,
      hearing: may('assessment.review') && state === 'APPEALED' && facts.hearing === null,
      review: may('assessment.review') && state === 'APPEALED' && !(version.hearing && facts.hearing === null),
      event: may('assessment.safety-event') && facts.score === null && view.state !== 'VOID',
      void: may('assessment.void') && view.state !== 'FINAL' && view.state !== 'VOID',
      finalise: may('assessment.finalise') && (state === 'SCORED' || state === 'REVIEWED') && facts.windowOver,
    };
    return (Object.keys(open) as AssessmentAct[]).filter((act) => open[act] && (facts.quarterOver || act === 'event' || act === 'void'));
  }

  private openable(views: readonly AssessmentView[]): Quarter[] {
    const now = periodOf(this.clock.today());
    const quarters = Array.from({ length: QUARTERS_BACK + 1 }, (_, back) => quarterOf(addMonths(now, -3 * back)));
    return quarters.filter((quarter) => !views.some((view) => view.quarter === quarter && view.state !== 'VOID'));
  }
}

export function assessmentRow(view: AssessmentView, today: BusinessDate): AssessmentRow {
  return { id: view.id, quarter: view.quarter, stage: stageOf(view, today), score: view.score?.published.toFixed(2) ?? null };
}

function missingParts({ template, survey }: AssessmentView, facts: AssessmentFacts): string[] {
  const known = new Set(facts.measures.filter(({ score }) => score !== null).map(({ code }) => code));
  const isKnown = (code: string): boolean => (code === 'INSPECTION' ? facts.foundTotal !== null : code === 'SURVEY' ? survey !== null : known.has(code));
  return template.components.filter(({ code }) => !isKnown(code)).map(({ name }) => name);
}
