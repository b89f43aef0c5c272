import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The file behind a command of an installed package: started with our own Node, it needs no shell and no PATH. */
export function tool(packageName, command = packageName) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * Runs a program in the root folder without standard input. Gives its exit code (1 when a signal ended it) and, with
 * `capture`, all that it wrote; otherwise it writes to our own output. Signals that reach us go on to the program.
 */
export function run(command, args, { capture = false, quiet = false, env = {} } = {}) {
  return new Promise((done, failed) => {
    const out = capture ? 'pipe' : 'inherit';
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', quiet ? 'ignore' : out, out] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.once('error', failed);
    child.once('close', (code, signal) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(signal === 'SIGINT' ? 130 : 143);
      done({ code: code ?? 1, output });
    });
  });
}

/** "0.4 s": how long ago `start` (performance.now()) was. */
export const since = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;
