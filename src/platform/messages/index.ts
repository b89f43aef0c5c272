import type { DomainError, ErrorCode, ErrorDetails } from '../../kernel/index.js';
import { errorsEn } from './errors.en.js';
import { errorsZhCn } from './errors.zh-CN.js';
import { placesEn } from './places.en.js';
import { placesZhCn } from './places.zh-CN.js';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

export const errorTexts: Record<Language, Record<ErrorCode, string>> = { 'zh-CN': errorsZhCn, en: errorsEn };

/** What a person reads when we are at fault. */
export const internalErrorTexts: Record<Language, string> = {
  'zh-CN': '系统出错了，您的操作没有生效。请稍后再试；如仍有问题，请把请求编号告诉管理员。',
  en: 'Something broke on our side and nothing was changed. Try again later; if it stays, give the request id to the administrator.',
};

/** The connection to the database broke, perhaps while it committed: unlike any other failure of ours, nobody knows what became of the request. */
export const lostConnectionTexts: Record<Language, string> = {
  'zh-CN': '与数据库的连接断了，您的操作可能已经生效，也可能没有。请把同样的内容再提交一次（网页请刷新本页，程序请用同一个 Idempotency-Key）：不会重复生效。',
  en: 'The connection to the database broke: what you asked for may have been done, or not. Send the same again (a page by reloading it, a program under the same Idempotency-Key): it is never done twice.',
};

/** Puts the figures into a text: `{name}` becomes details.name. */
export function fillIn(text: string, details: ErrorDetails): string {
  return text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => String(details[name] ?? placeholder));
}

/** The sentence for a person, in their language. */
export function describeError(error: DomainError, language: Language): string {
  return fillIn(errorTexts[language][error.code], namesPlaces.has(error.code) ? inWords(error.details, language) : error.details);
}

const namesPlaces: ReadonlySet<ErrorCode> = new Set(['UNDO_OTHER_DOCUMENT', 'ASSIGN_TARGET_REFUSED', 'ASSIGN_MONTH_CLOSED', 'ASSIGN_REFERENCE_UNKNOWN']);
const places = { 'zh-CN': { words: placesZhCn, between: '、' }, en: { words: placesEn, between: ', ' } } as const;

/** Places by their words; whatever else the details hold stays as it is. */
function inWords(details: ErrorDetails, language: Language): ErrorDetails {
  const { words, between } = places[language];
  const said = (text: string) => text.split(', ').map((code) => words[code] ?? code).join(between); // prettier-ignore
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, ['target', 'allowed', 'document'].includes(name) && typeof value === 'string' ? said(value) : value]),
  );
}
