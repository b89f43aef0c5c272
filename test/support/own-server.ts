import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrations } from '../../migrations/index.js';
import { createProductDatabase, isConnectionLoss, migrate, startEmbeddedServer, type EmbeddedServer } from '../../src/platform/database/index.js';

/** How a server ends: its first process killed, one of its sessions killed (which makes it recover by itself), or `pg_ctl stop -m immediate`. */
export type Death = 'postmaster' | 'backend' | 'immediate';

const DATABASE = 'mingbai';
const RECOVERY_MS_MAX = 60_000;
const REAPED_MS_MAX = 10_000;

/** A PostgreSQL for one spec that kills it: durable, in a directory of its own, with the product's roles and tables. */
export class OwnServer {
  private constructor(
    private readonly wanted: string,
    private server: EmbeddedServer,
  ) {}

  static async start(): Promise<OwnServer> {
    const wanted = mkdtempSync(join(tmpdir(), 'mingbai-own-server-'));
    chmodSync(wanted, 0o755); // where the tests run as root, PostgreSQL runs as somebody else
    const own = new OwnServer(wanted, await launch(wanted));
    await createProductDatabase(own.server, DATABASE, readFileSync('deploy/roles.sql', 'utf8'));
    await migrate(own.url('mingbai_owner'), migrations);
    return own;
  }

  url(role: 'postgres' | 'mingbai_owner' | 'mingbai_app'): string {
    return this.server.url(role, DATABASE);
  }

  /** Kills it as told; gives back when it is dead or, after the death of a session, as soon as that is. */
  async kill(death: Death): Promise<void> {
    if (death === 'backend') return this.killSession();
    const pidFile = join(this.server.directory, 'pg', 'postmaster.pid');
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    process.kill(pid, death === 'postmaster' ? 'SIGKILL' : 'SIGQUIT');
    for (const start = performance.now(); isAlive(pid); await sleep(20)) {
      if (performance.now() - start > REAPED_MS_MAX) return rmSync(pidFile); // nobody collects dead processes here, and it still seems to run
    }
  }

  /** Starts it again where it was killed, or waits until it has recovered; on the same port. */
  async recover(death: Death): Promise<void> {
    const before = this.url('postgres');
    if (death !== 'backend') this.server = await launch(this.wanted);
    if (this.url('postgres') !== before) throw new Error('the server came back on another port');
    for (const start = performance.now(); ; await sleep(50)) {
      try {
        return await this.asSuperuser((client) => client.query('select 1').then(() => undefined));
      } catch (error) {
        if (performance.now() - start > RECOVERY_MS_MAX) throw error;
      }
    }
  }

  async asSuperuser<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: this.url('postgres') });
    client.on('error', () => undefined); // it may be killed; the query tells
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  dispose(): void {
    this.server.stop();
    rmSync(this.server.directory, { recursive: true, force: true });
    rmSync(this.wanted, { recursive: true, force: true });
  }

  /** PostgreSQL ends every session when one was killed: the one that asked for it as well. */
  private async killSession(): Promise<void> {
    const sql = `select pid from pg_stat_activity where usename = 'mingbai_app' order by state = 'idle', random() limit 1`;
    const noticed = this.asSuperuser(async (client) => {
      const { rows } = await client.query<{ pid: number }>(sql);
      if (rows[0] === undefined) throw new Error('there is no session to kill');
      process.kill(rows[0].pid, 'SIGKILL');
      for (;;) await client.query('select pg_sleep(0.01)');
    });
    await noticed.catch((error: unknown) => {
      if (!isConnectionLoss(error)) throw error;
    });
  }
}

function launch(directory: string): Promise<EmbeddedServer> {
  return startEmbeddedServer({ directory, log: () => undefined, durable: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
