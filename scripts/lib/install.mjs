import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, run } from './run.mjs';

const lockFile = join(root, 'package-lock.json');
/** SHA-256 of the lock file that node_modules was last found to match. */
const stampFile = join(root, 'node_modules/.mingbai-lock');
/** npm writes this one when it has finished, and removes it before it begins: what is really there. */
const installedFile = join(root, 'node_modules/.package-lock.json');

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Paths of the packages that differ between a lock file and npm's record of what it installed. A package may be absent when
 * the lock calls it optional (binaries for other machines) or a link.
 */
export function differences(lock, installed) {
  const wanted = Object.entries(lock.packages).filter(([path, entry]) => path !== '' && !entry.link);
  const wrong = wanted.filter(([path, entry]) => {
    const found = installed.packages[path];
    if (found === undefined) return !(entry.optional || entry.devOptional);
    return found.version !== entry.version || (found.integrity ?? entry.integrity) !== entry.integrity;
  });
  const extra = Object.keys(installed.packages).filter((path) => lock.packages[path] === undefined);
  return [...wrong.map(([path]) => path), ...extra];
}

/** Whether node_modules is what package-lock.json says, also when npm was run by hand. */
function isInstalled(stamp) {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  return existsSync(installedFile) && differences(readJson(lockFile), readJson(installedFile)).length === 0;
}

/** npm as it was started, or the one beside our Node. */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script !== undefined && basename(script) === 'npm-cli.js') return run(process.execPath, [script, ...args], { quiet: true });
  if (process.platform === 'win32') return run(process.env.ComSpec ?? 'cmd.exe', ['/d', '/c', 'npm', ...args], { quiet: true });
  return run('npm', args, { quiet: true });
}

/** Runs `npm ci` when node_modules is missing or does not match package-lock.json. @returns whether it worked */
export async function ensureInstalled(say) {
  const stamp = sha256(readFileSync(lockFile));
  if (!isInstalled(stamp)) {
    say('Installing packages (about a minute on a fresh machine) …');
    const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    if (code !== 0) {
      say('npm ci did not work; its message is above. Nothing was started.');
      return false;
    }
  }
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) writeFileSync(stampFile, stamp);
  return true;
}
