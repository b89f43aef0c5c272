import type { Command } from 'commander';
import { migrations } from '../../migrations/index.js';
import { openInstallation } from '../installation.js';
import { SettingsError } from '../platform/config/index.js';
import { migrate, UnitOfWork } from '../platform/database/index.js';
import { print } from './output.js';
import { withApp } from './with-app.js';

/** The installation itself: `migrate`, `health`. */
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
}

/** Opening the embedded installation migrates it. */
async function migrateEmbedded(): Promise<string[]> {
  const installation = await openInstallation(process.env, () => undefined);
  installation.release();
  return [];
}
