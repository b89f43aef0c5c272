import { withoutWaiting } from '../../../src/demo/without-waiting.js';
import { appDataSource } from '../../../src/platform/database/index.js';
import { TestDatabase } from '../../support/database.js';

describe('what the load of the demo commits', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.destroy());

  const waiting = async (url: string): Promise<{ role: string; database: string; setting: string; source: string }[]> => {
    const dataSource = await appDataSource({ url, entities: [], poolSize: 1 }).initialize();
    try {
      return await dataSource.query(
        `select current_user as role, current_database() as database, setting, source from pg_settings where name = 'synchronous_commit'`,
      );
    } finally {
      await dataSource.destroy();
    }
  };

  it('is not waited for until it is on the disk, on the connections of the load alone', async () => {
    const url = database.url('mingbai_app');
    expect(await waiting(withoutWaiting(url))).toEqual([{ role: 'mingbai_app', database: database.name, setting: 'off', source: 'client' }]);
    expect((await waiting(url))[0]?.source).not.toBe('client');
  });
});
