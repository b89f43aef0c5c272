import type { JSX } from 'preact';
import type { TermDifference } from '../../modules/contracts/index.js';
import { formatPercent } from '../format.js';
import type { Messages } from '../messages/index.js';
import { DataTable } from './data-table.js';

/** Every figure in which proposed terms differ from those that stand; a thing with a name is told by it, not by its code. */
export function TermChanges({
  m,
  caption,
  differences,
}: {
  readonly m: Messages;
  readonly caption: string;
  readonly differences: readonly TermDifference[];
}): JSX.Element {
  const { columns, block: names, nothing } = m.contract;
  return (
    <DataTable
      caption={caption}
      captionHidden
      columns={[{ label: columns.term }, { label: columns.before }, { label: columns.after }]}
      rows={differences
        .filter((one) => !isCodeOfNamed(one, differences))
        .map(({ block, path, before, after }) => ({
          key: `${block}${path}`,
          cells: [[names[block], ...placeWords(m, path)].join(' '), ...[before, after].map((value) => valueWords(m, { block, path, value }) ?? nothing)],
        }))}
    />
  );
}

const isCodeOfNamed = ({ block, path }: TermDifference, all: readonly TermDifference[]): boolean =>
  /\bcode$/.test(path) && all.some((other) => other.block === block && other.path === path.replace(/code$/, 'name'));

/** `[2].ratio` in words; a name that has none stays as it stands in the text that is signed. */
function placeWords({ contract: { words } }: Messages, path: string): string[] {
  const parts = path.match(/\d+|[A-Za-z_]+/g) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? words.place(Number.parseInt(part, 10)) : (words.leaf[part as keyof typeof words.leaf] ?? part)));
}

const shares: readonly string[] = ['shareAtRisk', 'lateFeePerDay', 'fineCap'];

/** Shares of one stand in per cent, as in the form in which they are proposed. */
function valueWords({ contract: { words } }: Messages, { block, path, value }: { block: string; path: string; value: string | null }): string | null {
  if (value === null) return null;
  if (/^\d+(\.\d+)?$/.test(value) && (shares.includes(block) || /\b(ratio|weight)$/.test(path))) return formatPercent(value);
  return words.value[value as keyof typeof words.value] ?? value;
}
