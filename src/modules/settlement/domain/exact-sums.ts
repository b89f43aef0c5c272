import { Money } from '../../../kernel/index.js';

/** How many ways are looked at before the search gives up: what takes longer than that to tell apart is for a person. */
const STEPS_MAX = 20_000;
const LINES_MAX = 12;

/**
 * One amount from each list so that they add up to the total: the positions, or null where no choice does, several do, or there are too
 * many to look at. What is not unique is never guessed.
 */
export function uniqueChoice(lists: readonly (readonly Money[])[], total: Money): readonly number[] | null {
  const target = total.toFen();
  const fen = lists.map((list) => list.map((amount) => amount.toFen()));
  let steps = 0;
  const found: number[][] = [];
  const search = (at: number, left: bigint, chosen: readonly number[]): boolean => {
    if (at === fen.length) {
      if (left === 0n) found.push([...chosen]);
      return found.length < 2;
    }
    for (const [position, amount] of (fen[at] ?? []).entries()) {
      if (++steps > STEPS_MAX) return false;
      if (amount <= left && !search(at + 1, left - amount, [...chosen, position])) return false;
    }
    return true;
  };
  const complete = search(0, target, []);
  return complete && found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * The one group of at least two amounts whose sum is one of the totals: their positions; null where there is none, or more than one, or
 * where there are too many amounts to look at.
 */
export function uniqueGroup(amounts: readonly Money[], totals: readonly Money[]): readonly number[] | null {
  if (amounts.length < 2 || amounts.length > LINES_MAX) return null;
  const wanted = new Set(totals.map((total) => total.toFen()));
  const fen = amounts.map((amount) => amount.toFen());
  let only: number[] | null = null;
  for (let mask = 1; mask < 2 ** fen.length; mask++) {
    const positions = fen.flatMap((_, position) => ((mask >> position) % 2 === 1 ? [position] : []));
    if (positions.length < 2) continue;
    const sum = positions.reduce((so, position) => so + (fen[position] ?? 0n), 0n);
    if (!wanted.has(sum)) continue;
    if (only !== null) return null;
    only = positions;
  }
  return only;
}
