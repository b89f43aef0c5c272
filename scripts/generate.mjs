/** `npm run generate`: writes every generated file; `npm run check` compares them, and `npm test` docs/posting-rules.md. */
import { join } from 'node:path';
import { generators } from './lib/generators.mjs';
import { root, run, tool } from './lib/run.mjs';

for (const script of generators) {
  const { code } = await run(process.execPath, [join(root, script)]);
  if (code !== 0) process.exit(code);
}
// Made by the test that compares it, because the examples are TypeScript.
const { code } = await run(process.execPath, [tool('jest'), 'test/posting-rules'], { env: { MINGBAI_GENERATE: '1' } });
process.exitCode = code;
