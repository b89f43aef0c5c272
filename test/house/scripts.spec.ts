import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { script } from '../support/repository.js';

interface Lock {
  readonly packages: Record<string, { version?: string; integrity?: string; optional?: boolean; devOptional?: boolean; link?: boolean }>;
}
interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[];
}

describe('the version of Node', () => {
  it.each([
    ['20.19.0', true],
    ['20.20.2', true],
    ['24.0.0', true],
    ['20.18.9', false],
    ['18.20.0', false],
  ])('%s is new enough: %s', async (version, expected) => {
    const { isSupported } = await script<{ isSupported: (version: string) => boolean }>('lib/node-version.mjs');
    expect(isSupported(version)).toBe(expected);
  });
});

describe('what is installed', () => {
  const lock: Lock = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/a-darwin': { version: '1.0.0', integrity: 'sha512-d', optional: true },
      'node_modules/here': { link: true },
    },
  };
  const differences = async (packages: Lock['packages']): Promise<string[]> =>
    (await script<{ differences: (lock: Lock, installed: Lock) => string[] }>('lib/install.mjs')).differences(lock, { packages });

  it('matches the lock file without the packages for other machines', async () => {
    expect(await differences({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } })).toEqual([]);
  });
  it('differs by a package that is missing', async () => {
    expect(await differences({})).toEqual(['node_modules/a']);
  });
  it('differs by another version, other contents, or a package too many', async () => {
    expect(await differences({ 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } })).toEqual(['node_modules/a']);
    expect(await differences({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } })).toEqual(['node_modules/a']);
    expect(await differences({ ...lock.packages, 'node_modules/b': { version: '1.0.0' } })).toEqual(['node_modules/b']);
  });
});

describe('a build', () => {
  it('makes a script and a map of each code file, copies the rest, and has no output for declarations', async () => {
    const { outputsOf } = await script<{ outputsOf: (sources: string[]) => Set<string> }>('lib/build.mjs');
    expect([...outputsOf(['src/main.ts', 'src/web/page.tsx', 'src/web/style.css', 'src/types.d.ts'])].toSorted()).toEqual([
      'dist/src/main.js',
      'dist/src/main.js.map',
      'dist/src/web/page.js',
      'dist/src/web/page.js.map',
      'dist/src/web/style.css',
    ]);
  });
});

describe('the other versions of PostgreSQL', () => {
  it('are those whose programs are in the folder of their number; each other one is named too', async () => {
    const system = mkdtempSync(join(tmpdir(), 'mingbai-versions-'));
    for (const [version, programs] of Object.entries({ 15: ['initdb', 'pg_ctl', 'postgres'], 17: ['pg_ctl'], 18: ['initdb', 'pg_ctl', 'postgres'] })) {
      mkdirSync(join(system, version, 'bin'), { recursive: true });
      for (const program of programs) writeFileSync(join(system, version, 'bin', program), '');
    }
    const { otherVersions } = await script<{ otherVersions: (system: string) => unknown }>('lib/postgresql.mjs');
    expect(otherVersions(system)).toEqual([
      { version: '15', folder: join(system, '15') },
      { version: '16', folder: null },
      { version: '17', folder: null },
    ]);
    rmSync(system, { recursive: true });
  });

  it('are tested on the books, their guards and the demo, by files that exist', async () => {
    const { VERSION_SPECS } = await script<{ VERSION_SPECS: string[] }>('lib/postgresql.mjs');
    const specs = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.spec.ts'));
    expect(VERSION_SPECS.filter((start) => !specs.some((file) => new RegExp(`^${start}`).test(`test/${file}`)))).toEqual([]);
  });
});

describe('the verdict of a test run', () => {
  const results = (change: Partial<JestResults> = {}, status = 'passed'): JestResults => ({
    numPassedTests: 3,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [{ name: 'a.spec.ts', assertionResults: [{ status, fullName: 'adds' }] }],
    ...change,
  });
  const verdict = async (run: { results: JestResults | undefined; exitCode: number; selected?: boolean }): Promise<unknown> =>
    (await script<{ verdict: (input: typeof run) => unknown }>('lib/results.mjs')).verdict(run);

  it('is green when everything ran and passed', async () => {
    expect(await verdict({ results: results(), exitCode: 0 })).toEqual({ passed: 3, failed: 0 });
  });
  it('counts failed tests, and files that could not be started', async () => {
    expect(await verdict({ results: results({ numFailedTests: 2, numRuntimeErrorTestSuites: 1 }), exitCode: 1 })).toEqual({ passed: 3, failed: 3 });
  });
  it.each(['pending', 'todo', 'skipped', 'disabled'])('counts a test that is %s as failed', async (status) => {
    expect(await verdict({ results: results({}, status), exitCode: 0 })).toEqual({ passed: 3, failed: 1 });
  });
  it('leaves out the tests that were not asked for by name', async () => {
    expect(await verdict({ results: results({}, 'pending'), exitCode: 0, selected: true })).toEqual({ passed: 3, failed: 0 });
  });
  it('is red when nothing ran, when Jest ended badly, and when it left no results', async () => {
    expect(await verdict({ results: results({ numPassedTests: 0 }), exitCode: 0 })).toEqual({ passed: 0, failed: 1 });
    expect(await verdict({ results: results(), exitCode: 1 })).toEqual({ passed: 3, failed: 1 });
    expect(await verdict({ results: undefined, exitCode: 1 })).toEqual({ passed: 0, failed: 1 });
  });
  it('adds up what ran on several servers', async () => {
    const { sum } = await script<{ sum: (verdicts: unknown[]) => unknown }>('lib/results.mjs');
    expect(
      sum([
        { passed: 3, failed: 0 },
        { passed: 2, failed: 1 },
      ]),
    ).toEqual({ passed: 5, failed: 1 });
  });
});
