/**
 * Draws docs/architecture.svg from the table in .dependency-cruiser.cjs. With --check it only says whether the picture is in
 * step. A room is dashed as long as its folder has no index.ts.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { layout } from './lib/layers.mjs';
import { root } from './lib/run.mjs';

const { architecture } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const target = join(root, 'docs/architecture.svg');

/** What each room is for, in a few words. */
const purpose = {
  ledger: 'the books: entries, accounts, funds',
  communities: 'compounds, homes, bank accounts',
  identity: 'people, organisations, sessions',
  evidence: 'files that prove something',
  resolutions: 'what the owners decided, budgets',
  contracts: 'service contracts and their terms',
  assessments: 'scores of each quarter',
  fees: 'bills, receipts, arrears',
  entitlements: 'what the firm has earned',
  'operating-income': 'leases of common property',
  bank: 'bank files and their lines',
  disbursements: 'payouts from request to bank',
  settlement: 'matching, reconciliation, close',
  questions: 'what residents ask',
  statements: 'what is published, frozen',
  transparency: 'logs that anybody can verify',
  directory: 'county view, firms, ratings',
  notifications: 'messages about events',
  web: 'pages for residents, firms, authorities',
  cli: 'the mingbai command',
  platform: 'config · database · http · outbox · jobs · logging · health · files · messages',
  kernel: 'Money · Rate · BusinessDate · AccountingPeriod · Instant · Clock · Actor · DomainError',
};

const ROOM = { width: 236, gap: 24 };
const PITCH = ROOM.width + ROOM.gap;
const ROW_GAP = 38;
const MARGIN = 32;
const LINE = 14;
const heightOf = (lines) => 36 + LINE * lines.length;
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Words in lines of at most `limit` characters. */
function wrapped(words, limit) {
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + word.length > limit) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

/** What stands in a room under its name. */
function linesOf(name, uses) {
  return [{ kind: 'purpose', text: purpose[name] }, ...wrapped(uses.split(' '), 38).map((text) => ({ kind: 'uses', text }))];
}

