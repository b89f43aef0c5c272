/** `npm run build`: dist/ from src/ and migrations/, when something changed. */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { ensureBuilt } = await import('./lib/build.mjs');
if (!(await ensureBuilt((text) => process.stderr.write(`${text}\n`)))) process.exit(1);
