import { createHash } from 'node:crypto';
import { Money, required } from '../../../src/kernel/index.js';
import { EntitlementQueries } from '../../../src/modules/entitlements/index.js';
import { DisbursementQueries } from '../../../src/modules/disbursements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { DepositQueries, ReleaseDeposit } from '../../../src/modules/operating-income/index.js';
import { AssignBankLine, UndoMatches, type AssignmentTarget } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

describe('lines that are the matter of another document', () => {
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
  const give = async (index: number, target: AssignmentTarget, rest: { reference?: string; words?: string } = {}) =>
    scene.app.get(AssignBankLine).execute(scene.as('bookkeeper'), {
      lineId: await lineId(index),
      parts: [{ target, reference: rest.reference ?? null, amount: null, words: rest.words ?? null }],
    });

  it('are a receipt that bounced: it is void, its bill is open again, and the money has left', async () => {
    const payer = { counterpartyAccount: '9901000000000001' };
    await scene.statement(day('01-31'), [
      booking('01-05', '75.23', { remark: 'WY01-101' }),
      booking('01-09', '-75.23', payer),
      booking('01-10', '-75.23', payer),
    ]);
    await scene.match();
    await give(1, 'BOUNCED_RECEIPT', { reference: 'SJ2024-000001' });
    expect(await scene.cash()).toMatchObject({ SVC: '0.00' });
    expect((await scene.checklist(month('01'))).claimsApart).toBeNull();
    expect(await refusedBy(give(2, 'BOUNCED_RECEIPT', { reference: 'SJ2024-000001' }))).toMatchObject({ code: 'RECEIPT_VOID' });
    await scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [await lineId(1)], reason: 'it did not bounce' });
    expect(await scene.cash()).toMatchObject({ SVC: '75.23' });
  });

  it('are other income and a deposit, each with its words, and can be taken back', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '20.00'), booking('01-06', '500.00')]);
    await give(0, 'OTHER_INCOME', { words: '废旧纸板' });
    await give(1, 'DEPOSIT', { words: '装修押金' });
    expect(await scene.cash()).toEqual({ SVC: '0.00', COM: '20.00', QLT: '0.00', TRN: '500.00' });
    expect((await scene.checklist(month('01'))).claimsApart).toBeNull();
    const lineIds = [await lineId(0), await lineId(1)];
    await scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds, reason: '记错了' });
    expect(await scene.cash()).toEqual({ SVC: '0.00', COM: '0.00', QLT: '0.00', TRN: '0.00' });
    expect((await scene.lines()).map(({ state }) => state)).toEqual(['NEW', 'NEW']);
  });

  it('are in the cash of their fund by their own documents, a kept deposit too, so that the month closes', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '20.00'), booking('01-06', '500.00')]);
    await give(0, 'OTHER_INCOME', { words: '废旧纸板' });
    await give(1, 'DEPOSIT', { words: '装修押金' });
    const legs = async (of: Parameters<typeof month>[0]) => {
      const { funds, apart } = await scene.checklist(month(of));
      return { apart, claims: Object.fromEntries(funds.map(({ fund, claims }) => [fund, claims.toString()])) };
    };
    expect(await legs('01')).toEqual({ apart: null, claims: { SVC: '0.00', COM: '20.00', QLT: '0.00', TRN: '500.00' } });
    scene.at(day('02-08'));
    await scene.close(month('01'));
    const bytes = new TextEncoder().encode(`%PDF-1.4 kept ${scene.slug}`);
    await scene.app.get(StoreEvidence).execute(scene.as('community'), { fileName: '押金.pdf', bytes });
    const [deposit] = await scene.read((tx) => scene.app.get(DepositQueries).all(tx));
    await scene.app.get(ReleaseDeposit).execute(scene.as('community'), {
      depositId: required(deposit, 'the deposit').id,
      kind: 'KEPT',
      amount: Money.parse('200.00'),
      reason: '损坏公共墙面',
      documentSha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(await legs('02')).toEqual({ apart: null, claims: { SVC: '0.00', COM: '220.00', QLT: '0.00', TRN: '300.00' } });
  });

  it('are a payout that came back under its number: the rules see it by themselves', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '376.15', { remark: 'WY01-101' })]);
    await scene.match();
    scene.at(day('02-08'));
    await scene.close(month('01'));
    const { entitled } = await scene.read((tx) => scene.app.get(EntitlementQueries).baseClaim(tx, month('01')));
    const number = await scene.instructedPayout({ kind: 'BASE', period: month('01'), amount: entitled }, day('02-18'));
    const [payout] = await scene.read((tx) => scene.app.get(DisbursementQueries).instructed(tx));
    const payee = { counterpartyName: payout?.payeeName ?? '', counterpartyAccount: payout?.payeeAccountNo ?? '' };
    await scene.statement(day('02-27'), [
      booking('02-20', `-${entitled.toString()}`, { ...payee, remark: number }),
      booking('02-22', entitled.toString(), { ...payee, remark: `退汇 ${number}` }),
    ]);
    expect(await scene.match()).toMatchObject({ payouts: 1, suspended: 0, reasons: { PAYOUT_REFERENCE: 1, PAYOUT_CAME_BACK: 1 } });
    expect((await scene.read((tx) => scene.app.get(DisbursementQueries).list(tx, { beforeId: 0, limit: 1 })))[0]).toMatchObject({ state: 'RETURNED' });
    expect((await scene.checklist(month('02'))).claimsApart).toBeNull();
    for (const [index, document] of [
      [1, 'DISBURSEMENT'],
      [2, 'RETURNED_PAYOUT'],
    ] as const)
      // prettier-ignore
      expect(await refusedBy(scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [await lineId(index)], reason: 'x' }))).toMatchObject({
        code: 'UNDO_OTHER_DOCUMENT',
        details: { document },
      });
  });
});
