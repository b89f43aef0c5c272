/**
 * `npm test`: installs what is missing, builds, and runs every test there is, then those of the database once more on each other
 * PostgreSQL of the machine; with arguments, which go on to Jest, only what they ask for. Ends with what was not run because its
 * tool is not installed, and one line "N passed, N failed". A test that cannot run for want of a tool appends "name: reason" to
 * the file named by MINGBAI_NOT_RUN_FILE; there is no other way to leave one out.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = await import('node:fs');
const { tmpdir } = await import('node:os');
const { join } = await import('node:path');
const { root, run, tool } = await import('./lib/run.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { otherVersions, SYSTEM, VERSION_SPECS } = await import('./lib/postgresql.mjs');
const { leftOut, sum, verdict } = await import('./lib/results.mjs');

const say = (text) => process.stdout.write(`${text}\n`);
const finish = ({ passed, failed }) => {
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
};

async function main(args) {
  if (!(await ensureInstalled(say))) return finish({ passed: 0, failed: 1 });
  const built = await ensureBuilt(say);
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-test-'));
  try {
    const notRunFile = join(folder, 'not-run.txt');
    writeFileSync(notRunFile, '');
    const verdicts = [await runJest(args, { folder, env: { MINGBAI_NOT_RUN_FILE: notRunFile } })];
    if (args.length === 0) verdicts.push(...(await runOnOtherVersions(folder, notRunFile)));
    for (const line of new Set(readFileSync(notRunFile, 'utf8').split('\n').filter(Boolean))) say(`not run: ${line}`);
    return finish(sum([...verdicts, { passed: 0, failed: built ? 0 : 1 }]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runJest(args, { folder, env }) {
  const resultFile = join(folder, 'results.json');
  rmSync(resultFile, { force: true });
  // --reporters takes a list, so it stands last: a path after it would be taken for another reporter.
  const jest = [tool('jest'), ...args, '--json', `--outputFile=${resultFile}`, `--reporters=${join(root, 'scripts/lib/reporter.cjs')}`];
  const { code } = await run(process.execPath, jest, { env });
  const results = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : undefined;
  const selected = args.some((arg) => /^(-t|--testNamePattern)/.test(arg));
  if (results && !selected) for (const name of leftOut(results)) say(`left out without a reason: ${name}`);
  return verdict({ results, exitCode: code, selected });
}

/** The database's own tests on each version found, each with a server and a directory of its own; one that is missing is said. */
async function runOnOtherVersions(folder, notRunFile) {
  const verdicts = [];
  for (const { version, folder: installation } of otherVersions()) {
    if (installation === null) {
      appendFileSync(notRunFile, `the tests of the database on PostgreSQL ${version}: it is not installed under ${SYSTEM}\n`);
      continue;
    }
    say(`On PostgreSQL ${version} of ${installation}:`);
    const named = process.env.MINGBAI_TEST_DIRECTORY;
    const directory = named && { MINGBAI_TEST_DIRECTORY: `${named}-${version}` };
    const env = { MINGBAI_NOT_RUN_FILE: notRunFile, MINGBAI_TEST_POSTGRESQL: installation, ...directory };
    const one = await runJest(VERSION_SPECS, { folder, env });
    say(`PostgreSQL ${version}: ${one.passed} passed, ${one.failed} failed`);
    verdicts.push(one);
  }
  return verdicts;
}

await main(process.argv.slice(2));
