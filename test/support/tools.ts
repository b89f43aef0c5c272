import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/**
 * Whether a program of the machine is there, and says of itself what is wanted. When not, what is not run for it is noted for the summary of
 * `npm test`, so that nothing is skipped in silence.
 */
export function hasTool(tool: string, what: string, { probe = '--version', says = /^/ } = {}): boolean {
  const { status, stdout } = spawnSync(tool, [probe], { encoding: 'utf8' });
  if (status === 0 && says.test(stdout)) return true;
  const file = process.env['MINGBAI_NOT_RUN_FILE'];
  if (file) appendFileSync(file, `${what}: ${tool} is not installed${status === 0 ? ' in the version that it takes' : ''}\n`);
  return false;
}
