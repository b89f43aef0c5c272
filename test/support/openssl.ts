import { spawnSync } from 'node:child_process';
import { hasTool } from './tools.js';

/** Version 3: what came before it signs and verifies no message of Ed25519 in one piece. */
export const hasOpenssl = (what: string): boolean => hasTool('openssl', what, { probe: 'version', says: /^OpenSSL [3-9]/ });

/** Lines of a shell, typed one after the other into one folder or into those that they go to. */
export function typeLines(lines: readonly string[], folder: string): { readonly line: string; readonly status: number | null; readonly said: string }[] {
  let there = '';
  return lines.flatMap((line) => {
    if (line.startsWith('cd ')) there = `${line} && `;
    if (line.startsWith('cd ') || line === '') return [];
    const { status, stdout } = spawnSync('sh', ['-c', there + line], { cwd: folder, encoding: 'utf8' });
    return [{ line, status, said: stdout.trim() }];
  });
}

/** Whether lines of a shell all succeed, as check.sh runs them. */
export function succeeds(lines: readonly string[], folder: string): boolean {
  return spawnSync('sh', ['-c', lines.join(' &&\n')], { cwd: folder, stdio: 'ignore' }).status === 0;
}
