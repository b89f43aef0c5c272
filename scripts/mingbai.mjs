/** `npm run mingbai -- …`: builds what changed where there is a compiler (an installation may have none), then becomes the command. */
import { existsSync } from 'node:fs';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { join } = await import('node:path');
const { root } = await import('./lib/run.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');

if (existsSync(join(root, 'node_modules/tsgo')) && !(await ensureBuilt((text) => process.stderr.write(`${text}\n`)))) process.exit(1);
await import('../dist/src/cli.js');
