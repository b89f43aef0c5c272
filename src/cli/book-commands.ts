import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { pipeline } from 'node:stream/promises';
import { invariants } from '../app.module.js';
import { businessDate, type BusinessDate, type CommunityId } from '../kernel/index.js';
import { CommunityQueries } from '../modules/communities/index.js';
import { ExportJournal, journalFormats, type JournalFormat, type JournalRequest } from '../modules/ledger/index.js';
import { UnitOfWork, violationsOf } from '../platform/database/index.js';
import { approvalCommand } from './approval-command.js';
import { describeFailure, EXIT, print } from './output.js';
import { withApp } from './with-app.js';

interface Violation {
  readonly community: string;
  readonly invariant: string;
  readonly violation: string;
}

/** What anybody may check or take away: `verify books`, `verify approval`, `export journal`. */
export function bookCommands(program: Command): void {
  const verify = program.command('verify').description('recompute what must always hold');
  approvalCommand(verify);
  verify
    .command('books')
    .option('--community <slug>', 'one compound')
    .option('--all', 'every compound')
    .description('run every invariant over the books; exit 1 and name each row that is wrong')
    .action(async (options: { community?: string; all?: boolean }, command: Command) => {
      if (!options.community && !options.all) command.error('say --community <slug> or --all');
      const found = await withApp((app) => verifyBooks(app, options.community));
      print(command, { invariants: invariants.length, violations: found }, describe(found));
      if (found.length > 0) process.exitCode = EXIT.refused;
    });
  program
    .command('export')
    .description('take the books away')
    .command('journal')
    .requiredOption('--community <slug>')
    .addOption(new Option('--format <name>', 'who is to read it').choices(journalFormats).default('hledger' satisfies JournalFormat))
    .option('--from <YYYY-MM-DD>', 'first day; the balances before it become an opening entry', day)
    .option('--to <YYYY-MM-DD>', 'last day', day)
    .description('write the entries to standard output, for hledger, Ledger, Beancount or a spreadsheet')
    .action(async (options: JournalRequest & { community: string }, command: Command) => {
      const { community, ...request } = options;
      if (request.from && request.to && request.from > request.to) command.error(`--from ${request.from} is after --to ${request.to}; swap them`);
      await withApp(async (app) => {
        const { id } = await app.get(CommunityQueries).bySlug(community);
        await app.get(UnitOfWork).read(id, (tx) => pipeline(app.get(ExportJournal).execute(tx, request), process.stdout));
      });
    });
}

/** A day of the calendar, or the command was used wrongly. */
function day(text: string): BusinessDate {
  try {
    return businessDate(text);
  } catch (error) {
    throw new InvalidArgumentError(describeFailure(error));
  }
}

async function verifyBooks(app: INestApplicationContext, slug: string | undefined): Promise<Violation[]> {
  const communities = app.get(CommunityQueries);
  const chosen = slug ? [await communities.bySlug(slug)] : await communities.list();
  const found: Violation[] = [];
  for (const community of chosen) found.push(...(await verifyBook(app, community)));
  return found;
}

function verifyBook(app: INestApplicationContext, community: { id: CommunityId; slug: string }): Promise<Violation[]> {
  return app.get(UnitOfWork).read(community.id, async (tx) => {
    const found: Violation[] = [];
    for (const invariant of invariants)
      found.push(...(await violationsOf(tx, invariant)).map((violation) => ({ community: community.slug, invariant: invariant.name, violation })));
    return found;
  });
}

function describe(found: readonly Violation[]): string {
  if (found.length === 0) return `All ${invariants.length} invariants hold.`;
  return [`${found.length} violations:`, ...found.map((each) => `${each.community}: ${each.invariant}: ${each.violation}`)].join('\n');
}
