import { DecideLater, FirmDueQueries, ImposePenalty } from '../../../src/modules/entitlements/index.js';
import { FeeReceipts, ReceiptQueries } from '../../../src/modules/fees/index.js';
import { LedgerService } from '../../../src/modules/ledger/index.js';
import { all, day, Q1, SHOP, storyBook, yuan, type Story } from './story.js';

/** How much may leave the account, and who has to agree to it. */
describe('money that leaves the account', () => {
  const book = storyBook();
  const TWO = ['OWNER_SIDE', 'REGULATOR'];
  const THREE = [...TWO, 'SUPERVISOR'];

  const fines = (town: Story, amount: string) =>
    town.app.get(ImposePenalty).execute(town.as('community'), { quarter: Q1, amount: yuan(amount), reason: '夜间无人值守', document: '通知3号' });
  const owedByFirm = async (town: Story) => (await town.read((tx) => town.app.get(FirmDueQueries).dues(tx))).map(({ open }) => open.toString());
  const offered = async (town: Story) => {
    const [january] = (await town.read((tx) => town.queries.firmClaims(tx))).filter(({ claim }) => claim.kind === 'BASE');
    return january?.payable.toString();
  };
  it('a payout above the band is refused and says by how much', async () => {
    const town = await book.begin({ months: 3 });
    await town.isFinal();
    const figures = { withheld: '30247.79', score: '87.32', ratio: '0.98', entitled: '29642.83', asked: '29642.84', payable: '29642.83' };
    await town.refused(() => town.asksPerformance('29642.84'), 'DISBURSEMENT_OVER_PERFORMANCE', figures);
    expect((await town.asksPerformance('29642.83')).state).toBe('APPROVING');
  });

  it('one fen more than the base of a month is refused with the sum that it comes from', async () => {
    const town = await book.begin();
    const figures = { entitlement: '50498.24', withheld: '10099.65', entitled: '40398.59', asked: '40398.60', payable: '40398.59' };
    await town.refused(() => town.asksBase('40398.60'), 'DISBURSEMENT_OVER_BASE', figures);
  });

  it('half is asked for now and half later, and not a fen more', async () => {
    const town = await book.begin();
    await town.isPaid((await town.asksBase('20199.30')).id);
    await town.refused(() => town.asksBase('20199.30'), 'DISBURSEMENT_OVER_BASE', { alreadyAsked: '20199.30', payable: '20199.29', asked: '20199.30' });
    await town.isPaid((await town.asksBase('20199.29')).id);
    expect([await town.balance('2101'), await town.fund('SVC')]).toEqual(['0.00', { cash: '10099.65', available: '0.00' }]);
  });

  it('splitting a payout does not save a signature', async () => {
    const town = await book.begin();
    expect(await town.needs((await town.asksBase('20000.00')).id)).toEqual(TWO);
    expect(await town.needs((await town.asksBase('20000.00')).id)).toEqual(THREE);
  });

  it('exactly 30,000.00 needs two bodies, one fen more needs three', async () => {
    const town = await book.begin();
    const exact = await town.asksBase('30000.00');
    expect(await town.needs(exact.id)).toEqual(TWO);
    await town.cancel('firm', exact.id);
    expect(await town.needs((await town.asksBase('30000.01')).id)).toEqual(THREE);
  });

  it('600.00 of common income need all three bodies, however small the sum is', async () => {
    const town = await book.begin({ months: 0 });
    town.at('2024-02-05');
    await town.receiveCommonIncome('5000.00');
    const { id } = await town.buys('600.00');
    expect(await town.needs(id)).toEqual(THREE);
    await town.isPaid(id, SHOP);
    expect(await town.fund('COM')).toEqual({ cash: '4400.00', available: '4400.00' });
  });

  it('what the score took from the firm is the owners’ own, and one yuan of it needs all three bodies', async () => {
    const town = await book.begin({ months: 3 });
    await town.isFinal();
    const resolution = await town.resolve('SPENDING', '100.00', day('2024-04-23'));
    const { id } = await town.buys('1.00', { fund: 'QLT', resolution });
    expect([(await town.detail(id)).fund, await town.needs(id)]).toEqual(['QLT', THREE]);
  });

  it('a fine comes off what the firm gets, and what is left of it the firm owes', async () => {
    const town = await book.begin();
    await town.isPaid((await town.asksBase('38398.59')).id);
    expect((await fines(town, '5000.00')).value).toMatchObject({ amount: '5000.00', fromPayable: '2000.00' });
    expect([await offered(town), await owedByFirm(town)]).toEqual(['0.00', ['3000.00']]);
    await town.refused(() => town.asksBase('2000.00'), 'DISBURSEMENT_OVER_OWED', { owed: '0.00', asked: '2000.00', payable: '0.00' });
  });

  it('fines of a quarter stop at a tenth of what the firm earned in it', async () => {
    const town = await book.begin();
    expect((await fines(town, '4000.00')).value.amount).toBe('4000.00');
    expect((await fines(town, '4000.00')).value).toMatchObject({ stated: '4000.00', amount: '1049.82' });
    await town.refused(() => fines(town, '0.01'), 'FIRM_PENALTY_CAPPED', { earned: '50498.24', cap: '0.1', earlier: '5049.82', asked: '0.01' });
    expect(await offered(town)).toBe('35348.77');
  });

  it('what the score costs the firm is the owners’ on the same day', async () => {
    const town = await book.begin({ months: 3 });
    const { cash } = await town.fund('SVC');
    expect(await town.fund('QLT')).toEqual({ cash: '0.00', available: '0.00' });
    await town.isFinal();
    expect([cash, await town.fund('SVC'), await town.fund('QLT')]).toEqual([
      '151238.95',
      { cash: '150633.99', available: '150633.99' },
      { cash: '604.96', available: '604.96' },
    ]);
  });

  it('a later decision gives the firm back what was deducted, and no more', async () => {
    const town = await book.begin({ months: 3 });
    await town.isFinal();
    const decide = (amount: string) =>
      town.app.get(DecideLater).execute(town.as('centre'), {
        quarter: Q1,
        amount: yuan(amount),
        decidedOn: town.clock.today(),
        reason: '仲裁裁决：保安在岗',
        document: '裁决17号',
      });
    await town.refused(() => decide('604.97'), 'LATER_DECISION_TOO_MUCH', { deducted: '604.96', given: '0.00', left: '604.96', asked: '604.97' });
    await decide('204.96');
    expect([(await town.fund('QLT')).cash, (await town.quarterMoney()).released]).toEqual(['400.00', '29847.79']);
    await town.refused(() => decide('400.01'), 'LATER_DECISION_TOO_MUCH', { given: '204.96', left: '400.00', asked: '400.01' });
  });

  it('while a bounced payment of an owner leaves the fund short, nothing of it is approved', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase('40398.59');
    await town.decide('community', id);
    await town.decide('centre', id);
    const [receipt] = await town.read((tx) => town.app.get(ReceiptQueries).list(tx, {}));
    await town.run(async (tx) => {
      await town.app.get(LedgerService).lock(tx);
      const bounced = { receiptId: receipt?.id ?? 0, bankLineId: 99, bankAccountId: town.bankAccountId, on: day('2024-02-18') };
      await town.app.get(FeeReceipts).bounce(tx, { by: town.people.bookkeeper.personId, at: town.clock.now() }, bounced);
    });
    await town.refused(() => town.decide('street', id), 'DISBURSEMENT_SHORT', { available: '-10099.65', asked: '40398.59' });
    expect([await town.missing(id), await town.balance('2111')]).toEqual([['SUPERVISOR'], '0.00']);
  });

  it('a quarter of top marks costs the firm nothing', async () => {
    const town = await book.begin({ months: 3 });
    await town.isFinal(all('100.00'));
    expect([await town.quarterMoney(), (await town.fund('QLT')).cash]).toEqual([
      { base: '120991.16', withheld: '30247.79', released: '30247.79', net: '151238.95' },
      '0.00',
    ]);
  });
});
