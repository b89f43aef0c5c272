import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run, since, tool } from './run.mjs';

const SOURCES = ['src', 'migrations'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
/** Written last: a build that was interrupted has none and is done again. */
const stampFile = join(root, 'dist/.stamp');

/** Files below a folder of the root, sorted, as paths from the root with "/". */
function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .sort();
}

const isSpec = (file) => /\.spec\.tsx?$/.test(file);
const isCode = (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts');
const isAsset = (file) => !/\.tsx?$/.test(file);

/** What dist/ holds after a build of these sources: a script and its map for each code file, and every other file as it is. */
export function outputsOf(sources) {
  const scripts = sources.filter(isCode).map((file) => file.replace(/\.tsx?$/, '.js'));
  return new Set([...scripts, ...scripts.map((file) => `${file}.map`), ...sources.filter(isAsset)].map((file) => `dist/${file}`));
}

/** One digest of everything that a build reads. */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const file of [...SETTINGS, ...sources])
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function copy(file) {
  mkdirSync(dirname(join(root, 'dist', file)), { recursive: true });
  copyFileSync(join(root, file), join(root, 'dist', file));
}

/** Builds dist/ when a source changed since the last build. @returns whether dist/ is good */
export async function ensureBuilt(say) {
  const sources = SOURCES.flatMap(filesBelow).filter((file) => !isSpec(file));
  const stamp = fingerprint(sources);
  const outputs = outputsOf(sources);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && [...outputs].every((file) => existsSync(join(root, file)))) return true;

  const start = performance.now();
  rmSync(stampFile, { force: true });
  const { code, output } = await run(process.execPath, [tool('tsgo', 'tsc'), '-p', 'tsconfig.build.json'], { capture: true });
  if (code !== 0) {
    say(`${output.trimEnd()}\nThe build failed; the messages are above.`);
    return false;
  }
  sources.filter(isAsset).forEach(copy);
  for (const file of filesBelow('dist')) if (!outputs.has(file)) rmSync(join(root, file));
  writeFileSync(stampFile, stamp);
  say(`Built in ${since(start)}.`);
  return true;
}
