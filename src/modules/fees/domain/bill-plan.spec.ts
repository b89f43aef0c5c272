import { accountingPeriod, businessDate, Money, Rate, type AccountingPeriod } from '../../../kernel/index.js';
import type { UnitId, UnitView } from '../../communities/index.js';
import type { FeeRate } from '../../contracts/index.js';
import { differencesFrom } from './bill-differences.js';
import { planBills, planFingerprint, type BillingFacts, type PlannedBill } from './bill-plan.js';
import type { Discount } from './discount.js';
import type { FeeItem, FeeItemId } from './fee-item.js';

const month = (text: string): AccountingPeriod => accountingPeriod(`2024-${text}`);
const unit = (id: number, area = '88.50', kind: 'FLAT' | 'SHOP' = 'FLAT') =>
  ({ id, code: `01-${100 + id}`, building: '01', label: '', kind, area: Rate.parse(area), ownerName: '' }) as unknown as UnitView;
const rates: FeeRate[] = [
  { unitKind: 'FLAT', yuanPerSquareMetre: Rate.parse('0.85') },
  { unitKind: 'SHOP', yuanPerSquareMetre: Rate.parse('1.60') },
];
const facts = (rest: Partial<BillingFacts> = {}): BillingFacts => ({
  period: month('02'),
  units: [unit(1)],
  terms: new Map(),
  contract: { versionId: 5, rates },
  items: [],
  discounts: [],
  readings: [],
  metered: new Map(),
  billedInCycle: new Set(),
  ...rest,
});
const plan = (rest: Partial<BillingFacts> = {}): readonly PlannedBill[] => planBills(facts(rest)).bills;
const shown = (bills: readonly PlannedBill[]): string[] =>
  bills.map(({ unitCode, item, amount, billedDays, cycleDays }) => `${unitCode} ${item} ${amount.toString()} ${billedDays}/${cycleDays}`);
const item = (rest: Partial<FeeItem> = {}): FeeItem => ({
  id: 70 as FeeItemId,
  code: 'LIFT',
  name: 'lift',
  basis: 'UNIT',
  cycle: 'QUARTERLY',
  unitKinds: ['FLAT'],
  lateFees: false,
  from: month('01'),
  to: null,
  rates: [{ id: 71 as FeeItem['rates'][number]['id'], unitKind: 'FLAT', from: month('01'), rate: Rate.parse('30'), resolutionNo: 'JY2024-001' }],
  ...rest,
});
const discount = (rest: Partial<Discount> = {}): Discount => ({
  id: 90 as Discount['id'],
  item: 'PM',
  unitId: 1 as UnitId,
  unitKind: null,
  percent: Rate.parse('30'),
  yuan: Money.zero,
  from: businessDate('2024-01-01'),
  to: businessDate('2024-12-31'),
  ...rest,
});

describe('the property fee of a month', () => {
  it('is one bill for each unit, by the rate of its kind, with what it was computed from, due on the last day of the month', () => {
    const [flat, shop] = plan({ units: [unit(1), unit(2, '70.00', 'SHOP')] });
    expect([flat?.amount, shop?.amount].map(String)).toEqual(['75.23', '112.00']);
    expect(flat).toMatchObject({
      item: 'PM',
      feeItemId: null,
      rateSourceId: 5,
      months: 1,
      billedDays: 29,
      cycleDays: 29,
      discountDays: 0,
      dueOn: '2024-02-29',
    });
    expect([shop?.quantity, shop?.rate].map(String)).toEqual(['70', '1.6']);
  });

  it('leaves out a unit that owes nothing', () => {
    expect(plan({ units: [unit(1, '0.001')] })).toEqual([]);
  });

  it('tells which kind of unit the contract has no rate for', () => {
    const { bills, withoutRate } = planBills(facts({ units: [unit(1), unit(9, '70.00', 'SHOP')], contract: { versionId: 5, rates: rates.slice(0, 1) } }));
    expect(shown(bills)).toEqual(['01-101 PM 75.23 29/29']);
    expect(withoutRate).toEqual([{ unitCode: '01-109', unitKind: 'SHOP', item: 'PM' }]);
  });

  it('counts days where a unit begins or ends inside the month, and is nothing outside', () => {
    const term = (from: string | null, to: string | null) =>
      shown(plan({ terms: new Map([[1 as UnitId, { from: from === null ? null : businessDate(from), to: to === null ? null : businessDate(to) }]]) }));
    expect(term('2024-02-15', null)).toEqual(['01-101 PM 38.91 15/29']); // 75.225 × 15/29 = 38.9094…
    expect(term(null, '2024-02-10')).toEqual(['01-101 PM 25.94 10/29']);
    expect(term('2024-03-01', null)).toEqual([]);
    expect(term(null, '2024-01-31')).toEqual([]);
  });
});

