import fc from 'fast-check';
import { anybody, chance, int, mostly, weighted } from './arbitraries.js';
import type { Actor, AmountPlan, Decision, DeskAction, Slot, SourcePlan } from './plan.js';

const slots = ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'] as const satisfies readonly Slot[];
const anySlot = fc.constantFrom<Actor>(...slots);

const acting = (by: fc.Arbitrary<Actor>, wait: fc.Arbitrary<number>) => ({ by, wait, again: chance(4), insist: chance(12) });
const soon = weighted([5, 1], [2, 0], [2, 4], [1, 60]);
const seen = weighted([40, 'NOW' as const], [1, 'OLD_VERSION' as const], [1, 'OLD_PAYLOAD' as const]);
const mostlyLast = weighted([16, 0], [1, 1], [1, 2]);
interface OnPayout {
  readonly by: fc.Arbitrary<Actor>;
  readonly wait?: fc.Arbitrary<number>;
  readonly pick?: fc.Arbitrary<number>;
}
const onPayout = ({ by, wait = soon, pick = mostlyLast }: OnPayout) => ({ ...acting(by, wait), pick, seen });

const amount: fc.Arbitrary<AmountPlan> = fc.record({
  of: weighted([8, 'MOST'], [4, 'LEFT'], [1, 'ENTITLED'], [2, 'THRESHOLD'], [2, 'AVAILABLE']),
  percent: fc.oneof({ weight: 6, arbitrary: fc.constant(100) }, { weight: 3, arbitrary: int(1, 99) }, { weight: 1, arbitrary: fc.constant(0) }),
  plus: weighted([8, 0], [2, 1], [1, -1]),
});
const source: fc.Arbitrary<SourcePlan> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('GIVING' as const), pick: fc.oneof(fc.constant(0), fc.nat(7)) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('BASE' as const), back: weighted([10, 0], [3, 1], [2, 2], [2, -1]) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('PERFORMANCE' as const), quarter: int(0, 1) }) },
);

const askFor = (wanted: fc.Arbitrary<SourcePlan>): fc.Arbitrary<DeskAction> =>
  fc.record({
    do: fc.constant('ask' as const),
    ...acting(fc.oneof({ weight: 9, arbitrary: fc.constant<Actor>('FIRM') }, anybody), weighted([3, 30], [1, 1_440])),
    source: wanted,
    amount,
  });
const ask = askFor(source);
const decide = (on: OnPayout, decision: fc.Arbitrary<Decision>): fc.Arbitrary<DeskAction> =>
  fc.record({ do: fc.constant('decide' as const), ...onPayout(on), decision, wordless: chance(5) });
const anyDecision = weighted<Decision>([6, 'APPROVE'], [2, 'RETURN'], [2, 'DEFER'], [1, 'REJECT']);
const withdrawWithin = (wait: fc.Arbitrary<number>): fc.Arbitrary<DeskAction> =>
  fc.record({ do: fc.constant('withdraw' as const), ...onPayout({ by: fc.oneof({ weight: 4, arbitrary: anySlot }, anybody), wait }) });
const withdraw = withdrawWithin(weighted([3, 2], [2, 6], [2, 10], [2, 11]));
const instructAfter = (wait: fc.Arbitrary<number>, pick = mostlyLast): fc.Arbitrary<DeskAction> =>
  fc.record({
    do: fc.constant('instruct' as const),
    ...onPayout({ by: mostly('cashier', 94), wait, pick }),
    with: weighted([5, 0], [1, 1], [1, 2]),
  });
const anyPick = fc.nat(4);
const instruct = instructAfter(weighted([5, 10], [3, 1_440], [1, 11], [1, 9], [1, 0]));
const cancel: fc.Arbitrary<DeskAction> = fc.record({
  do: fc.constant('cancel' as const),
  ...onPayout({ by: fc.constantFrom<Actor>('FIRM', 'OWNER_SIDE', 'stale', 'rival', 'centre1') }),
});
const fail: fc.Arbitrary<DeskAction> = fc.record({ do: fc.constant('fail' as const), ...onPayout({ by: mostly('cashier', 85) }) });
const revise: fc.Arbitrary<DeskAction> = fc.record({
  do: fc.constant('revise' as const),
  ...onPayout({ by: weighted<Actor>([5, 'FIRM'], [4, 'firm2'], [1, 'rival'], [1, 'stale']) }),
  amount: fc.option(amount, { nil: null }),
});
const statement = (wait: fc.Arbitrary<number>): fc.Arbitrary<DeskAction> =>
  fc.record({ do: fc.constant('statement' as const), ...acting(fc.constant('bookkeeper'), wait) });
