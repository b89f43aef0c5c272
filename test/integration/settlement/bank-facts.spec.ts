import { AskSuspenseReturn, DecideSuspenseReturn, SuspenseReturnQueries, type AssignmentTarget } from '../../../src/modules/settlement/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

/** The accounts that the bookings of a test name: of money out, and of money in. */
const OF_THE_ERROR = { counterpartyAccount: '9903000000000001' };
const OF_THE_CREDIT = { counterpartyAccount: '9901000000000001' };

describe('lines that are nobody’s document', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.begin(month('01'));
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(() => stage.close());

  const lineId = async (index: number) => (await scene.lines())[index]?.id as Parameters<SettlementScene['assign']>[0];
  const give = async (index: number, target: AssignmentTarget, about?: number) =>
    scene.assign(await lineId(index), [{ target, reference: about === undefined ? null : String(await lineId(about)) }]);
  const transfersOf = (rule: string) =>
    scene.read(async (tx) => {
      const entries = await stage.database.unitOfWork.read(tx.communityId, (own) => scene.app.get(LedgerQueries).entries(own, { limit: 1000 }));
      return entries
        .filter((entry) => entry.rule === rule)
        .map(
          ({ effectiveOn, transfers }) =>
            `${effectiveOn} ${transfers.map((t) => `${t.fund} ${t.debitCode}/${t.creditCode} ${t.amount.toString()}`).join(', ')}`,
        );
    });

  it('shares interest by the average daily balance of each fund since the last interest, and gives COM what TRN earned', async () => {
    // by the evening of 01-20: SVC 75.23 for 10 days, COM 8000 for 5, TRN 75 for 1
    await scene.statement(day('01-31'), [
      booking('01-11', '75.23', { remark: 'WY01-101' }),
      booking('01-16', '8000.00', { remark: 'ZL01' }),
      booking('01-20', '75.00', { remark: '谢谢' }),
      booking('01-21', '10.00', { counterpartyName: '', counterpartyAccount: '' }),
      booking('01-26', '1.00', { counterpartyName: '', counterpartyAccount: '' }),
    ]);
    for (const index of [0, 1, 2]) await scene.assign(await lineId(index), [[{ target: 'UNIT' as const, reference: '01-101' }], [{ target: 'LEASE' as const, reference: 'ZL01' }], [{ target: 'SUSPENSE' as const, reference: null }]][index] ?? []); // prettier-ignore
    await give(3, 'INTEREST');
    await give(4, 'INTEREST');
    expect(await transfersOf('P19')).toEqual(['2024-01-21 SVC 1001/4101 0.18, COM 1001/4101 9.82', '2024-01-26 SVC 1001/4101 0.01, COM 1001/4101 0.99']);
    expect(await scene.cash()).toEqual({ SVC: '75.42', COM: '8010.81', QLT: '0.00', TRN: '75.00' });
  });

  it('pays a charge out of COM, lets SVC advance what COM lacks, and repays that first of all that comes into COM', async () => {
    await scene.statement(day('01-31'), [
      booking('01-05', '75.23', { remark: 'WY01-101' }),
      booking('01-06', '-5.00', { counterpartyName: '', counterpartyAccount: '' }),
      booking('01-08', '8000.00', { remark: 'ZL01' }),
      booking('01-09', '-3.00', { counterpartyName: '', counterpartyAccount: '' }),
    ]);
    await scene.assign(await lineId(0), [{ target: 'UNIT', reference: '01-101' }]);
    await give(1, 'CHARGE');
    expect(await scene.cash()).toEqual({ SVC: '70.23', COM: '0.00', QLT: '0.00', TRN: '0.00' });
    expect((await scene.checklist(month('01'))).claimsApart).toBeNull();
    await scene.assign(await lineId(2), [{ target: 'LEASE', reference: 'ZL01' }]);
    await give(3, 'CHARGE');
    expect(await transfersOf('P20')).toEqual(['2024-01-06 SVC 1301/1001 5.00, COM 1001/2701 5.00, COM 5301/1001 5.00', '2024-01-09 COM 5301/1001 3.00']);
    expect(await transfersOf('P20r')).toEqual(['2024-01-08 COM 2701/1001 5.00, SVC 1001/1301 5.00']);
    expect(await scene.cash()).toEqual({ SVC: '75.23', COM: '7992.00', QLT: '0.00', TRN: '0.00' });
    await scene.reconcile(month('01'));
    expect((await scene.checklist(month('01'))).steps.filter(({ blocker }) => blocker)).toEqual([]);
  });

  it('keeps an error of the bank as money that it owes until it is given back, in parts or whole, and never more', async () => {
    await scene.statement(day('01-31'), [
      booking('01-05', '100.00'),
      booking('01-06', '-50.00'),
      booking('01-09', '20.00', OF_THE_ERROR),
      booking('01-10', '30.01', OF_THE_ERROR),
    ]);
    await give(0, 'SUSPENSE');
    await give(1, 'BANK_ERROR');
    await give(2, 'CORRECTION', 1);
    const before = await scene.fingerprint();
    expect(await refusedBy(give(3, 'CORRECTION', 1))).toEqual({
      code: 'ASSIGN_BANK_DIFFERS',
      details: { reference: String(await lineId(1)), open: '30.00', amount: '30.01' },
    });
    expect(await scene.fingerprint()).toEqual(before);
    expect(await transfersOf('P29')).toEqual(['2024-01-06 COM 1105/1001 50.00', '2024-01-09 COM 1001/1105 20.00']);
    expect((await scene.checklist(month('01'))).claimsApart).toBeNull();
  });

  it('lets a credit by mistake wait under its line, until the bank takes exactly that back', async () => {
    await scene.statement(day('01-31'), [
      booking('01-05', '500.00'),
      booking('01-06', '80.00'),
      booking('01-08', '-500.00', OF_THE_CREDIT),
      booking('01-09', '-80.00', OF_THE_CREDIT),
    ]);
    expect(await give(0, 'WRONG_CREDIT')).toMatchObject({ state: 'SUSPENSE' });
    await give(1, 'SUSPENSE');
    expect(await refusedBy(give(3, 'TAKEN_BACK', 0))).toMatchObject({ code: 'ASSIGN_BANK_DIFFERS' });
    await give(2, 'TAKEN_BACK', 0);
    await give(3, 'TAKEN_BACK', 1);
    expect((await scene.lines()).map(({ state, suspenseOpen }) => `${state} ${suspenseOpen.toString()}`)).toEqual(Array(4).fill('MATCHED 0.00'));
    expect(await transfersOf('P29')).toEqual(['2024-01-05 TRN 1001/2301 500.00', '2024-01-08 TRN 2301/1001 500.00', '2024-01-09 TRN 2301/1001 80.00']);
    expect(await scene.cash()).toEqual({ SVC: '0.00', COM: '0.00', QLT: '0.00', TRN: '0.00' });
  });

  describe('and money that goes back to whom it came from', () => {
    const ask = async (index: number, reason = 'nobody knows the payer') =>
      (await scene.app.get(AskSuspenseReturn).execute(scene.as('bookkeeper'), { lineId: await lineId(index), reason })).value;
    const decide = async (who: 'community' | 'bookkeeper' | 'firm', returnId: number, decision: 'CONFIRM' | 'REFUSE', reason: string | null = null) =>
      (await scene.app.get(DecideSuspenseReturn).execute(scene.as(who), { returnId, decision, reason })).value;

    beforeEach(async () => {
      await scene.statement(day('01-31'), [booking('01-10', '75.00', { remark: '谢谢' }), booking('01-11', '9.00', { counterpartyAccount: '' })]);
      await give(0, 'SUSPENSE');
      await give(1, 'SUSPENSE');
    });

    it('is asked for by one person and confirmed by another, and is then owed under its line', async () => {
      scene.at(day('02-05'));
      const asked = await ask(0);
      expect(asked).toMatchObject({ state: 'ASKED', amount: '75.00' });
      expect(await transfersOf('P21f')).toEqual([]);
      expect(await decide('community', asked.id, 'CONFIRM')).toMatchObject({ state: 'CONFIRMED' });
      expect(await transfersOf('P21f')).toEqual(['2024-02-05 TRN 2301/2302 75.00']);
      expect((await scene.lines())[0]).toMatchObject({ state: 'MATCHED', reason: { code: 'SENT_BACK' } });
      expect((await scene.cash())['TRN']).toBe('84.00');
      expect((await scene.checklist(month('02'))).claimsApart).toBeNull();
      expect(await refusedBy(decide('community', asked.id, 'CONFIRM'))).toMatchObject({ code: 'RETURN_DECIDED' });
      const undone = (change: string) =>
        scene.database.as('mingbai_app', async (client) => {
          await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
          try {
            await client.query(`update mingbai.suspense_return set state = 'UNDONE'${change} where id = ${asked.id}`);
          } finally {
            await client.query('rollback');
          }
        });
      await expect(undone(', decided_for = decided_for + 1')).rejects.toThrow('cannot go from CONFIRMED to UNDONE');
      await expect(undone(`, decision_reason = 'x'`)).rejects.toThrow('cannot go from CONFIRMED to UNDONE');
      await undone('');
    });

    it('stays where it is when the second person refuses, who says why; it may be asked anew', async () => {
      const { id } = await ask(0);
      expect(await refusedBy(decide('community', id, 'REFUSE'))).toMatchObject({ code: 'RETURN_REASON' });
      await decide('community', id, 'REFUSE', 'ask the bank first');
      const [kept] = await scene.read((tx) => scene.app.get(SuspenseReturnQueries).all(tx));
      expect(kept).toMatchObject({ state: 'REFUSED', decisionReason: 'ask the bank first' });
      expect((await scene.lines())[0]).toMatchObject({ state: 'SUSPENSE' });
      expect(await ask(0)).toMatchObject({ state: 'ASKED' });
    });

    it('is refused without an account, a reason, something that waits, or a second person, and writes nothing', async () => {
      const { id } = await ask(0);
      const before = await scene.fingerprint();
      expect(await refusedBy(ask(0))).toMatchObject({ code: 'RETURN_ASKED' });
      expect(await refusedBy(ask(1))).toMatchObject({ code: 'RETURN_NO_ACCOUNT' });
      expect(await refusedBy(ask(0, ' '))).toMatchObject({ code: 'RETURN_REASON' });
      expect(await refusedBy(decide('bookkeeper', id, 'CONFIRM'))).toMatchObject({ code: 'NOT_ALLOWED' });
      expect(await refusedBy(decide('firm', id, 'CONFIRM'))).toMatchObject({ code: 'NOT_ALLOWED' });
      const both = { actor: { ...scene.people.bookkeeper, roles: ['BOOKKEEPER', 'COMMUNITY'] as const }, idempotencyKey: null };
      expect(await refusedBy(scene.app.get(DecideSuspenseReturn).execute(both, { returnId: id, decision: 'CONFIRM', reason: null }))).toMatchObject({
        code: 'OWNER_SIDE_OR_CENTRE_ONLY',
      });
      const sameHouse = { actor: { ...scene.people.community, organisationId: scene.people.bookkeeper.organisationId }, idempotencyKey: null };
      const confirm = { returnId: id, decision: 'CONFIRM' as const, reason: null };
      expect(await refusedBy(scene.app.get(DecideSuspenseReturn).execute(sameHouse, confirm))).toMatchObject({ code: 'OWNER_SIDE_OR_CENTRE_ONLY' });
      // even where the owner side itself keeps the books, by two persons of its own
      const { organisationId } = scene.people.community;
      await scene.database.as('postgres', (client) =>
        client.query(
          `begin; set local session_replication_role = replica; update mingbai.suspense_return set asked_for = ${organisationId} where community_id = ${scene.communityId}; commit`,
        ),
      );
      expect(await refusedBy(decide('community', id, 'CONFIRM'))).toMatchObject({ code: 'RETURN_SAME_PARTY' });
      const forged = `update mingbai.suspense_return set state = 'REFUSED', decided_at = now(), decided_by = 1, decided_for = ${organisationId}, decision_reason = 'x' where community_id = ${scene.communityId}`;
      await expect(scene.database.as('postgres', (client) => client.query(forged))).rejects.toThrow('return_by_two_organisations');
      const { organisationId: askedFor } = scene.people.bookkeeper;
      await scene.database.as('postgres', (client) =>
        client.query(
          `begin; set local session_replication_role = replica; update mingbai.suspense_return set asked_for = ${askedFor} where community_id = ${scene.communityId}; commit`,
        ),
      );
      expect(await refusedBy(decide('community', 999_999, 'CONFIRM'))).toMatchObject({ code: 'NOT_FOUND' });
      expect(await scene.fingerprint()).toEqual(before);
      await scene.assign(await lineId(0), [{ target: 'UNIT', reference: '01-101' }]);
      expect(await refusedBy(ask(0))).toMatchObject({ code: 'BANK_LINE_NOT_IN_SUSPENSE' });
      expect(await refusedBy(decide('community', id, 'CONFIRM'))).toMatchObject({ code: 'RETURN_AMOUNT_CHANGED', details: { asked: '75.00', open: '0.00' } });
    });
  });
});
