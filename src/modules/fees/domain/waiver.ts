import { DomainError, type Money } from '../../../kernel/index.js';

/** A waiver lets an owner off (5002); a write-off gives up what cannot be collected (5003). */
export const waiverKinds = ['WAIVER', 'WRITE_OFF'] as const;
export type WaiverKind = (typeof waiverKinds)[number];

/** ASKED until the owner side decides; an approved one that it took back is UNDONE. */
export const waiverStates = ['ASKED', 'APPROVED', 'REFUSED', 'UNDONE'] as const;
export type WaiverState = (typeof waiverStates)[number];

/** What is asked for, held against what is open and what the contract allows without a resolution. */
export interface WaiverCheck {
  readonly asked: Money;
  readonly open: Money;
  /** What a unit may be let off in a calendar year; beyond it a resolution is needed. */
  readonly limit: Money;
  /** What was approved for the unit this year without a resolution, or waits for its decision. */
  readonly used: Money;
  readonly hasResolution: boolean;
}

/** @throws WAIVER_OVER_OPEN, WAIVER_RESOLUTION_NEEDED */
export function assertMayBeWaived({ asked, open, limit, used, hasResolution }: WaiverCheck): void {
  if (open.lessThan(asked)) throw new DomainError('WAIVER_OVER_OPEN', { asked: asked.toString(), open: open.toString() });
  if (!hasResolution && limit.lessThan(used.plus(asked)))
    throw new DomainError('WAIVER_RESOLUTION_NEEDED', { asked: asked.toString(), used: used.toString(), limit: limit.toString() });
}
