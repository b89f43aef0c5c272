/**
 * `npm run check`: everything a machine can say about the sources without running the product. One line per step; a step
 * that fails shows its tool's own words.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { existsSync } = await import('node:fs');
const { join } = await import('node:path');
const { generators } = await import('./lib/generators.mjs');
const { root, run, since, tool } = await import('./lib/run.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');

const folders = ['src', 'migrations', 'test', 'bench'].filter((folder) => existsSync(join(root, folder)));
const steps = [
  { name: 'lint', script: () => tool('oxlint'), args: [] },
  { name: 'types', script: () => tool('tsgo', 'tsc'), args: ['--noEmit', '-p', 'tsconfig.json'] },
  { name: 'architecture', script: () => tool('dependency-cruiser', 'depcruise'), args: ['--output-type', 'err-long', ...folders] },
  { name: 'dead code', script: () => tool('knip'), args: ['--no-progress'] },
  { name: 'format', script: () => tool('oxfmt'), args: ['--check'] },
  ...generators.map((name) => ({ name, script: () => join(root, name), args: ['--check'] })),
];

const say = (text) => process.stdout.write(`${text}\n`);

async function perform({ name, script, args }) {
  const start = performance.now();
  const { code, output } = await run(process.execPath, [script(), ...args], { capture: true });
  say(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${since(start)})`);
  if (code !== 0) say(output.trimEnd());
  return code === 0;
}

/** Takes the steps in order, two at a time: more would only make them wait for each other. */
async function worker(queue) {
  let good = true;
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) good = (await perform(step)) && good;
  return good;
}

if (!(await ensureInstalled(say))) process.exit(1);
const start = performance.now();
const queue = [...steps];
const results = await Promise.all([worker(queue), worker(queue)]);
const good = results.every(Boolean);
say(`${good ? 'All checks passed' : 'The check failed'} (${since(start)})`);
process.exitCode = good ? 0 : 1;
