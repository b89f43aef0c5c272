import type { ComponentChildren, JSX } from 'preact';
import { Money, Rate } from '../../kernel/index.js';
import { formatMoney } from '../format.js';

export type Ink = 'in' | 'out' | 'hold' | 'total' | 'plain';

const percent = (part: number, whole: number): string => `${whole > 0 ? Math.round((Math.max(0, part) / whole) * 10_000) / 100 : 0}%`;

/** One filled part of a bar, `from` and `to` in units of `whole`. The numbers are for drawing only. */
interface Mark {
  readonly ink: Ink;
  readonly from: number;
  readonly to: number;
  readonly title: string;
}

function Bar({ marks, whole }: { readonly marks: readonly Mark[]; readonly whole: number }): JSX.Element {
  return (
    <svg class="bar" aria-hidden="true">
      {marks.map((mark, position) => (
        <rect key={position} class={mark.ink} x={percent(mark.from, whole)} width={percent(mark.to - mark.from, whole)} height="100%">
          <title>{mark.title}</title>
        </rect>
      ))}
    </svg>
  );
}

export interface MeterProps {
  readonly label: ComponentChildren;
  readonly value: string;
  /** Share between 0 and 1 as text. */
  readonly share: string;
  readonly title: string;
}

/** How much of a whole, with its number beside it. */
export function Meter({ label, value, share, title }: MeterProps): JSX.Element {
  return (
    <div class="bars">
      <div>
        <MeterParts label={label} value={value} share={share} title={title} />
      </div>
    </div>
  );
}

/** Several meters under each other, to compare. */
export function BarChart({ bars }: { readonly bars: readonly MeterProps[] }): JSX.Element {
  return (
    <ul class="bars columns">
      {bars.map((bar, position) => (
        <li key={position}>
          <MeterParts {...bar} />
        </li>
      ))}
    </ul>
  );
}

function MeterParts({ label, value, share, title }: MeterProps): JSX.Element {
  return (
    <>
      <span>{label}</span>
      <span class="value">{value}</span>
      <Bar whole={1} marks={[{ ink: 'plain', from: 0, to: Rate.parse(share).toChartNumber(), title }]} />
    </>
  );
}

/** One amount split in parts, drawn to scale; the numbers stand beside it in the page. */
export function SplitBar({ parts }: { readonly parts: readonly { readonly ink: Ink; readonly amount: string; readonly title: string }[] }): JSX.Element {
  const sizes = parts.map((part) => Math.max(0, Money.parse(part.amount).toChartNumber()));
  const starts = sizes.map((_, position) => sizes.slice(0, position).reduce((sum, size) => sum + size, 0));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  return (
    <Bar whole={whole} marks={parts.map((part, i) => ({ ink: part.ink, from: starts[i] ?? 0, to: (starts[i] ?? 0) + (sizes[i] ?? 0), title: part.title }))} />
  );
}

export interface WaterfallStep {
  readonly label: ComponentChildren;
  /** Positive comes in, negative goes out; for a `total` the balance itself. */
  readonly amount: string;
  readonly total?: boolean;
}

/** From an opening to a closing balance, each step a line with its words, its amount and its bar: the drawing is the table. */
export function Waterfall({ steps }: { readonly steps: readonly WaterfallStep[] }): JSX.Element {
  let level = Money.zero;
  const marks = steps.map((step) => {
    const before = step.total ? Money.zero : level;
    level = step.total ? Money.parse(step.amount) : level.plus(Money.parse(step.amount));
    return { from: Money.min(before, level), to: Money.max(before, level) };
  });
  const low = marks.reduce((least, mark) => Money.min(least, mark.from), Money.zero).toChartNumber();
  const high = marks.reduce((most, mark) => Money.max(most, mark.to), Money.zero).toChartNumber();
  return (
    <ol class="bars waterfall">
      {steps.map((step, position) => {
        const [mark, sign] = [marks[position], step.total ? '' : step.amount.startsWith('-') ? '' : '+'];
        const ink: Ink = step.total ? 'total' : step.amount.startsWith('-') ? 'out' : 'in';
        const text = sign + formatMoney(step.amount);
        return (
          <li key={position} class={step.total ? 'total' : undefined}>
            <span>{step.label}</span>
            <span class="value">{text}</span>
            {mark !== undefined && (
              <Bar whole={high - low} marks={[{ ink, from: mark.from.toChartNumber() - low, to: mark.to.toChartNumber() - low, title: text }]} />
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** What each fill of a drawing means. */
export function ChartKey({ entries }: { readonly entries: readonly { readonly ink: 'in' | 'out' | 'hold' | 'line'; readonly label: string }[] }): JSX.Element {
  return (
    <ul class="key" aria-hidden="true">
      {entries.map((entry) => (
        <li key={entry.ink}>
          <svg viewBox="0 0 16 16" width="16" height="16">
            {entry.ink === 'line' ? <rect class="line" y="6" width="16" height="4" /> : <rect class={entry.ink} width="16" height="16" />}
          </svg>
          {entry.label}
        </li>
      ))}
    </ul>
  );
}
