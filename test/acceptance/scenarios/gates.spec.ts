import { RegisterPayeeAccount } from '../../../src/modules/contracts/index.js';
import { FinaliseAssessment } from '../../../src/modules/entitlements/index.js';
import { demoPayeeAccount } from '../../integration/contracts/fixture.js';
import { day, Q1, storyBook, termsWith, type Story } from './story.js';

/** What the product checks by itself before anybody may approve, and again before the bank is told to pay. */
describe('what stops a payout', () => {
  const book = storyBook();
  const gates = (change: Partial<{ budget: boolean; invoice: boolean; reconciledWithinDays: number | null }>) =>
    termsWith({ gates: { budget: false, invoice: false, reconciledWithinDays: null, ...change } });
  const newAccount = (town: Story) =>
    town.app.get(RegisterPayeeAccount).execute(town.as('registrar'), { contractId: town.contractId, ...demoPayeeAccount, accountNo: '9903000000000002' });

  it('without its invoice the firm is paid nothing', async () => {
    const town = await book.begin({ terms: gates({ invoice: true }) });
    await town.stopped(await town.asksBase('20000.00'), 'NO_EVIDENCE');
    expect((await town.asksBase('20000.00', '2024-01', { invoiceNo: '24330001', documents: [await town.paper('发票')] })).state).toBe('APPROVING');
  });

  it('the number of an invoice that was used for January pays nothing of February', async () => {
    const town = await book.begin({ terms: gates({ invoice: true }), months: 2 });
    await town.asksBase('20000.00', '2024-01', { invoiceNo: '24330001', documents: [await town.paper('一月')] });
    const again = await town.asksBase('20000.00', '2024-02', { invoiceNo: '24330001', documents: [await town.paper('二月')] });
    await town.stopped(again, 'EVIDENCE_USED', { paper: '24330001', usedBy: 'BF2024-0001' });
  });

  it('the file of an invoice that was used for January pays nothing of February, whatever number is given', async () => {
    const town = await book.begin({ terms: gates({ invoice: true }), months: 2 });
    const documents = [await town.paper('一月')];
    await town.asksBase('20000.00', '2024-01', { invoiceNo: '24330001', documents });
    await town.stopped(await town.asksBase('20000.00', '2024-02', { invoiceNo: '24330002', documents }), 'EVIDENCE_USED', { usedBy: 'BF2024-0001' });
  });

  it('an account that was last proven 41 days ago pays nothing where the contract allows 40', async () => {
    const town = await book.begin({ terms: gates({ reconciledWithinDays: 40 }) });
    town.at('2024-02-10');
    expect((await town.asksBase('100.00')).state).toBe('APPROVING');
    town.at('2024-02-11');
    await town.stopped(await town.asksBase('100.00'), 'RECONCILIATION_OLD', { signedOn: '2024-01-01', days: '41', withinDays: '40' });
  });

  it('a line of the bank that nobody has explained stops every payout', async () => {
    const town = await book.begin({ terms: gates({ reconciledWithinDays: 92 }), months: 0 });
    town.at('2024-01-02');
    const from = { name: '某人', account: '6222000000000001' };
    await town.bankBook.through(day('2024-01-01'), [{ on: day('2024-01-01'), amount: '5.00', remark: '不明', from }]);
    await town.month('2024-01');
    await town.stopped(await town.asksBase('100.00'), 'RECONCILIATION_UNEXPLAINED', { unexplained: '1' });
  });

  it('while the centre suspends payouts the firm gets nothing, and money that is somebody else’s still goes back', async () => {
    const town = await book.begin();
    town.at('2024-03-02');
    const sender = { name: '沈明发', account: '6222020000000000123' };
    const [line = 0] = await town.bankBook.through(day('2024-02-29'), [{ on: day('2024-02-20'), amount: '300.00', remark: '往来款', from: sender }]);
    await town.suspend(line, '300.00');
    await town.contractStep('SUSPENDED', 'centre');
    await town.stopped(await town.asksBase('100.00'), 'PAYOUT_SUSPENDED', { contract: 'RYXC-WY-2024-01', since: '2024-03-02' });
    expect((await town.prepare('SUSPENSE_BACK', line, '300.00')).state).toBe('APPROVING');
    await town.refused(() => town.contractStep('RESUMED', 'centre'), 'CONTRACT_RESUME_OTHER', { number: 'RYXC-WY-2024-01' });
    await town.contractStep('RESUMED', 'community');
    expect((await town.asksBase('100.00')).state).toBe('APPROVING');
  });

  it('an account that was changed yesterday is not paid for 72 hours', async () => {
    const town = await book.begin();
    town.at('2024-02-17', '14:00');
    await newAccount(town);
    town.at('2024-02-18', '14:00');
    await town.stopped(await town.asksBase('100.00'), 'PAYEE_TOO_NEW', { hours: '72' });
    town.at('2024-02-20', '14:01');
    expect((await town.asksBase('100.00')).state).toBe('APPROVING');
  });

  it('an account that was changed after the request gets no last approval', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase('40398.59');
    await town.decide('community', id);
    await town.decide('centre', id);
    await newAccount(town);
    await town.refused(() => town.decide('street', id), 'DISBURSEMENT_PAYEE_CHANGED');
    expect(await town.balance('2111')).toBe('0.00');
  });

  it('what was approved yesterday is not paid today when a bank charge has left the fund a fen short', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase('40398.59');
    await town.approveAll(id);
    await town.bankFact('0.01');
    town.clock.advanceMinutes(10);
    expect(await town.instruct(id)).toMatchObject({ instructed: [], stopped: [{ number: 'BF2024-0001', gate: 'G3' }] });
    expect([await town.state(id), await town.balance('2111'), await town.balance('2112')]).toEqual(['APPROVING', '0.00', '0.00']);
  });

  it('nothing is spent beyond what the owners resolved, and it is said how much of that is used', async () => {
    const town = await book.begin({ months: 0 });
    await town.receiveCommonIncome('5000.00');
    const resolution = await town.resolve('SPENDING', '100.00', day('2024-01-01'));
    expect((await town.buys('60.00', { fund: 'COM', resolution })).state).toBe('APPROVING');
    const more = () => town.buys('40.01', { fund: 'COM', resolution });
    await expect(more()).rejects.toMatchObject({
      code: 'RESOLUTION_LIMIT_EXCEEDED',
      details: { number: resolution, limit: '100.00', used: '60.00', asked: '40.01' },
    });
    expect((await town.buys('40.00', { fund: 'COM', resolution })).state).toBe('APPROVING');
  });

  it('a resolution about something else allows nothing', async () => {
    const town = await book.begin({ months: 0 });
    await town.receiveCommonIncome('5000.00');
    const resolution = await town.resolve('FEE', null, day('2024-01-01'));
    await expect(town.buys('60.00', { fund: 'COM', resolution })).rejects.toMatchObject({ code: 'RESOLUTION_KIND_DIFFERS', details: { number: resolution } });
    expect(await town.balance('2104')).toBe('0.00');
  });

  it('the firm that leaves is paid the last of what it earned after it has handed over', async () => {
    const town = await book.begin({ months: 0 });
    town.at('2024-01-05');
    await town.contractStep('NOTICE_GIVEN', 'community', '2024-03-31');
    for (const month of ['2024-01', '2024-02', '2024-03'] as const) await town.month(month);
    await town.isScored();
    await town.contractStep('HANDOVER', 'community');
    town.at('2024-04-23');
    await town.app.get(FinaliseAssessment).execute(town.as('centre'), { quarter: Q1 });
    for (const [month, base] of [
      ['2024-01', '40398.59'],
      ['2024-02', '40326.38'],
      ['2024-03', '40266.19'],
    ] as const)
      await town.isPaid((await town.asksBase(base, month)).id);
    await town.isPaid((await town.asksPerformance('29642.83')).id);
    expect([await town.balance('2101'), await town.balance('2103'), (await town.fund('SVC')).cash]).toEqual(['0.00', '0.00', '0.00']);
  });
});
