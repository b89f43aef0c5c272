import { businessDate, Money } from '../../../src/kernel/index.js';
import { RegisterPayeeAccount } from '../../../src/modules/contracts/index.js';
import { PaidPayouts } from '../../../src/modules/disbursements/index.js';
import { refusedBy } from '../../support/refusal.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';

/** The bank gives back what it had paid: name mismatch, a closed account. */
describe('a payout that comes back', () => {
  const AMOUNT = '40398.59';
  const day = businessDate;
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let id: number;
  let creditLine: number;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.month('2024-01');
    scene.at('2024-02-18', '14:00');
    id = (await scene.submit(AMOUNT)).id;
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    await scene.instruct(id);
    scene.at('2024-02-26');
    const from = { name: demoPayeeAccount.accountName, account: demoPayeeAccount.accountNo };
    const [debit = 0, credit = 0] = await scene.bankBook.through(day('2024-02-25'), [
      { on: day('2024-02-20'), amount: `-${AMOUNT}`, remark: 'BF2024-0001' },
      { on: day('2024-02-22'), amount: AMOUNT, remark: 'BF2024-0001 户名不符退汇', from },
    ]);
    await scene.settle({ disbursementId: id, bankLineId: debit, bookedOn: day('2024-02-20'), amount: Money.parse(AMOUNT) });
    creditLine = credit;
  });

  const comesBack = () => scene.returned({ disbursementId: id, bankLineId: creditLine, on: day('2024-02-22') });
  const february = { from: day('2024-02-01'), to: day('2024-02-29') };
  /** Each payment of the bank: when, which, when it came back, and the approvals that it was made by. */
  const payments = async (to = day('2024-02-29')) =>
    (await scene.read((tx) => scene.app.get(PaidPayouts).between(tx, { ...february, to }))).map(({ paidOn, attempt, returnedOn, approvals }) => [
      paidOn,
      attempt,
      returnedOn,
      approvals.length,
    ]);
  const state = async () => (await scene.detail(id)).state;
  const claimsOn = async (on: string) => {
    const [claims] = await scene.read((tx) => scene.queries.claims(tx, day(on)));
    return claims && [claims.held, claims.inFlight, claims.returned, claims.paid].map(String);
  };
  /** The firm's account is corrected; 72 hours later the payout is submitted anew. */
  async function submitAnew(): Promise<void> {
    await scene.app
      .get(RegisterPayeeAccount)
      .execute(scene.as('registrar'), { contractId: scene.contractId, ...demoPayeeAccount, accountNo: '9903000000000002' });
    scene.at('2024-03-01', '10:00');
    expect(await scene.revise(id, null)).toMatchObject({ state: 'APPROVING', failed: [] });
  }

  it('waits with its money on 2303, which is nobody else’s to spend', async () => {
    const available = await scene.available();
    await comesBack();
    expect(await scene.detail(id)).toMatchObject({
      state: 'RETURNED',
      paidOn: null,
      settlement: null,
      returns: [{ bookedOn: '2024-02-22', bankLineId: creditLine }],
    });
    expect([await scene.balance('2303'), await scene.available()]).toEqual([AMOUNT, available]);
    expect(await claimsOn('2024-02-21')).toEqual(['0.00', '0.00', '0.00', AMOUNT]);
    expect(await claimsOn('2024-02-22')).toEqual(['0.00', '0.00', AMOUNT, '0.00']);
    expect(await scene.read((tx) => scene.queries.documentCash(tx, day('2024-02-29')))).toEqual([{ fund: 'SVC', amount: Money.zero }]);
    expect(await payments()).toEqual([['2024-02-20', 1, '2024-02-22', 3]]);
    expect((await scene.read((tx) => scene.app.get(PaidPayouts).returnedBetween(tx, february))).map(({ number, returnedOn }) => [number, returnedOn])).toEqual([
      ['BF2024-0001', '2024-02-22'],
    ]);
    expect(await scene.violations()).toEqual([]);
  });

  it('is paid again to the corrected account, with new approvals and without a second expense', async () => {
    await comesBack();
    await submitAnew();
    const submitted = await scene.detail(id);
    expect(submitted).toMatchObject({ number: 'BF2024-0001', revision: 2, approvals: [], payeeLast4: '0002' });
    expect(submitted.balance?.availableAfter).toEqual(submitted.balance?.available);
    await scene.approveAll(id);
    expect([await scene.balance('2303'), await scene.balance('2111'), await scene.balance('2101')]).toEqual(['0.00', AMOUNT, '0.00']);
    scene.at('2024-03-04', '10:00');
    await scene.bankBook.through(day('2024-03-03'), []);
    await scene.instruct(id);
    scene.at('2024-03-08');
    const [line = 0] = await scene.bankBook.through(day('2024-03-07'), [
      { on: day('2024-03-05'), amount: `-${AMOUNT}`, remark: 'BF2024-0001', from: { name: demoPayeeAccount.accountName, account: '9903000000000002' } },
    ]);
    await scene.settle({ disbursementId: id, bankLineId: line, bookedOn: day('2024-03-05'), amount: Money.parse(AMOUNT) });
    expect(await scene.detail(id)).toMatchObject({ state: 'SETTLED', paidOn: '2024-03-05' });
    expect(await payments(day('2024-03-31'))).toEqual([
      ['2024-02-20', 1, '2024-02-22', 3],
      ['2024-03-05', 2, null, 3],
    ]);
    // what was approved for the first payment stays told, whatever was submitted since; nobody yet knew on that day that it comes back
    expect(await payments(day('2024-02-21'))).toEqual([['2024-02-20', 1, null, 3]]);
    const [first, again] = await scene.read((tx) => scene.app.get(PaidPayouts).between(tx, { ...february, to: day('2024-03-31') }));
    expect([first?.payeeLast4, again?.payeeLast4]).toEqual([demoPayeeAccount.accountNo.slice(-4), '0002']);
    expect(await claimsOn('2024-03-04')).toEqual(['0.00', AMOUNT, '0.00', '0.00']);
    expect(await claimsOn('2024-03-05')).toEqual(['0.00', '0.00', '0.00', AMOUNT]);
    expect(await scene.violations()).toEqual([]);
  });

  it('gives its money back to the claim when it is not paid again, and the claim may be asked for anew', async () => {
    await comesBack();
    expect(await refusedBy(scene.submit(AMOUNT))).toMatchObject({ code: 'DISBURSEMENT_OVER_BASE' });
    expect((await scene.cancel('firm', id, '改为现场结清')).state).toBe('CLOSED_UNPAID');
    expect([await scene.balance('2303'), await scene.balance('2101')]).toEqual(['0.00', AMOUNT]);
    expect((await scene.submit(AMOUNT)).state).toBe('APPROVING');
    expect(await scene.violations()).toEqual([]);
  });

  it.each(['rejected', 'cancelled while approved'] as const)('ends unpaid when it is %s after it was submitted anew', async (how) => {
    await comesBack();
    await submitAnew();
    if (how === 'rejected') expect((await scene.decide('centre', id, { decision: 'REJECT', reason: '账户仍不能核实' })).state).toBe('CLOSED_UNPAID');
    else {
      await scene.approveAll(id);
      expect((await scene.cancel('community', id, '账户仍不能核实')).state).toBe('CLOSED_UNPAID');
    }
    expect([await scene.balance('2303'), await scene.balance('2111'), await scene.balance('2101')]).toEqual(['0.00', '0.00', AMOUNT]);
    expect(await scene.violations()).toEqual([]);
  });

  it('goes back to what came back, not to the claim, when an approval is taken back', async () => {
    await comesBack();
    await submitAnew();
    await scene.approveAll(id);
    await scene.withdraw('centre', id);
    expect([await state(), await scene.balance('2303'), await scene.balance('2111'), await scene.balance('2101')]).toEqual([
      'APPROVING',
      AMOUNT,
      '0.00',
      '0.00',
    ]);
    expect(await scene.violations()).toEqual([]);
  });

  it('is not submitted anew with another amount, nor to the account that did not take it while the register names another', async () => {
    await comesBack();
    expect(await refusedBy(scene.revise(id, '40000.00'))).toMatchObject({ code: 'DISBURSEMENT_AMOUNT_INSTRUCTED' });
    expect(await state()).toBe('RETURNED');
  });

  it('comes back whole, after it was paid, and once for each payment; nothing is written otherwise', async () => {
    const returned = (change: object) => scene.returned({ disbursementId: id, bankLineId: creditLine, on: day('2024-02-22'), ...change });
    const before = await scene.fingerprint();
    expect(await refusedBy(returned({ amount: Money.parse('40398.58') }))).toEqual({
      code: 'DISBURSEMENT_RETURNED_AMOUNT',
      details: { number: 'BF2024-0001', amount: AMOUNT, returned: '40398.58' },
    });
    expect(await refusedBy(returned({ on: day('2024-02-19') }))).toEqual({
      code: 'DISBURSEMENT_RETURNED_EARLY',
      details: { number: 'BF2024-0001', on: '2024-02-19', paidOn: '2024-02-20' },
    });
    expect(await refusedBy(returned({ disbursementId: 999_999 }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await scene.fingerprint()).toEqual(before);
    await comesBack();
    expect(await refusedBy(comesBack())).toMatchObject({ code: 'DISBURSEMENT_STATE', details: { state: 'RETURNED' } });
  });

  it('is offered to whoever matches the bank’s credits while it is paid', async () => {
    const paid = () => scene.read((tx) => scene.queries.paid(tx));
    expect(await paid()).toMatchObject([{ number: 'BF2024-0001', paidOn: '2024-02-20', payeeAccountNo: demoPayeeAccount.accountNo }]);
    await comesBack();
    expect(await paid()).toEqual([]);
  });
});
