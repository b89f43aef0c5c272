import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { assert, together, type CommunityId } from '../../kernel/index.js';
import { statementName } from './statement-names.js';

/** A connection for the time of one transaction. */
export abstract class Connection {
  private isOver = false;
  private readonly left: Promise<unknown>[] = [];

  constructor(
    private readonly entities: EntityManager,
    private readonly client: PoolClient,
  ) {}

  /** What was begun and not waited for must not reach the connection's next transaction, which may be another compound's. */
  end(): void {
    this.isOver = true;
  }

  get manager(): EntityManager {
    this.assertOpen();
    return this.entities;
  }

  /**
   * The rows of a statement. Straight to the driver, as the query runner on the way there costs as much again; and under a name, so that the
   * server parses and plans it once a connection. Its text is therefore constant: what varies is a parameter.
   */
  async query<Row extends object = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    this.assertOpen();
    const statement = parameters.length === 0 ? sql : { name: statementName(sql), text: sql, values: parameters };
    return (await this.client.query<Row>(statement)).rows;
  }

  /** Asks what only the end of the work waits for, and goes out with it. */
  leave(sql: string, parameters: unknown[]): void {
    const asked = this.query(sql, parameters);
    asked.catch(() => undefined); // told by `answered`
    this.left.push(asked);
  }

  /** When all that was left has its answer. @throws what it was refused for */
  async answered(): Promise<void> {
    await together(this.left.splice(0));
  }

  /** Statements of the transaction itself, several in a round trip. */
  async execute(sql: string): Promise<void> {
    this.assertOpen();
    await this.client.query(sql);
  }

  private assertOpen(): void {
    assert(!this.isOver, 'a transaction is over: what asks it was not waited for');
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
