import { en } from './en.js';
import type { Translated } from './translated.js';
import { zhCN } from './zh-CN.js';

export type Messages = Translated<typeof zhCN>;
export type Locale = 'zh-CN' | 'en';

export const messages: Readonly<Record<Locale, Messages>> = { 'zh-CN': zhCN, en };
export { en, zhCN };
export type { Translated };
