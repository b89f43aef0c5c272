import type { AssessmentFacts, DraftFact } from '../desk/assessment/index.js';
import type { DeskFrame } from '../desk/desk-layout.js';
import type { FormSeal, Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export type AssessmentAct = 'inspection' | 'survey' | 'measures' | 'score' | 'finalise' | 'hearing' | 'review' | 'event' | 'void';
export type AssessmentDone = keyof Messages['workbench']['assessments']['done'];

export interface AssessmentPageView {
  readonly frame: DeskFrame;
  readonly facts: AssessmentFacts;
  /** What adds or deducts under the contract, and its limits. */
  readonly adjustments: readonly { readonly name: string; readonly scoreMin: string; readonly scoreMax: string }[];
  /** What this person may do now; each form gets a key of its own. */
  readonly acts: Readonly<Partial<Record<AssessmentAct, FormSeal>>>;
  /** What this person's organisation has written so far of its sheet. */
  readonly draft: readonly DraftFact[];
  /** Parts of the score that are still unknown, by name. */
  readonly missing: readonly string[];
  /** A survey by letters may begin or is open. */
  readonly survey: boolean;
  readonly today: string;
  readonly done: AssessmentDone | null;
  readonly refusal: Refusal | null;
}
