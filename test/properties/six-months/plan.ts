/** A book as it is generated: what everybody means to do in it. Amounts that depend on how the books stand are said in words. Everything is plain data, so that it shrinks. */

export const MONTHS = 6;
export type OwnerSidePlan =
  | { readonly kind: 'COMMITTEE' }
  /** The residents' committee stands in, from the first of a month through a day; null: open. */
  | { readonly kind: 'SUBSTITUTE'; readonly fromMonth: number; readonly toMonth: number | null }
  /** It stands in until a committee is registered in the middle of a month. */
  | { readonly kind: 'COMMITTEE_LATER'; readonly month: number };

export interface UnitPlan {
  /** In 0.01 m². */
  readonly area: number;
  readonly shop: boolean;
  /** Units with the same number have the same owner. */
  readonly owner: number;
}

export interface LeasePlan {
  readonly fen: number;
  readonly schedule: 'MONTHLY' | 'QUARTERLY' | 'HALF_YEARLY';
  readonly firstMonth: number;
}

export type RulePlan =
  /** From the lowest band up: where it begins, in 0.01 points, and what it pays, in millionths. The first begins at 0. */
  | { readonly kind: 'BANDED'; readonly bands: readonly { readonly from: number; readonly ratio: number }[] }
  | { readonly kind: 'LINEAR'; readonly threshold: number };

export type Slot = 'OWNER_SIDE' | 'REGULATOR' | 'SUPERVISOR';

export interface TermsPlan {
  readonly basis: 'COLLECTED' | 'ACCRUED';
  /** In millionths. */
  readonly shareAtRisk: number;
  readonly rule: RulePlan;
  /** In fen. */
  readonly threshold: number;
  readonly small: readonly Slot[];
  readonly large: readonly Slot[];
  /** In 0.0001 yuan per m² and month. */
  readonly flatRate: number;
  readonly shopRate: number;
  /** Of the score's components in 0.0001; the inspection alone: [10000]. */
  readonly weights: readonly [number] | readonly [number, number, number];
}

export interface PaymentPlan {
  readonly day: number;
  readonly payer: number;
  readonly lease: boolean;
  /** EXACT: one month; ALL: what is open; OVER: more than that; PART: less than a month; ODD: any amount. */
  readonly how: 'EXACT' | 'ALL' | 'OVER' | 'PART' | 'ODD';
  readonly fen: number;
  /** What the payer wrote: the code, nothing (so the name must tell), a code that is none, two codes; or nobody knows the payer. */
  readonly remark: 'CODE' | 'NAME' | 'NO_SUCH_CODE' | 'TWO_CODES' | 'STRANGER';
}

/** How the bank writes the debit of a payout, and how many days it takes. */
export interface DebitPlan {
  readonly days: number;
  readonly remark: 'NUMBER' | 'NOTHING';
  readonly payee: 'SAME' | 'NO_ACCOUNT' | 'OTHER_SPELLING';
}

/** A bill was wrong and is taken back, which only an unpaid one can be. */
export interface ReversalPlan {
  readonly day: number;
  readonly pick: number;
  readonly by: Who;
}

/** Somebody says where a line in suspense belongs. */
export interface FindPlan {
  readonly day: number;
  readonly pick: number;
  readonly by: Who;
  readonly to: 'UNIT' | 'LEASE' | 'TWO_UNITS' | 'TOO_MUCH' | 'NO_SUCH_UNIT';
  readonly payer: number;
}

export interface MonthPlan {
  readonly billDay: number;
  readonly accrualDay: number;
  readonly payments: readonly PaymentPlan[];
  /** In the month after: */
  readonly importDay: number;
  readonly closeDay: number;
  readonly finds: readonly FindPlan[];
  readonly reversals: readonly ReversalPlan[];
  readonly probes: readonly ProbePlan[];
  readonly desk: readonly DeskAction[];
}

/** A step of the month that is out of place: again, too early, or by somebody whom it does not concern. */
export interface ProbePlan {
  readonly day: number;
  readonly what: 'BILL' | 'ACCRUE' | 'CLOSE' | 'CLOSE_NEXT' | 'IMPORT' | 'MATCH';
  readonly by: Who;
}