describe('an item beside the property fee', () => {
  it('is billed in the first month of its cycle, for the whole of it', () => {
    const of = (period: string) =>
      shown(plan({ period: month(period), items: [item()], contract: { versionId: 5, rates } })).filter((bill) => bill.includes('LIFT'));
    expect(of('01')).toEqual(['01-101 LIFT 90.00 91/91']);
    expect(of('02')).toEqual([]);
    expect(of('04')).toEqual(['01-101 LIFT 90.00 91/91']);
  });

  it('is billed by days from where it begins inside a cycle, once', () => {
    const [bill] = plan({ items: [item({ from: month('02') })] }).filter((planned) => planned.item === 'LIFT');
    expect(shown([bill as PlannedBill])).toEqual(['01-101 LIFT 59.34 60/91']); // 90 × 60/91 = 59.3406…
    expect(plan({ period: month('03'), items: [item({ from: month('02') })] }).map((planned) => planned.item)).toEqual(['PM']);
    expect(plan({ items: [item({ from: month('02') })], billedInCycle: new Set(['1/LIFT']) }).map((planned) => planned.item)).toEqual(['PM']);
  });

  it('ends with its last month, and is not billed after', () => {
    expect(shown(plan({ period: month('04'), items: [item({ to: month('05') })] }))).toContain('01-101 LIFT 60.33 61/91'); // 90 × 61/91 = 60.3296…
    expect(plan({ period: month('04'), items: [item({ to: month('03') })] }).map((planned) => planned.item)).toEqual(['PM']);
  });

  it('has the rate of its month, and none where no resolution gave one', () => {
    const rising = item({
      cycle: 'MONTHLY',
      rates: [...item().rates, { ...item().rates[0], id: 72, from: month('03'), rate: Rate.parse('40') } as FeeItem['rates'][number]],
    });
    const amounts = (period: string) => plan({ period: month(period), items: [rising] }).map((bill) => bill.amount.toString());
    expect([amounts('02'), amounts('03')]).toEqual([
      ['75.23', '30.00'],
      ['75.23', '40.00'],
    ]);
    expect(planBills(facts({ items: [item({ cycle: 'MONTHLY', rates: [] })] })).withoutRate).toEqual([{ unitCode: '01-101', unitKind: 'FLAT', item: 'LIFT' }]);
  });

  it('is not for kinds of unit that it does not name', () => {
    expect(plan({ period: month('01'), units: [unit(1, '70.00', 'SHOP')], items: [item()] }).map((bill) => bill.item)).toEqual(['PM']);
  });
});

