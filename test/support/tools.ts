import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/**
 * Whether a program of the machine is there. When it is not, what is not run for it is noted for the summary of `npm test`,
 * so that nothing is skipped in silence.
 */
export function hasTool(tool: string, what: string): boolean {
  if (spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0) return true;
  const file = process.env['MINGBAI_NOT_RUN_FILE'];
  if (file) appendFileSync(file, `${what}: ${tool} is not installed\n`);
  return false;
}
