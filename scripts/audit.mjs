/**
 * `npm run audit`: asks the registry whether anybody has found a hole in what the product is made of. Prints each with its package and where it
 * is told of, and exits 1; a registry that does not answer is said, and no reason to fail: what is installed is the same as before.
 */
import { appendFileSync } from 'node:fs';
import { auditReport } from './lib/audit-report.mjs';
import { run } from './lib/run.mjs';

const npm = process.env.npm_execpath;
const { output } = npm
  ? await run(process.execPath, [npm, 'audit', '--omit=dev', '--json', '--no-fund'], { capture: true })
  : await run('npm', ['audit', '--omit=dev', '--json', '--no-fund'], { capture: true });
const { lines, notRun, failed } = auditReport(output);
for (const line of lines) process.stdout.write(`${line}\n`);
if (notRun !== null) {
  process.stdout.write(`not run: ${notRun}\n`);
  if (process.env.MINGBAI_NOT_RUN_FILE) appendFileSync(process.env.MINGBAI_NOT_RUN_FILE, `${notRun}\n`);
}
process.exitCode = failed ? 1 : 0;
