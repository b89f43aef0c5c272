import type { ComponentChildren, JSX } from 'preact';

export interface Column {
  readonly label: string;
  readonly numeric?: boolean;
}

export interface Row {
  readonly key: string;
  /** The first cell is the head of the row. A row with one cell alone is a heading over the rows below. */
  readonly cells: readonly ComponentChildren[];
  readonly kind?: 'total' | 'subtotal' | 'here' | 'group';
}

export interface DataTableProps {
  readonly caption: string;
  readonly captionHidden?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A table of several columns. It may scroll sideways inside its own frame, which the keyboard can reach; the page never does. */
export function DataTable({ caption, captionHidden = false, columns, rows }: DataTableProps): JSX.Element {
  const body = rows.filter((row) => row.kind !== 'total');
  const totals = rows.filter((row) => row.kind === 'total');
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption class={captionHidden ? 'sr' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" class={column.numeric ? 'num' : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{body.map((row) => tableRow(row, columns))}</tbody>
        {totals.length > 0 && <tfoot>{totals.map((row) => tableRow(row, columns))}</tfoot>}
      </table>
    </section>
  );
}

function tableRow(row: Row, columns: readonly Column[]): JSX.Element {
  if (row.kind === 'group')
    return (
      <tr key={row.key} class="group">
        <th scope="rowgroup" colSpan={columns.length}>
          {row.cells[0]}
        </th>
      </tr>
    );
  return (
    <tr key={row.key} class={row.kind === 'here' || row.kind === 'subtotal' ? row.kind : undefined} aria-current={row.kind === 'here' ? 'true' : undefined}>
      {row.cells.map((cell, position) =>
        position === 0 ? (
          <th key={position} scope="row">
            {cell}
          </th>
        ) : (
          <td key={position} class={columns[position]?.numeric ? 'num' : undefined}>
            {cell}
          </td>
        ),
      )}
    </tr>
  );
}
