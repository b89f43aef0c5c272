import { accountingPeriod, businessDate, Money, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import type { BankFileId } from './bank-line.js';
import { reconciled, reconciliationHash, type FundLegs, type ReconciliationFacts } from './reconciliation.js';

const legs = (fund: FundLegs['fund'], cash: string, claims = cash): FundLegs => ({ fund, cash: Money.parse(cash), claims: Money.parse(claims) });
const facts = (changes: Partial<ReconciliationFacts> = {}): ReconciliationFacts => ({
  accountId: 1,
  fileId: 2 as BankFileId,
  month: accountingPeriod('2024-01'),
  reconciledOn: businessDate('2024-01-31'),
  bankBalance: Money.parse('130.00'),
  several: null,
  funds: [legs('SVC', '100.00'), legs('TRN', '30.00')],
  claims: [{ account: '2301', fund: 'TRN', amount: Money.parse('30.00') }],
  outstanding: [{ kind: 'SUSPENSE', fund: 'TRN', reference: '9', since: businessDate('2024-01-20'), amount: Money.parse('30.00') }],
  suspense: { count: 1, total: Money.parse('30.00'), oldestOn: businessDate('2024-01-20') },
  lineCount: 2,
  lastEntrySeq: 3,
  ...changes,
});
const signature = { at: '2024-02-08T01:00:00.000Z' as Instant, by: 1 as PersonId, for: 7 as OrganisationId };

describe('a three-way reconciliation', () => {
  it('adds up the legs when they are equal', () => {
    const { fundCash, documentClaims } = reconciled(facts());
    expect([fundCash, documentClaims].map(String)).toEqual(['130.00', '130.00']);
  });

  it('is refused for one fen, with the three figures', () => {
    expect(refusalOf(() => reconciled(facts({ bankBalance: Money.parse('129.99') })))).toEqual({
      code: 'BANK_LEGS_DIFFER',
      details: { month: '2024-01', bank: '129.99', books: '130.00', documents: '130.00', fund: '–', fundCash: '–', fundClaims: '–' },
    });
  });

  it('is refused when the sums agree and the funds do not', () => {
    const funds = [legs('SVC', '100.00', '99.99'), legs('TRN', '30.00', '30.01')];
    expect(refusalOf(() => reconciled(facts({ funds })))).toMatchObject({
      code: 'BANK_LEGS_DIFFER',
      details: { fund: 'SVC', fundCash: '100.00', fundClaims: '99.99' },
    });
  });

  it('is signed over every fact, the moment and the person', () => {
    const hashes = [
      reconciliationHash(facts(), signature),
      ...[
        { accountId: 2 },
        { fileId: 3 as BankFileId },
        { month: accountingPeriod('2024-02') },
        { reconciledOn: businessDate('2024-01-30') },
        { bankBalance: Money.parse('130.01') },
        { funds: [legs('SVC', '100.00'), legs('TRN', '30.00', '30.01')] },
        { suspense: { count: 1, total: Money.parse('30.00'), oldestOn: businessDate('2024-01-21') } },
        { lineCount: 3 },
        { lastEntrySeq: 4 },
        { claims: [] },
        { outstanding: [] },
      ].map((changes) => reconciliationHash(facts(changes), signature)),
      reconciliationHash(facts(), { ...signature, by: 2 as PersonId }),
      reconciliationHash(facts(), { ...signature, for: 8 as OrganisationId }),
      reconciliationHash(facts(), { ...signature, at: '2024-02-08T01:00:00.001Z' as Instant }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(reconciliationHash(facts(), signature)).toBe(hashes[0]);
  });
});
