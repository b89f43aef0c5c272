import { Rate } from '../../../kernel/index.js';
import type { Points, Share, SnapshotPayoutRule } from './snapshot.js';

type Band = { readonly from: Points; readonly to: Points; readonly share: Share };

/** Position of the band that a published score reaches, highest band first; a severe safety event lowers it by `lowered` bands. */
export function bandReached(bands: readonly Band[], score: Points, lowered: number): number {
  const reached = bands.findIndex((band) => Rate.parse(score).atLeast(Rate.parse(band.from)));
  return Math.min(Math.max(reached, 0) + lowered, bands.length - 1);
}

/**
 * The share of the withheld money that a published score releases (domain.md 5). BANDED: the share of its band. LINEAR: all from `full`
 * points on, one per cent less for each point below, where a safety event counts as 10 points.
 */
export function shareFor(rule: SnapshotPayoutRule, score: Points, lowered: number): Rate {
  if (rule.kind === 'BANDED') return Rate.parse(rule.bands[bandReached(rule.bands, score, lowered)]?.share ?? '0');
  const counted = Rate.parse(score)
    .minus(Rate.ofInteger(lowered * 10))
    .clamped(Rate.zero, Rate.hundred);
  const full = Rate.parse(rule.full);
  return counted.atLeast(full) ? Rate.one : counted.plus(Rate.hundred).minus(full).dividedBy(Rate.hundred);
}
