import type { ComponentChildren, JSX } from 'preact';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

/** An amount that stands alone: ¥ in front, grouped digits. */
export function Amount({ yuan }: { readonly yuan: string }): JSX.Element {
  const text = formatMoney(yuan);
  const minus = text.startsWith('\u2212');
  return (
    <span class="nowrap">
      {minus && '\u2212'}
      <span class="yuan">¥</span>
      {minus ? text.slice(1) : text}
    </span>
  );
}

export interface MoneyLine {
  readonly label: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly amount: string;
  readonly kind?: 'total' | 'sub';
}

/** A short reckoning, line by line, the amount at the right; the last line may be the total. */
export function MoneyLines({ lines }: { readonly lines: readonly MoneyLine[] }): JSX.Element {
  return (
    <dl class="lines">
      {lines.map((line, position) => (
        <div key={position} class={line.kind}>
          <dt>{line.label}</dt>
          <dd class="money">{formatMoney(line.amount)}</dd>
          {line.note !== undefined && <dd class="aside">{line.note}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** Facts with a name each, the text beside it or, where the line is short, below. */
export function Facts({ facts }: { readonly facts: readonly (readonly [label: string, value: ComponentChildren])[] }): JSX.Element {
  return (
    <dl class="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A SHA-256 in eight groups, which two people can compare by eye; copied, it is one word. */
export function Fingerprint({ sha256 }: { readonly sha256: string }): JSX.Element {
  return (
    <p class="hash">
      {(sha256.match(/.{1,8}/g) ?? []).map((group) => (
        <span key={group}>{group}</span>
      ))}
    </p>
  );
}

export interface MoneyRow {
  readonly label: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly amount: string;
}

export interface MoneyTableProps {
  readonly m: Messages;
  readonly caption: string;
  readonly rows: readonly MoneyRow[];
  readonly total: { readonly label: string; readonly amount: string };
}

/** Items and one money column with the unit in its head. On a narrow line the amount goes below its label. */
export function MoneyTable({ m, caption, rows, total }: MoneyTableProps): JSX.Element {
  return (
    <table class="money">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{m.money.item}</th>
          <th scope="col" class="num">
            {m.money.unit}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, position) => (
          <tr key={position}>
            <th scope="row">
              {row.label}
              {row.note !== undefined && <small>{row.note}</small>}
            </th>
            <td class="num">{formatMoney(row.amount)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{total.label}</th>
          <td class="num">{formatMoney(total.amount)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
