import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LoadDemo } from '../demo/index.js';
import { accountingPeriod, addDays, businessDate, shanghaiTime, type Permission } from '../kernel/index.js';
import { ImportBankFile, ImportChannelFile } from '../modules/bank/index.js';
import { CommunityQueries, CreateCommunity, ImportUnits } from '../modules/communities/index.js';
import { RunBills } from '../modules/fees/index.js';
import { ImportLeases } from '../modules/operating-income/index.js';
import {
  ClosePeriod,
  ConfirmReopening,
  MatchBankLines,
  PostOpening,
  PrepareOpening,
  PrepareReconciliation,
  ProposeReopening,
  ReopeningQueries,
  SignOpening,
  SignReconciliation,
} from '../modules/settlement/index.js';
import { BuildStatement, PublishStatement, statementPeriod } from '../modules/statements/index.js';
import { Settings, SettingsError } from '../platform/config/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../platform/database/index.js';
import { DemoProgress } from '../platform/jobs/index.js';
import { Logger } from '../platform/logging/index.js';
import { acting, asPerson, runAs, type ActingOptions } from './acting-person.js';
import { print } from './output.js';
import { withApp } from './with-app.js';

const PERIOD = 'a month 2024-03, a quarter 2024-Q1 or a year 2024';

/** The work of a compound from the terminal, under the name of one of its people. */
export function workCommands(program: Command): void {
  communityCommands(program);
  importCommands(program);
  const bill = program.command('bill').description('fees');
  acting<ActingOptions & { month: string; dryRun?: true }>(
    bill.command('run').description('bill every unit for a month').requiredOption('--month <YYYY-MM>').option('--dry-run', 'only say what would be billed'),
    'fee.bill',
    (app, context, options) => app.get(RunBills).execute(context, { period: accountingPeriod(options.month), dryRun: options.dryRun ?? false }),
  );
  acting(program.command('match').description('match new bank lines'), 'bank.match', (app, context) => app.get(MatchBankLines).execute(context));
  acting<ActingOptions & { month: string }>(
    program.command('close').description('close a month').requiredOption('--month <YYYY-MM>'),
    'period.close',
    (app, context, options) => app.get(ClosePeriod).execute(context, { period: accountingPeriod(options.month) }),
  );
  reconciliationCommands(program);
  openingCommands(program);
  reopeningCommands(program);
  const statement = program.command('statement').description('published statements');
  acting<ActingOptions & { period: string }>(
    statement.command('build').description('freeze the statement of a closed month, quarter or year').requiredOption('--period <period>', PERIOD),
    'statement.build',
    (app, context, options) => app.get(BuildStatement).execute(context, { period: statementPeriod(options.period) }),
  );
  acting<ActingOptions & { period: string; sha256: string }>(
    statement
      .command('publish')
      .description('publish the statement that was built')
      .requiredOption('--period <period>', PERIOD)
      .requiredOption('--sha256 <hash>', 'the fingerprint that `statement build` and the preview show'),
    'statement.publish',
    (app, context, { period, sha256 }) => app.get(PublishStatement).execute(context, { period: statementPeriod(period), jsonSha256: sha256 }),
  );
}

/** Closed months that are opened again: asked for by one, agreed to by another. */
function reopeningCommands(program: Command): void {
  const reopen = program.command('reopen').description('closed months that must be opened again');
  acting<ActingOptions & { month: string; reason: string; until: string }>(
    reopen
      .command('propose')
      .description('ask for a closed month and all later ones to be opened again')
      .requiredOption('--month <YYYY-MM>')
      .requiredOption('--reason <text>')
      .requiredOption('--until <YYYY-MM-DD>', 'the last day on which they are open, at most 30 days ahead'),
    'period.reopen',
    (app, context, { month, reason, until }) => {
      const expiresAt = shanghaiTime(addDays(businessDate(until), 1), '00:00');
      return app.get(ProposeReopening).execute(context, { month: accountingPeriod(month), reason, expiresAt });
    },
  );
  acting<ActingOptions & { number: string }>(
    reopen.command('confirm').description('agree to it, for another organisation').requiredOption('--number <number>'),
    'period.confirm-reopening',
    (app, context, { number }) => app.get(ConfirmReopening).execute(context, { number: Number.parseInt(number, 10) }),
  );
  acting(reopen.command('list').description('what was asked for, and what is open until when'), 'book.read', async (app, { actor }) => {
    const queries = app.get(ReopeningQueries);
    const value = await app.get(UnitOfWork).read(actor.communityId, async (tx) => ({ open: await queries.open(tx), items: await queries.all(tx) }));
    return { value, replayed: false };
  });
}

/** Opening balances: handed in, signed by three parties, posted before anything else. */
function openingCommands(program: Command): void {
  const opening = program.command('opening').description('opening balances of a compound that begins in mid-life');
  const prepare = asPerson(
    opening
      .command('prepare <file>')
      .description('hand in a CSV with the columns account,fund,holder,month,amount')
      .option('--dry-run', 'read and check the file, write nothing'),
  );
  prepare.action((path: string, options: { dryRun?: true }) =>
    runAs(prepare, 'opening.prepare', (app, context) =>
      app.get(PrepareOpening).execute(context, { file: readFileSync(path), dryRun: options.dryRun ?? false }),
    ),
  );
  acting<ActingOptions & { id: string; sha256: string }>(
    opening
      .command('sign')
      .description('the word of a party')
      .requiredOption('--id <number>')
      .requiredOption('--sha256 <hash>', 'the fingerprint that was read'),
    'opening.sign',
    (app, context, { id, sha256 }) => app.get(SignOpening).execute(context, { id: Number.parseInt(id, 10), sha256 }),
  );
  acting<ActingOptions & { id: string }>(
    opening.command('post').description('post what three parties have signed').requiredOption('--id <number>'),
    'opening.prepare',
    (app, context, { id }) => app.get(PostOpening).execute(context, { id: Number.parseInt(id, 10) }),
  );
}

