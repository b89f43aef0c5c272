import type { BusinessDate, Instant } from '../../kernel/index.js';
import type { MatchTarget } from '../../modules/bank/index.js';
import type { AssignmentTarget } from '../../modules/settlement/index.js';
import type { DeskFrame } from '../desk/desk-layout.js';
import type { FormSeal, Refusal } from '../desk/form-parts.js';
import type { SendBack } from './send-back.js';

/** Parts of one line: as many as one request takes. */
export const PARTS_MAX = 50;

/** A unit, lease or payout that this line may be for. */
export interface Candidate {
  readonly target: AssignmentTarget;
  readonly code: string;
  readonly name: string;
  readonly open: string;
}

export interface LineView {
  readonly frame: DeskFrame;
  readonly id: number;
  readonly bookedOn: BusinessDate;
  readonly amount: string;
  readonly counterparty: string;
  readonly account: string;
  readonly remark: string;
  readonly reference: string;
  readonly why: string | null;
  /** Where it went, in the order in which it was decided; what was taken back stays in the list. */
  readonly places: readonly {
    readonly target: MatchTarget;
    readonly amount: string;
    readonly at: Instant;
    readonly entrySeq: number;
    readonly takenBack: boolean;
  }[];
  /** What taking its place back would do, or why it cannot be; null when nothing of it is booked. */
  readonly undo: { readonly seal: FormSeal; readonly targets: readonly MatchTarget[]; readonly leavesIn: 'NEW' | 'SUSPENSE' } | { readonly not: string } | null;
  /** How the line may be placed; null when it has its place. */
  readonly assign: {
    readonly seal: FormSeal;
    readonly targets: readonly AssignmentTarget[];
    readonly candidates: readonly Candidate[];
    readonly chosen: Pick<Candidate, 'target' | 'code'> | null;
    /** Parts that the form has room for, and what they leave of the line; null before anything was typed. */
    readonly parts: number;
    readonly left: string | null;
  } | null;
  /** Null for a line of which nothing waits, or that names no account. */
  readonly sendBack: SendBack | null;
  readonly next: number | null;
  readonly done: 'placed' | 'asked' | 'undone' | null;
  /** Without an error it is no refusal, but what was typed before the form was asked to grow. */
  readonly refusal: Refusal | null;
}
