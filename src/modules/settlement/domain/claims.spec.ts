import { accountingPeriod, Money } from '../../../kernel/index.js';
import type { ChartCode, Fund } from '../../ledger/index.js';
import { claimsApart, isClaim, type Claim } from './claims.js';

const JANUARY = accountingPeriod('2024-01');
const claim = (account: ChartCode, fund: Fund, amount: string): Claim => ({ account, fund, amount: Money.parse(amount) });

describe('the claims of a month', () => {
  const documents = [claim('2001', 'SVC', '75.23'), claim('2111', 'SVC', '10.00'), claim('2111', 'COM', '5.00')];

  it('agree when every account of every fund adds up to its documents, whoever holds it', () => {
    const holders = [claim('2001', 'SVC', '75.00'), claim('2001', 'SVC', '0.23'), claim('2111', 'COM', '5.00'), claim('2111', 'SVC', '10.00')];
    expect(claimsApart(JANUARY, holders, documents)).toBeNull();
    expect(claimsApart(JANUARY, [claim('2103', 'SVC', '0.00')], [])).toBeNull();
  });

  it('are apart for one fen, with the account, its fund and both figures', () => {
    expect(claimsApart(JANUARY, [claim('2001', 'SVC', '75.22'), ...documents.slice(1)], documents)).toEqual({
      month: JANUARY,
      account: '2001',
      fund: 'SVC',
      books: '75.22',
      documents: '75.23',
    });
  });

  it('are apart when the sum agrees but the fund does not', () => {
    const moved = [claim('2001', 'SVC', '75.23'), claim('2111', 'SVC', '15.00')];
    expect(claimsApart(JANUARY, moved, documents)).toMatchObject({ account: '2111', fund: 'COM', books: '0.00', documents: '5.00' });
  });

  it('are apart when the books hold what no document explains', () => {
    expect(claimsApart(JANUARY, [...documents, claim('2104', 'COM', '1.00')], documents)).toMatchObject({ account: '2104', books: '1.00', documents: '0.00' });
  });

  it('are the accounts of classes 1 and 2, but never cash', () => {
    expect((['1001', '1101', '2103', '3001', '4001', '5001.01'] as const).filter((account) => isClaim(account))).toEqual(['1101', '2103']);
  });
});
