import { resolve } from 'node:path';
import { instant, type Instant } from '../../kernel/index.js';

const GIGABYTE = 1024 ** 3;
/** Six years of a compound whose firm hands in ten photos to each of twenty items every quarter. */
const EVIDENCE_GIGABYTES = 50;
const DEMO_CLOCK_STARTS = '2026-11-23T09:00+08:00';

/** Everything the environment decides, read and checked once at start (README, Settings). */
export class Settings {
  constructor(
    /** As mingbai_app. */
    readonly databaseUrl: string,
    readonly databasePoolSize: number,
    /** Where files of this installation lie. */
    readonly dataDirectory: string,
    readonly host: string,
    readonly port: number,
    readonly publicUrl: string,
    readonly logLevel: string,
    /** True with a DATABASE_URL: no demo, no moved clock. */
    readonly production: boolean,
    /** Load and show the demo compound. */
    readonly demo: boolean,
    /** Where the demo's clock starts. */
    readonly demoNow: Instant,
    /** Addresses of proxies whose X-Forwarded-For is believed; empty: nobody's. */
    readonly trustedProxies: readonly string[] = [],
    /** Whoever has an office needs a second factor. */
    readonly secondFactorRequired: boolean = false,
    /** Requests of each person and network are counted: in every server; not in benchmarks and tests that ask thousands of times. */
    readonly requestLimits: boolean = false,
    /** What all files that are handed in for a compound may take on the disk, with the copies that are made of them. */
    readonly evidenceBytesMax: number = EVIDENCE_GIGABYTES * GIGABYTE,
  ) {}
}

/** The environment cannot be used; each problem is a sentence that says which variable and what to do. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Reads the settings; `embeddedUrl` is the database to use when DATABASE_URL is not set. @throws SettingsError */
export function loadSettings(env: NodeJS.ProcessEnv, embeddedUrl?: string): Settings {
  const problems: string[] = [];
  const production = Boolean(env['DATABASE_URL']);
  const port = integer(env, { name: 'PORT', fallback: 3000, min: 0, max: 65_535 }, problems);
  const poolSize = integer(env, { name: 'DATABASE_POOL_SIZE', fallback: 10, min: 1, max: 200 }, problems);
  const evidence = integer(env, { name: 'MINGBAI_EVIDENCE_GIGABYTES', fallback: EVIDENCE_GIGABYTES, min: 1, max: 100_000 }, problems);
  const logLevel = env['LOG_LEVEL'] ?? 'info';
  if (!['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(logLevel))
    problems.push(`LOG_LEVEL is "${logLevel}"; use one of fatal, error, warn, info, debug, trace, silent.`);
  if (production && env['MINGBAI_NOW']) problems.push('MINGBAI_NOW moves the clock and is refused in production; unset it.');
  if (production && !env['MINGBAI_PUBLIC_URL'])
    problems.push('MINGBAI_PUBLIC_URL is missing; set it to the address under which residents open the site, e.g. https://mingbai.example.');
  const publicUrl = env['MINGBAI_PUBLIC_URL'] ?? `http://localhost:${port}`;
  if (!URL.canParse(publicUrl)) problems.push(`MINGBAI_PUBLIC_URL is "${publicUrl}"; write a whole address such as https://mingbai.example.`);
  const databaseUrl = env['DATABASE_URL'] ?? embeddedUrl ?? '';
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) problems.push('DATABASE_URL must begin with postgres:// and name the role mingbai_app.');
  else if (production && !/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(publicUrl))
    problems.push(`MINGBAI_PUBLIC_URL is "${publicUrl}"; sessions need https outside this machine.`);
  const proxies = (env['MINGBAI_TRUST_PROXY'] ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  if (!proxies.every((proxy) => /^[0-9a-f.:]+(\/\d{1,3})?$/i.test(proxy)))
    problems.push('MINGBAI_TRUST_PROXY must list addresses or networks, e.g. "127.0.0.1, 10.0.0.0/8".');
  const secondFactor = env['MINGBAI_SECOND_FACTOR'] ?? (production ? 'required' : 'optional');
  if (!['required', 'optional'].includes(secondFactor)) problems.push(`MINGBAI_SECOND_FACTOR is "${secondFactor}"; write required or optional.`);
  const demoNow = demoClock(env, problems);
  if (problems.length > 0) throw new SettingsError(problems);
  return new Settings(
    databaseUrl,
    poolSize,
    dataDirectory(env),
    env['HOST'] ?? (production ? '127.0.0.1' : 'localhost'),
    port,
    publicUrl.replace(/\/$/, ''),
    logLevel,
    production,
    !production && env['MINGBAI_DEMO'] !== 'off',
    demoNow,
    proxies,
    secondFactor === 'required',
    true,
    evidence * GIGABYTE,
  );
}

/** Where files of this installation lie: MINGBAI_DATA, else ./var. */
export function dataDirectory(env: NodeJS.ProcessEnv): string {
  return resolve(env['MINGBAI_DATA'] ?? 'var');
}

function demoClock(env: NodeJS.ProcessEnv, problems: string[]): Instant {
  try {
    return instant(env['MINGBAI_NOW'] ?? DEMO_CLOCK_STARTS);
  } catch {
    problems.push(`MINGBAI_NOW is "${env['MINGBAI_NOW']}"; write a moment with its zone, e.g. ${DEMO_CLOCK_STARTS}.`);
    return instant(DEMO_CLOCK_STARTS);
  }
}

function integer(env: NodeJS.ProcessEnv, rule: { name: string; fallback: number; min: number; max: number }, problems: string[]): number {
  const text = env[rule.name];
  if (text === undefined || text === '') return rule.fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= rule.min && value <= rule.max) return value;
  problems.push(`${rule.name} is "${text}"; write a whole number from ${rule.min} to ${rule.max}.`);
  return rule.fallback;
}
