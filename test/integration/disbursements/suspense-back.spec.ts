import { businessDate, Money } from '../../../src/kernel/index.js';
import { PublicDisbursementResponse, DisbursementResponse } from '../../../src/modules/disbursements/http/disbursement-responses.js';
import { InstructDisbursements } from '../../../src/modules/disbursements/index.js';
import { refusedBy } from '../../support/refusal.js';
import { openStage, type PayoutScene } from './fixture.js';

/** Money that nobody could place goes back to the account that it came from: asked for by the bookkeeper, approved and paid like any payout. */
describe('money sent back out of suspense', () => {
  const SENDER = { name: '沈明发', account: '6222020000000000123' };
  const day = businessDate;
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let line: number;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene();
    scene.at('2024-02-10');
    [line = 0] = await scene.bankBook.through(day('2024-02-09'), [{ on: day('2024-02-05'), amount: '300.00', remark: '往来款', from: SENDER }]);
    await scene.suspend(line, '300.00');
  });

  const fundOf = async (on: string) => (await scene.read((tx) => scene.queries.claims(tx, day(on)))).find(({ fund }) => fund === 'TRN');

  it('is paid to the account of the bank’s line, by two approvals, and leaves nothing of it in the books', async () => {
    const asked = await scene.prepare('SUSPENSE_BACK', line, '300.00');
    expect(asked).toMatchObject({ number: 'BF2024-0001', state: 'APPROVING', failed: [] });
    const { id } = asked;
    expect(await scene.detail(id)).toMatchObject({
      kind: 'SUSPENSE_BACK',
      claimNumber: `DC${line}`,
      fund: 'TRN',
      requiredSlots: ['OWNER_SIDE', 'REGULATOR'],
      payee: { accountNo: SENDER.account, accountName: SENDER.name, bankName: '嘉善农商银行魏塘支行', version: null },
      submitter: { person: expect.stringMatching(/^BOOKKEEPER/) },
      balance: { available: Money.zero, availableAfter: Money.zero },
    });
    await scene.approveAll(id);
    expect([await scene.balance('2302'), await scene.balance('2111')]).toEqual(['0.00', '300.00']);
    scene.clock.advanceMinutes(10);
    await scene.instruct(id);
    scene.at('2024-02-16');
    const [debit = 0] = await scene.bankBook.through(day('2024-02-15'), [{ on: day('2024-02-12'), amount: '-300.00', remark: 'BF2024-0001', from: SENDER }]);
    await scene.settle({ disbursementId: id, bankLineId: debit, bookedOn: day('2024-02-12'), amount: Money.parse('300.00') });
    expect((await fundOf('2024-02-12'))?.source).toBe('2302');
    expect([await scene.balance('2112'), await scene.balance('1001')]).toEqual(['0.00', '0.00']);
    expect(await scene.violations()).toEqual([]);
  });

  it('shows the public neither name nor account, and the firm neither', async () => {
    const { id } = await scene.prepare('SUSPENSE_BACK', line, '300.00');
    const view = await scene.read((tx) => scene.queries.publicView(tx, id));
    expect(view).toMatchObject({ purpose: `待查款退回（DC${line}）`, payee: null, payeeLast4: '' });
    const shown = JSON.stringify([PublicDisbursementResponse.from(view), DisbursementResponse.from(await scene.detail(id), scene.people.firm)]);
    for (const secret of [SENDER.name, SENDER.account, SENDER.account.slice(-4)]) expect(shown).not.toContain(secret);
    expect(JSON.stringify(DisbursementResponse.from(await scene.detail(id), scene.people.centre))).toContain(SENDER.name);
  });

  it('is the bookkeeper’s to ask for, who then decides nothing and pays nothing', async () => {
    for (const by of ['firm', 'community', 'centre', 'cashier'] as const)
      expect(await refusedBy(scene.prepare('SUSPENSE_BACK', line, '300.00', { by }))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(scene.submit('1.00', { by: 'bookkeeper' }))).toMatchObject({ code: 'NOT_ALLOWED' });
    const { id } = await scene.prepare('SUSPENSE_BACK', line, '300.00');
    for (const who of ['bookkeeper', 'cashier', 'firm'] as const) expect(await refusedBy(scene.decide(who, id))).toMatchObject({ code: 'NOT_ALLOWED' });
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    const payouts = [{ id, version: (await scene.detail(id)).version }];
    expect(await refusedBy(scene.app.get(InstructDisbursements).execute(scene.as('bookkeeper'), { payouts }))).toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('gives no more than was decided to be sent back, and not twice', async () => {
    expect(await refusedBy(scene.prepare('SUSPENSE_BACK', line, '300.01'))).toEqual({
      code: 'DISBURSEMENT_OVER_CLAIM',
      details: expect.objectContaining({ claim: `DC${line}`, entitled: '300.00', alreadyAsked: '0.00', payable: '300.00', asked: '300.01' }),
    });
    await scene.prepare('SUSPENSE_BACK', line, '200.00');
    expect(await refusedBy(scene.prepare('SUSPENSE_BACK', line, '100.01'))).toMatchObject({ code: 'DISBURSEMENT_OVER_CLAIM', details: { payable: '100.00' } });
    const [view] = await scene.read((tx) => scene.queries.documentClaims(tx));
    expect([view?.payable, view?.pending, view?.claim.entitled].map(String)).toEqual(['100.00', '200.00', '300.00']);
  });

  it('needs the bank’s name, a line that names a whole account, and a decision to send back', async () => {
    const before = await scene.fingerprint();
    for (const bankName of [null, ' ', '行'.repeat(61), '一\n二'])
      expect(await refusedBy(scene.prepare('SUSPENSE_BACK', line, '300.00', { bankName }))).toEqual({
        code: 'DISBURSEMENT_BANK_NAME',
        details: { field: 'bankName', max: 60 },
      });
    scene.at('2024-02-20');
    const [masked = 0, undecided = 0] = await scene.bankBook.through(day('2024-02-19'), [
      { on: day('2024-02-12'), amount: '80.00', remark: '', from: { name: '财付通', account: '6222****0123' } },
      { on: day('2024-02-13'), amount: '90.00', remark: '', from: SENDER },
    ]);
    await scene.suspend(masked, '80.00');
    await scene.suspend(undecided, '90.00', '0.00');
    const written = (await scene.fingerprint())['disbursement'];
    expect(await refusedBy(scene.prepare('SUSPENSE_BACK', masked, '80.00'))).toMatchObject({
      code: 'DISBURSEMENT_NO_ORIGIN',
      details: { claim: `DC${masked}` },
    });
    expect(await refusedBy(scene.prepare('SUSPENSE_BACK', undecided, '90.00'))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusedBy(scene.prepare('SUSPENSE_BACK', 999_999, '1.00'))).toMatchObject({ code: 'NOT_FOUND' });
    expect([before['disbursement'], (await scene.fingerprint())['disbursement']]).toEqual([written, written]);
  });

  it('stays readable when the decision to send back is undone: nothing is entitled, and nothing can be asked for or approved', async () => {
    const { id } = await scene.prepare('SUSPENSE_BACK', line, '300.00');
    await scene.unsend();
    expect(await scene.detail(id)).toMatchObject({ state: 'APPROVING', claimNumber: `DC${line}` });
    const [view] = await scene.read((tx) => scene.queries.documentClaims(tx));
    expect(view?.claim.obstacle).toBe('NOT_APPROVED');
    expect([view?.claim.entitled, view?.payable].map(String)).toEqual(['0.00', '0.00']);
    expect(await refusedBy(scene.prepare('SUSPENSE_BACK', line, '1.00'))).toMatchObject({ code: 'DISBURSEMENT_NOT_APPROVED' });
    await expect(scene.approveAll(id)).rejects.toThrow(/DISBURSEMENT_|LEDGER_/);
    expect(await scene.balance('2111')).toBe('0.00');
    expect((await scene.cancel('bookkeeper', id, '付款人又来认领')).state).toBe('CANCELLED');
    expect(await scene.violations()).toEqual([]);
  });

  it('is cancelled by the bookkeeper who asked, and not by the firm', async () => {
    const { id } = await scene.prepare('SUSPENSE_BACK', line, '300.00');
    await scene.approveAll(id);
    expect(await refusedBy(scene.cancel('firm', id))).toMatchObject({ code: 'DISBURSEMENT_NOT_YOURS' });
    expect((await scene.cancel('bookkeeper', id, '付款人又来认领')).state).toBe('CANCELLED');
    expect([await scene.balance('2302'), await scene.balance('2111')]).toEqual(['300.00', '0.00']);
    expect(await scene.violations()).toEqual([]);
  });
});