const account: fc.Arbitrary<DeskAction> = fc.record({ do: fc.constant('account' as const), ...acting(mostly('community2', 80), soon) });

/** Those who hold the slots approve in any order, and whatever else may happen comes between. */
const approvalsOf = (pick: fc.Arbitrary<number>): fc.Arbitrary<DeskAction[]> =>
  fc
    .record({
      order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      each: fc.tuple(...slots.map((slot) => decide({ by: fc.constant(slot), pick }, weighted<Decision>([25, 'APPROVE'], [1, 'RETURN'], [1, 'DEFER'])))),
      between: fc.array(
        fc.record({
          at: int(0, 3),
          action: fc.oneof({ weight: 4, arbitrary: decide({ by: fc.oneof(anybody, anySlot) }, anyDecision) }, withdraw, revise, {
            weight: 1,
            arbitrary: cancel,
          }),
        }),
        { maxLength: 2 },
      ),
    })
    .map(({ order, each, between }) => {
      const steps = order.flatMap((place) => each[place] ?? []);
      for (const { at, action } of between) steps.splice(at, 0, action);
      return steps;
    });
const approvals = approvalsOf(mostlyLast);

const inTurn = (...parts: fc.Arbitrary<DeskAction | DeskAction[]>[]): fc.Arbitrary<DeskAction[]> => fc.tuple(...parts).map((steps) => steps.flat());
const ending = fc.oneof(
  { weight: 5, arbitrary: inTurn(instruct) },
  { weight: 2, arbitrary: inTurn(instruct, instruct) },
  { weight: 2, arbitrary: inTurn(withdraw, instruct, approvals, instruct) },
  { weight: 1, arbitrary: inTurn(revise, approvals, instruct) },
  { weight: 1, arbitrary: inTurn(instruct, fail) },
  {
    weight: 3,
    arbitrary: inTurn(
      instruct,
      statement(weighted([1, 1_440], [3, 2_880])),
      fail,
      approvals,
      instruct,
      fc.oneof(fc.constant<DeskAction[]>([]), statement(fc.constant(1_440)), revise),
    ),
  },
  { weight: 1, arbitrary: inTurn(cancel, instruct) },
  { weight: 1, arbitrary: inTurn(account, instruct) },
  { weight: 1, arbitrary: fc.constant<DeskAction[]>([]) },
);
const sendBack = decide({ by: anySlot }, weighted<Decision>([3, 'RETURN'], [1, 'DEFER']));

/** A payout from the request to where its people let it. */
const storyOf = (first: fc.Arbitrary<DeskAction>) =>
  fc.oneof({ weight: 5, arbitrary: inTurn(first, approvals, ending) }, { weight: 1, arbitrary: inTurn(first, sendBack, revise, approvals, ending) });
const story = storyOf(ask);
const bothInstructed: fc.Arbitrary<DeskAction> = fc.record({
  do: fc.constant('instruct' as const),
  ...onPayout({ by: fc.constant('cashier'), wait: fc.constant(10), pick: fc.constant(0) }),
  with: fc.constantFrom(1, 2),
});
/** Two payouts that may want the same money. */
const rivalry = inTurn(ask, ask, approvalsOf(fc.constant(1)), approvalsOf(fc.constant(0)), bothInstructed);
const stray = fc.oneof(decide({ by: anybody, pick: anyPick }, anyDecision), withdraw, instructAfter(fc.constant(10), anyPick), cancel, fail, revise, account);
/** What the desk of a month sees. */
export const desk = inTurn(
  fc.oneof({ weight: 3, arbitrary: story }, { weight: 1, arbitrary: rivalry }),
  fc.oneof({ weight: 1, arbitrary: story }, { weight: 2, arbitrary: fc.constant<DeskAction[]>([]) }),
  fc.array(stray, { maxLength: 1 }),
);

/** The last payout: what the second quarter's score has released, or whatever else still gives something. */
export const lastDesk = storyOf(askFor(fc.oneof(fc.constant<SourcePlan>({ kind: 'PERFORMANCE', quarter: 1 }), source)));
