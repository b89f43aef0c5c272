import fc from 'fast-check';
import { chance, int, mostly, weighted } from './arbitraries.js';
import { desk, lastDesk } from './desk-plans.js';
import {
  MONTHS,
  type BookPlan,
  type DebitPlan,
  type FindPlan,
  type LeasePlan,
  type MonthPlan,
  type OwnerSidePlan,
  type PaymentPlan,
  type ProbePlan,
  type QuarterPlan,
  type ReversalPlan,
  type RulePlan,
  type TermsPlan,
  type UnitPlan,
} from './plan.js';

const unit: fc.Arbitrary<UnitPlan> = fc.record({
  area: fc.oneof(fc.constantFrom(8_850, 10_620, 12_740), int(100, 30_000)),
  shop: chance(20),
  owner: int(0, 9),
});

const lease: fc.Arbitrary<LeasePlan> = fc.record({
  fen: fc.oneof(fc.constant(50_000), int(1, 200_000)),
  schedule: fc.constantFrom('MONTHLY', 'MONTHLY', 'QUARTERLY', 'HALF_YEARLY'),
  firstMonth: int(0, 2),
});

/** Scores near the edges of bands more often than elsewhere. */
const score = fc.oneof(int(0, 10_000), int(5_000, 10_000), fc.constantFrom(0, 5_999, 6_000, 8_499, 8_500, 9_499, 9_500, 10_000));

const rule: fc.Arbitrary<RulePlan> = fc.oneof(
  int(0, 10_000).map((threshold): RulePlan => ({ kind: 'LINEAR', threshold })),
  fc.constant<RulePlan>({
    kind: 'BANDED',
    bands: [
      { from: 0, ratio: 700_000 },
      { from: 6_000, ratio: 800_000 },
      { from: 6_500, ratio: 900_000 },
      { from: 7_500, ratio: 950_000 },
      { from: 8_500, ratio: 980_000 },
      { from: 9_500, ratio: 1_000_000 },
    ],
  }),
  fc
    .record({
      cuts: fc.uniqueArray(int(1, 9_999), { maxLength: 4 }),
      ratios: fc.array(fc.oneof(int(0, 1_000_000), fc.constantFrom(0, 1_000_000)), { minLength: 5, maxLength: 5 }),
    })
    .map(({ cuts, ratios }): RulePlan => {
      const rising = ratios.toSorted((a, b) => a - b);
      return { kind: 'BANDED', bands: [0, ...cuts.toSorted((a, b) => a - b)].map((from, place) => ({ from, ratio: rising[place] ?? 0 })) };
    }),
);

const policy = fc.constantFrom<Pick<TermsPlan, 'small' | 'large'>>(
  { small: ['OWNER_SIDE', 'REGULATOR'], large: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'] },
  { small: ['OWNER_SIDE', 'REGULATOR'], large: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'] },
  { small: ['OWNER_SIDE', 'SUPERVISOR'], large: ['OWNER_SIDE', 'SUPERVISOR'] },
);

const terms: fc.Arbitrary<TermsPlan> = fc
  .record({
    basis: fc.constantFrom('COLLECTED', 'ACCRUED'),
    shareAtRisk: fc.oneof(fc.constantFrom(0, 1_000_000, 50_000, 200_000, 200_000), int(0, 1_000_000)),
    rule,
    threshold: fc.oneof(int(0, 60_000), fc.constantFrom(0, 10_000, 3_000_000)),
    flatRate: fc.oneof(fc.constant(8_500), int(1, 30_000)),
    shopRate: int(1, 50_000),
    weights: fc.oneof(
      fc.constant<readonly [number]>([10_000]),
      fc.constantFrom<readonly [number, number, number]>([4_000, 3_500, 2_500], [5_000, 4_500, 500]),
      fc.tuple(int(1, 4_999), int(1, 4_999)).map(([survey, measure]) => [10_000 - survey - measure, survey, measure] as const),
    ),
    policy,
  })
  .map(({ policy: slots, ...rest }) => ({ ...rest, ...slots }));

const ownerSide: fc.Arbitrary<OwnerSidePlan> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<OwnerSidePlan>({ kind: 'COMMITTEE' }) },
  { weight: 4, arbitrary: fc.constant<OwnerSidePlan>({ kind: 'SUBSTITUTE', fromMonth: 0, toMonth: null }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('SUBSTITUTE' as const), fromMonth: int(0, 2), toMonth: fc.option(int(3, 6)) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('COMMITTEE_LATER' as const), month: int(1, 6) }) },
);

