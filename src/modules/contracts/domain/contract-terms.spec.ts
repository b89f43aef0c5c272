import { businessDate } from '../../../kernel/index.js';
import { assertWholeMonths, contractTermsJson, readContractTerms, type ContractTermsJson } from './contract-terms.js';

const demo: ContractTermsJson = {
  basis: 'COLLECTED',
  shareAtRisk: '0.2',
  payoutRule: { kind: 'LINEAR', threshold: '85' },
  approvalPolicy: { threshold: '30000.00', small: ['OWNER_SIDE', 'REGULATOR'], large: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'], alwaysLarge: ['COM', 'QLT'] },
  calendar: { closeDay: 10, statementDay: 15, selfEvaluationDay: 5, inspectionDay: 10, surveyDay: 12, scoreDay: 15, appealDay: 22, decidedAfterDays: 60 },
  template: {
    components: [{ code: 'INSPECTION', name: '现场检查', weight: '1' }],
    items: [{ name: '环境保洁', scoreMax: '100' }],
    adjustments: [],
    surveyAnswersMin: 5,
  },
  rates: [
    { unitKind: 'FLAT', yuanPerSquareMetre: '0.85' },
    { unitKind: 'SHOP', yuanPerSquareMetre: '1.6' },
  ],
  lateFeePerDay: '0.0005',
  fineCap: '0.1',
  staffing: [{ post: '保安', promised: 4 }],
  answerDays: 7,
};
const coded = (code: string, details: object = {}) => expect.objectContaining({ code, details: expect.objectContaining(details) });
const refusal = (change: Partial<ContractTermsJson>) => () => readContractTerms({ ...demo, ...change });

describe('the terms of a contract', () => {
  it('survive the trip through JSON', () => {
    const gates = { budget: true, invoice: true, reconciledWithinDays: 31 };
    const whole = { ...demo, waiverLimit: '500.00', gates, fines: [{ code: 'NO_GUARD', name: '门岗无人值守', amount: '500.00' }], noticeDays: 90 };
    expect(contractTermsJson(readContractTerms(whole))).toEqual(whole);
  });

  it('let the owner side waive 1,000.00 without a resolution where they name no amount, and never less than nothing', () => {
    expect(contractTermsJson(readContractTerms(demo))).toEqual({ ...demo, waiverLimit: '1000.00' });
    expect(refusal({ waiverLimit: '-0.01' })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'waiverLimit' }));
  });

  it('are refused with a share at risk outside [0, 1]', () => {
    expect(refusal({ shareAtRisk: '1.01' })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'shareAtRisk', value: '1.01', min: '0', max: '1' }));
    expect(refusal({ shareAtRisk: '-0.01' })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'shareAtRisk' }));
  });

  it('are refused without a fee rate, with a free one, or with two for one kind of unit', () => {
    expect(refusal({ rates: [] })).toThrow(coded('CONTRACT_RATES_MISSING'));
    expect(refusal({ rates: [{ unitKind: 'FLAT', yuanPerSquareMetre: '0' }] })).toThrow(
      coded('CONTRACT_TERM_OUTSIDE', { field: 'rates[0].yuanPerSquareMetre' }),
    );
    expect(refusal({ rates: [demo.rates[0]!, demo.rates[0]!] })).toThrow(coded('CONTRACT_TERM_REPEATED', { field: 'rates', value: 'FLAT' }));
    expect(refusal({ rates: [{ unitKind: 'GARAGE', yuanPerSquareMetre: '1' }] })).toThrow(coded('CONTRACT_TERM_UNKNOWN', { field: 'rates[0].unitKind' }));
  });

  it('are refused with a late fee that eats the principal in weeks, or fines above the entitlement', () => {
    expect(refusal({ lateFeePerDay: '0.02' })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'lateFeePerDay' }));
    expect(refusal({ fineCap: '1.5' })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'fineCap' }));
  });

  it('are refused with a post promised twice, or for nobody', () => {
    expect(refusal({ staffing: [demo.staffing[0]!, demo.staffing[0]!] })).toThrow(coded('CONTRACT_TERM_REPEATED', { field: 'staffing', value: '保安' }));
    expect(refusal({ staffing: [{ post: '保安', promised: 0 }] })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'staffing[0].promised' }));
  });

  it('are refused with an unknown basis or no time to answer', () => {
    expect(refusal({ basis: 'BOTH' })).toThrow(coded('CONTRACT_TERM_UNKNOWN', { field: 'basis', allowed: 'COLLECTED, ACCRUED' }));
    expect(refusal({ answerDays: 0 })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'answerDays' }));
  });
});

describe('the days of a contract', () => {
  const check = (from: string, to: string) => () => assertWholeMonths(businessDate(from), businessDate(to));

  it('are whole months', () => {
    expect(check('2024-01-01', '2026-12-31')).not.toThrow();
    expect(check('2024-02-01', '2024-02-29')).not.toThrow();
  });

  it.each([
    ['2024-01-15', '2026-12-31', '2024-01-01', '2026-12-31'],
    ['2024-01-01', '2026-12-30', '2024-01-01', '2026-12-31'],
    ['2024-03-01', '2024-02-29', '2024-03-01', '2025-02-28'],
  ])('%s to %s are refused, naming the nearest', (from, to, wholeFrom, wholeTo) => {
    expect(check(from, to)).toThrow(coded('CONTRACT_MONTHS_NOT_WHOLE', { from, to, wholeFrom, wholeTo }));
  });
});
