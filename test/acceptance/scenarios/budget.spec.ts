import { AdoptBudget, AnswerRecord, BudgetQueries, type BudgetLine } from '../../../src/modules/resolutions/index.js';
import { day, storyBook, termsWith, yuan, type Story } from './story.js';

/** What the owners allowed for a year, and what it does to payouts where the contract asks for it. */
describe('the budget of a year', () => {
  const book = storyBook();
  const begin = () => book.begin({ terms: termsWith({ gates: { budget: true, invoice: false, reconciledWithinDays: null } }) });
  const service = (amount: string): BudgetLine => ({ fund: 'SVC', code: '5001.01', amount: yuan(amount) });
  /** The owners resolve a budget, the owner side records its lines, and the centre confirms them. */
  const adopt = async (town: Story, line: BudgetLine, resolution?: string) => {
    const number = resolution ?? (await town.resolve('BUDGET', '100000.00', town.clock.today()));
    const adopted = (await town.app.get(AdoptBudget).execute(town.as('community'), { year: 2024, resolution: number, lines: [line] })).value;
    await town.app.get(AnswerRecord).budget(town.as('centre'), { ...adopted, decision: 'CONFIRM', reason: null });
    return adopted;
  };
  const used = async (town: Story, year: number) =>
    (await town.read((tx) => town.app.get(BudgetQueries).use(tx, year, { today: town.clock.today() }))).map((line) => line.used.toString());

  it('without a line in the budget nothing is paid for it', async () => {
    const town = await begin();
    await town.stopped(await town.asksBase('100.00'), 'NO_BUDGET', { year: '2024', line: 'SVC 5001.01' });
    await adopt(town, { fund: 'COM', code: '5101', amount: yuan('100.00') });
    await town.stopped(await town.asksBase('100.00'), 'NO_BUDGET', { line: 'SVC 5001.01' });
  });

  it('a payout over the budget is stopped and says the line and by how much', async () => {
    const town = await begin();
    await adopt(town, service('30000.00'));
    expect((await town.asksBase('20000.00')).state).toBe('APPROVING');
    const figures = { line: 'SVC 5001.01', budget: '30000.00', used: '20000.00', asked: '10000.01', over: '0.01' };
    await town.stopped(await town.asksBase('10000.01'), 'OVER_BUDGET', figures);
    expect((await town.asksBase('10000.00')).state).toBe('APPROVING');
  });

  it('a later budget may be smaller, but never less than what is used of a line', async () => {
    const town = await begin();
    await adopt(town, service('30000.00'));
    await town.asksBase('20000.00');
    const resolution = await town.resolve('BUDGET', '100000.00', town.clock.today());
    await town.refused(() => adopt(town, service('19999.99'), resolution), 'BUDGET_BELOW_USED', { line: 'SVC 5001.01', used: '20000.00', amount: '19999.99' });
    expect(await adopt(town, service('20000.00'), resolution)).toEqual({ year: 2024, versionNo: 2 });
    await town.stopped(await town.asksBase('0.01'), 'OVER_BUDGET', { used: '20000.00', asked: '0.01', over: '0.01' });
  });

  it('a payment counts in the year in which the bank paid it, and what was cancelled counts nowhere', async () => {
    const town = await begin();
    await adopt(town, service('40000.00'));
    await town.isPaid((await town.asksBase('20000.00')).id);
    const other = await town.asksBase('100.00');
    expect(await used(town, 2024)).toEqual(['20100.00']);
    await town.cancel('firm', other.id);
    expect([await used(town, 2024), await used(town, 2025)]).toEqual([['20000.00'], []]);
  });

  it('a resolution about something else is no budget, and the centre records none', async () => {
    const town = await begin();
    const fee = await town.resolve('FEE', null, day('2024-02-18'));
    await town.refused(() => adopt(town, service('100.00'), fee), 'RESOLUTION_KIND_DIFFERS', { number: fee });
    const byCentre = () => town.app.get(AdoptBudget).execute(town.as('centre'), { year: 2024, resolution: fee, lines: [service('100.00')] });
    await town.refused(byCentre, 'NOT_ALLOWED');
  });
});
