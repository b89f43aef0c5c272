import { fen } from './fen.mjs';
import { quarterOf } from './months.mjs';

/**
 * What the firm gets for each month and quarter, in fen, by the rules of the contract: of what was collected in a month the share at
 * risk is withheld, rounded over the quarter so far; the published score decides which part of it is released.
 *
 * @param collected month → fen
 * @param assessments quarter → its file in demo/, for those that are final
 * @returns { base: month → fen, released: quarter → fen }
 */
export function serviceMoney(collected, assessments, { shareAtRisk, payoutRule }) {
  const base = new Map();
  const quarters = new Map();
  for (const [month, earned] of collected) {
    const sofar = quarters.get(quarterOf(month)) ?? { earned: 0, withheld: 0 };
    const total = sofar.earned + earned;
    const withheld = share(total, shareAtRisk);
    base.set(month, earned - (withheld - sofar.withheld));
    quarters.set(quarterOf(month), { earned: total, withheld });
  }
  const released = [...assessments].map(([quarter, assessment]) => [quarter, share(quarters.get(quarter).withheld, ratioOf(assessment, payoutRule.bands))]);
  return { base, released: new Map(released) };
}

function ratioOf({ publishedScore, safetyEvent }, bands) {
  const band = bands.findIndex(({ lo }) => fen(publishedScore) >= Number(lo) * 100);
  return bands[band + (safetyEvent === undefined ? 0 : 1)].ratio;
}

/** A share with two decimals of an amount, rounded half up. */
const share = (amount, ratio) => Math.floor((amount * fen(ratio) + 50) / 100);
