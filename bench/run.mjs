/**
 * `npm run bench`: the performance table of the README. Each row runs beside its reference in this same run, on one durable PostgreSQL
 * of its own, in turn, and says the median, lowest and highest ratio of the rounds.
 *
 *   --rounds N (5)  --seconds S (3)  --only text        fewer rows, e.g. --only billing
 *   --pgledger-url postgres://…   a database in which pgledger is installed, by a superuser's address; all rows then run on its server,
 *                                 which must be for the benchmark alone; without it pgledger's rows are "not measured"
 *   --growth                      instead: what reads and a close cost at 100 k, 1 M and --transfers N (10 M)
 *   --money-in                    instead: a statement of 100,000 bookings in each format, and matching of 20,000 lines
 *   --gates                       instead: what the gates of a payout cost after a long past
 *   --smoke                       instead: every row once and small, no figures kept: whether the benchmark still runs (.ci/run)
 *   --write                       writes the table (not of --growth) into README.md and README.zh-CN.md
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
    'money-in': { type: 'boolean', default: false },
    gates: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    transfers: { type: 'string', default: '10000000' },
    write: { type: 'boolean', default: false },
  },
});
if (values.smoke) process.env['MINGBAI_BENCH_SMALL'] = '1'; // read by the programs below, some in a process of their own
const { measureGrowth } = await import('./lib/growth.mjs');
const { measureGates } = await import('./lib/gates.mjs');
const { measureTable } = await import('./lib/table.mjs');
const { measureMoneyIn } = await import('./lib/money-in.mjs');
if (values.smoke) {
  await measureMoneyIn({ rounds: 1, write: false, say });
  await measureGates({ write: false, say });
  await measureTable({ rounds: 1, seconds: 0.2, only: values.only, write: false, say });
} else if (values['money-in']) await measureMoneyIn({ rounds: Number(values.rounds), write: values.write, say });
else if (values.gates) await measureGates({ write: values.write, say });
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
