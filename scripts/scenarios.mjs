/** Writes docs/scenarios.md: the titles of the scenario tests, by topic, as what a committee is promised. With --check it only says whether it is in step. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/run.mjs';

const folder = 'test/acceptance/scenarios';
const target = join(root, 'docs/scenarios.md');
/** As somebody would ask for them. */
const order = ['money', 'score', 'gates', 'approvals', 'contract', 'votes', 'budget', 'rights', 'attacks'];

const introduction = `# What is promised

Each sentence is a story that a test plays through the product, with real bodies, real money to the fen and a real database, at every change: what is refused is
refused with the figures in words, and nothing is written. Made by \`npm run generate\` from the titles in [${folder}](../${folder}).
`;

/** A title as it stands in the source, and what kind of line it makes. */
const LINE = /^(?:\/\*\* (?<note>.+) \*\/|(?<indent> *)(?<what>describe|it)\((?:'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>[^"]*)"))/;

/** @returns the topic of a file: its heading, a sentence about it, and its stories */
function topicOf(name) {
  const lines = [];
  let note = '';
  for (const line of readFileSync(join(root, folder, `${name}.spec.ts`), 'utf8').split('\n')) {
    const found = LINE.exec(line)?.groups;
    if (found?.note) ({ note } = found);
    if (!found?.what) continue;
    const title = (found.single ?? found.double).replaceAll(/\\(.)/g, '$1');
    const sentence = title[0].toUpperCase() + title.slice(1);
    if (found.what === 'it') lines.push(`- ${sentence}.`);
    else if (found.indent === '') lines.push('', `## ${sentence}`, '', note, '');
    else lines.push('', `### ${sentence}`, '');
  }
  return lines.join('\n').replaceAll(/\n{3,}/g, '\n\n');
}

const names = readdirSync(join(root, folder)).flatMap((file) => /^(.+)\.spec\.ts$/.exec(file)?.[1] ?? []);
const place = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
const text = `${introduction}${names
  .toSorted((a, b) => place(a) - place(b))
  .map(topicOf)
  .join('\n')}\n`;

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  process.stdout.write('docs/scenarios.md is not in step with the titles of the scenario tests. Run: npm run generate\n');
  process.exitCode = 1;
}
