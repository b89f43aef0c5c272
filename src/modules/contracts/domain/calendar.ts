import {
  addDays,
  addMonths,
  daysBetween,
  DomainError,
  firstDay,
  lastDay,
  monthsOf,
  type AccountingPeriod,
  type BusinessDate,
  type Quarter,
} from '../../../kernel/index.js';
import { readInteger } from './terms-check.js';

/**
 * Days of the month that follows a month (close, statement) or a quarter (the rest), as the contract sets them (domain.md 5);
 * `decidedAfterDays` after a quarter the centre decides on the inspection alone.
 */
export type Calendar = {
  readonly closeDay: number;
  readonly statementDay: number;
  readonly selfEvaluationDay: number;
  readonly inspectionDay: number;
  readonly surveyDay: number;
  readonly scoreDay: number;
  readonly appealDay: number;
  readonly decidedAfterDays: number;
};

/** The steps of a quarter's assessment in their order, each the last day for it. */
export interface AssessmentDates {
  readonly selfEvaluationUntil: BusinessDate;
  readonly inspectionUntil: BusinessDate;
  readonly surveyUntil: BusinessDate;
  readonly scoreUntil: BusinessDate;
  readonly appealUntil: BusinessDate;
  readonly finalUntil: BusinessDate;
  readonly decidedOn: BusinessDate;
}

const ASSESSMENT_STEPS = ['selfEvaluationDay', 'inspectionDay', 'surveyDay', 'scoreDay', 'appealDay'] as const satisfies readonly (keyof Calendar)[];

/** Refuses days that a short month lacks and steps that would end before the one that they follow. @throws CONTRACT_TERM_OUTSIDE CONTRACT_CALENDAR_ORDER */
export function readCalendar(json: Calendar, field = 'calendar'): Calendar {
  const dayOf = (name: keyof Calendar) => readInteger(`${field}.${name}`, json[name], { min: 1, max: 28 });
  const calendar: Calendar = {
    closeDay: dayOf('closeDay'),
    statementDay: dayOf('statementDay'),
    selfEvaluationDay: dayOf('selfEvaluationDay'),
    inspectionDay: dayOf('inspectionDay'),
    surveyDay: dayOf('surveyDay'),
    scoreDay: dayOf('scoreDay'),
    appealDay: dayOf('appealDay'),
    decidedAfterDays: readInteger(`${field}.decidedAfterDays`, json.decidedAfterDays, { min: 28, max: 180 }),
  };
  const order: [earlier: keyof Calendar, later: keyof Calendar][] = [
    ['closeDay', 'statementDay'],
    ...ASSESSMENT_STEPS.slice(1).map((later, index): [keyof Calendar, keyof Calendar] => [ASSESSMENT_STEPS[index] ?? later, later]),
  ];
  for (const [earlier, later] of order) {
    if (calendar[later] < calendar[earlier])
      throw new DomainError('CONTRACT_CALENDAR_ORDER', {
        field: `${field}.${later}`,
        day: calendar[later],
        earlier: `${field}.${earlier}`,
        earlierDay: calendar[earlier],
      });
  }
  return calendar;
}

/** Last days for closing a month and for publishing its statement; both in the month after it. */
export function monthDates(calendar: Calendar, period: AccountingPeriod): { readonly closeUntil: BusinessDate; readonly statementUntil: BusinessDate } {
  const next = addMonths(period, 1);
  return { closeUntil: dayIn(next, calendar.closeDay), statementUntil: dayIn(next, calendar.statementDay) };
}

/**
 * Last days for the steps of a quarter's assessment. They count from the end of the quarter, `countsFrom`, or from the day on which it was opened where that is later:
 * one that was opened anew on day 61 gives everybody the same time again. Example: a self-evaluation by the 5th, opened on 05-31 → 06-05.
 */
export function assessmentDates(calendar: Calendar, quarter: Quarter, countsFrom: BusinessDate): AssessmentDates {
  const last = monthsOf(quarter)[2];
  const after = (days: number): BusinessDate => addDays(countsFrom, days);
  return {
    selfEvaluationUntil: after(calendar.selfEvaluationDay),
    inspectionUntil: after(calendar.inspectionDay),
    surveyUntil: after(calendar.surveyDay),
    scoreUntil: after(calendar.scoreDay),
    appealUntil: after(calendar.appealDay),
    finalUntil: after(daysBetween(lastDay(last), lastDay(addMonths(last, 1)))),
    decidedOn: after(calendar.decidedAfterDays),
  };
}

/**
 * Last day of the appeal window of a score. The calendar's day, or so many days after the scoring as the calendar leaves
 * between both, whichever is later: a late score must not eat the time to appeal. Example: scored 04-15 → 04-22, scored 04-20 → 04-27.
 */
export function appealWindowEnd({ scoreUntil, appealUntil }: AssessmentDates, scoredOn: BusinessDate): BusinessDate {
  const shifted = addDays(scoredOn, daysBetween(scoreUntil, appealUntil));
  return shifted > appealUntil ? shifted : appealUntil;
}

function dayIn(period: AccountingPeriod, day: number): BusinessDate {
  return addDays(firstDay(period), day - 1);
}
