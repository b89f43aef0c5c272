/**
 * `npm run mutation [-- kernel | ledger-domain | ledger-export | ledger-books]`: changes the code in small ways, one after the other, and asks
 * whether a test fails. Each area needs 85 %. What survived is printed, and kept in .cache/mutation/. Nothing in the sources is touched.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { join } = await import('node:path');
const { root, run, tool } = await import('./lib/run.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');

const say = (text) => process.stdout.write(`${text}\n`);
const wanted = process.argv.slice(2);
const areas = wanted.length > 0 ? wanted : ['kernel', 'ledger-domain', 'ledger-export', 'ledger-books'];

if (!(await ensureInstalled(say))) process.exit(1);
// A server of its own: tests may run meanwhile.
const MINGBAI_TEST_DIRECTORY = join(root, 'node_modules/.cache/mingbai-mutation');
const failed = [];
for (const area of areas) {
  const env = { MINGBAI_MUTATION_AREA: area, MINGBAI_TEST_DIRECTORY };
  const { code } = await run(process.execPath, [tool('@stryker-mutator/core', 'stryker'), 'run'], { env });
  if (code !== 0) failed.push(area);
}
// The server outlives the process that started it, which Stryker may kill; an ordinary test run takes it over and stops it.
await run(process.execPath, [tool('jest'), 'src/kernel/clock.spec.ts'], { capture: true, env: { MINGBAI_TEST_DIRECTORY } });
for (const area of failed) say(`${area}: less than 85 % of the changes were found, or the tests did not run`);
process.exitCode = failed.length === 0 ? 0 : 1;