function room({ name, lines, x, y, width, height, kind = 'module', folder }) {
  const texts = lines.map((line, index) => `<text class="${line.kind}" x="${x + 12}" y="${y + 39 + index * LINE}">${escape(line.text)}</text>`);
  const built = existsSync(join(root, folder));
  return [
    `<g class="${kind}${built ? '' : ' later'}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
    `<text class="name" x="${x + 12}" y="${y + 22}">${escape(name)}</text>${texts.join('')}</g>`,
  ].join('');
}

/** A room that the table does not place: on top of the modules, or under all of them. */
function bar({ name, uses, ...rest }) {
  const lines = [
    { kind: 'purpose', text: purpose[name] },
    { kind: 'uses', text: uses },
  ];
  return room({ name, lines, height: heightOf(lines), ...rest });
}

/** A line from room to room that leaves and arrives upright. */
function arrow(points) {
  const bends = points.slice(1).map(({ x, y }, index) => {
    const from = points[index];
    const middle = (from.y + y) / 2;
    return `C${from.x},${middle} ${x},${middle} ${x},${y}`;
  });
  return `<path d="M${points[0].x},${points[0].y}${bends.join('')}"/>`;
}

/** The modules and the arrows between them, from the line `top` down. */
function modulesFrom(top, graph) {
  const { rooms, edges, rows } = layout(graph, { roomWidth: PITCH, bendWidth: 44 });
  const lines = Object.fromEntries(rooms.map(({ name }) => [name, linesOf(name, `uses ${usesOf(name)}`)]));
  const heights = Array.from({ length: rows }, (_, row) => Math.max(...rooms.filter((place) => place.row === row).map(({ name }) => heightOf(lines[name]))));
  const yOf = (row) => top + heights.slice(row + 1).reduce((sum, height) => sum + height + ROW_GAP, 0);
  const boxes = rooms.map(({ name, x, row }) =>
    room({
      name,
      lines: lines[name],
      x: MARGIN + x - ROOM.width / 2,
      y: yOf(row),
      width: ROOM.width,
      height: heights[row],
      folder: `src/modules/${name}/index.ts`,
    }),
  );
  // An arrow leaves at the bottom of its room, goes upright through each row that it passes, and ends at the top of the other room.
  const points = (path) =>
    path.flatMap(({ x, row }, index) => {
      const [upper, lower] = [
        { x: MARGIN + x, y: yOf(row) - 2 },
        { x: MARGIN + x, y: yOf(row) + heights[row] },
      ];
      return index === 0 ? [lower] : index === path.length - 1 ? [upper] : [upper, lower];
    });
  const right = Math.max(...rooms.map(({ x }) => x + PITCH / 2), ...edges.flat().map(({ x }) => x + 22));
  return { shapes: [...edges.map((path) => arrow(points(path))), ...boxes], width: Math.round(right), bottom: yOf(0) + heights[0] };
}

function usesOf(name) {
  const uses = architecture.modules[name];
  if (uses === undefined) return 'every module';
  return uses.length === 0 ? 'no other module' : uses.join(' ');
}

function drawing() {
  const graph = { ...architecture.modules, notifications: Object.keys(architecture.modules) };
  const top = MARGIN + 64 + ROW_GAP;
  const { shapes, width, bottom } = modulesFrom(top, graph);
  const half = (width - ROOM.gap) / 2;
  const floor = bottom + ROW_GAP;
  const bars = [
    bar({ name: 'web', uses: 'uses every module; nobody uses web', x: MARGIN, y: MARGIN, width: half, kind: 'roof', folder: 'src/web' }),
    bar({ name: 'cli', uses: 'uses every module; nobody uses cli', x: MARGIN + half + ROOM.gap, y: MARGIN, width: half, kind: 'roof', folder: 'src/cli.ts' }),
    bar({ name: 'platform', uses: 'used by all above; uses the kernel, knows no module', x: MARGIN, y: floor, width, kind: 'floor', folder: 'src/platform' }),
    bar({ name: 'kernel', uses: 'used by all; uses decimal.js and node:crypto at most', x: MARGIN, y: floor + 84, width, kind: 'floor', folder: 'src/kernel' }),
  ];
  const height = floor + 84 + 64 + 48;
  const table = Object.keys(graph).map((name) => `${name}: ${usesOf(name)}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 2 * MARGIN}" height="${height}" viewBox="0 0 ${width + 2 * MARGIN} ${height}" role="img" aria-labelledby="title desc">
<title id="title">The rooms of Mingbai and who may use whom</title>
<desc id="desc">${escape(table.join('; '))}.</desc>
<style>
text { font-family: system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif; fill: #16202a }
.name { font-size: 15px; font-weight: 600 }
.purpose { font-size: 11.5px }
.uses, .note { font-size: 10.5px; fill: #4d5b69 }
rect { fill: #fff; stroke: #0b5fa5; stroke-width: 1.5 }
.roof rect, .floor rect { fill: #eef4fa }
.later rect { stroke-dasharray: 5 4; stroke: #6b7885 }
path { fill: none; stroke: #8796a5; stroke-width: 1.4; marker-end: url(#head) }
</style>
<defs><marker id="head" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto"><polygon points="0,0 9,4 0,8" style="fill:#8796a5"/></marker></defs>
<rect width="100%" height="100%" style="fill:#f4f6f8;stroke:none"/>
${[...shapes, ...bars].join('\n')}
<text class="note" x="${MARGIN}" y="${height - 18}">An arrow points to what is used; one that follows from others is left out, the list in each room is complete. Dashed: not built yet.</text>
</svg>
`;
}

const svg = drawing();
if (!process.argv.includes('--check')) {
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(target, svg);
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== svg) {
  process.stderr.write('docs/architecture.svg is not in step with .dependency-cruiser.cjs: run node scripts/architecture.mjs\n');
  process.exitCode = 1;
}
