import type { JSX } from 'preact';
import type { TermDifference } from '../../modules/contracts/index.js';
import type { Messages } from '../messages/index.js';
import { DataTable } from './data-table.js';

/** Every figure in which proposed terms differ from those that stand. */
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
      rows={differences.map(({ block, path, before, after }) => ({
        key: `${block}${path}`,
        cells: [`${names[block]} ${path}`.trim(), before ?? nothing, after ?? nothing],
      }))}
    />
  );
}
