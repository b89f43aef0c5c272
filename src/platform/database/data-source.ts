import type { Socket } from 'node:net';
import pg from 'pg';
import { DataSource, DefaultNamingStrategy, type MixedList, type MigrationInterface } from 'typeorm';
import { assert, instant } from '../../kernel/index.js';
import { entityStatementName } from './statement-names.js';

const OID = { int8: 20, date: 1082, timestamptz: 1184 } as const;
const parseTimestamp = pg.types.getTypeParser(OID.timestamptz) as (text: string) => Date;

/** How values leave the driver, for the whole process: dates as written, moments as RFC 3339 text, int8 as safe integer. */
function setTypeParsers(): void {
  pg.types.setTypeParser(OID.date, (text) => text);
  pg.types.setTypeParser(OID.timestamptz, (text) => instant(parseTimestamp(text)));
  pg.types.setTypeParser(OID.int8, (text) => {
    const value = Number(text);
    assert(Number.isSafeInteger(value), `${text} is beyond 2^53`);
    return value;
  });
}

/** communityId ↔ community_id */
class SnakeCase extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

const HELD_BYTES_MAX = 16_384;

type Send = (asked: unknown, ...rest: unknown[]) => unknown;

/**
 * A connection may break in the moment in which the pool has let go of it and the query runner does not hold it yet: then nobody
 * listens to its error, and Node ends the process. Whoever uses it is told by the statement that fails. What the entity manager asks goes
 * under a name as our own statements do.
 */
class AppClient extends pg.Client {
  private areWritesHeld = false;

  constructor(config: pg.ClientConfig & { readonly silenceMsMax: number }) {
    super(config);
    this.on('error', () => undefined);
    this.once('connect', () => this.endSilence(config.silenceMsMax));
    const send = this.query.bind(this) as Send;
    const query: Send = (asked, values, ...rest) => {
      this.holdWrites();
      this.stream.setTimeout(config.silenceMsMax);
      const answer =
        typeof asked === 'string' && Array.isArray(values) && values.length > 0
          ? send({ name: entityStatementName(asked), text: asked, values }, ...rest)
          : send(asked, values, ...rest);
      if (this.stream.writableLength > HELD_BYTES_MAX) this.releaseWrites();
      return answer;
    };
    Object.assign(this, { query });
  }

  private get stream(): Socket {
    return (this as unknown as { connection: { stream: Socket } }).connection.stream;
  }

  /**
   * Breaks off when the server owes answers and says nothing for so long. Not the driver's query_timeout, which begins when a question is asked: of many that are asked
   * together the last would be given up while the server keeps to its own limit with each.
   */
  private endSilence(silenceMsMax: number): void {
    this.stream.on('timeout', () => this.stream.destroy(new Error(`query read timeout: the server said nothing for ${silenceMsMax} ms`)));
    this.on('drain', () => this.stream.setTimeout(0));
  }

  /**
   * What is asked in one turn of the event loop goes out in one write: the way to the server costs more than most questions. Much at once goes
   * out without delay: the server works on it while the next is made.
   */
  private holdWrites(): void {
    if (this.areWritesHeld) return;
    this.areWritesHeld = true;
    this.stream.cork();
    process.nextTick(() => this.releaseWrites());
  }

  private releaseWrites(): void {
    if (!this.areWritesHeld) return;
    this.areWritesHeld = false;
    this.stream.uncork();
  }
}

/** Above every limit that the server sets a statement (deploy/roles.sql): a connection that says nothing for so long is dead, and its compound goes on. */
const SILENCE_MS_MAX = 65_000;

export type EntityList = MixedList<Function>;
type MigrationList = (new () => MigrationInterface)[];

/** The server's connections, as mingbai_app: never migrates, never synchronizes. */
export function appDataSource(options: { url: string; entities: EntityList; poolSize: number; silenceMsMax?: number }): DataSource {
  setTypeParsers();
  const silenceMsMax = options.silenceMsMax ?? SILENCE_MS_MAX;
  return new DataSource({
    type: 'postgres',
    url: options.url,
    schema: 'mingbai',
    entities: options.entities,
    namingStrategy: new SnakeCase(),
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    poolSize: options.poolSize,
    extra: { Client: AppClient, pipeline: true, silenceMsMax, keepAlive: true, connectionTimeoutMillis: silenceMsMax },
    applicationName: 'mingbai',
  });
}

/** One connection as mingbai_owner, for migrations only; destroy it afterwards. */
export function ownerDataSource(url: string, migrations: MigrationList): DataSource {
  setTypeParsers();
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'mingbai',
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    poolSize: 1,
    applicationName: 'mingbai-migrate',
  });
}

/** Runs what is pending, each migration in its own transaction. @returns the names of those that ran */
export async function migrate(url: string, migrations: MigrationList): Promise<string[]> {
  const owner = ownerDataSource(url, migrations);
  await owner.initialize();
  try {
    const ran = await owner.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    await owner.destroy();
  }
}
