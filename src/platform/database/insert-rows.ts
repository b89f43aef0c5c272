import type { QueryDeepPartialEntity } from 'typeorm';
import type { Tx } from './tx.js';

/** PostgreSQL takes 65,535 parameters a statement. */
const ROWS_PER_INSERT = 1000;

/** Inserts rows in their order, in as few statements as the driver allows. */
export async function insertRows<Row extends object>(tx: Tx, entity: new () => Row, rows: readonly QueryDeepPartialEntity<Row>[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) await tx.manager.insert(entity, rows.slice(at, at + ROWS_PER_INSERT));
}
