import type { Json } from '../../kernel/index.js';
import { describeMatchReason, matchReasonCodes, type MatchReason } from '../../modules/settlement/index.js';
import { errorTexts, fillIn, type Language } from '../../platform/messages/index.js';

/** The stored reason of a line as a sentence; null while no rule has looked at it. */
export function reasonWords(reason: Json, language: Language): string | null {
  const { code, figures = {} } = (reason ?? {}) as Partial<MatchReason>;
  const known = matchReasonCodes.find((name) => name === code);
  if (!known) return null;
  const texts: Readonly<Record<string, string>> = errorTexts[language];
  const why = fillIn(texts[figures['error'] ?? ''] ?? '', figures);
  return describeMatchReason({ code: known, figures: known === 'REFUSED' ? { ...figures, why } : figures }, language);
}
