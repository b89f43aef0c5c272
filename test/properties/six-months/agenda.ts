import { addMinutes, businessDate, lastDay, shanghaiTime, type Instant } from '../../../src/kernel/index.js';
import { periodAt } from './figures.js';
import { MONTHS, type BookPlan, type DeskAction, type FindPlan, type ProbePlan, type ReversalPlan } from './plan.js';

/** What is on somebody's table at a moment. `month`: the month of the books that it is about. */
export type Happening =
  | { readonly do: 'bill' | 'accrue' | 'import' | 'match' | 'tidy' | 'close'; readonly month: number }
  | { readonly do: 'find'; readonly find: FindPlan }
  | { readonly do: 'reverse'; readonly reversal: ReversalPlan }
  | { readonly do: 'probe'; readonly probe: ProbePlan; readonly month: number }
  | { readonly do: 'desk'; readonly action: DeskAction }
  | { readonly do: 'open' | 'inspect' | 'survey' | 'measure' | 'score' | 'void' | 'appeal' | 'review' | 'final' | 'final at last'; readonly quarter: 0 | 1 };

export type Dated = Happening & { readonly at: Instant };

/** At a time of a day of a month, 0 for January; a day that the month does not have is its last. */
export function moment(month: number, day: number, time: string): Instant {
  const last = lastDay(periodAt(month));
  const wanted = `${periodAt(month)}-${String(day).padStart(2, '0')}`;
  return shanghaiTime(wanted > last ? last : businessDate(wanted), time);
}

/** Everything that a plan has for half a year and the weeks in which its last months are settled, in order. */
export function agendaOf(plan: BookPlan): Dated[] {
  const months = plan.months.flatMap((_, month) => [...monthOf(plan, month), ...afterMonth(plan, month)]);
  const last: Dated[] = [
    ...deskFrom(plan.lastDesk, moment(MONTHS, 29, '12:00'), moment(MONTHS, 31, '23:00')),
    ...fileOf(MONTHS, moment(MONTHS + 1, 2, '09:00')),
  ];
  return [...months, ...quarterOf(plan, 0), ...quarterOf(plan, 1), ...last].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function monthOf({ months, leases }: BookPlan, month: number): Dated[] {
  const { billDay, accrualDay } = months[month] ?? { billDay: 1, accrualDay: 1 };
  const bill: Dated = { at: moment(month, billDay, '09:00'), do: 'bill', month };
  return leases.length === 0 ? [bill] : [bill, { at: moment(month, accrualDay, '09:30'), do: 'accrue', month }];
}

/** What is done about a month in the one after it. */
function afterMonth({ months }: BookPlan, month: number): Dated[] {
  const plan = months[month];
  if (!plan) return [];
  const next = month + 1;
  return [
    ...fileOf(month, moment(next, plan.importDay, '09:10')),
    { at: moment(next, plan.closeDay, '10:00'), do: 'close', month },
    ...plan.finds.map((find): Dated => ({ at: moment(next, find.day, '11:00'), do: 'find', find })),
    ...plan.reversals.map((reversal): Dated => ({ at: moment(next, reversal.day, '11:30'), do: 'reverse', reversal })),
    ...plan.probes.map((probe): Dated => ({ at: moment(next, probe.day, '08:30'), do: 'probe', probe, month })),
    ...deskFrom(plan.desk, moment(next, plan.closeDay, '10:30'), moment(next, 28, '23:00')),
  ];
}

function fileOf(month: number, at: Instant): Dated[] {
  return [
    { at, do: 'import', month },
    { at: addMinutes(at, 10), do: 'match', month },
    { at: addMinutes(at, 20), do: 'tidy', month },
  ];
}

function deskFrom(desk: readonly DeskAction[], from: Instant, until: Instant): Dated[] {
  let at = from;
  return desk.map((action) => {
    const next = addMinutes(at, action.wait);
    at = next > until ? at : next;
    return { at, do: 'desk', action };
  });
}

/** The firm asks for what the score is to release before it is FINAL. */
function tooEarly(quarter: 0 | 1): DeskAction {
  const amount = { of: 'ENTITLED', percent: 0, plus: 1 } as const;
  return { do: 'ask', by: 'FIRM', wait: 0, again: false, insist: true, source: { kind: 'PERFORMANCE', quarter }, amount };
}

function quarterOf(plan: BookPlan, quarter: 0 | 1): Dated[] {
  const { openedByHand, scoreDay, voided, appeal, finalDays } = plan.quarters[quarter];
  const after = quarter === 0 ? 3 : 6;
  const on = (day: number, time: string, what: Extract<Happening, { quarter: 0 | 1 }>['do']): Dated => ({ at: moment(after, day, time), do: what, quarter });
  const assessed = (day: number, hour: string): Dated[] => (['inspect', 'survey', 'measure'] as const).map((what, place) => on(day, `${hour}:${place}0`, what));
  const anew = scoreDay + 1;
  // the firm has its five days again before somebody inspects
  const scored = voided ? anew + 6 : scoreDay;
  return [
    ...(openedByHand ? [{ at: moment(after - 3, 1, '08:50'), do: 'open' as const, quarter }] : []),
    ...assessed(11, '15'),
    on(scoreDay, '15:40', 'score'),
    ...(voided ? [on(anew, '09:00', 'void'), on(anew, '09:10', 'open'), ...assessed(scored, '10'), on(scored, '15:40', 'score')] : []),
    ...(appeal ? [on(scored + appeal.days, '16:00', 'appeal'), on(scored + appeal.days + appeal.reviewDays, '17:00', 'review')] : []),
    { at: moment(after, scored + (appeal?.days ?? 0), '16:30'), do: 'desk', action: tooEarly(quarter) },
    ...finalDays.map((days) => on(scored + days, '11:00', 'final')),
    ...(quarter === 0 ? [4, 5, 6].map((month): Dated => ({ at: moment(month, 12, '11:00'), do: 'final at last', quarter })) : []),
  ];
}
