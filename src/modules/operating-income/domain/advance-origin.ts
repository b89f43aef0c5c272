import { Money } from '../../../kernel/index.js';

/** Something that happened to what a lease paid in advance. `ref`: the bank line, charge or refund that it is of. */
export interface AdvanceMove {
  /** ADVANCED: money of a bank line beyond what was owed. PAID: what a line paid of a charge. USED: what the advance paid of it. BACK: what came off it, though it was paid. */
  readonly kind: 'ADVANCED' | 'PAID' | 'USED' | 'BACK' | 'REFUNDED';
  readonly lineId: number | null;
  readonly chargeId: number | null;
  readonly refundId: number | null;
  readonly amount: Money;
}

interface Held {
  readonly lineId: number;
  readonly amount: Money;
}

/**
 * The bank lines whose money each refund of one lease gives back, the latest first. Charges use up what came first; a refund takes what came last;
 * what comes off a paid charge is held again as the money of the lines that paid it. None for a refund that they do not cover. `moves` are in their order.
 */
export function linesOfRefunds(moves: readonly AdvanceMove[]): Map<number, readonly number[]> {
  const refunds = new Map<number, readonly number[]>();
  const payers = new Map<number, Held[]>();
  let held: Held[] = [];
  for (const { kind, lineId, chargeId, refundId, amount } of moves) {
    const paid = payers.get(chargeId ?? 0) ?? [];
    if (kind === 'ADVANCED' && lineId !== null) held.push({ lineId, amount });
    else if (kind === 'PAID' && lineId !== null) payers.set(chargeId ?? 0, [...paid, { lineId, amount }]);
    else if (kind === 'USED') {
      const { taken, left } = take(held, amount);
      held = left;
      payers.set(chargeId ?? 0, [...paid, ...taken]);
    } else if (kind === 'BACK') {
      const { taken, left } = take(paid.toReversed(), amount);
      payers.set(chargeId ?? 0, left.toReversed());
      held.push(...taken.toReversed());
    } else if (kind === 'REFUNDED' && refundId !== null) {
      const { taken, left } = take(held.toReversed(), amount);
      held = left.toReversed();
      const covers = Money.sum(taken.map((part) => part.amount)).equals(amount);
      refunds.set(refundId, covers ? [...new Set(taken.map((part) => part.lineId))] : []);
    }
  }
  return refunds;
}

/** Takes an amount from the first on, as far as they reach. */
function take(from: readonly Held[], amount: Money): { taken: Held[]; left: Held[] } {
  let missing = amount;
  const [taken, left]: [Held[], Held[]] = [[], []];
  for (const { lineId, amount: holds } of from) {
    const part = Money.min(holds, missing);
    missing = missing.minus(part);
    if (part.isPositive) taken.push({ lineId, amount: part });
    if (holds.minus(part).isPositive) left.push({ lineId, amount: holds.minus(part) });
  }
  return { taken, left };
}
