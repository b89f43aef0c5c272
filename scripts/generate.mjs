/** `npm run generate`: writes every generated file; `npm run check` compares them. */
import { join } from 'node:path';
import { generators } from './lib/generators.mjs';
import { root, run } from './lib/run.mjs';

for (const script of generators) {
  const { code } = await run(process.execPath, [join(root, script)]);
  if (code !== 0) process.exit(code);
}
