import { readFileSync } from 'node:fs';
import { shanghaiTime } from '../../../src/kernel/index.js';
import { invariants, type BankLineView } from '../../../src/modules/bank/index.js';
import { communityTwo } from '../../support/database.js';
import { writeBankCsv, writeCamt053 } from '../../support/bank-files.js';
import { violations } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { bankOnDatabase, booking, day, statement, type BankOnDatabase } from './fixture.js';

const [A, B, C] = [booking('01-05', '100.00'), booking('01-20', '-30.00', { remark: 'BF2024-0001' }), booking('02-01', '5.00')];
const january = statement('01-01', '01-31', '0.00', [A, B]);

describe('importing a bank statement', () => {
  let bank: BankOnDatabase;
  const lines = (): Promise<BankLineView[]> => bank.read((tx) => bank.queries.lines(tx));

  beforeEach(async () => {
    bank = await bankOnDatabase();
  });
  afterEach(async () => {
    expect(await violations(bank.database, bank.communityId, invariants)).toEqual([]);
    await bank.database.destroy();
  });

  it('adds its lines to the account as one chain, all NEW', async () => {
    const { value, replayed } = await bank.importStatement(january);
    expect(replayed).toBe(false);
    expect(value).toMatchObject({
      dryRun: false,
      format: 'csv',
      accountLast4: '8866',
      opening: '0.00',
      closing: '70.00',
      lineCount: 2,
      newLineCount: 2,
      knownLineCount: 0,
    });
    expect(value).toMatchObject({ moneyIn: '100.00', moneyOut: '30.00', firstLines: [] });
    expect(
      (await lines()).map(({ position, bookedOn, amount, balanceAfter, state, remark }) => [
        position,
        bookedOn,
        `${amount.toString()} ${balanceAfter.toString()}`,
        state,
        remark,
      ]),
    ).toEqual([
      [1, '2024-01-05', '100.00 100.00', 'NEW', 'WY03-201'],
      [2, '2024-01-20', '-30.00 70.00', 'NEW', 'BF2024-0001'],
    ]);
    expect(await bank.read((tx) => bank.queries.files(tx))).toMatchObject([
      { id: value.fileId, fileName: 'statement.csv', from: '2024-01-01', to: '2024-01-31' },
    ]);
  });

  it('shows in a dry run what it would do, and does nothing', async () => {
    const { value } = await bank.importStatement(january, { dryRun: true });
    expect(value).toMatchObject({
      dryRun: true,
      fileId: null,
      newLineCount: 2,
      firstLines: [{ amount: '100.00', counterpartyName: '王小明' }, { balanceAfter: '70.00' }],
    });
    expect(await lines()).toEqual([]);
    expect((await bank.read((tx) => bank.books.book(tx)))?.lastSeq).toBe(0);
  });

  it('refuses the very same file a second time and writes nothing', async () => {
    await bank.importStatement(january);
    const before = await lines();
    for (const dryRun of [false, true]) {
      expect(await refusedBy(bank.importStatement(january, { dryRun }))).toMatchObject({
        code: 'BANK_FILE_ALREADY_IMPORTED',
        details: { fileName: 'statement.csv' },
      });
    }
    expect(await lines()).toEqual(before);
  });

  it('answers the same request under the same key with the first outcome, and another file under it with a refusal', async () => {
    const first = await bank.importStatement(january, { key: 'bank-2024-01' });
    expect(await bank.importStatement(january, { key: 'bank-2024-01' })).toEqual({ value: first.value, replayed: true });
    expect(await refusedBy(bank.importStatement(statement('02-01', '02-29', '70.00', [C]), { key: 'bank-2024-01' }))).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await lines()).toHaveLength(2);
  });

  it('adds of an overlapping statement only what is new, also in the other format', async () => {
    await bank.importStatement(january);
    const overlapping = statement('01-15', '02-01', '100.00', [B, C]);
    const { value } = await bank.importBytes(new TextEncoder().encode(writeCamt053(overlapping)));
    expect(value).toMatchObject({ format: 'camt.053.001.08', lineCount: 2, newLineCount: 1, knownLineCount: 1, moneyIn: '5.00', moneyOut: '0.00' });
    expect((await lines()).map(({ bankReference }) => bankReference)).toEqual([A, B, C].map(({ bankReference }) => bankReference));
    expect((await bank.importStatement(statement('01-01', '01-20', '0.00', [A, B]))).value).toMatchObject({ newLineCount: 0, knownLineCount: 2 });
  });

  it('keeps two lines that differ in the bank’s reference alone', async () => {
    await bank.importStatement(statement('01-01', '01-31', '0.00', [booking('01-05', '75.23'), booking('01-05', '75.23')]));
    expect(await lines()).toHaveLength(2);
  });

  it('refuses days that no statement covers, though the balances meet, and imports the missing month first', async () => {
    await bank.importStatement(january);
    const march = statement('03-01', '03-04', '75.00', []);
    for (const later of [march, { ...march, opening: january.opening.plus(A.amount).plus(B.amount) }]) {
      expect(await refusedBy(bank.importStatement(later))).toEqual({
        code: 'BANK_FILE_DAYS_MISSING',
        details: { from: '2024-03-01', missingFrom: '2024-02-01', missingTo: '2024-02-29' },
      });
    }
    expect(await refusedBy(bank.importStatement(statement('02-01', '02-29', '75.00', [])))).toEqual({
      code: 'BANK_FILE_GAP',
      details: { from: '2024-02-01', opening: '75.00', expected: '70.00', difference: '5.00', reachedTo: '2024-01-31' },
    });
    await bank.importStatement(statement('02-01', '02-29', '70.00', [C]));
    await bank.importStatement(march);
    expect((await bank.read((tx) => bank.queries.reached(tx, bank.bankAccountId)))?.to).toBe('2024-03-04');
  });

  it('refuses a first statement that opens with money that nobody has booked', async () => {
    expect(await refusedBy(bank.importStatement(statement('01-01', '01-31', '0.01', [])))).toMatchObject({
      code: 'BANK_FILE_GAP',
      details: { expected: '0.00' },
    });
  });

  it('refuses another account, days that are not over, days before the account, and broken bytes, and writes nothing', async () => {
    expect(await refusedBy(bank.importStatement({ ...january, accountNo: '9900000000009999' }))).toMatchObject({
      code: 'BANK_FILE_OTHER_ACCOUNT',
      details: { account: '9999' },
    });
    expect(await refusedBy(bank.importStatement({ ...january, to: day('03-05') }))).toMatchObject({ code: 'BANK_FILE_DAY_NOT_OVER' });
    expect(await refusedBy(bank.importStatement({ ...january, from: day('01-01'), to: day('01-04') }))).toMatchObject({ code: 'BANK_FILE_DATE_OUTSIDE' });
    const cut = new TextEncoder().encode(writeBankCsv(january)).slice(0, -20);
    expect(await refusedBy(bank.importBytes(cut))).toMatchObject({ code: 'BANK_FILE_FIELD_MISSING' });
    expect(await lines()).toEqual([]);
    expect(await bank.read((tx) => bank.queries.files(tx))).toEqual([]);
  });

  it('refuses a line that changed since an earlier statement', async () => {
    await bank.importStatement(january);
    const changed = statement('01-01', '02-01', '0.00', [A, { ...B, amount: C.amount }, C]);
    expect(await refusedBy(bank.importStatement(changed))).toEqual({
      code: 'BANK_FILE_LINE_LACKING',
      details: { date: '2024-01-20', amount: '-30.00', reference: B.bankReference },
    });
  });

  it('lets one of two imports of the same file through when they come at the same time', async () => {
    const outcomes = await Promise.allSettled([bank.importStatement(january), bank.importStatement(january)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await lines()).toHaveLength(2);
  });

  it('cleans the name of the file', async () => {
    await bank.importBytes(new TextEncoder().encode(writeBankCsv(january)), { fileName: '../a\u0000\u202Eb.csv' });
    expect(await bank.read((tx) => bank.queries.files(tx))).toMatchObject([{ fileName: '.. a  b.csv' }]);
  });

  it('shows nothing of it to another compound', async () => {
    await bank.importStatement(january);
    expect(await bank.database.unitOfWork.read(communityTwo, (tx) => bank.queries.lines(tx))).toEqual([]);
    const seen = await bank.database.unitOfWork.read(communityTwo, (tx) =>
      tx.query('select id from mingbai.bank_line union all select id from mingbai.bank_file'),
    );
    expect(seen).toEqual([]);
  });

  it('reads the four months of the demo, one after the other', async () => {
    bank.database.clock.set(shanghaiTime(day('05-06'), '09:00'));
    for (const name of ['2024-01.xml', '2024-02.csv', '2024-03.xml', '2024-04.xml'])
      await bank.importBytes(readFileSync(`demo/bank/${name}`), { fileName: name });
    const files = await bank.read((tx) => bank.queries.files(tx));
    expect(files.map(({ format, closing, lineCount, newLineCount }) => [format, closing.toString(), lineCount - newLineCount])).toEqual([
      ['camt.053.001.02', '114696.04', 0],
      ['camt.053.001.08', '120613.98', 0],
      ['csv', '98107.62', 0],
      ['camt.053.001.08', '61498.24', 0],
    ]);
    expect((await bank.read((tx) => bank.queries.balanceOn(tx, bank.bankAccountId, day('03-31')))).toString()).toBe('120613.98');
  });
});
