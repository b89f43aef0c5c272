import { DomainError, errorKinds, type ErrorCode } from '../../kernel/index.js';
import { matchTargets } from '../../modules/bank/index.js';
import { describeError, errorTexts, fillIn, internalErrorTexts, languages, lostConnectionTexts } from './index.js';

const codes = Object.keys(errorKinds) as ErrorCode[];
const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)))].toSorted();

describe('what a person reads when something is refused', () => {
  it.each(languages)('in %s there is a text for each code, and for no other', (language) => {
    expect(Object.keys(errorTexts[language]).toSorted()).toEqual(codes.toSorted());
    expect(codes.filter((code) => errorTexts[language][code].trim().length < 5)).toEqual([]);
    expect(internalErrorTexts[language]).not.toBe('');
    expect(lostConnectionTexts[language]).toContain('Idempotency-Key');
  });

  it('each text gives the same figures in both languages', () => {
    expect(codes.map((code) => [code, placeholders(errorTexts.en[code])])).toEqual(codes.map((code) => [code, placeholders(errorTexts['zh-CN'][code])]));
  });

  it('a brace is always one of a placeholder', () => {
    const wrong = (text: string): boolean => /[{}]/.test(text.replaceAll(/\{\w+\}/g, ''));
    expect(codes.filter((code) => languages.some((language) => wrong(errorTexts[language][code])))).toEqual([]);
  });

  it('each language is written in itself', () => {
    expect(codes.filter((code) => /\p{Script=Han}/u.test(errorTexts.en[code]))).toEqual([]);
    expect(codes.filter((code) => !/\p{Script=Han}/u.test(errorTexts['zh-CN'][code]))).toEqual([]);
  });

  it('holds the figures of the refusal', () => {
    const error = new DomainError('LEDGER_PERIOD_CLOSED', { date: '2024-01-31', closedThrough: '2024-02-29' });
    expect(describeError(error, 'en')).toBe('2024-01-31 lies in a closed period (closed through 2024-02-29). Use a later date.');
    expect(describeError(error, 'zh-CN')).toContain('2024-01-31');
  });

  it('a figure is put in as it is, and is not read as a placeholder or a pattern', () => {
    expect(fillIn('{a} and {b}', { a: '{b}', b: '$&' })).toBe('{b} and $&');
    expect(fillIn('{missing}', {})).toBe('{missing}');
  });

  it('names places of money in words, in each language, and never by their codes', () => {
    const refused = new DomainError('ASSIGN_TARGET_REFUSED', { target: 'INTEREST', allowed: 'UNIT, LEASE' });
    expect(languages.map((language) => describeError(refused, language))).toEqual([
      '这笔款不能认领到 银行利息，可以认领到 某套房屋的物业费、某份经营合同。',
      'This money cannot go to interest of the bank; it can go to the fees of a unit, a lease.',
    ]);
    expect(
      matchTargets.filter((target) =>
        languages.some((language) => describeError(new DomainError('UNDO_OTHER_DOCUMENT', { document: target }), language).includes(target)),
      ),
    ).toEqual([]);
  });
});
