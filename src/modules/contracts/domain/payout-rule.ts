import { assert, DomainError, Rate, required } from '../../../kernel/index.js';
import { readRate, readWord } from './terms-check.js';

/** Scores of [lo, hi), the topmost band [lo, 100], and the part of the withheld money that they pay. */
export interface Band {
  readonly lo: Rate;
  readonly hi: Rate;
  readonly ratio: Rate;
}

/**
 * From a published score to the part of the withheld money that is paid, r(S) ≤ 1 (domain.md 5).
 * BANDED: ascending bands that cover [0, 100]. LINEAR: S ≥ threshold pays all, below it (S + 100 − threshold) %.
 */
export type PayoutRule = { readonly kind: 'BANDED'; readonly bands: readonly Band[] } | { readonly kind: 'LINEAR'; readonly threshold: Rate };

/** The rule as requests and the database carry it; numbers are text. */
export type PayoutRuleJson =
  | { readonly kind: 'BANDED'; readonly bands: readonly { readonly lo: string; readonly hi: string; readonly ratio: string }[] }
  | { readonly kind: 'LINEAR'; readonly threshold: string };

/** What a rule says for a score. `band` is the one that counted, null for LINEAR; `lowered` tells that a safety event moved the result. */
export interface PayoutRatio {
  readonly ratio: Rate;
  readonly band: Band | null;
  readonly lowered: boolean;
}

const SCORE = { min: '0', max: '100', decimals: 2 };
const RATIO = { min: '0', max: '1', decimals: 6 };
const SAFETY_EVENT_POINTS = Rate.ofInteger(10);

/**
 * Reads a rule and refuses one that leaves a score without an answer, or gives it two. Bands may come in any order.
 * @throws CONTRACT_TERM_OUTSIDE CONTRACT_TERM_TOO_FINE CONTRACT_BANDS_GAP CONTRACT_BANDS_OVERLAP CONTRACT_BANDS_FALLING
 */
export function readPayoutRule(json: PayoutRuleJson, field = 'payoutRule'): PayoutRule {
  readWord(`${field}.kind`, json.kind, ['BANDED', 'LINEAR']);
  if (json.kind === 'LINEAR') return { kind: 'LINEAR', threshold: readRate(`${field}.threshold`, json.threshold, SCORE) };
  const bands = json.bands
    .map((band, position) => {
      const name = `${field}.bands[${position}]`;
      return {
        name,
        lo: readRate(`${name}.lo`, band.lo, SCORE),
        hi: readRate(`${name}.hi`, band.hi, SCORE),
        ratio: readRate(`${name}.ratio`, band.ratio, RATIO),
      };
    })
    .toSorted((a, b) => a.lo.compare(b.lo) || a.hi.compare(b.hi));
  let covered = Rate.zero;
  let ratio = Rate.zero;
  for (const band of bands) {
    const range = { from: band.lo.toString(), to: band.hi.toString() };
    if (covered.lessThan(band.lo)) throw new DomainError('CONTRACT_BANDS_GAP', { field: `${band.name}.lo`, from: covered.toString(), to: band.lo.toString() });
    if (band.lo.lessThan(covered))
      throw new DomainError('CONTRACT_BANDS_OVERLAP', { field: `${band.name}.lo`, from: band.lo.toString(), to: covered.toString() });
    if (!band.lo.lessThan(band.hi)) throw new DomainError('CONTRACT_BAND_EMPTY', { field: `${band.name}.hi`, ...range });
    // A better score that pays less would also turn "one band lower" after a safety event into a reward.
    if (band.ratio.lessThan(ratio))
      throw new DomainError('CONTRACT_BANDS_FALLING', { field: `${band.name}.ratio`, ...range, ratio: band.ratio.toString(), below: ratio.toString() });
    covered = band.hi;
    ratio = band.ratio;
  }
  if (covered.lessThan(Rate.hundred)) throw new DomainError('CONTRACT_BANDS_GAP', { field: `${field}.bands`, from: covered.toString(), to: '100' });
  return { kind: 'BANDED', bands: bands.map(({ lo, hi, ratio: paid }) => ({ lo, hi, ratio: paid })) };
}

export function payoutRuleJson(rule: PayoutRule): PayoutRuleJson {
  if (rule.kind === 'LINEAR') return { kind: 'LINEAR', threshold: rule.threshold.toString() };
  return { kind: 'BANDED', bands: rule.bands.map(({ lo, hi, ratio }) => ({ lo: lo.toString(), hi: hi.toString(), ratio: ratio.toString() })) };
}

/**
 * The part of the withheld money that a score pays. The score is the published one, rounded once to 2 decimals, so that a
 * resident finds the same band. A severe safety event counts one band lower (the lowest stays), LINEAR 10 points lower (domain.md 5).
 * Example: 87.32 in {…, [85, 95): 0.98, …} → 0.98, after a safety event the ratio of the band below.
 */
export function payoutRatio(rule: PayoutRule, publishedScore: Rate, event: { severeSafetyEvent: boolean }): PayoutRatio {
  assert(publishedScore.equals(publishedScore.clamped(Rate.zero, Rate.hundred).rounded(2)), `${publishedScore.toString()} is no published score`);
  const lowered = event.severeSafetyEvent;
  if (rule.kind === 'LINEAR') {
    const score = lowered ? publishedScore.minus(SAFETY_EVENT_POINTS).clamped(Rate.zero, Rate.hundred) : publishedScore;
    const ratio = score.atLeast(rule.threshold) ? Rate.one : score.plus(Rate.hundred).minus(rule.threshold).dividedBy(Rate.hundred);
    return { ratio, band: null, lowered };
  }
  const reached = rule.bands.findLastIndex((band) => publishedScore.atLeast(band.lo));
  const band = required(rule.bands[lowered ? Math.max(reached - 1, 0) : reached], `the band of ${publishedScore.toString()}`);
  return { ratio: band.ratio, band, lowered };
}
