import { ClosePeriod } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const JANUARY = month('01');

describe('closing a month', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.begin(JANUARY);
  });
  afterAll(() => stage.close());

  const blockers = async () =>
    (await scene.checklist(JANUARY)).steps.filter(({ blocker }) => blocker !== null).map(({ name, blocker }) => `${name} ${blocker?.code}`);
  const paidInJanuary = [
    booking('01-05', '75.23', { remark: 'WY01-101' }),
    booking('01-08', '8000.00', { remark: 'ZL01' }),
    booking('01-20', '1.00', { remark: '?' }),
  ];
  const ready = async (): Promise<void> => {
    await scene.statement(day('01-31'), paidInJanuary);
    await scene.match();
    scene.at(day('02-08'));
  };

  /** What no command can do: changes rows of a table past its walls. */
  const tamper = (table: string, change: string) =>
    stage.database.as('postgres', (client) =>
      client.query(
        `alter table mingbai.${table} disable trigger all; update mingbai.${table} set ${change} and community_id = ${scene.communityId}; alter table mingbai.${table} enable trigger all`,
      ),
    );

  it('posts P12, signs the three equal legs, reconciles the lines and shuts the books', async () => {
    await ready();
    expect(await blockers()).toEqual(['SIGNED CLOSE_NOT_RECONCILED']);
    await scene.reconcile(JANUARY);
    expect(await scene.checklist(JANUARY)).toMatchObject({
      ready: true,
      unplaced: 0,
      lines: { MATCHED: 2, SUSPENSE: 1 },
      suspense: { count: 1, oldestOn: '2024-01-20' },
    });
    const closed = await scene.close(JANUARY);
    expect(closed).toMatchObject({
      period: JANUARY,
      bankBalance: '8076.23',
      lines: 3,
      suspenseCount: 1,
      suspenseTotal: '1.00',
      earned: '75.23',
      base: '60.18',
      withheld: '15.05',
    });
    expect((await scene.lines()).map(({ state }) => state)).toEqual(['RECONCILED', 'RECONCILED', 'RECONCILED']);
    const { ReconciliationQueries } = await import('../../../src/modules/bank/index.js');
    const signed = await scene.read((tx) => scene.app.get(ReconciliationQueries).latest(tx));
    expect(signed?.funds.map(({ fund, cash, claims }) => `${fund} ${cash.toString()} ${claims.toString()}`)).toEqual([
      'SVC 75.23 75.23',
      'COM 8000.00 8000.00',
      'QLT 0.00 0.00',
      'TRN 1.00 1.00',
    ]);
    expect(signed).toMatchObject({
      month: JANUARY,
      lineCount: 3,
      preparedBy: scene.people.bookkeeper.personId,
      signedBy: scene.people.community.personId,
      signedAt: '2024-02-08T01:00:00.000Z',
    });
    expect(await scene.fingerprint()).toMatchObject({ closed: '2024-01-31' });
    expect(await scene.violations()).toEqual([]);
  });

  it('is blocked step by step, each with its code, until everything is there', async () => {
    const fresh = await stage.newScene();
    scene = fresh;
    scene.at(day('01-31'));
    expect(await blockers()).toEqual([
      'MONTH CLOSE_MONTH_NOT_OVER',
      'BILLS CLOSE_NOT_BILLED',
      'INCOME CLOSE_INCOME_NOT_ACCRUED',
      'STATEMENT CLOSE_STATEMENT_SHORT',
      'SIGNED CLOSE_NOT_RECONCILED',
    ]);
    expect(await refusedBy(scene.close(JANUARY))).toEqual({
      code: 'CLOSE_MONTH_NOT_OVER',
      details: { month: '2024-01', lastDay: '2024-01-31', today: '2024-01-31' },
    });
    await scene.begin(JANUARY);
    scene.at(day('02-01'));
    expect(await blockers()).toEqual(['STATEMENT CLOSE_STATEMENT_SHORT', 'SIGNED CLOSE_NOT_RECONCILED']);
    await scene.statement(day('01-30'), [booking('01-05', '75.23', { remark: 'WY01-101' })]);
    expect(await blockers()).toEqual(['STATEMENT CLOSE_STATEMENT_SHORT', 'LINES BANK_LINE_UNPLACED', 'LEGS BANK_LEGS_DIFFER', 'SIGNED CLOSE_NOT_RECONCILED']);
    await scene.statement(day('01-31'), []);
    expect(await refusedBy(scene.close(JANUARY))).toEqual({ code: 'BANK_LINE_UNPLACED', details: { month: '2024-01', count: 1 } });
    await scene.match();
    expect(await blockers()).toEqual(['SIGNED CLOSE_NOT_RECONCILED']);
    await scene.close(JANUARY);
    expect(await scene.violations()).toEqual([]);
  });

  it('waits for a statement of every day of the month, not only of its last', async () => {
    await scene.statement(day('01-10'), paidInJanuary.slice(0, 2));
    await scene.statement(day('01-19'), []);
    await scene.statement(day('01-31'), paidInJanuary.slice(2));
    await scene.match();
    expect(await blockers()).toEqual(['SIGNED CLOSE_NOT_RECONCILED']);
    await tamper('bank_file', `from_on = '2024-01-13' where from_on = '2024-01-11'`);
    expect((await scene.checklist(JANUARY)).statementTo).toBe('2024-01-10');
    expect(await refusedBy(scene.close(JANUARY))).toEqual({
      code: 'CLOSE_STATEMENT_SHORT',
      details: { month: '2024-01', lastDay: '2024-01-31', reachedTo: '2024-01-10' },
    });
    expect(await scene.violations()).toEqual([]);
    await tamper('bank_file', `from_on = '2024-01-11' where from_on = '2024-01-13'`);
    await scene.close(JANUARY);
    await tamper('bank_file', `from_on = '2024-01-13' where from_on = '2024-01-11'`);
    expect(await scene.violations()).toEqual([
      'I16 files cover every day from the opening through the last closed month: account ending in 8866: no file covers 2 of its days, the first 2024-01-11',
    ]);
  });

  it('waits for money that went out and that nothing explains', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' }), booking('01-31', '-5.00', { remark: '手续费' })]);
    await scene.match();
    expect(await refusedBy(scene.close(JANUARY))).toMatchObject({ code: 'BANK_LINE_UNPLACED', details: { count: 1 } });
    expect(await scene.violations()).toEqual([]);
  });

  it('is refused for one fen between bank, books and documents, with the three figures, and writes nothing', async () => {
    await ready();
    await tamper('receipt', 'amount = amount - 0.01 where true');
    const before = await scene.fingerprint();
    expect(await refusedBy(scene.close(JANUARY))).toEqual({
      code: 'BANK_LEGS_DIFFER',
      details: { month: '2024-01', bank: '8076.23', books: '8076.23', documents: '8076.22', fund: 'SVC', fundCash: '75.23', fundClaims: '75.22' },
    });
    expect(await scene.fingerprint()).toEqual(before);
    expect(await scene.violations()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^I5 the cash of every fund is what its documents say: fund SVC: books 75.23, documents 75.22$/),
        expect.stringMatching(/^I16 every place of a bank line is a document that names the line/),
      ]),
    );
  });

  it.each([
    ['what units owe', 'bill', 'paid = paid - 0.01 where paid > 0', { account: '1101', fund: 'SVC', books: '300.92', documents: '300.93' }],
    ['what units have paid in advance', 'receipt', 'excess = excess + 0.01 where true', { account: '2001', fund: 'SVC', books: '0.00', documents: '0.01' }],
    ['what tenants owe', 'lease_charge', 'amount = amount + 0.01 where true', { account: '1103', fund: 'COM', books: '0.00', documents: '0.01' }],
    [
      'what tenants have paid in advance',
      'lease_receipt',
      'excess = excess + 0.01 where true',
      { account: '2002', fund: 'COM', books: '0.00', documents: '0.01' },
    ],
  ])('is refused for one fen in %s, though cash agrees, with account and figures, and writes nothing', async (_, table, change, details) => {
    await ready();
    await tamper(table, change);
    const before = await scene.fingerprint();
    expect(await blockers()).toEqual(['LEGS CLOSE_CLAIMS_DIFFER', 'SIGNED CLOSE_NOT_RECONCILED']);
    expect(await refusedBy(scene.close(JANUARY))).toEqual({ code: 'CLOSE_CLAIMS_DIFFER', details: { month: JANUARY, ...details } });
    expect(await scene.fingerprint()).toEqual(before);
  });

  it('is refused for one fen in what the firm earned or has withheld, told with what this month would add to both', async () => {
    await ready();
    await scene.close(JANUARY);
    await scene.begin(month('02'));
    await scene.statement(day('02-29'), [booking('02-05', '75.23', { remark: 'WY01-101' })]);
    await scene.match();
    await scene.reconcile(month('02'));
    expect((await scene.checklist(month('02'))).ready).toBe(true);
    await tamper('entitlement_month', 'base = base - 0.01, earned = earned - 0.01 where true');
    expect((await scene.checklist(month('02'))).claimsApart).toEqual({ month: '2024-02', account: '2101', fund: 'SVC', books: '60.18', documents: '60.17' });
    await tamper('entitlement_month', 'base = base + 0.01, withheld = withheld - 0.01 where true');
    expect(await refusedBy(scene.close(month('02')))).toEqual({
      code: 'CLOSE_CLAIMS_DIFFER',
      details: { month: '2024-02', account: '2103', fund: 'SVC', books: '30.10', documents: '30.09' },
    });
  });

  it('is refused out of order, twice, and for the months after a month that is open', async () => {
    await ready();
    expect(await refusedBy(scene.close(month('02')))).toMatchObject({ code: 'LEDGER_PERIOD_NOT_NEXT', details: { month: '2024-02', next: '2024-01' } });
    await scene.close(JANUARY);
    expect(await refusedBy(scene.close(JANUARY))).toMatchObject({ code: 'LEDGER_PERIOD_NOT_NEXT', details: { next: '2024-02' } });
  });

  it('happens once under one key, and once when two people do it at the same time', async () => {
    await ready();
    await scene.reconcile(JANUARY);
    const outcomes = await Promise.allSettled([scene.close(JANUARY, 'close-2024-01-a'), scene.close(JANUARY, 'close-2024-01-b')]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const winner = outcomes[0]?.status === 'fulfilled' ? 'close-2024-01-a' : 'close-2024-01-b';
    const before = await scene.fingerprint();
    expect(await scene.close(JANUARY, winner)).toMatchObject({ lines: 3 });
    expect(await scene.fingerprint()).toEqual(before);
    expect(before).toMatchObject({ months: 1, signed: 1 });
  });

  it('is for the bookkeeper only', async () => {
    await ready();
    for (const who of ['firm', 'cashier', 'community', 'centre'] as const) {
      expect(await refusedBy(scene.app.get(ClosePeriod).execute(scene.as(who), { period: JANUARY }))).toMatchObject({ code: 'NOT_ALLOWED' });
    }
  });

  it('leaves what waits in suspense to be found in a later month, in that month’s books', async () => {
    await ready();
    await scene.close(JANUARY);
    await scene.begin(month('02'));
    scene.at(day('02-09'));
    const line = (await scene.lines())[2];
    await scene.assign(line?.id as NonNullable<typeof line>['id'], [{ target: 'UNIT', reference: '01-102' }]);
    expect((await scene.lines())[2]).toMatchObject({ state: 'RECONCILED' });
    expect(await scene.cash()).toEqual({ SVC: '76.23', COM: '8000.00', QLT: '0.00', TRN: '0.00' });
    await scene.statement(day('02-29'), []);
    expect(await scene.close(month('02'))).toMatchObject({ bankBalance: '8076.23', lines: 0, earned: '1.00', suspenseCount: 0 });
    expect(await scene.violations()).toEqual([]);
  });

  it('sees money that went out and has no place, once its month is closed or when it names a payout', async () => {
    await scene.statement(day('01-31'), paidInJanuary);
    await scene.match();
    scene.at(day('02-08'));
    await scene.close(JANUARY);
    await scene.statement(day('02-05'), [booking('02-02', '-5.00', { remark: '手续费' })]);
    await scene.match();
    expect(await scene.violations()).toEqual([]);
    await tamper('bank_line', `remark = '付 bf2024-0001 物业费' where amount = -5.00`);
    const lost =
      /^I9 money that went out under the number of a payout has settled it: bank line \d+ of 2024-02-02 over -5.00 names BF2024-0001 and settles nothing$/;
    expect(await scene.violations()).toEqual([expect.stringMatching(lost)]);
    await tamper('bank_line', `booked_on = '2024-01-31', remark = '' where amount = -5.00`);
    expect(await scene.violations()).toContainEqual(
      expect.stringMatching(
        /^I16 every line through the last closed month has its place: bank line \d+ of 2024-01-31 over -5.00 has no place, and the books are closed through 2024-01-31$/,
      ),
    );
  });

  it('sees a receipt that rests on a payment that came back', async () => {
    await ready();
    await tamper('bank_line', `remark = '退汇 BF2024-0001' where remark = 'WY01-101'`);
    await tamper('bank_line', `reversal = true where remark = 'ZL01'`);
    expect(await scene.violations()).toEqual([
      expect.stringMatching(
        /^I16 no receipt rests on a payment that came back: bank line \d+ of 2024-01-05 over 75.23 is a returned payment and was booked as a receipt$/,
      ),
      expect.stringMatching(/^I16 no receipt rests on a payment that came back: bank line \d+ of 2024-01-08 over 8000.00 /),
    ]);
  });

  describe('is watched afterwards: verify sees', () => {
    beforeEach(async () => {
      await ready();
      await scene.close(JANUARY);
      await scene.statement(day('02-10'), [booking('02-10', '2.00', { remark: '?' })]);
      await scene.match();
      expect(await scene.violations()).toEqual([]);
    });

    it.each([
      ['a line whose close was taken back', 'bank_line', `state = 'MATCHED' where remark = 'ZL01'`, 'I16 a line is as far as its matches and its month'],
      ['a line that was reconciled too early', 'bank_line', `state = 'RECONCILED' where amount = 2.00`, 'I16 a line is as far as its matches and its month'],
      ['a line on another day', 'bank_line', `booked_on = '2024-01-09' where remark = 'ZL01'`, 'I16 what a line became is in the books on the day of the line'],
      ['a line over another amount', 'bank_line', `amount = amount + 0.01 where remark = 'ZL01'`, 'I16 each bank line is consumed once'],
      ['a line of no day of its file', 'bank_line', `booked_on = '2024-02-11' where amount = 2.00`, 'I16 a file is about the lines of its days'],
      ['a file that begins too late', 'bank_file', `from_on = '2024-01-06' where from_on = '2024-01-01'`, 'I16 a file is about the lines of its days'],
      ['a file that ends too early', 'bank_file', `to_on = '2024-02-09' where from_on = '2024-02-01'`, 'I16 a file is about the lines of its days'],
      ['a file that reaches into another', 'bank_file', `to_on = '2024-02-10' where from_on = '2024-01-01'`, 'I16 a file is about the lines of its days'],
      ['a file of days that were not over', 'bank_file', `to_on = '2024-02-20' where from_on = '2024-02-01'`, 'I16 a file is about days that were over'],
      ['a file that says more lines', 'bank_file', `line_count = line_count + 1 where from_on = '2024-02-01'`, 'I16 a file is about the lines of its days'],
    ])('%s', async (_, table, change, rule) => {
      await tamper(table, change);
      expect(await scene.violations()).toContainEqual(expect.stringContaining(rule));
    });

    it('a closed month without a reconciliation', async () => {
      await stage.database.as('postgres', (client) =>
        client.query(
          `alter table mingbai.reconciliation_end disable trigger all; delete from mingbai.reconciliation_end where community_id = ${scene.communityId}; alter table mingbai.reconciliation_end enable trigger all`,
        ),
      );
      expect(await scene.violations()).toContain(
        'I5 every close rests on a signed reconciliation of its month: close 1 is of 2024-01, its reconciliation of –, signed never',
      );
    });
  });

  it('sees it when somebody changes what was signed', async () => {
    await ready();
    await scene.close(JANUARY);
    await tamper('reconciliation', 'line_count = 2 where true');
    expect(await scene.violations()).toEqual([
      expect.stringMatching(/^I5 every reconciliation is as it was prepared: reconciliation of 2024-01 is no longer what [0-9a-f]{64} was signed for$/),
    ]);
  });
});