export interface QuarterPlan {
  readonly openedByHand: boolean;
  /** Scores in 0.01 points. */
  readonly inspection: number;
  readonly adjustment: number;
  readonly safetyEvent: boolean;
  readonly survey: { readonly score: number; readonly answers: number };
  readonly measure: number;
  readonly scoreDay: number;
  readonly appeal: { readonly days: number; readonly corrected: number | null; readonly reviewDays: number } | null;
  /** The centre tries to make it FINAL so many days after the scoring, each time unless it is. */
  readonly finalDays: readonly number[];
  /** The first attempt at the assessment is declared void after its scoring. */
  readonly voided: boolean;
}

export const people = [
  'firm1',
  'firm2',
  'rival',
  'community1',
  'community2',
  'centre1',
  'centre2',
  'street1',
  'committee1',
  'committee2',
  'bookkeeper',
  'cashier',
  'stale',
] as const;
/** firm1 changes over to the residents' committee in the middle of the book; stale is firm1 in a session from before. */
export type Who = (typeof people)[number];

export type SourcePlan =
  /** The base part of the month so many before the last one closed; −1: the next one. */
  | { readonly kind: 'BASE'; readonly back: number }
  | { readonly kind: 'PERFORMANCE'; readonly quarter: number }
  /** One of those that still give something; without any, the base part of the last month closed. */
  | { readonly kind: 'GIVING'; readonly pick: number };

/**
 * Percent of what is left of the claim, of all that the rule gives, of the contract's threshold, of what the fund has available, or of the
 * most that the claim and the fund allow; and so many fen.
 */
export interface AmountPlan {
  readonly of: 'MOST' | 'LEFT' | 'ENTITLED' | 'THRESHOLD' | 'AVAILABLE';
  readonly percent: number;
  readonly plus: number;
}

/** FIRM: whoever is with the firm on the day; a slot: the first person of the body that fills it. */
export type Actor = Who | Slot | 'FIRM';

/**
 * `wait`: minutes since the action before; `again`: sent twice under one key; `insist`: done even where the state of the payout plainly does
 * not allow it. `pick`: 0 the payout that was asked for last, 1 the one before it … `with`: at most so many others that are approved.
 */
type Acting = { readonly by: Actor; readonly wait: number; readonly again: boolean; readonly insist: boolean };
type OnPayout = Acting & { readonly pick: number; readonly seen: 'NOW' | 'OLD_VERSION' | 'OLD_PAYLOAD' };
export type Decision = 'APPROVE' | 'RETURN' | 'DEFER' | 'REJECT';

export type DeskAction =
  | (Acting & { readonly do: 'ask'; readonly source: SourcePlan; readonly amount: AmountPlan })
  | (OnPayout & { readonly do: 'decide'; readonly decision: Decision; readonly wordless: boolean })
  | (OnPayout & { readonly do: 'withdraw' })
  | (OnPayout & { readonly do: 'instruct'; readonly with: number })
  | (OnPayout & { readonly do: 'cancel' })
  | (OnPayout & { readonly do: 'fail' })
  | (OnPayout & { readonly do: 'revise'; readonly amount: AmountPlan | null })
  | (Acting & { readonly do: 'account' })
  /** The bank's statement through yesterday is imported and its lines are placed. */
  | (Acting & { readonly do: 'statement' });

export interface BookPlan {
  readonly units: readonly UnitPlan[];
  readonly leases: readonly LeasePlan[];
  readonly ownerSide: OwnerSidePlan;
  /** On the first of which month firm1 leaves the firm. */
  readonly leavesIn: number;
  readonly terms: TermsPlan;
  readonly months: readonly MonthPlan[];
  readonly quarters: readonly [QuarterPlan, QuarterPlan];
  readonly debits: readonly DebitPlan[];
  /** What is still done when the second quarter is FINAL. */
  readonly lastDesk: readonly DeskAction[];
}
