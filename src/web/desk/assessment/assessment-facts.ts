import type { BusinessDate, Quarter } from '../../../kernel/index.js';
import type { FileFact } from './item-files.js';
import type { AssessmentState, CountedLog, PostAttendance } from '../../../modules/assessments/index.js';

/** Where a quarter stands for a reader: its state, or that the time of that state is over. */
export type AssessmentStage = AssessmentState | 'OPEN_OVER' | 'SCORED_OVER';

export interface ItemSaid {
  readonly score: string;
  readonly note: string;
  readonly evidence: readonly FileFact[];
}

/** An item of the contract: what the firm gives itself, and what the inspection found. */
export interface ItemFact {
  readonly name: string;
  readonly scoreMax: string;
  readonly firm: ItemSaid | null;
  readonly found: ItemSaid | null;
}

/** A step of the quarter: done on a day, or to be done by one. */
export interface StepFact {
  readonly step: 'self' | 'inspection' | 'survey' | 'score' | 'appeal' | 'final';
  readonly state: 'done' | 'now' | 'wait';
  readonly on: BusinessDate | null;
  readonly until: BusinessDate;
}

/** What a score makes of the quarter's money, in yuan as text. `band` null: a linear rule. */
export interface MoneyEffect {
  readonly final: boolean;
  readonly earned: string;
  readonly base: string;
  readonly withheld: string;
  readonly released: string;
  readonly deducted: string;
  readonly ratio: string;
  readonly band: { readonly lo: string; readonly hi: string } | null;
  readonly lowered: boolean;
}

/** The assessment of a quarter as those see it who work on it. Scores are text with two decimals. */
export interface AssessmentFacts {
  readonly quarter: Quarter;
  readonly state: AssessmentState;
  readonly stage: AssessmentStage;
  /** The time to appeal has passed. */
  readonly windowOver: boolean;
  readonly quarterEnds: BusinessDate;
  readonly quarterOver: boolean;
  readonly steps: readonly StepFact[];
  readonly items: readonly ItemFact[];
  /** Where two bodies inspect, the sheets that are there. */
  readonly sheets: readonly { readonly body: 'COMMUNITY' | 'CENTRE'; readonly score: string }[];
  /** Part of what the firm earned that waits for the score. */
  readonly shareAtRisk: string;
  readonly firmTotal: string | null;
  readonly foundTotal: string | null;
  readonly staffing: readonly { readonly post: string; readonly promised: number; readonly present: number | null }[];
  readonly adjustments: readonly { readonly name: string; readonly score: string; readonly note: string }[];
  readonly safetyEvent: string | null;
  /** Events with records of their own. */
  readonly safetyEvents: readonly {
    readonly id: number;
    readonly on: BusinessDate;
    readonly what: string;
    readonly takenOver: boolean;
    readonly isSetAside: boolean;
    readonly documents: readonly FileFact[];
  }[];
  readonly survey: {
    readonly openedOn: BusinessDate;
    readonly closedOn: BusinessDate;
    readonly answers: number;
    readonly score: string | null;
    readonly items: readonly { readonly name: string; readonly score: string; readonly sum?: number }[];
  } | null;
  readonly surveyAnswersMin: number;
  readonly measures: readonly {
    readonly code: string;
    readonly name: string;
    readonly score: string | null;
    readonly note: string;
    readonly log: CountedLog | null;
    readonly beside: (CountedLog & { readonly score: string }) | null;
  }[];
  /** Rosters and spot checks of the quarter, post by post. */
  readonly attendance: readonly PostAttendance[];
  /** What the log of repairs was counted to, or comes to now; null without one. */
  readonly repairs: { readonly requests: number; readonly inTime: number; readonly score: string } | null;
  readonly score: {
    readonly published: string;
    readonly adjustment: string;
    readonly components: readonly {
      readonly code: string;
      readonly name: string;
      readonly weight: string;
      readonly score: string | null;
      readonly points: string;
    }[];
  } | null;
  readonly inspectionAlone: boolean;
  readonly appealUntil: BusinessDate | null;
  readonly appeal: { readonly on: BusinessDate; readonly reason: string } | null;
  readonly hearing: { readonly on: BusinessDate; readonly heard: string; readonly minutes: string } | null;
  readonly review: { readonly on: BusinessDate; readonly decision: 'DISMISSED' | 'CORRECTED'; readonly reason: string; readonly scoreBefore: string } | null;
  readonly voided: { readonly on: BusinessDate; readonly reason: string } | null;
  readonly money: MoneyEffect | null;
}
