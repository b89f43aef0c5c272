import { Money, required } from '../../../src/kernel/index.js';
import { EntitlementQueries, FirmDueQueries, FirmDues, UndoFirmDueWriteOff, WriteOffFirmDue } from '../../../src/modules/entitlements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { ReverseEntry } from '../../../src/modules/fees/index.js';
import { LedgerService } from '../../../src/modules/ledger/index.js';
import { UndoMatches } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { resolved } from '../../support/resolved.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const [JANUARY, FEBRUARY] = [month('01'), month('02')];
const UNITS = ['01-101', '01-102', '03-201', '03-202'];

/** Two months that were billed, paid and closed, then opened again because of a bill that was wrong. The share at risk is 0.20. */
describe('what the firm earned by a month that is closed a second time', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene({ basis: 'ACCRUED' });
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(() => stage.close());

  const earned = () =>
    scene.read(async (tx) =>
      (await scene.app.get(EntitlementQueries).months(tx)).map(({ period, ...split }) => `${period} E ${split.earned} B ${split.base} W ${split.withheld}`),
    );
  const entitled = (period: typeof JANUARY) => scene.read(async (tx) => (await scene.app.get(EntitlementQueries).baseClaim(tx, period)).entitled.toString());

  async function closeBoth(units: readonly string[], wrong: readonly string[] = []): Promise<void> {
    for (const [period, closesOn, end] of [
      [JANUARY, day('02-05'), day('01-31')],
      [FEBRUARY, day('03-05'), day('02-29')],
    ] as const) {
      await scene.begin(period);
      const paid = units.map((unit, index) => booking(`${period.slice(5)}-0${index + 5}`, '75.23', { remark: `WY${unit}` }));
      await scene.statement(end, paid);
      await scene.match();
      scene.at(closesOn);
      for (const unit of wrong) await scene.reverseBill(period, unit);
      await scene.close(period);
    }
  }

  it('is split against the months through it, and the fen of rounding moves into the ones after it', async () => {
    await closeBoth(['01-101'], ['01-103']);
    expect(await earned()).toEqual(['2024-01 E 300.92 B 240.74 W 60.18', '2024-02 E 300.92 B 240.73 W 60.19']);
    await scene.reopen(JANUARY);
    await scene.reverseBill(JANUARY, '01-102');
    scene.at(day('03-06'));
    await scene.close(JANUARY);
    await scene.close(FEBRUARY);
    // 0.20 · 225.69 = 45.138 and 0.20 · 526.61 = 105.322, both rounded half up
    expect(await earned()).toEqual(['2024-01 E 225.69 B 180.55 W 45.14', '2024-02 E 300.92 B 240.74 W 60.18']);
  });

  it('is what the base of the month is, no more: what was taken back is not asked for again', async () => {
    await closeBoth(UNITS);
    expect(await entitled(JANUARY)).toBe('300.92');
    await scene.reopen(JANUARY);
    await scene.reverseBill(JANUARY, '01-103');
    scene.at(day('03-06'));
    await scene.close(JANUARY);
    await scene.close(FEBRUARY);
    expect(await entitled(JANUARY)).toBe('240.74');
    const ask = (amount: string) => scene.instructedPayout({ kind: 'BASE', period: JANUARY, amount: Money.parse(amount) }, day('03-07'));
    expect(await refusedBy(ask('240.75'))).toMatchObject({ code: 'DISBURSEMENT_OVER_BASE' });
    await ask('240.74');
  });

  it('is not paid while the month is open again', async () => {
    await closeBoth(UNITS);
    await scene.reopen(JANUARY);
    await scene.close(JANUARY);
    const ask = () => scene.instructedPayout({ kind: 'BASE', period: FEBRUARY, amount: Money.parse('300.92') }, day('03-06'));
    expect(await refusedBy(ask())).toMatchObject({ code: 'DISBURSEMENT_NOT_POSTED' });
    await scene.close(FEBRUARY);
    await ask();
  });
});