describe('what a meter counts', () => {
  const water = item({
    code: 'WATER',
    basis: 'METER',
    cycle: 'MONTHLY',
    rates: [{ ...item().rates[0], rate: Rate.parse('2.75') } as FeeItem['rates'][number]],
  });
  const reading = (id: number, period: string, quantity: string) =>
    ({ id, unitId: 1, feeItemId: 70, period: month(period), quantity: Rate.parse(quantity) }) as unknown as BillingFacts['readings'][number];
  const metered = new Map([[70 as FeeItemId, new Set([1 as UnitId])]]);

  it('is billed in the month after, times the rate', () => {
    const bills = plan({ items: [water], metered, readings: [reading(81, '01', '7.125')] });
    expect(bills.map(({ item: code, amount, meterReadingId }) => [code, amount.toString(), meterReadingId])).toEqual([
      ['PM', '75.23', null],
      ['WATER', '19.59', 81],
    ]);
  });

  it('is billed later when it was read late, each reading with its own bill', () => {
    const { bills, withoutReading } = planBills(
      facts({ period: month('03'), items: [water], metered, readings: [reading(81, '01', '1'), reading(82, '02', '2')] }),
    );
    expect(bills.map((bill) => bill.amount.toString())).toEqual(['75.23', '2.75', '5.50']);
    expect(withoutReading).toEqual([]);
  });

  it('is told where nobody read, and nothing is billed for nothing', () => {
    const unread = planBills(facts({ items: [water], metered }));
    expect(unread.bills.map((bill) => bill.item)).toEqual(['PM']);
    expect(unread.withoutReading).toEqual([{ unitCode: '01-101', item: 'WATER' }]);
    expect(planBills(facts({ items: [water], metered, readings: [reading(81, '01', '0')] }))).toMatchObject({ bills: [{ item: 'PM' }], withoutReading: [] });
  });
});

describe('a discount', () => {
  const amount = (discounts: Discount[]) => plan({ discounts }).map((bill) => [bill.amount.toString(), bill.discountDays, bill.discountId]);

  it('of 30 % takes off so much, rounded once with the bill', () => {
    expect(amount([discount()])).toEqual([['52.66', 29, 90]]); // 75.225 × 0.7 = 52.6575; the rounded 75.23 would give 52.661
  });

  it('counts the days that it covers', () => {
    expect(amount([discount({ from: businessDate('2024-02-20'), to: businessDate('2024-03-10') })])).toEqual([['67.44', 10, 90]]); // 75.225 × (29 − 3) / 29
    expect(amount([discount({ from: businessDate('2024-03-01') })])).toEqual([['75.23', 0, null]]);
  });

  it('in yuan is taken off, and never more than the bill', () => {
    expect(amount([discount({ percent: Rate.zero, yuan: Money.parse('10.00') })])).toEqual([['65.23', 29, 90]]);
    expect(amount([discount({ percent: Rate.zero, yuan: Money.parse('100.00') })])).toEqual([]);
  });

  it('of the unit goes before that of its kind', () => {
    const ofKind = discount({ id: 91 as Discount['id'], unitId: null, unitKind: 'FLAT', percent: Rate.parse('50') });
    expect(amount([ofKind, discount()])).toEqual([['52.66', 29, 90]]);
    expect(amount([ofKind])).toEqual([['37.61', 29, 91]]);
  });
});

describe('the fingerprint of a plan', () => {
  it('changes with every figure of it, and with nothing else', () => {
    const print = (rest: Partial<BillingFacts>) => planFingerprint(month('02'), plan(rest));
    expect(print({})).toBe(print({}));
    expect(print({})).not.toBe(print({ units: [unit(1, '88.51')] }));
    expect(print({})).not.toBe(print({ discounts: [discount()] }));
    expect(print({})).not.toBe(planFingerprint(month('03'), plan()));
  });
});

describe('the change against the cycle before', () => {
  const january = plan({ period: month('01'), units: [unit(1), unit(2), unit(3)] });
  const differences = (bills: readonly PlannedBill[], previous = january) =>
    differencesFrom(previous, bills).map(({ unitCode, kind, amount, previousAmount }) => [unitCode, kind, amount?.toString(), previousAmount?.toString()]);

  it('is nothing while units and rates stay', () => {
    expect(differences(january)).toEqual([]);
  });

  it('names units that are new, changed or gone', () => {
    expect(differences(plan({ units: [unit(1), unit(2, '90.00'), unit(4)] }))).toEqual([
      ['01-102', 'CHANGED', '76.50', '75.23'],
      ['01-104', 'NEW', '75.23', undefined],
      ['01-103', 'GONE', undefined, '75.23'],
    ]);
  });

  it('is not reported where the cycle before had no bills', () => {
    expect(differences(january, [])).toEqual([]);
  });
});
