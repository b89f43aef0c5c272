import { postCall, saidWhy, single, Stage } from './gate.js';

const at = `'2024-03-10T09:00+08:00'`;
const reverse = (seq: string, on = `'2024-02-07'`, description = `'r'`, recordedAt = at) =>
  `select * from ledger.reverse(1, ${recordedAt}, null, ${seq}, ${on}, ${description})`;
const close = (month: string, moment = at) => `select ledger.close_period(1, ${month}, ${moment}, null)`;

describe('the other functions of the books, called past the application,', () => {
  let stage: Stage;
  const app = (...statements: string[]) => stage.attempt('mingbai_app', statements);
  const message = async (...statements: string[]) => (await app(...statements)).refusal?.message ?? 'not refused';

  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage.close());

  describe('ledger.reverse (I4)', () => {
    it.each(['null', '0', '-1', '99', '9223372036854775807'])('knows no entry %s', async (seq) => {
      expect(await message(reverse(seq))).toBe('LEDGER_ENTRY_MISSING');
    });
    it('turns an entry round once, and never a reversal', async () => {
      expect(await message(reverse('2'), reverse('2'))).toBe('LEDGER_ALREADY_REVERSED');
      expect(await message(reverse('2'), reverse('3'))).toBe('LEDGER_REVERSAL_OF_REVERSAL');
    });
    it('dates it in an open month, whatever the month of what it reverses', async () => {
      expect(await message(reverse('1', `'2024-01-07'`))).toBe('LEDGER_PERIOD_CLOSED');
      expect(await message(reverse('1', `'infinity'`))).toBe('LEDGER_DATE_AHEAD');
      expect(await message(reverse('1'))).toBe('not refused');
    });
    it('exchanges the sides of every transfer and leaves the totals equal', async () => {
      const { rows } = await app(
        reverse('2'),
        `select (select row(debit_account, credit_account, amount)::text from ledger.transfer where entry_seq = 2) = (select row(credit_account, debit_account, amount)::text
          from ledger.transfer where entry_seq = 3) as exact, (select sum(debit) = sum(credit) from ledger.account_balance) as balanced`,
      );
      expect(rows).toEqual([{ exact: true, balanced: true }]);
    });
    it.each([
      ['no day', reverse('2', 'null')],
      ['no description', reverse('2', `'2024-02-07'`, 'null')],
      ['an empty description', reverse('2', `'2024-02-07'`, `''`)],
      ['two lines', reverse('2', `'2024-02-07'`, `e'a\\nb'`)],
      ['no moment', reverse('2', `'2024-02-07'`, `'r'`, 'null')],
      ['a moment without end', reverse('2', `'2024-02-07'`, `'r'`, `'infinity'`)],
    ])('says why it refuses %s', async (_, sql) => {
      expect(saidWhy(await app(sql))).toBe(true);
    });
  });

  describe('ledger.close_period (I15)', () => {
    it('closes the next month, whole and over, and then nothing is posted to it', async () => {
      expect(await message(close(`'2024-01'`))).toBe('LEDGER_PERIOD_NOT_NEXT');
      expect(await message(close(`'2024-03'`))).toBe('LEDGER_PERIOD_NOT_NEXT');
      expect(await message(close(`'2024-02'`, `'2024-02-29T23:59:59+08:00'`))).toBe('LEDGER_PERIOD_NOT_ENDED');
      expect(await message(close(`'2024-02'`), postCall(single))).toBe('LEDGER_PERIOD_CLOSED');
      expect(await message(close(`'2024-02'`), close(`'2024-02'`))).toBe('LEDGER_PERIOD_NOT_NEXT');
    });
    it.each([
      ['no month', close('null')],
      ['a month that there is not', close(`'2024-13'`)],
      ['a month written otherwise', close(`'2024-2'`)],
      ['a word', close(`'x'`)],
      ['nothing', close(`''`)],
      ['no moment', close(`'2024-02'`, 'null')],
      ['a moment without end', close(`'2024-02'`, `'infinity'`)],
    ])('says why it refuses %s', async (_, sql) => {
      const ending = await app(sql);
      expect({ said: saidWhy(ending), ...ending }).toMatchObject({ said: true });
    });
  });

  describe('ledger.open_book', () => {
    const open = (community: string, on: string) => stage.attempt('mingbai_app', `select ledger.open_book(${community}, ${on})`, community);
    it('opens a book once, on the first of a month, for the compound of the transaction', async () => {
      expect((await open('1', `'2024-01-01'`)).refusal?.message).toBe('LEDGER_BOOK_EXISTS');
      expect((await open('3', `'2024-01-02'`)).refusal?.message).toBe('DATE_INVALID');
      expect((await open('3', `'2024-01-01'`)).refusal).toBeNull();
    });
    it.each([
      ['no day', '3', 'null'],
      ['a day without end', '3', `'infinity'`],
      ['a day without beginning', '3', `'-infinity'`],
    ])('says why it refuses %s', async (_, community, on) => {
      const ending = await open(community, on);
      expect({ said: saidWhy(ending), ...ending }).toMatchObject({ said: true });
    });
  });

  it.each(['0', '-5', 'null', '-2147483648'])('ledger.take_ids takes none for %s, and never goes back', async (count) => {
    expect((await app(`select ledger.take_ids(1, 3)`, `select ledger.take_ids(1, ${count})`, `select next_id::int as next from ledger.book`)).rows).toEqual([
      { next: 4 },
    ]);
  });

  it('ledger.take_ids gives ten million at once and no more, so that no mistake uses up the numbers of a book', async () => {
    expect(await message('select ledger.take_ids(1, 10000000)')).toBe('not refused');
    expect(await message('select ledger.take_ids(1, 10000001)')).toBe('REQUEST_INVALID');
    expect(await message('select ledger.take_ids(1, 2147483647)')).toBe('REQUEST_INVALID');
  });

  it.each(['1999-12-31T23:59+08:00', '2200-01-02', '-infinity'])('no function of the books takes a moment that no clock of ours shows: %s', async (moment) => {
    const calls = [
      postCall({ recordedAt: `'${moment}'` }),
      reverse('2', `'2024-02-07'`, `'r'`, `'${moment}'`),
      close(`'2024-02'`, `'${moment}'`),
      `select ledger.propose_reopening(1, '${moment}', 1, 1, '2024-01', 'r', '2024-03-01')`,
      `select ledger.reopen(1, '${moment}', 2, 2, 1)`,
    ];
    for (const call of calls)
      expect((await app(call)).refusal).toMatchObject({ sqlState: 'MB422', message: expect.stringMatching(/^(REQUEST|DATE)_INVALID$/) });
  });

  it.each([
    ['lock', 'ledger.lock($)'],
    ['take_ids', 'ledger.take_ids($, 1)'],
    ['open_book', `ledger.open_book($, '2024-01-01')`],
    ['close_period', `ledger.close_period($, '2024-01', ${at}, null)`],
    ['reverse', `ledger.reverse($, ${at}, null, 1, '2024-02-07', 'r')`],
    ['propose_reopening', `ledger.propose_reopening($, ${at}, 1, 1, '2024-01', 'r', ${at})`],
    ['reopen', `ledger.reopen($, ${at}, 2, 2, 1)`],
  ])('ledger.%s works for the compound of the transaction alone (I27)', async (_, call) => {
    for (const community of ['2', '0', '-1', 'null', '2147483647'])
      expect((await app(`select * from ${call.replace('$', community)}`)).refusal?.sqlState).toBe('MB403');
    const untold = await stage.attempt('mingbai_app', `select * from ${call.replace('$', '1')}`, null);
    expect(untold.refusal?.sqlState).toBe('MB403');
  });

  it.each([
    ['no moment', `ledger.propose_reopening(1, null, 1, 1, '2024-01', 'r', '2024-03-01')`],
    ['an infinite moment', `ledger.propose_reopening(1, '-infinity', 1, 1, '2024-01', 'r', '2024-03-01')`],
    ['nobody', `ledger.propose_reopening(1, ${at}, null, 1, '2024-01', 'r', '2024-03-01')`],
    ['no organisation', `ledger.propose_reopening(1, ${at}, 1, 0, '2024-01', 'r', '2024-03-01')`],
    ['a month that is none', `ledger.propose_reopening(1, ${at}, 1, 1, '2024-13', 'r', '2024-03-01')`],
    ['no month', `ledger.propose_reopening(1, ${at}, 1, 1, null, 'r', '2024-03-01')`],
    ['nobody who confirms', `ledger.reopen(1, ${at}, null, 2, 1)`],
    ['an infinite moment of the confirmation', `ledger.reopen(1, '-infinity', 2, 2, 1)`],
  ])('a reopening is refused with %s', async (_, call) => {
    expect((await app(`select ${call}`)).refusal).toMatchObject({ sqlState: 'MB422', message: 'REQUEST_INVALID' });
  });

  it('every function of the books that the application may call is tried in these files', async () => {
    const { rows } = await stage.attempt(
      'mingbai_app',
      `select array_agg(p.proname::text order by p.proname) as names from pg_proc p where p.pronamespace = 'ledger'::regnamespace and p.prosecdef and has_function_privilege(p.oid, 'execute')`,
    );
    expect(rows).toEqual([{ names: ['close_period', 'lock', 'open_book', 'post', 'propose_reopening', 'reopen', 'reverse', 'take_ids'] }]);
  });
});
