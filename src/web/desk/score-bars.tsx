import type { JSX } from 'preact';
import { Rate } from '../../kernel/index.js';
import { BarChart } from '../components/index.js';
import { formatPercent, formatPoints } from '../format.js';
import type { Messages } from '../messages/index.js';

/** A part of the score as it counted, as text; `score` null where too few answered. */
export interface ScoredPart {
  readonly name: string;
  readonly weight: string;
  readonly score: string | null;
  readonly points: string;
}

/** The parts of a score under each other, each with its weight and what it gives: enough to compute the score again. */
export function ScoreBars({ m, components }: { readonly m: Messages; readonly components: readonly ScoredPart[] }): JSX.Element {
  const texts = m.workbench.payout;
  return (
    <BarChart
      bars={components.map(({ name, weight, score, points }) => ({
        label: (
          <>
            {name}
            <br />
            <small>{score === null ? texts.scoreNone : texts.scoreWeight(formatPercent(weight), formatPoints(points))}</small>
          </>
        ),
        value: score === null ? '\u2014' : texts.outOf(formatPoints(score)),
        share: Rate.parse(score ?? '0')
          .dividedBy(Rate.hundred)
          .rounded(4)
          .toString(),
        title: name,
      }))}
    />
  );
}
