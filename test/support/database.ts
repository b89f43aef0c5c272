import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { ManualClock, shanghaiTime, businessDate, type CommunityId } from '../../src/kernel/index.js';
import { appDataSource, UnitOfWork, type EntityList } from '../../src/platform/database/index.js';
import { SERVER_FILE, TEMPLATE } from './test-server.js';

type DatabaseRole = 'postgres' | 'mingbai_owner' | 'mingbai_app';

/** A migrated database of its own for one spec file, and the real UnitOfWork on it as mingbai_app. */
export class TestDatabase {
  /** What would lie in MINGBAI_DATA beside this database; it goes with it. */
  readonly folder = mkdtempSync(join(tmpdir(), 'mingbai-test-data-'));
  private readonly idle: Record<DatabaseRole, Client[]> = { postgres: [], mingbai_owner: [], mingbai_app: [] };

  private constructor(
    readonly name: string,
    readonly dataSource: DataSource,
    readonly clock: ManualClock,
    readonly unitOfWork: UnitOfWork,
  ) {}

  static async create(entities: EntityList = [], template: string = TEMPLATE, name = `mingbai_test_${randomBytes(6).toString('hex')}`): Promise<TestDatabase> {
    // CREATE DATABASE refuses while another session copies the same template
    await asRole('postgres', 'postgres', async (client) => {
      await client.query('select pg_advisory_lock(1)');
      // each file copied, not each page through the log: half of what it takes, and it is done for every spec file
      await client.query(`create database "${name}" template "${template}" strategy file_copy owner mingbai_owner`);
      await client.query('select pg_advisory_unlock(1)');
      await client.query(`revoke all on database "${name}" from public`);
      await client.query(`grant connect on database "${name}" to mingbai_app`);
    });
    const dataSource = appDataSource({ url: urlOf('mingbai_app', name), entities, poolSize: 10 });
    await dataSource.initialize();
    const clock = new ManualClock(shanghaiTime(businessDate('2024-01-01'), '09:00'));
    return new TestDatabase(name, dataSource, clock, new UnitOfWork(dataSource, clock));
  }

  url(role: DatabaseRole): string {
    return urlOf(role, this.name);
  }

  /** A bare session under a role, as an attacker or an operator would have it. */
  async as<T>(role: DatabaseRole, work: (client: Client) => Promise<T>): Promise<T> {
    const client = this.idle[role].pop() ?? (await connected(role, this.name));
    try {
      return await work(client);
    } finally {
      if (await isAsOpened(client)) this.idle[role].push(client);
      else await client.end();
    }
  }

  async destroy(): Promise<void> {
    await this.dataSource.destroy();
    for (const client of Object.values(this.idle).flat()) await client.end();
    await asRole('postgres', 'postgres', (client) => client.query(`drop database "${this.name}" with (force)`));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const communityOne = 1 as CommunityId;
export const communityTwo = 2 as CommunityId;

function urlOf(role: DatabaseRole, database: string): string {
  const urls = JSON.parse(readFileSync(SERVER_FILE, 'utf8')) as Record<DatabaseRole, string>;
  return urls[role].replace(/DATABASE$/, database);
}

/** A bare session under a role. */
export async function asRole<T>(role: DatabaseRole, database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connected(role, database);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function connected(role: DatabaseRole, database: string): Promise<Client> {
  const client = new Client({ connectionString: urlOf(role, database) });
  client.on('error', () => undefined); // of one that is ended from outside, the statement that fails tells
  await client.connect();
  return client;
}

/** Takes back whatever its user did to a session: for the next one it is a new one, without the 30 ms that a new one takes. @returns whether that worked */
async function isAsOpened(client: Client): Promise<boolean> {
  try {
    await client.query('rollback');
    await client.query('discard all');
    return true;
  } catch {
    return false;
  }
}
