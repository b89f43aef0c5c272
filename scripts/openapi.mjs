/** Writes docs/openapi.yaml from the controllers, without a database. With --check it only says whether the file is in step. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { root } from './lib/run.mjs';

const target = join(root, 'docs/openapi.yaml');
if (!(await ensureBuilt((text) => process.stderr.write(`${text}\n`)))) process.exit(1);
await import('reflect-metadata');
const { describeApi } = await import('../dist/src/api-document.js');
const { stringify } = await import('yaml');
const text = stringify(await describeApi(), { lineWidth: 120, aliasDuplicateObjects: false });

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  process.stderr.write('docs/openapi.yaml is not in step with the controllers. Run: npm run generate\n');
  process.exit(1);
}
process.exit(0);