/** January's base was paid out; a second close took 60.18 of it back, for which the firm owes (P12). */
describe('what the firm owes for a month that took back what was paid', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
    scene = await stage.newScene({ basis: 'ACCRUED' });
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(async () => {
    await stage.close();
  });

  it('is given up only once its month is closed', async () => {
    await scene.begin(JANUARY);
    const all = ['01-101', '01-102', '01-103', '03-201', '03-202'];
    await scene.statement(
      day('01-31'),
      all.map((unit, index) => booking(`01-0${index + 5}`, '75.23', { remark: `WY${unit}` })),
    );
    await scene.match();
    scene.at(day('02-05'));
    await scene.close(JANUARY);
    const number = await scene.instructedPayout({ kind: 'BASE', period: JANUARY, amount: Money.parse('300.92') }, day('02-06'));
    const payee = { counterpartyName: demoPayeeAccount.accountName, counterpartyAccount: demoPayeeAccount.accountNo };
    await scene.statement(day('02-08'), [booking('02-08', '-300.92', { ...payee, remark: number })]);
    await scene.match();
    await scene.reopen(JANUARY);
    await reversePaidBill('01-103');
    await scene.close(JANUARY);
    const { kind, id, label, open } = required((await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx)))[0], 'what the firm owes');
    expect([kind, label, open.toString()]).toEqual(['MONTH', '2024-01', '60.18']);

    const resolution = await resolve();
    const giveUp = () => scene.app.get(WriteOffFirmDue).execute(scene.as('bookkeeper'), { clears: [{ kind, id, amount: open }], resolution });
    await scene.reopen(JANUARY); // for five days
    const before = await scene.fingerprint();
    expect(await refusedBy(giveUp())).toEqual({ code: 'FIRM_DUE_MONTH_OPEN', details: { month: '2024-01', until: '2024-02-15' } });
    expect(await scene.fingerprint()).toEqual(before);
    const attempt = stage.database.as('mingbai_app', async (client) => {
      await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
      try {
        await client.query(`insert into mingbai.firm_clearing (community_id, id, kind, due_kind, due_id, amount, effective_on, entry_seq, recorded_at, resolution_id)
          select ${scene.communityId}, 999999, 'WRITTEN_OFF', 'MONTH', ${id}, 1.00, '2024-02-10', 1, now(), r.id from mingbai.resolution r`);
      } finally {
        await client.query('rollback');
      }
    });
    await expect(attempt).rejects.toThrow(/not closed cannot be written off/);
    await scene.close(JANUARY);
    expect((await giveUp()).value.amount).toBe('60.18');
    expect(await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx, { openOnly: true }))).toEqual([]);
  });

  it('and what was given up is taken back once the months are open again, by a resolution of its own, and stays so after they are closed', async () => {
    const [writeOff] = await scene.read((tx) => scene.app.get(FirmDueQueries).writeOffs(tx));
    const clearingId = required(writeOff, 'a write-off').clearingId;
    const other = await resolve();
    const back = () =>
      scene.app.get(UndoFirmDueWriteOff).execute(scene.as('bookkeeper'), { clearingId, resolution: other, reason: 'the firm has paid after all' });
    const open = async () =>
      (await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx, { openOnly: true }))).map((due) => `${due.label} ${due.open.toString()}`);
    await scene.begin(FEBRUARY);
    await scene.statement(day('02-29'), []);
    scene.at(day('03-05'));
    await scene.close(FEBRUARY);
    const before = await scene.fingerprint();
    expect(await refusedBy(back())).toMatchObject({
      code: 'FIRM_WRITE_OFF_CLOSED',
      details: { on: '2024-02-10', month: '2024-02', closedThrough: '2024-02-29' },
    });
    expect(await scene.fingerprint()).toEqual(before);
    await scene.reopen(JANUARY); // the month that is owed for, and with it the one in which it was given up
    expect((await back()).value.amount).toBe('60.18');
    expect(await open()).toEqual(['2024-01 60.18']);
    expect(await scene.violations()).toEqual([]);
    await scene.close(JANUARY);
    await scene.close(FEBRUARY);
    expect(await open()).toEqual(['2024-01 60.18']);
  });

  it('is not earned a second time after it was given up: the close waits until the write-off is taken back, then one is set off against the other', async () => {
    scene = await stage.newScene(); // the firm earns by what is collected
    await scene.begin(JANUARY);
    const all = ['01-101', '01-102', '01-103', '03-201', '03-202'];
    await scene.statement(day('01-31'), all.map((unit, index) => booking(`01-0${index + 5}`, '75.23', { remark: `WY${unit}` }))); // prettier-ignore
    await scene.match();
    scene.at(day('02-05'));
    await scene.close(JANUARY);
    const number = await scene.instructedPayout({ kind: 'BASE', period: JANUARY, amount: Money.parse('300.92') }, day('02-06'));
    const payee = { counterpartyName: demoPayeeAccount.accountName, counterpartyAccount: demoPayeeAccount.accountNo };
    await scene.statement(day('02-08'), [booking('02-08', '-300.92', { ...payee, remark: number })]);
    await scene.match();
    const lineId = required((await scene.lines())[0], 'the first line').id;
    const place = async (target: 'LEASE' | 'UNIT', reference: string) => {
      await scene.reopen(JANUARY);
      await scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [lineId], reason: 'it was for something else' });
      await scene.assign(lineId, [{ target, reference }]);
    };
    await place('LEASE', 'ZL01');
    await scene.close(JANUARY);
    const dues = () => scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx));
    const { kind, id, open } = required((await dues())[0], 'what the firm owes');
    const resolution = await resolve();
    const writeOff = (await scene.app.get(WriteOffFirmDue).execute(scene.as('bookkeeper'), { clears: [{ kind, id, amount: open }], resolution })).value;
    await place('UNIT', '01-101');
    await scene.reconcile(JANUARY);
    const before = await scene.fingerprint();
    const told = (await scene.checklist(JANUARY)).steps.find(({ name }) => name === 'EARNED');
    expect(told?.blocker?.code).toBe('ENTITLEMENT_GIVEN_UP');
    expect(await refusedBy(scene.close(JANUARY))).toEqual({ code: 'ENTITLEMENT_GIVEN_UP', details: { period: '2024-01', earned: '75.23', givenUp: '60.18' } });
    expect(await scene.fingerprint()).toEqual(before);
    const back = { clearingId: writeOff.clearingId, resolution: await resolve(), reason: 'nothing was owed for it' };
    await scene.app.get(UndoFirmDueWriteOff).execute(scene.as('bookkeeper'), back);
    expect(await scene.close(JANUARY)).toMatchObject({ earned: '376.15', base: '300.92' });
    const posting = { by: scene.people.bookkeeper.personId, at: stage.database.clock.now() };
    await scene.run(async (tx) => {
      await scene.app.get(LedgerService).lock(tx);
      await scene.app.get(FirmDues).setOff(tx, posting, { clears: [{ kind, id, amount: open }], on: day('02-12') });
    });
    expect((await dues()).map((due) => due.open.toString())).toEqual(['0.00']);
  });

  async function reversePaidBill(unit: string): Promise<void> {
    const [bill] = await scene.read((tx) =>
      tx.query<{ seq: number }>(
        `select b.entry_seq as seq from mingbai.bill b join mingbai.unit u on u.community_id = $1 and u.id = b.unit_id where b.community_id = $1 and b.period = $2 and u.code = $3`,
        [tx.communityId, JANUARY, unit],
      ),
    );
    const request = { seq: required(bill, 'the bill').seq, reason: 'nobody lives there', returnPayments: true };
    await scene.app.get(ReverseEntry).execute(scene.as('bookkeeper'), request);
  }

  let papers = 0;
  async function resolve(): Promise<string> {
    const bytes = new TextEncoder().encode(`%PDF-1.4 waived ${++papers}`);
    const { sha256: documentSha256 } = (await scene.app.get(StoreEvidence).execute(scene.as('community'), { fileName: 'paper.pdf', bytes })).value;
    const today = day('02-10');
    const terms = { kind: 'WAIVER' as const, title: '不再追收', decidedOn: today, from: today, to: null, limit: null, replaces: null, documentSha256 };
    return resolved(scene.app, { owners: scene.as('community'), other: scene.as('centre') }, terms);
  }
});
