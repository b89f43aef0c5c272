import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ExportJournal, LedgerQueries, LedgerService } from '../../../src/modules/ledger/index.js';
import { posting, receiptDraft } from '../../support/books.js';
import { CommandLine } from '../../support/command-line.js';
import { communityOne, TestDatabase } from '../../support/database.js';

/** The program takes seconds to start on a busy machine: once for each way in which it writes, and once for all refusals. */
jest.setTimeout(120_000);

/** The command itself, on a database of its own. */
describe('mingbai export journal', () => {
  let database: TestDatabase;
  let program: CommandLine;
  const journal = ['export', 'journal', '--community', 'test'];

  beforeAll(async () => {
    database = await TestDatabase.create();
    program = new CommandLine(database);
    const about = ['--slug', 'test', '--name', 'x', '--neighbourhood', 'x', '--street', 'x', '--county', 'x', '--built', '2004', '--opens', '2024-01-01'];
    const created = program.start('community', 'create', ...about);
    expect(created.stderr).toBe('');
    await database.unitOfWork.run(communityOne, (tx) => new LedgerService().post(tx, posting, [receiptDraft('75.23'), receiptDraft('0.01', '2024-02-05')]));
  });
  afterAll(() => {
    program.close();
    return database.destroy();
  });

  it('writes the whole book to standard output', async () => {
    const format = 'beancount';
    const expected = await database.unitOfWork.read(communityOne, async (tx) => {
      const parts: string[] = [];
      for await (const part of new ExportJournal(new LedgerQueries()).execute(tx, { format })) parts.push(part);
      return parts.join('');
    });
    const { status, stdout, stderr } = program.start(...journal, '--format', format);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: expected, stderr: '' });
  });

  it('ends without a word when its reader has seen enough', async () => {
    const script = join(process.cwd(), 'scripts/mingbai.mjs');
    const child = spawn(process.execPath, [script, ...journal], { env: program.environment });
    child.stdout.destroy();
    const said: string[] = [];
    child.stderr.on('data', (part: Buffer) => said.push(part.toString()));
    expect([await once(child, 'close'), said]).toEqual([[0, null], []]);
  });

  it('takes days', () => {
    const { status, stdout } = program.start(...journal, '--from', '2024-02-01', '--to', '2024-02-29');
    expect([status, stdout.match(/seq:\d+/g)]).toEqual([0, ['seq:0', 'seq:2']]);
  });

  it.each([
    ['a format that nobody reads', ['--format', 'x'], /Allowed choices are hledger, ledger, beancount, csv/],
    ['a day that the calendar does not have', ['--from', '2024-02-30'], /--from .*2024-02-30/],
    ['a first day after the last', ['--from', '2024-02-02', '--to', '2024-02-01'], /--from 2024-02-02 is after --to 2024-02-01/],
  ])('exits 2 for %s, and writes nothing', async (_, args, message) => {
    const { status, stdout, stderr } = await program.run(...journal, ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('exits 1 for a compound that is not there', async () => {
    const { status, stdout } = await program.run('export', 'journal', '--community', 'other', '--format', 'csv');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });
});
