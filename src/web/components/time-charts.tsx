import type { JSX } from 'preact';
import { Money, Rate } from '../../kernel/index.js';

/** Frame of a drawing over time, in its own units: a narrow one for phones and a wide one; CSS shows one of them. */
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly bottom: number;
  readonly kind: 'narrow' | 'wide';
}

const frames: readonly Frame[] = [
  { kind: 'narrow', width: 350, height: 220, left: 44, bottom: 26 },
  { kind: 'wide', width: 1000, height: 280, left: 60, bottom: 28 },
];

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Round steps (1, 2 or 5 times a power of ten) that cover the values. */
function scaleFor(values: readonly number[], from: number, to?: number): Scale {
  const [low, high] = [Math.min(from, ...values), Math.max(to ?? 0, ...values, from + 1)];
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step) * step;
  const count = Math.ceil((high - first) / step);
  return { low: first, high: first + count * step, ticks: Array.from({ length: count + 1 }, (_, i) => first + i * step) };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const TOP = 14;

function heightAt(frame: Frame, scale: Scale, value: number): number {
  return round(TOP + ((scale.high - value) / (scale.high - scale.low)) * (frame.height - frame.bottom - TOP));
}

function Axis({ frame, scale, tickLabel }: { readonly frame: Frame; readonly scale: Scale; readonly tickLabel: (value: number) => string }): JSX.Element {
  return (
    <>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <path class="grid" d={`M${frame.left} ${heightAt(frame, scale, tick)}H${frame.width}`} />
          <text x={frame.left - 6} y={heightAt(frame, scale, tick) + 4} text-anchor="end">
            {tickLabel(tick)}
          </text>
        </g>
      ))}
    </>
  );
}

function PointLabel({ frame, x, text }: { readonly frame: Frame; readonly x: number; readonly text: string }): JSX.Element {
  return (
    <text x={round(x)} y={frame.height - 7} text-anchor="middle">
      {text}
    </text>
  );
}

/** Half of the room that a label takes: one at the end is moved so far in that nothing of it is cut off. */
const LABEL_HALF = 26;
/** Quarters and their numbers are wider than months. */
const SCORES_FIT = 5;
const labelAt = (frame: Frame, x: number): number => round(Math.min(x, frame.width - LABEL_HALF));

/** Every n-th label, so that they do not run into each other; the last one is always shown. `fit`: how many there is room for in the narrow drawing. */
const labelled = (position: number, count: number, frame: Frame, fit = 6): boolean =>
  (count - 1 - position) % Math.ceil(count / (frame.kind === 'wide' ? 13 : fit)) === 0;

export interface CashMonth {
  readonly label: string;
  readonly received: string;
  readonly paid: string;
  readonly closing: string;
  readonly titles: { readonly received: string; readonly paid: string; readonly closing: string };
}

export interface TimeChartProps {
  readonly description: string;
  readonly tickLabel: (value: number) => string;
}

/** Received and paid side by side for each month, with the closing balance as a line. */
export function CashChart({ months, description, tickLabel }: TimeChartProps & { readonly months: readonly CashMonth[] }): JSX.Element {
  const points = months.map((month) => ({
    month,
    received: Money.parse(month.received).toChartNumber(),
    paid: Money.parse(month.paid).toChartNumber(),
    closing: Money.parse(month.closing).toChartNumber(),
  }));
  const scale = scaleFor(
    points.flatMap((point) => [point.received, point.paid, point.closing]),
    0,
  );
  return (
    <figure class="chart">
      <figcaption class="sr">{description}</figcaption>
      {frames.map((frame) => {
        const slot = (frame.width - frame.left) / points.length;
        const bar = Math.min(slot * 0.32, frame.kind === 'wide' ? 46 : 24);
        const centre = (position: number): number => frame.left + slot * (position + 0.5);
        const column = (ink: 'in' | 'out', x: number, value: number, title: string): JSX.Element => (
          <rect
            class={ink}
            x={round(x)}
            y={heightAt(frame, scale, value)}
            width={round(bar)}
            height={round(heightAt(frame, scale, 0) - heightAt(frame, scale, value))}
          >
            <title>{title}</title>
          </rect>
        );
        return (
          <svg key={frame.kind} class={frame.kind} viewBox={`0 0 ${frame.width} ${frame.height}`} aria-hidden="true">
            <Axis frame={frame} scale={scale} tickLabel={tickLabel} />
            {points.map(({ month, received, paid }, i) => (
              <g key={month.label}>
                {column('in', centre(i) - bar - 1, received, month.titles.received)}
                {column('out', centre(i) + 1, paid, month.titles.paid)}
                {labelled(i, points.length, frame) && <PointLabel frame={frame} x={centre(i)} text={month.label} />}
              </g>
            ))}
            <Line frame={frame} scale={scale} points={points.map((point, i) => ({ x: centre(i), value: point.closing, title: point.month.titles.closing }))} />
          </svg>
        );
      })}
    </figure>
  );
}

interface LinePoint {
  readonly x: number;
  readonly value: number;
  readonly title: string;
}

function Line({ frame, scale, points }: { readonly frame: Frame; readonly scale: Scale; readonly points: readonly LinePoint[] }): JSX.Element {
  const at = (point: LinePoint): string => `${round(point.x)} ${heightAt(frame, scale, point.value)}`;
  return (
    <>
      {points.length > 1 && <path class="line" d={`M${points.map(at).join('L')}`} />}
      {points.map((point, position) => (
        <circle key={position} class="dot" cx={round(point.x)} cy={heightAt(frame, scale, point.value)} r={4.5}>
          <title>{point.title}</title>
        </circle>
      ))}
    </>
  );
}

/** A value over time, e.g. the score of each quarter; as many points with their number as there is room for, the last always. */
export function LineChart({
  points,
  description,
  tickLabel,
  from,
  to,
}: TimeChartProps & {
  readonly points: readonly { readonly label: string; readonly value: string; readonly title: string }[];
  readonly from: number;
  readonly to: number;
}): JSX.Element {
  const values = points.map((point) => Rate.parse(point.value).toChartNumber());
  const scale = scaleFor(values, from, to);
  return (
    <figure class="chart">
      <figcaption class="sr">{description}</figcaption>
      {frames.map((frame) => {
        const slot = (frame.width - frame.left) / points.length;
        const centre = (position: number): number => frame.left + slot * (position + 0.5);
        const named = points.flatMap((point, i) =>
          labelled(i, points.length, frame, SCORES_FIT) ? [{ ...point, x: labelAt(frame, centre(i)), at: values[i] ?? from }] : [],
        );
        return (
          <svg key={frame.kind} class={frame.kind} viewBox={`0 0 ${frame.width} ${frame.height}`} aria-hidden="true">
            <Axis frame={frame} scale={scale} tickLabel={tickLabel} />
            <Line frame={frame} scale={scale} points={points.map((point, i) => ({ x: centre(i), value: values[i] ?? from, title: point.title }))} />
            {named.map(({ label, value, x, at }) => (
              <g key={label}>
                <text class="strong" x={x} y={heightAt(frame, scale, at) - 10} text-anchor="middle">
                  {value}
                </text>
                <PointLabel frame={frame} x={x} text={label} />
              </g>
            ))}
          </svg>
        );
      })}
    </figure>
  );
}
