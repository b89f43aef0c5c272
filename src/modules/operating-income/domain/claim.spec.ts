import { refusalOf } from '../../../../test/support/refusal.js';
import { Money } from '../../../kernel/index.js';
import { assertDecidable, claimNumber, readClaimWords } from './claim.js';

const words = {
  description: ' 停车场道闸维修 ',
  period: '2024-04',
  amount: Money.parse('1200.00'),
  invoiceNo: '24332000000012345678',
  evidence: ['a', 'b', 'a'],
};

describe('what a person writes on a claim', () => {
  it('is taken as plain text, each paper once', () => {
    expect(readClaimWords(words)).toEqual({ ...words, description: '停车场道闸维修', evidence: ['a', 'b'] });
    expect(readClaimWords({ ...words, invoiceNo: null, period: '2024-Q1' }).period).toBe('2024-Q1');
    expect(readClaimWords({ ...words, period: '2024' }).period).toBe('2024');
  });

  it.each([
    ['description', { description: ' ' }],
    ['description', { description: 'x'.repeat(121) }],
    ['description', { description: 'a\u0007b' }],
    ['period', { period: '2024-13' }],
    ['period', { period: '2024-Q5' }],
    ['amount', { amount: Money.zero }],
    ['amount', { amount: Money.parse('-1.00') }],
    ['invoiceNo', { invoiceNo: '12' }],
    ['invoiceNo', { invoiceNo: '发票12345' }],
    ['evidence', { evidence: Array.from({ length: 11 }, (_, index) => String(index)) }],
  ])('is refused where %s is wrong', (field, change) => {
    expect(refusalOf(() => readClaimWords({ ...words, ...change }))).toMatchObject({ code: 'CLAIM_FIELD_INVALID', details: { field } });
  });

  it('is refused without a paper', () => {
    expect(refusalOf(() => readClaimWords({ ...words, evidence: [] })).code).toBe('CLAIM_EVIDENCE_MISSING');
  });
});

describe('who decides on a claim', () => {
  const claim = { number: 'FY2024-0001', state: 'ASKED', askedBy: 1, askedFor: 10 } as const;

  it('is another person of another organisation, once', () => {
    expect(() => assertDecidable(claim, { personId: 2, organisationId: 20 })).not.toThrow();
    expect(refusalOf(() => assertDecidable(claim, { personId: 1, organisationId: 20 })).code).toBe('CLAIM_OWN');
    expect(refusalOf(() => assertDecidable(claim, { personId: 2, organisationId: 10 })).code).toBe('CLAIM_OWN');
    for (const state of ['APPROVED', 'REJECTED', 'WITHDRAWN'] as const)
      expect(refusalOf(() => assertDecidable({ ...claim, state }, { personId: 2, organisationId: 20 }))).toEqual({
        code: 'CLAIM_DECIDED',
        details: { number: 'FY2024-0001', state },
      });
  });

  it('cites it by its year and its place in it', () => {
    expect(claimNumber(2024, 12)).toBe('FY2024-0012');
  });
});
