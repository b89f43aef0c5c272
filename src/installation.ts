import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrations } from '../migrations/index.js';
import { dataDirectory, loadSettings, SettingsError, type Settings } from './platform/config/index.js';
import { createProductDatabase, migrate, startEmbeddedServer, type EmbeddedServer } from './platform/database/index.js';

const DATABASE = 'mingbai';
/** Beside dist/ in an installation, and beside src/ in a checkout. */
const ROLES_SQL = join(import.meta.dirname, '..', '..', 'deploy', 'roles.sql');

/** The database of this machine, ready for use: the one that DATABASE_URL names, or the embedded one, started and migrated. */
export interface Installation {
  readonly settings: Settings;
  /** For migrations; undefined in production without DATABASE_OWNER_URL. */
  readonly ownerUrl: string | undefined;
  /** Stops the embedded server if this process started it: what a command does that ran beside a server or alone. */
  release(): void;
  /** Stops the embedded server also when it was left over from a process that died: what the server does at its end. */
  stop(): void;
}

/** @throws SettingsError */
export async function openInstallation(env: NodeJS.ProcessEnv, log: (message: string) => void): Promise<Installation> {
  if (env['DATABASE_URL']) return { settings: loadSettings(env), ownerUrl: env['DATABASE_OWNER_URL'], release: nothing, stop: nothing };
  loadSettings(env, 'postgres://localhost/unused'); // what is wrong with the settings is said before a server starts
  const directory = dataDirectory(env);
  mkdirSync(directory, { recursive: true });
  const server = await startEmbeddedServer({ directory, log, durable: true });
  try {
    await prepare(server);
    const settings = loadSettings(env, server.url('mingbai_app', DATABASE));
    return {
      settings,
      ownerUrl: server.url('mingbai_owner', DATABASE),
      release: () => (server.adopted ? undefined : server.stop()),
      stop: () => server.stop(),
    };
  } catch (error) {
    if (!server.adopted) server.stop();
    throw error;
  }
}

const nothing = (): void => undefined;

async function prepare(server: EmbeddedServer): Promise<void> {
  await createProductDatabase(server, DATABASE, readFileSync(ROLES_SQL, 'utf8'));
  await migrate(server.url('mingbai_owner', DATABASE), migrations);
}

interface RunningServer {
  readonly pid: number;
  readonly url: string;
}

/** Remembers where the server of a data directory listens, so that a second start can say it. */
export class ServerNote {
  private readonly file: string;

  constructor(directory: string) {
    this.file = join(directory, 'running.json');
  }

  /** The server that runs on this directory now, or null. */
  running(): RunningServer | null {
    if (!existsSync(this.file)) return null;
    try {
      const note = JSON.parse(readFileSync(this.file, 'utf8')) as RunningServer;
      process.kill(note.pid, 0); // throws when there is no such process
      return note.pid === process.pid ? null : note;
    } catch {
      return null;
    }
  }

  write(url: string): void {
    writeFileSync(`${this.file}.new`, JSON.stringify({ pid: process.pid, url }));
    renameSync(`${this.file}.new`, this.file);
  }

  erase(): void {
    rmSync(this.file, { force: true });
  }
}

/** A server in production never migrates by itself. @throws SettingsError naming what is pending and the command */
export async function assertMigrated(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const ran = await client.query<{ name: string }>('select name from mingbai.migration').catch(() => ({ rows: [] }));
    const names = new Set(ran.rows.map((row) => row.name));
    const pending = migrations.map((migration) => new migration().name).filter((name) => !names.has(name));
    if (pending.length === 0) return;
    throw new SettingsError([`The database lacks ${pending.length} migrations (${pending.join(', ')}). Run: DATABASE_OWNER_URL=… npm run mingbai -- migrate`]);
  } finally {
    await client.end();
  }
}
