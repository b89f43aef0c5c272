/**
 * `npm test`: installs what is missing, builds, and runs every test there is; arguments go on to Jest. Ends with what was not
 * run because its tool is not installed, and one line "N passed, N failed". A test that cannot run for want of a tool appends
 * "name: reason" to the file named by MINGBAI_NOT_RUN_FILE; there is no other way to leave one out.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = await import('node:fs');
const { tmpdir } = await import('node:os');
const { join } = await import('node:path');
const { root, run, tool } = await import('./lib/run.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { leftOut, verdict } = await import('./lib/results.mjs');

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
    const resultFile = join(folder, 'results.json');
    const notRunFile = join(folder, 'not-run.txt');
    writeFileSync(notRunFile, '');
    // --reporters takes a list, so it stands last: a path after it would be taken for another reporter.
    const jest = [tool('jest'), ...args, '--json', `--outputFile=${resultFile}`, `--reporters=${join(root, 'scripts/lib/reporter.cjs')}`];
    const { code } = await run(process.execPath, jest, { env: { MINGBAI_NOT_RUN_FILE: notRunFile } });
    const results = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : undefined;
    const selected = args.some((arg) => /^(-t|--testNamePattern)/.test(arg));
    if (results && !selected) for (const name of leftOut(results)) say(`left out without a reason: ${name}`);
    const notRun = new Set(readFileSync(notRunFile, 'utf8').split('\n').filter(Boolean));
    for (const line of notRun) say(`not run: ${line}`);
    const { passed, failed } = verdict({ results, exitCode: code, selected });
    return finish({ passed, failed: built ? failed : failed + 1 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
