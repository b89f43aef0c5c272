import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import type { CommunityId } from '../../kernel/index.js';

/** Names of the statements of this process, by their text: a number and how it begins, for whoever watches the connection. */
const names = new Map<string, string>();

/** The driver wants names of at most 63 signs. */
const NAME_TEXT = 50;

function statementName(sql: string): string {
  const name = names.get(sql) ?? `${names.size + 1} ${sql.trim().replaceAll(/\s+/g, ' ').slice(0, NAME_TEXT)}`;
  names.set(sql, name);
  return name;
}

abstract class Connection {
  constructor(
    readonly manager: EntityManager,
    private readonly client: PoolClient,
  ) {}

  /**
   * The rows of a statement. Straight to the driver, as the query runner on the way there costs as much again; and under a name, so that the
   * server parses and plans it once a connection. Its text is therefore constant: what varies is a parameter.
   */
  async query<Row extends object = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const statement = parameters.length === 0 ? sql : { name: statementName(sql), text: sql, values: parameters };
    return (await this.client.query<Row>(statement)).rows;
  }

  /** Statements of the transaction itself, several in a round trip. */
  async execute(sql: string): Promise<void> {
    await this.client.query(sql);
  }
}

/** One transaction of one compound. Only its rows are visible; it is passed on as the first argument, never stored. */
export class Tx extends Connection {
  constructor(
    manager: EntityManager,
    client: PoolClient,
    readonly communityId: CommunityId,
  ) {
    super(manager, client);
  }
}

/** A transaction outside every compound: tenant tables are empty to it. */
export class SharedTx extends Connection {
  private readonly shared = true;
}
