import { postCall, saidWhy, single, Stage, type Call } from './gate.js';

describe('the gate, called past the application,', () => {
  let stage: Stage;
  /** How one entry ends that is sound but for what a test changes about it. */
  const one = (change: Partial<Call>) => stage.attempt('mingbai_app', postCall({ ...single, ...change }));
  const refusalOf = async (change: Partial<Call>) => (await one(change)).refusal?.message ?? 'not refused';

  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage.close());

  it.each(['NaN', 'Infinity', '-Infinity', '-0', '0', '0.00', '-1', '-0.01', '0.001', '10.005', '1e-5', '1e13', '1e130'])(
    'takes no amount of %s (I1, I29)',
    async (amount) => {
      expect(await refusalOf({ amount: `'{${amount}}'` })).toBe('LEDGER_AMOUNT_INVALID');
    },
  );
  it('takes a fen, and an amount however many zeros follow its fen', async () => {
    expect((await one({ amount: `'{0.01}'` })).refusal).toBeNull();
    expect((await one({ amount: `'{4.0000000000}'` })).refusal).toBeNull();
  });
  it('takes no total beyond the largest amount, from one entry or from ten', async () => {
    expect(await refusalOf({ amount: `'{9999999999999.99}'` })).toBe('LEDGER_TOTAL_TOO_LARGE'); // 4.00 is there already
    expect((await one({ creditHolder: `'{7}'`, debitHolder: `'{7}'`, amount: `'{9999999999989.99}'` })).refusal).toBeNull();
  });

  it.each([
    ['2024-01-31', 'LEDGER_PERIOD_CLOSED'],
    ['2023-12-31', 'LEDGER_PERIOD_CLOSED'],
    ['0044-03-15 BC', 'LEDGER_PERIOD_CLOSED'],
    ['-infinity', 'LEDGER_PERIOD_CLOSED'],
    ['2024-04-01', 'LEDGER_DATE_AHEAD'],
    ['5874897-12-31', 'LEDGER_DATE_AHEAD'],
    ['infinity', 'LEDGER_DATE_AHEAD'],
  ])('takes no entry of %s: %s (I15)', async (on, code) => {
    expect(await refusalOf({ on: `'{"${on}"}'` })).toBe(code);
  });
  it('takes both ends of the months that are open', async () => {
    for (const on of ['2024-02-01', '2024-03-31']) expect((await one({ on: `'{${on}}'` })).refusal).toBeNull();
  });
  it.each(['null', `'infinity'`, `'-infinity'`])('takes no entry that was recorded at %s', async (recordedAt) => {
    expect(saidWhy(await one({ recordedAt }))).toBe(true);
    expect(saidWhy(await one({ recordedAt, on: `'{2099-01-01}'` }))).toBe(true);
  });

  it.each(['p02', 'P02 ', ' P02', '', 'P99', 'P', 'Ｐ02'])('knows no rule "%s"', async (rule) => {
    expect(await refusalOf({ rule: `'{"${rule}"}'` })).toBe('LEDGER_RULE_UNKNOWN');
  });
  it.each<[what: string, change: Partial<Call>]>([
    ['of no holder', { creditHolder: `'{0}'` }],
    ['of a negative holder', { creditHolder: `'{-1}'` }],
    ['of a negative bank account', { debitHolder: `'{-9223372036854775808}'` }],
    ['of a holder without a type', { creditType: `'{""}'` }],
    ['of a holder of another type', { creditType: `'{lease}'` }],
    ['of a type in capitals', { creditType: `'{UNIT}'` }],
    ['in a fund in small letters', { fund: `'{svc}'` }],
    ['in a fund that it has no place in', { fund: `'{COM}'` }],
    ['in no fund', { fund: `'{""}'` }],
    ['under a code with a blank', { creditCode: `'{"2001 "}'` }],
    ['under the code of a class', { creditCode: `'{2}'` }],
  ])('takes no account %s', async (_, change) => {
    expect(await refusalOf(change)).toBe('LEDGER_ACCOUNT_REFUSED');
  });
  it('takes no transfer from an account to itself (I1)', async () => {
    expect(saidWhy(await one({ rule: `'{P28c}'`, creditCode: `'{1001}'`, creditType: `'{bank_account}'` }))).toBe(true);
  });

  it.each<[what: string, change: Partial<Call>]>([
    ['of a kind of document that there is not', { sourceType: `'{Receipt}'` }],
    ['of no kind of document', { sourceType: `'{""}'` }],
    ['of document 0', { sourceId: `'{0}'` }],
    ['of a negative document', { sourceId: `'{-5}'` }],
    ['for the time 0', { occurrence: `'{0}'` }],
    ['for a negative time', { occurrence: `'{-1}'` }],
  ])('takes no entry %s', async (_, change) => {
    expect(saidWhy(await one(change))).toBe(true);
  });
  it('takes an event once, across calls and within one', async () => {
    expect(await refusalOf({ sourceId: `'{1}'` })).toMatch(/one_posting_per_event|LEDGER_ALREADY_POSTED/);
    const { refusal } = await stage.attempt('mingbai_app', postCall({ sourceId: `'{101,101}'` }));
    expect(refusal?.message).toMatch(/one_posting_per_event|LEDGER_ALREADY_POSTED/);
  });

  it.each<[what: string, sql: string]>([
    ['nothing', `''`],
    ['201 characters', `repeat('证', 201)`],
    ['two lines', `e'a\\nb'`],
    ['a carriage return', `e'a\\rb'`],
    ['a tab', `e'a\\tb'`],
    ['an escape', `e'a\\u001bb'`],
    ['a delete', `e'a\\u007fb'`],
    ['a C1 next line', `e'a\\u0085b'`],
  ])('takes no description of %s', async (_, sql) => {
    expect(saidWhy(await one({ description: `array[${sql}]` }))).toBe(true);
  });
  it('takes a description of 200 characters of any script', async () => {
    expect((await one({ description: `array[repeat('证', 200)]` })).refusal).toBeNull();
  });

  it.each(['2', '0', '-1', 'null', '2147483647'])('posts nothing to compound %s when the transaction is that of compound 1 (I27)', async (community) => {
    expect((await one({ community })).refusal?.sqlState).toBe('MB403');
  });

  it.each([
    [63, '73.63'],
    [10_000, '10110.00'],
  ])('takes %i entries as one, and none of them when one is wrong (I18)', async (count, cash) => {
    const list = (of: string) => `(select array_agg(${of} order by n) from generate_series(1, ${count}) n)`;
    const text = (of: string) => list(`${of}::text`);
    const call = (amount: string): Partial<Call> => ({
      on: list(`date '2024-02-05' + n % 20`),
      rule: text(`'P02'`),
      sourceType: text(`'receipt'`),
      sourceId: list('1000 + n'),
      occurrence: list('1'),
      description: text(`'fee ' || n`),
      entry: list('n'),
      line: list('1'),
      fund: text(`'SVC'`),
      amount: list(amount),
      debitCode: text(`'1001'`),
      debitType: text(`'bank_account'`),
      debitHolder: list('1'),
      creditCode: text(`'2001'`),
      creditType: text(`'unit'`),
      creditHolder: list('1 + n % 600'),
    });
    const sums = `select count(*)::int as entries, count(distinct voucher_no)::int as numbers, max(seq)::int as last,
      (select cash from ledger.fund_balance where fund = 'SVC') as cash from ledger.entry`;
    const posted = await stage.attempt('mingbai_app', [postCall(call('1.01')), sums]);
    expect(posted).toEqual({ refusal: null, rows: [{ entries: count + 2, numbers: count + 2, last: count + 2, cash }] });
    expect(await refusalOf(call(`case n when ${count - 1} then 1.001 else 1.01 end`))).toBe('LEDGER_AMOUNT_INVALID');
  });
});