const payment: fc.Arbitrary<PaymentPlan> = fc.record({
  day: int(1, 31),
  payer: fc.nat(7),
  lease: chance(20),
  how: weighted([6, 'EXACT'], [3, 'ALL'], [3, 'OVER'], [3, 'PART'], [1, 'ODD']),
  fen: fc.oneof(int(1, 9), int(1, 100_000)),
  remark: weighted([8, 'CODE'], [6, 'NAME'], [1, 'NO_SUCH_CODE'], [1, 'TWO_CODES'], [1, 'STRANGER']),
});

const debit: fc.Arbitrary<DebitPlan> = fc.record({
  days: weighted([4, 0], [3, 1], [3, 4], [2, 20], [1, 45]),
  remark: weighted([5, 'NUMBER'], [1, 'NOTHING']),
  payee: weighted([6, 'SAME'], [1, 'NO_ACCOUNT'], [1, 'OTHER_SPELLING']),
});

const find: fc.Arbitrary<FindPlan> = fc.record({
  day: fc.oneof(int(2, 6), int(2, 28)),
  pick: fc.nat(9),
  by: mostly('bookkeeper', 95),
  to: weighted([4, 'UNIT'], [2, 'LEASE'], [2, 'TWO_UNITS'], [1, 'TOO_MUCH'], [1, 'NO_SUCH_UNIT']),
  payer: fc.nat(7),
});

const reversal: fc.Arbitrary<ReversalPlan> = fc.record({ day: int(2, 28), pick: fc.nat(20), by: mostly('bookkeeper', 90) });

const probe: fc.Arbitrary<ProbePlan> = fc.record({
  day: int(1, 12),
  what: fc.constantFrom('BILL', 'ACCRUE', 'CLOSE', 'CLOSE_NEXT', 'IMPORT', 'MATCH'),
  by: mostly('bookkeeper', 80),
});

const month: fc.Arbitrary<MonthPlan> = fc.record({
  billDay: weighted([5, 1], [1, 3], [1, 6]),
  accrualDay: weighted([3, 1], [1, 4], [1, 6]),
  payments: fc.array(payment, { minLength: 3, maxLength: 8 }),
  importDay: int(2, 7),
  closeDay: int(7, 10),
  finds: fc.array(find, { maxLength: 2 }),
  reversals: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(reversal, { maxLength: 3 }) }),
  probes: fc.array(probe, { maxLength: 1 }),
  desk,
});

const quarterPlan: fc.Arbitrary<QuarterPlan> = fc.record({
  openedByHand: fc.boolean(),
  inspection: score,
  adjustment: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, int(-1_000, 1_000)),
  safetyEvent: chance(20),
  survey: fc.record({ score, answers: fc.constantFrom(0, 4, 5, 200) }),
  measure: score,
  scoreDay: int(12, 15),
  appeal: fc.option(fc.record({ days: int(0, 8), corrected: fc.option(score), reviewDays: int(0, 4) }), { freq: 2 }),
  finalDays: fc.uniqueArray(int(5, 12), { minLength: 1, maxLength: 3 }).map((days) => [...days.toSorted((a, b) => a - b), 13]),
  voided: chance(10),
});

/** One community's six months. */
export const bookPlan: fc.Arbitrary<BookPlan> = fc.record({
  units: fc.array(unit, { minLength: 3, maxLength: 8 }),
  leases: fc.array(lease, { maxLength: 2 }),
  ownerSide,
  leavesIn: int(1, 6),
  terms,
  months: fc.array(month, { minLength: MONTHS, maxLength: MONTHS }),
  quarters: fc.tuple(quarterPlan, quarterPlan),
  debits: fc.array(debit, { minLength: 1, maxLength: 5 }),
  lastDesk,
});
