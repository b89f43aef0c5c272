import { Injectable } from '@nestjs/common';
import { Clock, DomainError, lastDay, monthsOf, type Actor, type Money, type BusinessDate, type Quarter, type Rate } from '../../../kernel/index.js';
import {
  AssessmentQueries,
  AttendanceQueries,
  RepairQueries,
  type AssessmentState,
  type AssessmentView,
  type ItemRecord,
} from '../../../modules/assessments/index.js';
import { ContractQueries, payoutRatio, responseHoursOf, type ContractVersionView } from '../../../modules/contracts/index.js';
import { EntitlementQueries, payoutOf, type Payout } from '../../../modules/entitlements/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ItemFiles } from './item-files.js';
import type { AssessmentFacts, AssessmentStage, ItemSaid, MoneyEffect, StepFact } from './assessment-facts.js';

type Files = Awaited<ReturnType<ItemFiles['facts']>>;

const order: readonly AssessmentState[] = ['OPEN', 'SELF_EVALUATED', 'INSPECTED', 'SURVEY_OPEN', 'SURVEY_CLOSED', 'SCORED', 'APPEALED', 'REVIEWED', 'FINAL'];

/** Reads an assessment for a page, with what its score does, or did, to the money. */
@Injectable()
export class AssessmentReader {
  constructor(
    private readonly clock: Clock,
    private readonly assessments: AssessmentQueries,
    private readonly contracts: ContractQueries,
    private readonly entitlements: EntitlementQueries,
    private readonly files: ItemFiles,
    private readonly repairs: RepairQueries,
    private readonly attendance: AttendanceQueries,
  ) {}

  /** As somebody may see it who is signed in, or everybody. @throws ASSESSMENT_NONE */
  async read(tx: Tx, quarter: Quarter, actor: Actor | null = null): Promise<{ view: AssessmentView; version: ContractVersionView; facts: AssessmentFacts }> {
    const view = await this.assessments.latestOf(tx, quarter);
    if (!view) throw new DomainError('ASSESSMENT_NONE', { quarter });
    const version = await this.contracts.version(tx, view.contractVersionId);
    const hashes = [view.selfEvaluation, view.inspection].flatMap((sheet) => sheet?.items.flatMap(({ evidence = [] }) => evidence) ?? []);
    hashes.push(...view.safetyEvents.flatMap(({ documents }) => documents));
    const files = await this.files.facts(tx, hashes, { actor, of: quarter });
    const repairs = await this.repairsOf(tx, view, version);
    const attendance = await this.attendance.ofQuarter(tx, quarter, version.staffing);
    return { view, version, facts: { ...this.factsOf(view, version, files), repairs, attendance, money: await this.money(tx, view, version) } };
  }

  private factsOf(view: AssessmentView, version: ContractVersionView, files: Files): Omit<AssessmentFacts, 'money' | 'repairs' | 'attendance'> {
    const { quarter, state, inspection, selfEvaluation, survey, score, template } = view;
    const today = this.clock.today();
    const quarterEnds = lastDay(monthsOf(quarter)[2]);
    return {
      quarter,
      state,
      stage: stageOf(view, today),
      quarterEnds,
      appealUntil: view.appealUntil,
      inspectionAlone: view.inspectionAlone,
      windowOver: view.appealUntil !== null && today > view.appealUntil,
      quarterOver: today > quarterEnds,
      steps: stepsOf(view, today),
      items: template.items.map(({ name, scoreMax }) => ({
        name,
        scoreMax: scoreMax.toFixed(2),
        firm: saidOf(selfEvaluation?.items, name, files),
        found: saidOf(inspection?.items, name, files),
      })),
      sheets: view.sheets.flatMap(({ body, score: own }) => (body === null ? [] : [{ body, score: own.toFixed(2) }])),
      shareAtRisk: version.shareAtRisk.toString(),
      firmTotal: selfEvaluation?.score.toFixed(2) ?? null,
      foundTotal: inspection?.score.toFixed(2) ?? null,
      staffing: version.staffing.map(({ post, promised }) => ({
        post,
        promised,
        present: inspection?.staffing.find((counted) => counted.post === post)?.present ?? null,
      })),
      adjustments: inspection?.adjustments ?? [],
      safetyEvent: inspection?.severeSafetyEvent ?? null,
      safetyEvents: view.safetyEvents.map(({ documents, ...event }) => ({ ...event, documents: documents.flatMap((sha256) => files.get(sha256)?.('') ?? []) })),
      survey: survey && { openedOn: survey.openedOn, closedOn: survey.on, answers: survey.answers, score: fixed(survey.score), items: survey.items },
      surveyAnswersMin: template.surveyAnswersMin,
      measures: template.components
        .filter(({ code }) => code !== 'INSPECTION' && code !== 'SURVEY')
        .map(({ code, name }) => {
          const measured = view.measures.find((measure) => measure.code === code);
          return {
            code,
            name,
            score: measured?.score.toFixed(2) ?? null,
            note: measured?.note ?? '',
            log: measured?.log ?? null,
            beside: measured?.beside ?? null,
          };
        }),
      score: score && {
        published: score.published.toFixed(2),
        adjustment: score.adjustment.toFixed(2),
        components: score.components.map(({ code, name, weight, score: own, points }) => ({
          code,
          name,
          weight: weight.toString(),
          score: fixed(own),
          points: points.toFixed(2),
        })),
      },
      appeal: view.appeal && { on: view.appeal.on, reason: view.appeal.reason },
      hearing: view.hearing && { on: view.hearing.on, heard: view.hearing.heard, minutes: view.hearing.minutes },
      review: view.review && { on: view.review.on, decision: view.review.decision, reason: view.review.reason, scoreBefore: view.review.scoreBefore },
      voided: view.voided && { on: view.voided.on, reason: view.voided.reason },
    };
  }

