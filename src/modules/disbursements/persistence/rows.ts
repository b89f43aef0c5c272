import type { TenantRow, Tx } from '../../../platform/database/index.js';

/** The rows of an entity in the transaction's compound, by a condition whose parameters are $2 and on. Of one row the ORM makes twice the work: this is for what every decision reads. */
export async function rowsWhere<Row extends TenantRow>(tx: Tx, entity: new () => Row, condition: string, parameters: readonly unknown[]): Promise<Row[]> {
  const { table, columns } = tableOf(tx, entity);
  const listed = columns.map(({ databaseName, propertyName }) => `"${databaseName}" as "${propertyName}"`).join(', ');
  const rows = await tx.query(`select ${listed} from ${table} where community_id = $1 and ${condition}`, [tx.communityId, ...parameters]);
  const written = columns.filter(({ transformer }) => transformer);
  for (const row of rows) for (const { propertyName, transformer } of written) row[propertyName] = transformer?.from(row[propertyName]);
  return rows as unknown as Row[];
}

/** Changes the members given of one row; sent at once, so that what is begun after it finds it changed. */
export async function changeRow<Row extends TenantRow>(tx: Tx, entity: new () => Row, id: Row['id'], changes: Partial<Row>): Promise<void> {
  const { table, columns } = tableOf(tx, entity);
  const given = columns.flatMap((column) => {
    const value = changes[column.propertyName as keyof Row] as unknown;
    return value === undefined ? [] : [{ name: column.databaseName, value: column.transformer ? column.transformer.to(value) : value }];
  });
  const set = given.map(({ name }, index) => `"${name}" = $${index + 3}`).join(', ');
  await tx.query(`update ${table} set ${set} where community_id = $1 and id = $2`, [tx.communityId, id, ...given.map(({ value }) => value)]);
}

interface Column {
  readonly propertyName: string;
  readonly databaseName: string;
  readonly transformer?: { from(value: unknown): unknown; to(value: unknown): unknown };
}

function tableOf(tx: Tx, entity: new () => TenantRow): { readonly table: string; readonly columns: readonly Column[] } {
  const { tableName, schema = 'mingbai', columns } = tx.manager.dataSource.getMetadata(entity);
  return { table: `"${schema}"."${tableName}"`, columns: columns as unknown as readonly Column[] };
}
