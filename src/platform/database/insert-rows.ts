import type { QueryDeepPartialEntity } from 'typeorm';
import { assert } from '../../kernel/index.js';
import type { Tx } from './tx.js';

/** Keeps one statement, which is one JSON text, to a few megabytes. */
const ROWS_PER_INSERT = 10_000;

/**
 * Inserts rows in their order, as one JSON text a statement that the database takes apart by the types of the table: a value a
 * parameter (what the ORM writes) costs five times as much, and ends at 65,535 of them. All rows have the same members; columns that
 * have none keep the table's default.
 */
export async function insertRows<Row extends object>(tx: Tx, entity: new () => Row, rows: readonly QueryDeepPartialEntity<Row>[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const { tableName, schema = 'public', columns } = tx.manager.dataSource.getMetadata(entity);
  const given = columns.filter((column) => valueOf(first, column.propertyName) !== undefined);
  const names = given.map((column) => `"${column.databaseName}"`).join(', ');
  const table = `"${schema}"."${tableName}"`;
  const sql = `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1::json)`;
  const members = given.map((column) => ({ column, name: JSON.stringify(column.databaseName) }));
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT)
    await tx.query(sql, [
      `[${rows
        .slice(at, at + ROWS_PER_INSERT)
        .map((row) => writtenRow(row, members))
        .join(',')}]`,
    ]);
}

/** The row as a JSON object, written member by member: an object in between would cost five times its memory. */
function writtenRow(row: object, members: readonly { readonly column: ColumnOfEntity; readonly name: string }[]): string {
  return `{${members.map(({ column, name }) => `${name}:${JSON.stringify(writtenValue(row, column))}`).join(',')}}`;
}

interface ColumnOfEntity {
  readonly propertyName: string;
  readonly transformer?: unknown;
}

/** As the column's own transformer would write it: an amount as text. */
function writtenValue(row: object, column: ColumnOfEntity): unknown {
  const value = valueOf(row, column.propertyName);
  assert(value !== undefined, `every row of an insert says its ${column.propertyName}`);
  const transformer = column.transformer as { to(value: unknown): unknown } | undefined;
  return transformer ? transformer.to(value) : value;
}

function valueOf(row: object, property: string): unknown {
  return (row as Record<string, unknown>)[property];
}
