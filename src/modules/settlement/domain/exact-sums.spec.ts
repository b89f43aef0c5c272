import fc from 'fast-check';
import { Money } from '../../../kernel/index.js';
import { uniqueChoice, uniqueGroup } from './exact-sums.js';

const yuan = (text: string): Money => Money.parse(text);
const all = (...texts: string[]): Money[] => texts.map(yuan);

describe('one amount of each list', () => {
  it('is found when one choice alone adds up', () => {
    expect(uniqueChoice([all('1.00', '2.00'), all('10.00', '20.00')], yuan('12.00'))).toEqual([1, 0]);
    expect(uniqueChoice([all('1.00', '2.00'), all('1.00', '2.00')], yuan('4.00'))).toEqual([1, 1]);
  });

  it('is none when no choice does, two do, a list is empty, or there are too many to look at', () => {
    expect(uniqueChoice([all('1.00', '2.00'), all('10.00')], yuan('13.00'))).toBeNull();
    expect(uniqueChoice([all('1.00', '2.00'), all('1.00', '2.00')], yuan('3.00'))).toBeNull();
    expect(uniqueChoice([all('1.00'), []], yuan('1.00'))).toBeNull();
    const months = Array.from({ length: 24 }, (_, at) => Money.fromFen(BigInt(at + 1)));
    expect(uniqueChoice(Array(8).fill(months), yuan('1.92'))).toBeNull();
  });
});

describe('a group of amounts', () => {
  it('is found when one group alone is one of the totals', () => {
    expect(uniqueGroup(all('3.00', '5.00', '9.00'), all('8.00', '100.00'))).toEqual([0, 1]);
    expect(uniqueGroup(all('3.00', '5.00'), all('3.00', '8.00'))).toEqual([0, 1]);
  });

  it('is none when two groups are, none is, one line alone would be, or there are too many lines', () => {
    expect(uniqueGroup(all('3.00', '5.00', '5.00'), all('8.00'))).toBeNull();
    expect(uniqueGroup(all('3.00', '5.00'), all('9.00'))).toBeNull();
    expect(uniqueGroup(all('8.00'), all('8.00'))).toBeNull();
    expect(uniqueGroup(Array(13).fill(yuan('1.00')), all('13.00'))).toBeNull();
  });

  it('adds up, whatever the amounts', () => {
    const fen = fc.integer({ min: 1, max: 500 }).map((value) => Money.fromFen(BigInt(value)));
    fc.assert(
      fc.property(fc.array(fen, { maxLength: 9 }), fc.array(fen, { minLength: 1, maxLength: 4 }), (amounts, totals) => {
        const group = uniqueGroup(amounts, totals);
        if (group === null) return;
        const sum = Money.sum(group.map((position) => amounts[position] ?? Money.zero));
        expect(totals.map(String)).toContain(sum.toString());
      }),
    );
  });
});
