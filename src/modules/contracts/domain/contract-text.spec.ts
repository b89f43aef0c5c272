import { accountingPeriod, businessDate } from '../../../kernel/index.js';
import { changedTerms, changesPresent, contractTextOf, resolutionsFor, termDifferences, termsBase } from './contract-text.js';
import type { ContractTermsJson } from './contract-terms.js';

const terms: ContractTermsJson = {
  basis: 'COLLECTED',
  shareAtRisk: '0.2',
  payoutRule: { kind: 'LINEAR', threshold: '85' },
  approvalPolicy: { threshold: '30000.00', small: ['OWNER_SIDE', 'REGULATOR'], large: ['OWNER_SIDE', 'REGULATOR'], alwaysLarge: [] },
  calendar: { closeDay: 10, statementDay: 15, selfEvaluationDay: 5, inspectionDay: 10, surveyDay: 12, scoreDay: 15, appealDay: 22, decidedAfterDays: 60 },
  template: { components: [], items: [], adjustments: [], surveyAnswersMin: 5 },
  rates: [{ unitKind: 'FLAT', yuanPerSquareMetre: '0.85' }],
  lateFeePerDay: '0.0005',
  fineCap: '0.1',
  staffing: [{ post: '保安', promised: 4 }],
  answerDays: 7,
};

describe('the text that both sides sign', () => {
  const text = { number: 'A', firm: '公司', from: businessDate('2024-01-01'), to: businessDate('2026-12-31'), fromPeriod: accountingPeriod('2024-07'), terms };

  it('is the same bytes in whatever order its parts were given, and others for another letter', () => {
    const turned = Object.fromEntries(Object.entries(text).toReversed()) as typeof text;
    expect(contractTextOf(turned)).toBe(contractTextOf(text));
    expect(contractTextOf(text)).toMatch(/^\{"firm":"公司",.*"t":"mingbai\.contract\/2"/);
    expect(contractTextOf({ ...text, terms: { ...terms, answerDays: 8 } })).not.toBe(contractTextOf(text));
  });
});

describe('what a text changes', () => {
  it('is the version that stands, to the letter: no other one, no other terms, and nothing that is left unsaid', () => {
    const present = termsBase({ versionNo: 2, terms });
    expect(present).toEqual({ versionNo: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(changesPresent({ base: present }, present)).toBe(true);
    expect(changesPresent({ base: termsBase({ versionNo: 1, terms }) }, present)).toBe(false);
    expect(changesPresent({ base: termsBase({ versionNo: 2, terms: { ...terms, answerDays: 8 } }) }, present)).toBe(false);
    expect(changesPresent({}, present)).toBe(false);
    expect(changesPresent({ base: null }, null)).toBe(true);
  });
});

describe('what changes between terms', () => {
  it('is told figure by figure, with what is said for the first time and what no longer', () => {
    const after = { ...terms, rates: [{ unitKind: 'FLAT', yuanPerSquareMetre: '0.9' }], noticeDays: 90, staffing: [] };
    expect(changedTerms(terms, after)).toEqual(['noticeDays', 'rates', 'staffing']);
    expect(termDifferences(terms, after)).toEqual([
      { block: 'noticeDays', path: '', before: null, after: '90' },
      { block: 'rates', path: '[1].yuanPerSquareMetre', before: '0.85', after: '0.9' },
      { block: 'staffing', path: '[1].post', before: '保安', after: null },
      { block: 'staffing', path: '[1].promised', before: '4', after: null },
    ]);
  });

  it('is everything in a new contract', () => {
    expect(termDifferences(null, terms).map(({ block, path, after }) => `${block} ${path} ${after}`)).toContain('calendar closeDay 10');
  });
});

describe('the resolution that a change needs', () => {
  it.each([
    ['nobody’s for how the firm is dealt with from day to day', { answerDays: 5, hearing: true, calendar: { ...terms.calendar, scoreDay: 14 } }, ''],
    ['on contracts for what is scored', { template: { ...terms.template, surveyAnswersMin: 6 } }, 'CONTRACT'],
    ['on contracts for what an event costs the firm', { fines: [{ code: 'A', name: 'B', amount: '1.00' }] }, 'CONTRACT'],
    ['on contracts for who is promised, and how long a notice is', { staffing: [], noticeDays: 90 }, 'CONTRACT'],
    ['nobody’s for saying that no gate is asked for', { gates: { budget: false, invoice: false, reconciledWithinDays: null } }, ''],
    ['nobody’s for saying what holds where nothing is said', { noticeDays: 60, publicNoticeDays: 7, inspectors: 'ONE', fines: [] }, ''],
    ['on contracts for a gate', { gates: { budget: true, invoice: false, reconciledWithinDays: null } }, 'CONTRACT'],
    ['on contracts for who approves', { approvalPolicy: { ...terms.approvalPolicy, threshold: '50000.00' } }, 'CONTRACT'],
    ['on fees, or contracts, for the rates alone', { rates: [{ unitKind: 'FLAT', yuanPerSquareMetre: '0.9' }] }, 'FEE CONTRACT'],
    ['on contracts for the rates and more', { rates: [{ unitKind: 'FLAT', yuanPerSquareMetre: '0.9' }], shareAtRisk: '0.1' }, 'CONTRACT'],
  ])('is %s', (_, change, kinds) => {
    expect(resolutionsFor(terms, { ...terms, ...change }).join(' ')).toBe(kinds);
  });

  it('is one on contracts for a new one', () => {
    expect(resolutionsFor(null, terms)).toEqual(['CONTRACT']);
  });
});
