/**
 * `npm run bench`: the performance table of the README. Each row runs beside its reference in this same run, on one durable PostgreSQL
 * of its own, in turn, and says the median, lowest and highest ratio of the rounds.
 *
 *   --rounds N (5)  --seconds S (3)  --only text        fewer rows, e.g. --only billing
 *   --pgledger-url postgres://…   a database in which pgledger is installed, by a superuser's address; all rows then run on its server,
 *                                 which must be for the benchmark alone; without it pgledger's rows are "not measured"
 *   --growth                      instead: what reads and a close cost at 100 k, 1 M and --transfers N (10 M)
 *   --bank-import                 instead: what a statement of 100,000 bookings costs in each format
 *   --write                       writes the table into README.md and README.zh-CN.md
 */
import { parseArgs } from 'node:util';
import { requireNode } from '../scripts/lib/node-version.mjs';

requireNode();
const { ensureInstalled } = await import('../scripts/lib/install.mjs');
const { ensureBuilt } = await import('../scripts/lib/build.mjs');
const say = (text) => process.stderr.write(`${text}\n`);
if (!(await ensureInstalled(say)) || !(await ensureBuilt(say))) process.exit(1);

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    'pgledger-url': { type: 'string' },
    growth: { type: 'boolean', default: false },
    'bank-import': { type: 'boolean', default: false },
    transfers: { type: 'string', default: '10000000' },
    write: { type: 'boolean', default: false },
  },
});
const { measureGrowth } = await import('./lib/growth.mjs');
const { measureTable } = await import('./lib/table.mjs');
const { measureBankImport } = await import('./lib/bank-import.mjs');
if (values['bank-import']) measureBankImport(say);
else if (values.growth) await measureGrowth(Number(values.transfers), say);
else
  await measureTable({
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    only: values.only,
    pgledgerUrl: values['pgledger-url'],
    write: values.write,
    say,
  });
