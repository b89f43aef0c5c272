import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lib/run.mjs';
import { formats, LINES, measureBankImport } from './bank-import.mjs';
import { LINES as MATCHED, measureMatching, UNITS } from './matching.mjs';
import { spread } from './measure.mjs';
import { putTable } from './put-table.mjs';

const GOALS = { importSeconds: 20, megabytes: 300, matchingSeconds: 10 };

/** `npm run bench -- --money-in`: bank files of each format and matching, in turn, so many rounds. @param options see bench/run.mjs */
export async function measureMoneyIn({ rounds, write, say }) {
  const imports = Object.fromEntries(formats.map((format) => [format, []]));
  const matchings = [];
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds} …`);
    for (const format of round % 2 ? formats.toReversed() : formats) {
      const measured = measureBankImport(format);
      imports[format].push(measured);
      say(`${format}: ${(measured.imported.ms / 1000).toFixed(1)} s, ${measured.imported.megabytes.toFixed(0)} MB`);
    }
    matchings.push(await measureMatching(say));
  }
  const report = { machine: `${cpus().length} cores, Node ${process.version}`, rounds, imports, matchings };
  const table = tableOf(report);
  process.stdout.write(`${table}\n`);
  if (process.env['MINGBAI_BENCH_SMALL']) return;
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(join(root, 'bench/results/money-in.json'), `${JSON.stringify(report, null, 2)}\n`);
  if (write) for (const file of ['README.md', 'README.zh-CN.md']) putTable(join(root, file), 'money-in', table);
}

const shown = (values, digits) => {
  const { median, min, max } = spread(values);
  return `**${median.toFixed(digits)}** (${min.toFixed(digits)}–${max.toFixed(digits)})`;
};

function tableOf({ machine, rounds, imports, matchings }) {
  const lines = formats.map((format) => {
    const measured = imports[format];
    const cells = [
      `import of ${LINES.toLocaleString('en')} bookings, ${format}`,
      `≤ ${GOALS.importSeconds} s, ≤ ${GOALS.megabytes} MB`,
      `${shown(
        measured.map(({ imported }) => imported.ms / 1000),
        1,
      )} s`,
      `${shown(
        measured.map(({ imported }) => imported.megabytes),
        0,
      )} MB`,
      `read and split the same file: ${shown(
        measured.map(({ imported, plain }) => imported.ms / plain.ms),
        0,
      )} ×`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const cells = [
    `matching of ${MATCHED.toLocaleString('en')} lines against ${UNITS.toLocaleString('en')} open bills, with receipts and posting`,
    `≤ ${GOALS.matchingSeconds} s`,
    `${shown(
      matchings.map(({ seconds }) => seconds),
      1,
    )} s`,
    '–',
    `copy the rows it wrote: ${shown(
      matchings.map(({ seconds, copySeconds }) => seconds / copySeconds),
      1,
    )} ×`,
  ];
  return [
    `| Work | Goal | Time, median (lowest–highest of ${rounds}) | Growth of memory, with the file | Against, in the same run |`,
    '|---|---|---|---|---|',
    ...lines,
    `| ${cells.join(' | ')} |`,
    '',
    `${machine}; fsync on.`,
  ].join('\n');
}
