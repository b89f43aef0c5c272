import * as fc from 'fast-check';
import { Money, quarter, Rate, type Id } from '../../../kernel/index.js';
import { claimFigures, payableAmount, type Claim } from './payable.js';

const yuan = (text: string) => Money.parse(text);
const amounts = fc.bigInt({ min: 0n, max: 10n ** 14n }).map((fen) => Money.fromFen(fen));

const performance: Claim = {
  kind: 'PERFORMANCE',
  assessmentId: 7 as Id<'assessment'>,
  quarter: quarter('2024-Q1'),
  entitlement: yuan('151238.95'),
  withheld: yuan('30247.79'),
  entitled: yuan('29642.83'),
  score: Rate.parse('87.32'),
  ratio: Rate.parse('0.98'),
  obstacle: null,
};

describe('what a payout may ask for', () => {
  it('is all that the rule gives when nothing was asked before', () => {
    expect(payableAmount(yuan('29642.83'), Money.zero).toString()).toBe('29642.83');
  });

  it('is what the rule gives less what is asked, held or paid already', () => {
    expect(payableAmount(yuan('29642.83'), yuan('20000.00')).toString()).toBe('9642.83');
  });

  it('is nothing, never a negative amount, when more was paid than the rule gives', () => {
    expect(payableAmount(yuan('100.00'), yuan('100.01')).toString()).toBe('0.00');
  });

  it('never lets parts add up to more than the whole', () => {
    fc.assert(
      fc.property(amounts, fc.array(amounts, { maxLength: 6 }), (entitled, wishes) => {
        let asked = Money.zero;
        for (const wish of wishes) asked = asked.plus(Money.min(wish, payableAmount(entitled, asked)));
        expect(entitled.atLeast(asked)).toBe(true);
      }),
    );
  });

  it('is told with E, the score, the share it releases, what is entitled, asked already and asked now', () => {
    expect(claimFigures(performance, { alreadyAsked: yuan('20000.00'), asked: yuan('9642.84'), owed: null })).toEqual({
      quarter: '2024-Q1',
      score: '87.32',
      ratio: '0.98',
      entitlement: '151238.95',
      withheld: '30247.79',
      entitled: '29642.83',
      alreadyAsked: '20000.00',
      payable: '9642.83',
      asked: '9642.84',
    });
  });

  it('of the firm is at most what the books still owe it, and the figures say so', () => {
    expect(payableAmount(yuan('100.00'), yuan('30.00'), yuan('70.00')).toString()).toBe('70.00');
    expect(payableAmount(yuan('100.00'), yuan('30.00'), yuan('69.99')).toString()).toBe('69.99');
    expect(payableAmount(yuan('100.00'), yuan('30.00'), yuan('-5.00')).toString()).toBe('0.00');
    expect(claimFigures(performance, { alreadyAsked: Money.zero, asked: yuan('1.00'), owed: yuan('5.00') })).toMatchObject({ owed: '5.00', payable: '5.00' });
  });
});
