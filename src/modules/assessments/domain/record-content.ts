import type { BusinessDate, Id } from '../../../kernel/index.js';
import type { RepairCounts, ResponseHours } from './repair-log.js';

/** What may be recorded about a quarter, in the order of its life. */
export const recordKinds = ['SELF_EVALUATION', 'INSPECTION', 'SAFETY_EVENT', 'SURVEY', 'MEASURE', 'APPEAL', 'HEARING', 'REVIEW', 'VOID'] as const;
/** Whose sheet of an inspection it is, where the contract wants one of each. */
export type InspectionBodyName = 'COMMUNITY' | 'CENTRE';
export type RecordKind = (typeof recordKinds)[number];

/** `evidence`: SHA-256 of the files handed in for the item; left out where there are none. */
export type ItemRecord = {
  readonly name: string;
  readonly scoreMax: string;
  readonly score: string;
  readonly note: string;
  readonly evidence?: readonly string[];
};
export type AdjustmentRecord = { readonly name: string; readonly score: string; readonly note: string };
export type StaffingRecord = { readonly post: string; readonly promised: number; readonly present: number };

export type SelfEvaluationContent = { readonly items: readonly ItemRecord[] };
export type InspectionContent = {
  readonly items: readonly ItemRecord[];
  readonly adjustments: readonly AdjustmentRecord[];
  readonly staffing: readonly StaffingRecord[];
  /** What happened; of sheets from before an event was a record of its own, null on all others. */
  readonly severeSafetyEvent: string | null;
};
/** A severe safety event with its papers, by their hash; published. `first`: the record of an assessment that became VOID, from which it was taken over. */
export type SafetyEventContent = { readonly what: string; readonly documents: readonly string[]; readonly first?: Id<'assessment_record'> };
export type SurveyContent = {
  readonly openedOn: BusinessDate;
  /** `sum` of the answers 1 to 5 where households were asked by letter. */
  readonly items: readonly { readonly name: string; readonly score: string; readonly sum?: number }[];
  /** How many letters went out and how many came back on paper; left out where there were no letters. */
  readonly letters?: number;
  readonly papers?: number;
};
/** What a log of repairs gave, and the hours by which it was counted. */
export type CountedLog = RepairCounts & { readonly hours: ResponseHours };
/** `log`: the figure was counted from it, by the record `first` of an assessment that became VOID, where one did so; `beside`: what the log gives where somebody measured otherwise, whose reason is the note. */
export type MeasureContent = {
  readonly note: string;
  readonly log?: CountedLog;
  readonly first?: Id<'assessment_record'>;
  readonly beside?: CountedLog & { readonly score: string };
};
export type AppealContent = { readonly reason: string };
/** Who was heard about an appeal, and what was said; published. */
export type HearingContent = { readonly heard: string; readonly minutes: string };
/** `eventsSetAside`: records of safety events of the assessment that lower nothing any more, here and in what follows it; a review of before there was that has none. */
export type ReviewContent = {
  readonly decision: 'DISMISSED' | 'CORRECTED';
  readonly reason: string;
  readonly scoreBefore: string;
  readonly corrections: readonly { readonly code: string; readonly score: string }[];
  readonly eventsSetAside?: readonly number[];
};
export type VoidContent = { readonly reason: string };

/** The words and figures of a record beside its score; numbers are text, as they are printed. */
export type RecordContent =
  | SelfEvaluationContent
  | InspectionContent
  | SafetyEventContent
  | SurveyContent
  | MeasureContent
  | AppealContent
  | HearingContent
  | ReviewContent
  | VoidContent;
