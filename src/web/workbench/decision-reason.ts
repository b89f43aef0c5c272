import { postedText } from '../desk/desk-form.js';
import type { Posted, Visit } from '../desk/visit.js';

/** The common reason that was chosen and the words that were added. */
export function reasonText({ m }: Visit, posted: Posted): string {
  return [postedText(posted, 'template'), postedText(posted, 'reason')].filter((part) => part !== '').join(m.workbench.decide.joiner);
}

export const reasonFields = { codes: { DISBURSEMENT_REASON_MISSING: 'reason', DISBURSEMENT_REASON_TEXT: 'reason' } } as const;
