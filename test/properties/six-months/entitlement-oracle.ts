import { addDays, businessDate, lastDay, monthsOf, type BusinessDate, type Quarter } from '../../../src/kernel/index.js';
import { decimal, halfUp, judged, sumOf, type Verdict } from './figures.js';
import type { QuarterPlan, RulePlan, TermsPlan } from './plan.js';

export interface EarnedMonth {
  readonly period: string;
  readonly earned: number;
  readonly base: number;
  readonly withheld: number;
  /** What of a negative base part the firm owes, since what was owed to it did not cover it. */
  readonly due: number;
}

const SURVEY_ANSWERS_MIN = 5;
/** Of the contract's calendar: scored by the 15th, appeals to the 22nd. */
const [SCORE_DAY, APPEAL_DAY] = [15, 22];

/** The part of the withheld money that a score pays, in millionths (domain.md 5); a severe safety event counts one band, or 10 points, lower. */
export function ratioOf(rule: RulePlan, score: number, safetyEvent: boolean): number {
  if (rule.kind === 'LINEAR') {
    const counted = Math.max(score - (safetyEvent ? 1_000 : 0), 0);
    return counted >= rule.threshold ? 1_000_000 : (counted + 10_000 - rule.threshold) * 100;
  }
  let reached = 0;
  rule.bands.forEach(({ from }, place) => {
    if (score >= from) reached = place;
  });
  return rule.bands[Math.max(reached - (safetyEvent ? 1 : 0), 0)]?.ratio ?? 0;
}

/** Published score, in 0.01 points: Σ weight × score + what adds or deducts, within 0 and 100, rounded once. A survey with too few answers gives its weight to the inspection. */
export function scoreOf(weights: TermsPlan['weights'], plan: QuarterPlan, inspection: number): number {
  const [inspectionWeight, surveyWeight = 0, measureWeight = 0] = weights;
  const surveyCounts = plan.survey.answers >= SURVEY_ANSWERS_MIN;
  const weightedSum =
    (inspectionWeight + (surveyCounts ? 0 : surveyWeight)) * inspection + (surveyCounts ? surveyWeight * plan.survey.score : 0) + measureWeight * plan.measure;
  const unrounded = Math.min(Math.max(weightedSum + plan.adjustment * 10_000, 0), 100_000_000);
  return halfUp(unrounded, 10_000);
}

/** A quarter of the firm's service: what its months earned, and what its score makes of the part withheld. */
export class QuarterOracle {
  readonly months: EarnedMonth[] = [];
  state: 'NONE' | 'OPEN' | 'INSPECTED' | 'SURVEYED' | 'SCORED' | 'APPEALED' | 'REVIEWED' | 'FINAL' = 'NONE';
  score = 0;
  appealUntil = '';
  /** From when the days to appeal count. */
  private countsFrom: BusinessDate;
  released = 0;
  deducted = 0;

  constructor(
    readonly quarter: string,
    private readonly terms: TermsPlan,
    private readonly plan: QuarterPlan,
  ) {
    this.countsFrom = lastDay(monthsOf(quarter as Quarter)[2]);
  }

  get withheld(): number {
    return sumOf(this.months.map((month) => month.withheld));
  }

  /** P12, cumulative: W(m) = round(a · E to date) − W so far, B(m) = E(m) − W(m). A negative B takes what is payable to the firm, the rest it owes. */
  post(period: string, earned: number, payable: number): EarnedMonth {
    const toDate = sumOf(this.months.map((month) => month.earned)) + earned;
    const withheld = halfUp(Math.max(toDate, 0) * this.terms.shareAtRisk, 1_000_000) - this.withheld;
    const base = earned - withheld;
    const month = { period, earned, withheld, base, due: Math.max(-base - payable, 0) };
    this.months.push(month);
    if (this.state === 'NONE') this.state = 'OPEN';
    return month;
  }

  open(today: BusinessDate): Verdict {
    return judged([this.state !== 'NONE' && 'ASSESSMENT_EXISTS'], () => {
      if (today > this.countsFrom) this.countsFrom = today;
      return this.become('OPEN');
    });
  }

  /** Everything up to the score was found; or what stands in the way of a step. */
  step(from: readonly QuarterOracle['state'][], to: QuarterOracle['state']): Verdict {
    return judged([this.state === 'NONE' && 'ASSESSMENT_NONE', !from.includes(this.state) && 'ASSESSMENT_STATE'], () => this.become(to));
  }

  setScored(today: string): Verdict {
    const before: readonly QuarterOracle['state'][] = [this.terms.weights.length === 1 ? 'INSPECTED' : 'SURVEYED'];
    return judged([!before.includes(this.state) && 'ASSESSMENT_STATE'], () => {
      this.score = scoreOf(this.terms.weights, this.plan, this.plan.inspection);
      const [byCalendar, shifted] = [addDays(this.countsFrom, APPEAL_DAY), addDays(businessDate(today), APPEAL_DAY - SCORE_DAY)];
      this.appealUntil = byCalendar > shifted ? byCalendar : shifted;
      return { ...this.become('SCORED'), score: decimal(this.score), appealUntil: this.appealUntil };
    });
  }

  appeal(today: string): Verdict {
    return judged([this.state !== 'SCORED' && 'ASSESSMENT_STATE', today > this.appealUntil && 'ASSESSMENT_APPEAL_CLOSED'], () => this.become('APPEALED'));
  }

  review(corrected: number | null): Verdict {
    return judged([this.state !== 'APPEALED' && 'ASSESSMENT_STATE'], () => {
      if (corrected !== null) this.score = scoreOf(this.terms.weights, this.plan, corrected);
      return { ...this.become('REVIEWED'), score: decimal(this.score) };
    });
  }

  declareVoid(): Verdict {
    return judged([['NONE', 'FINAL'].includes(this.state) && 'ASSESSMENT_STATE'], () => {
      this.become('NONE');
      return { state: 'VOID' };
    });
  }

  /** P17: R = round(W · r), X = W − R, which goes from SVC to the owners' QLT out of money that nobody else has a claim to. */
  finalise(today: string, available: number): Verdict {
    const released = halfUp(this.withheld * ratioOf(this.terms.rule, this.score, this.plan.safetyEvent), 1_000_000);
    const deducted = this.withheld - released;
    const refusals = [
      this.state === 'NONE' && 'ASSESSMENT_NONE',
      this.state === 'APPEALED' && 'ASSESSMENT_APPEAL_OPEN',
      !['SCORED', 'REVIEWED', 'APPEALED'].includes(this.state) && 'ASSESSMENT_STATE',
      today <= this.appealUntil && 'ASSESSMENT_WINDOW_OPEN',
      this.months.length < 3 && 'ENTITLEMENT_MONTHS_MISSING',
      deducted > 0 && deducted > available + this.withheld && 'ENTITLEMENT_CASH_AWAITED',
    ];
    return judged(refusals, () => {
      this.become('FINAL');
      this.released = released;
      this.deducted = deducted;
      return { score: decimal(this.score), withheld: decimal(this.withheld), released: decimal(released), deducted: decimal(deducted) };
    });
  }

  private become(state: QuarterOracle['state']): { state: string } {
    this.state = state;
    return { state: state === 'SURVEYED' ? 'SURVEY_CLOSED' : state };
  }
}
