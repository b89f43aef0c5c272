import type { Command } from 'commander';
import { migrations } from '../../migrations/index.js';
import { runCalendar } from '../calendar.js';
import { openInstallation } from '../installation.js';
import { SettingsError } from '../platform/config/index.js';
import { migrate, UnitOfWork } from '../platform/database/index.js';
import { EXIT, print } from './output.js';
import { withApp } from './with-app.js';

/** The installation itself: `migrate`, `health`, `calendar run`. */
export function systemCommands(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the version of this program (DATABASE_OWNER_URL)')
    .action(async (_options: unknown, command: Command) => {
      const ownerUrl = process.env['DATABASE_OWNER_URL'];
      if (process.env['DATABASE_URL'] && !ownerUrl)
        throw new SettingsError(['DATABASE_OWNER_URL is missing; it names the role mingbai_owner, who owns the tables.']);
      const ran = ownerUrl ? await migrate(ownerUrl, migrations) : await migrateEmbedded();
      print(command, { ran }, ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.join(', ')}.`);
    });
  program
    .command('health')
    .description('whether the database answers')
    .action(async (_options: unknown, command: Command) => {
      await withApp((app) => app.get(UnitOfWork).shared((tx) => tx.query('select 1')));
      print(command, { status: 'ok' }, 'ok');
    });
  program
    .command('calendar')
    .description('what the calendars of contracts have due')
    .command('run')
    .description('open the assessment of the quarter that has begun; the server does so every hour')
    .option('--community <slug>', 'of one compound only')
    .action(async ({ community }: { community?: string }, command: Command) => {
      const { done, failed } = await withApp((app) => runCalendar(app, community));
      const lines = done.map(({ community: slug, opened }) => `${slug}: opened ${opened ?? 'nothing'}`);
      print(command, { done, failed }, [...lines, ...failed.map((slug) => `${slug}: failed, see the log`)].join('\n') || 'There is no compound.');
      if (failed.length > 0) process.exitCode = EXIT.refused;
    });
}

/** Opening the embedded installation migrates it. */
async function migrateEmbedded(): Promise<string[]> {
  const installation = await openInstallation(process.env, () => undefined);
  installation.release();
  return [];
}
