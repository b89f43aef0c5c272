import { Money } from '../../kernel/index.js';
import { PARTS_MAX } from './line-view.js';

/** Parts that the form of a line begins with, and by which it grows. */
const PARTS_FIRST = 4;
const PARTS_MORE = 6;
const NAME = /^parts\[(\d{1,2})\]\.(reference|amount)$/;

/**
 * How many parts the form of a line needs for what was typed, and what the typed amounts leave of the line; null where none was typed.
 * @param more whether it was asked to grow
 */
export function partsTyped(typed: Readonly<Record<string, string>>, available: Money, more: boolean): { readonly parts: number; readonly left: string | null } {
  const fields = Object.entries(typed).flatMap(([name, text]) => {
    const [, position, field] = NAME.exec(name) ?? [];
    return position === undefined ? [] : [{ position: Number.parseInt(position, 10), field, text: text.trim() }];
  });
  const shown = Math.max(PARTS_FIRST, ...fields.map(({ position }) => position + 1));
  const amounts = fields.filter(({ field, text }) => field === 'amount' && /^-?\d{1,13}(\.\d{1,2})?$/.test(text)).map(({ text }) => Money.parse(text));
  const inParts = more || fields.some(({ position, text }) => position > 0 && text !== '');
  const left = available.minus(Money.sum(amounts));
  return { parts: Math.min(PARTS_MAX, shown + (more ? PARTS_MORE : 0)), left: inParts ? (available.isNegative ? left.negated() : left).toString() : null };
}
