/**
 * `npm start` on a machine with nothing but Node and npm: installs what is missing, builds what changed, and then becomes the
 * server, in this same process, so that Ctrl-C and signals have one place to go.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const say = (text) => process.stderr.write(`${text}\n`);

if (!(await ensureInstalled(say)) || !(await ensureBuilt(say))) process.exit(1);
await import('../dist/src/main.js');
