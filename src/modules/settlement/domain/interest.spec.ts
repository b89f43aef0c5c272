import fc from 'fast-check';
import { Money } from '../../../kernel/index.js';
import type { Fund } from '../../ledger/index.js';
import { advanceToRepay, chargeAdvance, interestShares } from './interest.js';

const yuan = (text: string): Money => Money.parse(text);
const shares = (amount: string, days: Partial<Record<Fund, string>>): string[] =>
  interestShares(
    yuan(amount),
    Object.entries(days).map(([fund, sum]) => ({ fund: fund as Fund, amount: yuan(sum) })),
  ).map((share) => `${share.fund} ${share.amount.toString()}`);

describe('interest by fund', () => {
  it('follows the average daily balances, and the fen that remain go to the largest remainders', () => {
    expect(shares('100.00', { SVC: '600.00', COM: '300.00', QLT: '100.00', TRN: '0.00' })).toEqual(['SVC 60.00', 'COM 30.00', 'QLT 10.00']);
    expect(shares('0.10', { SVC: '100.00', COM: '100.00', QLT: '100.00' })).toEqual(['SVC 0.04', 'COM 0.03', 'QLT 0.03']);
    expect(shares('0.01', { SVC: '1.00', COM: '2.00' })).toEqual(['COM 0.01']);
  });

  it('gives COM what TRN earned, because TRN owns nothing', () => {
    expect(shares('10.00', { SVC: '500.00', COM: '300.00', TRN: '200.00' })).toEqual(['SVC 5.00', 'COM 5.00']);
  });

  it('gives nothing for an overdraft, and all to COM when no fund had a balance', () => {
    expect(shares('10.00', { SVC: '-500.00', COM: '300.00' })).toEqual(['COM 10.00']);
    expect(shares('10.00', { SVC: '-500.00', COM: '0.00' })).toEqual(['COM 10.00']);
    expect(shares('10.00', {})).toEqual(['COM 10.00']);
  });

  it('loses no fen', () => {
    const amount = fc.integer({ min: 0, max: 10 ** 9 }).map((fen) => Money.fromFen(BigInt(fen)));
    fc.assert(
      fc.property(amount, fc.tuple(amount, amount, amount, amount), (interest, [SVC, COM, QLT, TRN]) => {
        const given = interestShares(interest, [{ fund: 'SVC', amount: SVC }, { fund: 'COM', amount: COM }, { fund: 'QLT', amount: QLT }, { fund: 'TRN', amount: TRN }]); // prettier-ignore
        expect(Money.sum(given.map((share) => share.amount)).toString()).toBe(interest.toString());
      }),
    );
  });
});

describe('the advance for a charge', () => {
  it('is what COM has not available, and never more than the charge', () => {
    expect(chargeAdvance(yuan('5.00'), yuan('5.00')).toString()).toBe('0.00');
    expect(chargeAdvance(yuan('5.00'), yuan('4.99')).toString()).toBe('0.01');
    expect(chargeAdvance(yuan('5.00'), yuan('0.00')).toString()).toBe('5.00');
    expect(chargeAdvance(yuan('5.00'), yuan('-7.00')).toString()).toBe('5.00');
  });

  it('goes back as far as COM has money of its own', () => {
    expect(advanceToRepay(yuan('5.00'), yuan('100.00')).toString()).toBe('5.00');
    expect(advanceToRepay(yuan('5.00'), yuan('2.00')).toString()).toBe('2.00');
    expect(advanceToRepay(yuan('5.00'), yuan('-1.00')).toString()).toBe('0.00');
  });
});
