/** Rates side by side: every contestant once a round, in turn, so that what slows the machine slows all of them. */

/** Runs `work` by so many clients for so long. @returns operations a second, each counted `size` times */
async function rate(work, { clients, seconds, size = 1 }) {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const client = async () => {
    while (performance.now() < end) {
      await work();
      done++;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return (done * size * 1000) / (performance.now() - start);
}

export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
export const spread = (values) => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });

/** @param contestants name → { work, clients, size } @returns name → rates, one a round */
export async function alternate(contestants, { rounds, seconds }) {
  const names = Object.keys(contestants);
  const rates = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await rate(contestants[name].work, { ...contestants[name], seconds: Math.min(1, seconds) });
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 ? names.toReversed() : names) rates[name].push(await rate(contestants[name].work, { ...contestants[name], seconds }));
  return rates;
}

/** The ratio of two contestants in each round. */
export const ratios = (rates, name, reference) => spread(rates[name].map((value, round) => value / rates[reference][round]));
