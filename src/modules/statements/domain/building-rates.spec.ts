import fc from 'fast-check';
import { Money } from '../../../kernel/index.js';
import { buildingRates, collectionRate, type BuildingFees } from './building-rates.js';

const fees = (building: string, unitsOwing: number, unpaid: string): BuildingFees => ({
  building,
  unitsOwing,
  billed: Money.parse('1000.00'),
  paid: Money.parse('1000.00').minus(Money.parse(unpaid)),
});

describe('collection rates by building', () => {
  it('a building stands alone where 5 units owe, the others are merged', () => {
    expect(buildingRates([fees('1', 5, '100.00'), fees('2', 4, '50.00'), fees('3', 3, '20.00')])).toEqual([
      { buildings: ['1'], unitsOwing: 5, rate: '0.9000' },
      { buildings: ['2', '3'], unitsOwing: 7, rate: '0.9650' },
    ]);
  });

  it('where the merged ones are fewer than 5 units, the building with the fewest joins them', () => {
    expect(buildingRates([fees('1', 9, '100.00'), fees('2', 6, '60.00'), fees('3', 1, '10.00')])).toEqual([
      { buildings: ['1'], unitsOwing: 9, rate: '0.9000' },
      { buildings: ['3', '2'], unitsOwing: 7, rate: '0.9650' },
    ]);
  });

  it.each([
    ['one building', [fees('1', 30, '300.00')]],
    ['buildings where hardly anybody owes', [fees('1', 1, '10.00'), fees('2', 2, '20.00')]],
    ['no bills', []],
  ])('nothing is shown for %s', (_, buildings) => {
    expect(buildingRates(buildings)).toEqual([]);
  });

  it('never shows fewer than 5 units, and never leaves a building out of what it shows', () => {
    const building = fc.record({ unitsOwing: fc.integer({ min: 0, max: 12 }), unpaid: fc.integer({ min: 0, max: 1000 }) });
    fc.assert(
      fc.property(fc.array(building, { maxLength: 20 }), (drawn) => {
        const buildings = drawn.map(({ unitsOwing, unpaid }, i) => fees(String(i), unitsOwing, `${unpaid}.00`));
        const shown = buildingRates(buildings);
        expect(shown.every((group) => group.unitsOwing >= 5)).toBe(true);
        if (shown.length > 0) expect(shown.flatMap((group) => group.buildings).toSorted()).toEqual(buildings.map((each) => each.building).toSorted());
      }),
    );
  });

  it('the quarter of the demo is 89 %, and what is waived of the rest does not raise it', () => {
    expect(collectionRate(Money.parse('169931.40'), Money.parse('151238.95'))).toBe('0.8900');
    expect(collectionRate(Money.zero, Money.zero)).toBeNull();
  });
});