  private async repairsOf(tx: Tx, { quarter }: AssessmentView, version: ContractVersionView): Promise<AssessmentFacts['repairs']> {
    const { measure } = await this.repairs.measureOf(tx, quarter, { hours: responseHoursOf(version), asOf: this.clock.now() });
    return measure && { requests: measure.requests, inTime: measure.inTime, score: measure.score.toFixed(2) };
  }

  /** As it was booked once FINAL; before, what the rule of the contract makes of the score as it stands and of the months that are closed. */
  private async money(tx: Tx, { quarter, state, score, severeSafetyEvent }: AssessmentView, version: ContractVersionView): Promise<MoneyEffect | null> {
    if (state === 'FINAL') {
      const final = await this.entitlements.performanceOf(tx, quarter);
      return final && effectOf(final, true);
    }
    if (!score) return null;
    const { earned } = await this.entitlements.quarterToDate(tx, quarter);
    if (!earned.isPositive) return null;
    return effectOf(payoutOf(earned, version.shareAtRisk, payoutRatio(version.payoutRule, score.published, { severeSafetyEvent })), false);
  }
}

/** A state, or that its time is over: the day of the self-evaluation, the window of the appeal. */
export function stageOf({ state, dates, appealUntil }: AssessmentView, today: BusinessDate): AssessmentStage {
  if (state === 'OPEN' && today > dates.selfEvaluationUntil) return 'OPEN_OVER';
  return state === 'SCORED' && appealUntil !== null && today > appealUntil ? 'SCORED_OVER' : state;
}

/** Also of what was booked, whose band has lost its ratio. */
type Effect = Omit<Payout, 'band'> & { readonly band: { readonly lo: Rate; readonly hi: Rate } | null };

function effectOf(payout: Effect, final: boolean): MoneyEffect {
  const { earned, base, withheld, released, deducted, ratio, band, lowered } = payout;
  const yuan = (amount: Money): string => amount.toString();
  const amounts = { earned: yuan(earned), base: yuan(base), withheld: yuan(withheld), released: yuan(released), deducted: yuan(deducted) };
  return { final, ...amounts, ratio: ratio.toString(), band: band && { lo: band.lo.toString(), hi: band.hi.toString() }, lowered };
}

function fixed(score: Rate | null): string | null {
  return score?.toFixed(2) ?? null;
}

function saidOf(items: readonly ItemRecord[] | undefined, name: string, files: Files): ItemSaid | null {
  const item = items?.find((known) => known.name === name);
  return item ? { score: item.score, note: item.note, evidence: (item.evidence ?? []).flatMap((sha256) => files.get(sha256)?.(name) ?? []) } : null;
}

function stepsOf(view: AssessmentView, today: BusinessDate): StepFact[] {
  const { dates, state } = view;
  const place = order.indexOf(state);
  const reached = (from: AssessmentState): boolean => place >= order.indexOf(from);
  const windowEnd = view.appealUntil ?? dates.appealUntil;
  const steps: Omit<StepFact, 'state'>[] = [
    { step: 'self', on: view.selfEvaluation?.on ?? null, until: dates.selfEvaluationUntil },
    { step: 'inspection', on: view.inspection?.on ?? null, until: dates.inspectionUntil },
    { step: 'survey', on: view.survey?.on ?? null, until: dates.surveyUntil },
    { step: 'score', on: view.scoredOn, until: dates.scoreUntil },
    { step: 'appeal', on: reached('FINAL') ? windowEnd : null, until: windowEnd },
    { step: 'final', on: view.finalOn, until: dates.finalUntil },
  ];
  const passed: Readonly<Record<StepFact['step'], boolean>> = {
    self: reached('SELF_EVALUATED'),
    inspection: reached('INSPECTED'),
    survey: reached('SURVEY_CLOSED'),
    score: reached('SCORED'),
    appeal: reached('FINAL'),
    final: reached('FINAL'),
  };
  // without a self-evaluation in time one goes on without it
  const missed = stageOf(view, today) === 'OPEN_OVER';
  const now = steps.find(({ step }) => !passed[step] && !(missed && step === 'self'))?.step;
  return steps.map((step) => ({ ...step, state: passed[step.step] ? 'done' : step.step === now ? 'now' : 'wait' }));
}
