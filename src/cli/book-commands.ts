import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { once } from 'node:events';
import { invariants } from '../app.module.js';
import type { CommunityId } from '../kernel/index.js';
import { CommunityQueries } from '../modules/communities/index.js';
import { ExportJournal } from '../modules/ledger/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { EXIT, print } from './output.js';
import { withApp } from './with-app.js';

interface Violation {
  readonly community: string;
  readonly invariant: string;
  readonly violation: string;
}

/** What anybody may check or take away: `verify books`, `export journal`. */
export function bookCommands(program: Command): void {
  program
    .command('verify')
    .description('recompute what must always hold')
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
    .option('--format <name>', 'hledger', 'hledger')
    .description('write the whole book as a plain-text journal to standard output')
    .action(async (options: { community: string; format: string }, command: Command) => {
      if (options.format !== 'hledger') command.error(`unknown format ${options.format}; there is hledger`);
      await withApp(async (app) => {
        const { id } = await app.get(CommunityQueries).bySlug(options.community);
        await app.get(UnitOfWork).read(id, async (tx) => {
          for await (const part of app.get(ExportJournal).hledger(tx)) if (!process.stdout.write(part)) await once(process.stdout, 'drain');
        });
      });
    });
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
      found.push(...(await invariant.check(tx)).map((violation) => ({ community: community.slug, invariant: invariant.name, violation })));
    return found;
  });
}

function describe(found: readonly Violation[]): string {
  if (found.length === 0) return `All ${invariants.length} invariants hold.`;
  return [`${found.length} violations:`, ...found.map((each) => `${each.community}: ${each.invariant}: ${each.violation}`)].join('\n');
}
