import type { AccountingPeriod, BusinessDate, Quarter } from '../../../kernel/index.js';
import type { Points, Share, Yuan } from './snapshot-values.js';

/** E, B, W of domain.md 5: what the firm is entitled to, the part payable each month, the part that waits for the score. */
export interface Entitlement {
  readonly entitlement: Yuan;
  readonly base: Yuan;
  readonly withheld: Yuan;
}

/** How a score becomes a share of the withheld money. Bands are half-open [from, to), the last one closed at 100, highest first. */
export type SnapshotPayoutRule =
  | { readonly kind: 'BANDED'; readonly bands: readonly { readonly from: Points; readonly to: Points; readonly share: Share }[] }
  | { readonly kind: 'LINEAR'; readonly full: Points };

export interface AssessmentResult {
  readonly finalOn: BusinessDate;
  /** `score` is null where nothing counted (too few answers), with weight 0; `points` = weight × score; the score is their sum plus `adjustment`, within 0 and 100, rounded half up once to 2 decimals. */
  readonly components: readonly { readonly name: string; readonly weight: Share; readonly score: Points | null; readonly points: Points }[];
  readonly adjustment: Points;
  readonly score: Points;
  readonly selfEvaluation: Points | null;
  /** How many bands (LINEAR: tens of points) a severe safety event lowered the result. */
  readonly lowered: number;
  readonly share: Share;
  readonly entitlement: Yuan;
  readonly base: Yuan;
  readonly withheld: Yuan;
  readonly released: Yuan;
  readonly deducted: Yuan;
  readonly fines: Yuan;
  readonly net: Yuan;
}

/** G: the service, its score and what follows for the money. `result` is null while the assessment is under way. */
export interface ServiceSection {
  readonly firm: string;
  readonly quarter: Quarter;
  readonly basis: 'COLLECTED' | 'ACCRUED';
  readonly shareAtRisk: Share;
  readonly rule: SnapshotPayoutRule;
  readonly staffing: readonly { readonly post: string; readonly promised: number; readonly present: number | null }[];
  readonly months: readonly (Entitlement & { readonly period: AccountingPeriod })[];
  readonly quarterToDate: Entitlement;
  readonly result: AssessmentResult | null;
}