/** Both signatures under a month. */
function reconciliationCommands(program: Command): void {
  const reconcile = program.command('reconcile').description('bank, books and documents of a month, signed by two organisations');
  acting<ActingOptions & { month: string }>(
    reconcile.command('prepare').description('prepare and sign it').requiredOption('--month <YYYY-MM>'),
    'reconciliation.prepare',
    (app, context, { month }) => app.get(PrepareReconciliation).execute(context, { month: accountingPeriod(month) }),
  );
  acting<ActingOptions & { id: string; sha256: string }>(
    reconcile
      .command('sign')
      .description('the second signature')
      .requiredOption('--id <number>')
      .requiredOption('--sha256 <hash>', 'the fingerprint that was read'),
    'reconciliation.sign',
    (app, context, { id, sha256 }) => app.get(SignReconciliation).execute(context, { id: Number.parseInt(id, 10), sha256 }),
  );
}

function communityCommands(program: Command): void {
  const community = program.command('community').description('compounds');
  community
    .command('list')
    .description('every compound')
    .action(async (_options: unknown, command: Command) => {
      const items = await withApp((app) => app.get(CommunityQueries).list());
      print(command, { items }, items.map((item) => `${item.slug}  ${item.name}`).join('\n'));
    });
  community
    .command('create')
    .description('add a compound and open its book')
    .requiredOption('--slug <slug>')
    .requiredOption('--name <name>')
    .requiredOption('--neighbourhood <name>', 'the residents committee’s area')
    .requiredOption('--street <name>')
    .requiredOption('--county <name>')
    .requiredOption('--built <year>')
    .requiredOption('--opens <YYYY-MM-DD>', 'first day of the books, the first of a month')
    .action(async (options: Record<'slug' | 'name' | 'neighbourhood' | 'street' | 'county' | 'built' | 'opens', string>, command: Command) => {
      const { slug, name, neighbourhood, street, county, built, opens } = options;
      const request = {
        slug,
        name,
        communityName: neighbourhood,
        streetName: street,
        countyName: county,
        builtYear: Number.parseInt(built, 10),
        booksOpenOn: businessDate(opens),
      };
      const { value } = await withApp((app) => app.get(CreateCommunity).execute(request));
      print(command, value, `Compound ${value.slug} is open.`);
    });
  program
    .command('demo')
    .description('the demo compound')
    .command('load')
    .description('load the demo compound into an empty database')
    .action(async () => {
      if (process.env['DATABASE_URL'])
        throw new SettingsError(['The demo is for the embedded database only: its people have a password that everybody knows. Unset DATABASE_URL.']);
      const say = (line: string): void => void process.stdout.write(`${line}\n`);
      await withApp((app) => new LoadDemo({ settings: app.get(Settings), logger: app.get(Logger), progress: new DemoProgress(), say }).run());
    });
}

function importCommands(program: Command): void {
  const imports = program.command('import').description('files');
  type FileOptions = ActingOptions & { dryRun?: true; profile?: string; from?: string; to?: string; account?: string };
  type FileGiven = Pick<FileOptions, 'profile' | 'from' | 'to' | 'account'> & { name: string; bytes: Uint8Array; dryRun: boolean };
  const file = (
    name: string,
    permission: Permission,
    act: (app: INestApplicationContext, context: CommandContext, file: FileGiven) => Promise<Outcome<object>>,
  ): Command => {
    const command = asPerson(imports.command(`${name} <file>`).option('--dry-run', 'read and check the file, write nothing'));
    return command.action((path: string, options: FileOptions) =>
      runAs(command, permission, (app, context) =>
        act(app, context, { ...options, name: basename(path), bytes: readFileSync(path), dryRun: options.dryRun ?? false }),
      ),
    );
  };
  file('units', 'community.manage', (app, context, { bytes, dryRun }) => app.get(ImportUnits).execute(context, { file: bytes, dryRun }));
  file('leases', 'lease.manage', (app, context, { bytes, dryRun }) => app.get(ImportLeases).execute(context, { file: bytes, dryRun }));
  file('bank', 'bank.import', (app, context, { name, bytes, dryRun, profile, from, to, account }) => {
    const said = { ...(from !== undefined && { from: businessDate(from) }), ...(to !== undefined && { to: businessDate(to) }) };
    return app.get(ImportBankFile).execute(context, { fileName: name, file: bytes, dryRun, profile, account, ...said });
  })
    .option('--profile <name>', 'the mapping profile of a table, as icbc; left out: whichever knows its headings')
    .option('--from <YYYY-MM-DD>', 'first day of a table that does not say it itself')
    .option('--to <YYYY-MM-DD>', 'last day of such a table')
    .option('--account <last4>', 'the account of a table that names none, by the end of its number');
  file('channel', 'bank.import', (app, context, { name, bytes, dryRun }) =>
    app.get(ImportChannelFile).execute(context, { fileName: name, file: bytes, dryRun }),
  );
}
