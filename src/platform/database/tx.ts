import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import type { CommunityId } from '../../kernel/index.js';

abstract class Connection {
  constructor(
    readonly manager: EntityManager,
    private readonly client: PoolClient,
  ) {}

  /**
   * The rows of a statement. Straight to the driver, as the query runner on the way there costs as much again. Its text is constant, so that
   * the server parses it once a connection (statement-names.ts): what varies is a parameter.
   */
  async query<Row extends object = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(sql, parameters)).rows;
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
