import type { ComponentChildren, JSX } from 'preact';

export interface Column {
  readonly label: string;
  readonly numeric?: boolean;
}

export interface Row {
  readonly key: string;
  /** The first cell is the head of the row; a `group` has it alone, as a heading over the rows below. */
  readonly cells: readonly ComponentChildren[];
  readonly kind?: 'total' | 'subtotal' | 'here' | 'group';
}

export interface DataTableProps {
  readonly caption: string;
  readonly captionHidden?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Cells of a few characters: the table stays a table on a phone. */
  readonly short?: boolean;
}

/** A table of several columns. On a narrow line each row turns into its cells with their names, so that nothing scrolls sideways. */
export function DataTable({ caption, captionHidden = false, columns, rows, short = false }: DataTableProps): JSX.Element {
  const body = rows.filter((row) => row.kind !== 'total');
  const totals = rows.filter((row) => row.kind === 'total');
  return (
    <table class={short ? 'data short' : 'data'}>
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
  );
}

function tableRow(row: Row, columns: readonly Column[]): JSX.Element {
  const [head, ...cells] = row.cells;
  if (row.kind === 'group')
    return (
      <tr key={row.key} class="group">
        <th scope="rowgroup" colSpan={columns.length}>
          {head}
        </th>
      </tr>
    );
  return (
    <tr key={row.key} class={row.kind === 'here' || row.kind === 'subtotal' ? row.kind : undefined} aria-current={row.kind === 'here' ? 'true' : undefined}>
      <th scope="row">{head}</th>
      {cells.map((cell, position) => {
        const column = columns[position + 1];
        return (
          <td key={position} class={column?.numeric ? 'num' : undefined} data-label={cell === '' ? undefined : column?.label}>
            {cell}
          </td>
        );
      })}
    </tr>
  );
}
