import { assert } from '../../../kernel/index.js';
import type { UnitId } from './unit.js';

const PREFIX = 'WY';
const BODY_DIGITS = 8;
/** What banks and payers put between the signs of a reference: white space, dashes, and the signs of no width that are copied along with text. */
const GAP = '[\\s\\u00AD\\u200B-\\u200D\\u2060\\uFEFF\\-\\u2010-\\u2015\\u2212\\u30FC_]{0,3}';
const REFERENCE = new RegExp(`(?<![0-9A-Z])W${GAP}Y((?:${GAP}[0-9]){${BODY_DIGITS + 2}})(?![0-9A-Z])`, 'g');

/**
 * What a payer writes into the remark of a transfer so that the money finds the unit: `WY` and 10 digits, the number of the unit and
 * two check digits by ISO 7064 MOD 97-10. Digits and capital letters alone, because the remark fields of banks lose everything else.
 * MOD 97-10 and not MOD 11-10: it too refuses every wrong digit and every exchange of neighbours, and lets one in 97 of other numbers
 * pass instead of one in 10; two digits more to write are cheaper than money at somebody else's unit. A unit keeps its reference for ever.
 * Example: unit 12 → `WY0000001262`.
 */
export function paymentReference(unit: { readonly id: UnitId }): string {
  assert(Number.isSafeInteger(unit.id) && unit.id > 0 && String(unit.id).length <= BODY_DIGITS, `unit ${unit.id} has no payment reference`);
  const body = String(unit.id).padStart(BODY_DIGITS, '0');
  return `${PREFIX}${body}${checkDigits(body)}`;
}

/**
 * The units whose references stand in a text, each once, in the order in which they stand there. Full-width and small letters are read
 * as what they stand for, spaces and dashes between the signs are left out, and nothing else is mended: a reference with a wrong check
 * digit is none, and neither is a part of a longer number or word. Whether such a unit exists is the caller's to know.
 */
export function paymentReferencesIn(text: string): UnitId[] {
  const found = Array.from(text.normalize('NFKC').toUpperCase().matchAll(REFERENCE), ([, signs = '']) => signs.replaceAll(/[^0-9]/g, ''));
  const valid = found.filter((digits) => checkDigits(digits.slice(0, BODY_DIGITS)) === digits.slice(BODY_DIGITS));
  return [...new Set(valid.map((digits) => Number.parseInt(digits.slice(0, BODY_DIGITS), 10) as UnitId))].filter((id) => id > 0);
}

/** ISO 7064 MOD 97-10: the number with its two check digits is 1 modulo 97. */
function checkDigits(body: string): string {
  return String(98n - ((BigInt(body) * 100n) % 97n)).padStart(2, '0');
}
