import { addMinutes, type Instant } from '../../../src/kernel/index.js';
import { ReconciliationQueries } from '../../../src/modules/bank/index.js';
import { EntitlementQueries } from '../../../src/modules/entitlements/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { ConfirmReopening, ProposeReopening } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const [JANUARY, FEBRUARY, MARCH] = [month('01'), month('02'), month('03')];

describe('closed months that are opened again', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  /** January and February billed, paid in part and closed, on the 5th of March; bills are what the firm earns by. */
  beforeEach(async () => {
    scene = await stage.newScene({ basis: 'ACCRUED' });
    await scene.begin(JANUARY);
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' }), booking('01-20', '1.00', { remark: '?' })]);
    await scene.match();
    scene.at(day('02-05'));
    await scene.close(JANUARY);
    await scene.begin(FEBRUARY);
    await scene.statement(day('02-29'), [booking('02-05', '75.23', { remark: 'WY01-102' })]);
    await scene.match();
    scene.at(day('03-05'));
    await scene.close(FEBRUARY);
  });
  beforeAll(async () => {
    stage = await openStage();
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(() => stage.close());

  const inDays = (days: number): Instant => addMinutes(stage.database.clock.now(), days * 24 * 60);
  const propose = (
    who: Parameters<SettlementScene['as']>[0],
    change: Partial<{ month: typeof JANUARY; reason: string; expiresAt: Instant }> = {},
    key?: string,
  ) =>
    scene.app
      .get(ProposeReopening)
      .execute(scene.as(who, key ?? null), { month: JANUARY, reason: 'a bill of the wrong flat', expiresAt: inDays(5), ...change });
  const confirm = (who: Parameters<SettlementScene['as']>[0], number = 1, key?: string) =>
    scene.app.get(ConfirmReopening).execute(scene.as(who, key ?? null), { number });
  const books = () => scene.app.get(LedgerQueries);
  const closes = async () => (await scene.read((tx) => books().closes(tx))).map(({ month: closed, state }) => `${closed} ${state}`);
  const evidence = async () => ({
    ...(await scene.fingerprint()),
    reopenings: (await scene.read((tx) => books().reopenings(tx))).length,
    closes: await closes(),
  });

  it('are open from the month on once another organisation has agreed, and not before', async () => {
    expect((await propose('bookkeeper')).value).toEqual({ number: 1, month: JANUARY, expiresAt: inDays(5) });
    expect(await scene.fingerprint()).toMatchObject({ closed: '2024-02-29' });
    expect((await confirm('community')).value).toEqual({
      number: 1,
      month: JANUARY,
      closedThrough: '2023-12-31',
      reopenedThrough: '2024-02-29',
      expiresAt: inDays(5),
    });
    expect(await closes()).toEqual(['2024-01 REOPENED', '2024-02 REOPENED']);
    const [reopening] = await scene.read((tx) => books().reopenings(tx));
    const { bookkeeper, community } = scene.people;
    expect(reopening).toMatchObject({
      reason: 'a bill of the wrong flat',
      proposedBy: bookkeeper.personId,
      proposedFor: bookkeeper.organisationId,
      confirmedBy: community.personId,
      confirmedFor: community.organisationId,
    });
    expect(await scene.read((tx) => scene.app.get(ReconciliationQueries).latest(tx))).toBeNull(); // no payout rests on what was signed of them
  });

  it('are corrected, earned anew and closed again, each with a reconciliation of its own beside the first', async () => {
    const before = await scene.read((tx) => books().book(tx));
    await scene.reopen(JANUARY);
    expect(await scene.reverseBill(JANUARY, '01-103')).toMatchObject({ effectiveOn: '2024-01-01' });
    expect(await scene.violations()).toEqual([]); // also while they are open
    scene.at(day('03-06'));
    expect(await scene.close(JANUARY)).toMatchObject({ earned: '300.92', base: '240.74', withheld: '60.18', lines: 2, yearEnd: null });
    expect(await scene.close(FEBRUARY)).toMatchObject({ earned: '376.15', lines: 1 });
    expect(await closes()).toEqual(['2024-01 REOPENED', '2024-02 REOPENED', '2024-01 CLOSED', '2024-02 CLOSED']);
    expect(await scene.fingerprint()).toMatchObject({ closed: '2024-02-29', months: 3, signed: 4, states: 'RECONCILED,RECONCILED,RECONCILED' });
    const postings = await scene.read((tx) => scene.app.get(EntitlementQueries).postings(tx));
    expect(postings.map(({ period, postingNo, earned, base, withheld }) => [period, postingNo, ...[earned, base, withheld].map(String)].join(' '))).toEqual([
      '2024-01 1 376.15 300.92 75.23',
      '2024-02 1 376.15 300.92 75.23',
      '2024-01 2 -75.23 -60.18 -15.05',
    ]);
    await scene.read(async (tx) => {
      const owed = async (asOfSeq?: number) => {
        const [account] = await books().balances(tx, { on: day('01-31'), code: '2101', ...(asOfSeq !== undefined && { asOfSeq }) });
        return account?.balance.toString();
      };
      expect([await owed(), await owed(before?.lastSeq)]).toEqual(['240.74', '300.92']); // what the books say of January, and what they said
      expect(await books().book(tx)).toMatchObject({ reopenedThrough: null, reopenedUntil: null });
    });
    await scene.begin(MARCH); // and the next month goes on as ever
  });

  it('are closed again as they were when nothing was wrong', async () => {
    const before = await scene.fingerprint();
    await scene.reopen(FEBRUARY);
    await scene.close(FEBRUARY);
    expect(await scene.fingerprint()).toEqual({ ...before, signed: 3 });
  });

  it('take no entry after the expiry, are still closed, and get more time by a new reopening', async () => {
    await scene.reopen(JANUARY);
    scene.at(day('03-10'));
    const before = await evidence();
    expect(await refusedBy(scene.reverseBill(JANUARY, '01-103'))).toEqual({
      code: 'LEDGER_REOPENING_EXPIRED',
      details: { month: '2024-01', until: '2024-03-10 09:00' },
    });
    expect(await evidence()).toEqual(before);
    expect(await refusedBy(propose('bookkeeper', { month: FEBRUARY }))).toEqual({
      code: 'LEDGER_REOPENING_EARLIER',
      details: { month: '2024-02', first: '2024-01' },
    });
    expect(await scene.reopen(JANUARY)).toMatchObject({ number: 2, closedThrough: '2023-12-31', reopenedThrough: '2024-02-29' });
    await scene.reverseBill(JANUARY, '01-103');
    scene.at(day('03-20'));
    expect(await refusedBy(scene.close(JANUARY))).toMatchObject({ code: 'LEDGER_REOPENING_EXPIRED' }); // P12 would be an entry of January
    await scene.reopen(JANUARY);
    await scene.close(JANUARY);
    scene.at(day('03-28'));
    await scene.close(FEBRUARY); // nothing to post: the expiry does not matter
    expect(await scene.fingerprint()).toMatchObject({ closed: '2024-02-29' });
  });

  it.each([
    ['a month that is not closed', { month: MARCH }, 'LEDGER_PERIOD_NOT_CLOSED'],
    ['a month before the book', { month: '2023-12' as typeof JANUARY }, 'LEDGER_PERIOD_NOT_CLOSED'],
    ['no reason', { reason: ' ' }, 'LEDGER_REOPENING_REASON'],
    ['a reason that cannot be printed', { reason: 'a\nb' }, 'LEDGER_REOPENING_REASON'],
  ] as const)('are not asked for with %s', async (_, change, code) => {
    const before = await evidence();
    expect(await refusedBy(propose('bookkeeper', change))).toMatchObject({ code });
    expect(await evidence()).toEqual(before);
  });

  it('are not asked for without an end, or with one in the past or far away', async () => {
    const before = await evidence();
    for (const expiresAt of [inDays(0), inDays(-1), addMinutes(inDays(30), 1)])
      expect(await refusedBy(propose('bookkeeper', { expiresAt }))).toEqual({
        code: 'LEDGER_REOPENING_EXPIRY',
        details: { from: '2024-03-05 09:00', to: '2024-04-04 09:00' },
      });
    expect(await evidence()).toEqual(before);
    await propose('bookkeeper', { expiresAt: inDays(30) });
  });

  it('are not opened by the one who asked, by the same organisation, twice, too late, or by a role that has no part in it', async () => {
    await propose('bookkeeper');
    const before = await evidence();
    const { bookkeeper, centre } = scene.people;
    const actAs = (actor: object) => scene.app.get(ConfirmReopening).execute({ actor: { ...centre, ...actor }, idempotencyKey: null }, { number: 1 });
    for (const party of [{ personId: bookkeeper.personId }, { organisationId: bookkeeper.organisationId }])
      expect(await refusedBy(actAs(party))).toMatchObject({ code: 'LEDGER_REOPENING_SAME_PARTY' });
    for (const who of ['bookkeeper', 'cashier', 'firm', 'street'] as const) expect(await refusedBy(confirm(who))).toMatchObject({ code: 'NOT_ALLOWED' });
    for (const who of ['cashier', 'firm', 'community', 'centre', 'street'] as const)
      expect(await refusedBy(propose(who))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(confirm('centre', 7))).toMatchObject({ code: 'LEDGER_REOPENING_MISSING', details: { number: 7 } });
    expect(await evidence()).toEqual(before);
    await confirm('centre');
    expect(await refusedBy(confirm('community'))).toMatchObject({ code: 'LEDGER_REOPENING_CONFIRMED' });
    await propose('bookkeeper', { expiresAt: inDays(1) });
    scene.at(day('03-06'));
    expect(await refusedBy(confirm('centre', 2))).toEqual({ code: 'LEDGER_REOPENING_LAPSED', details: { number: 2, until: '2024-03-06 09:00' } });
  });

  it('are asked for and opened once under one key', async () => {
    expect((await propose('bookkeeper', {}, 'ask-0001')).replayed).toBe(false);
    expect((await propose('bookkeeper', {}, 'ask-0001')).replayed).toBe(true);
    await confirm('centre', 1, 'open-0001');
    const before = await evidence();
    expect((await confirm('centre', 1, 'open-0001')).replayed).toBe(true);
    expect(await evidence()).toEqual(before);
    expect(before.reopenings).toBe(1);
  });
});
