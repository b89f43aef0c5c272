import { invariants } from '../../../src/modules/bank/index.js';
import { hostileFiles } from '../../support/hostile-bank-files.js';
import { violations } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { bankOnDatabase, type BankOnDatabase } from './fixture.js';

const MEGABYTE = 1024 * 1024;
const RSS_GROWTH_MAX = 300 * MEGABYTE;
const COUNTS = `select (select count(*) from mingbai.bank_file) as files, (select count(*) from mingbai.bank_line) as lines, (select last_seq from ledger.book where community_id = $1) as seq,
  (select next_id from ledger.book where community_id = $1) as "nextId"`;

describe('a file that a bank never meant, or somebody changed', () => {
  let bank: BankOnDatabase;
  const counts = () => bank.read((tx) => tx.query(COUNTS, [tx.communityId]));

  beforeAll(async () => {
    bank = await bankOnDatabase();
  });
  afterAll(async () => {
    expect(await violations(bank.database, bank.communityId, invariants)).toEqual([]);
    await bank.database.destroy();
  });

  it('comes in at least sixty kinds, each named once', () => {
    expect(hostileFiles.length).toBeGreaterThanOrEqual(60);
    expect(new Set(hostileFiles.map(({ name }) => name)).size).toBe(hostileFiles.length);
    expect(hostileFiles.filter(({ read, refused }) => (read === undefined) === (refused === undefined))).toEqual([]);
  });

  it.each(hostileFiles.filter(({ refused }) => refused).map((file) => [file.name, file] as const))(
    '%s is refused with its place, and nothing is written',
    async (_, file) => {
      const before = await counts();
      const [code, details = {}] = file.refused ?? [];
      const bytes = file.bytes();
      const rss = process.memoryUsage().rss;
      expect(await refusedBy(bank.importBytes(bytes, { fileName: file.fileName ?? 'statement' }))).toMatchObject({ code, details });
      expect(await counts()).toEqual(before);
      expect(process.memoryUsage().rss - rss).toBeLessThan(RSS_GROWTH_MAX);
    },
  );

  it.each(hostileFiles.filter(({ read }) => read).map((file) => [file.name, file] as const))('%s is read right', async (_, file) => {
    const before = await counts();
    const { value } = await bank.importBytes(file.bytes(), { fileName: file.fileName ?? 'statement', dryRun: true });
    expect(value).toMatchObject(file.read ?? {});
    expect(await counts()).toEqual(before);
  });
});
