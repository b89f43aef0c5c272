import { DomainError, periodOf, type BusinessDate } from '../../../kernel/index.js';
import type { BankMatchView, MatchTarget } from '../../bank/index.js';

/** Places that are undone by a command of the document behind them, or not at all; what is to be done instead is in the message. */
const elsewhere: ReadonlySet<MatchTarget> = new Set(['DISBURSEMENT', 'RETURNED_PAYOUT', 'OPENING']);
/** Places that another module's document takes back itself. */
const ofDocuments: ReadonlySet<MatchTarget> = new Set([
  'RECEIPT',
  'LEASE_RECEIPT',
  'BOUNCED_RECEIPT',
  'CHANNEL_BATCH',
  'OTHER_INCOME',
  'DEPOSIT',
  'FIRM_DUE',
  'FLOAT_BACK',
  'FOR_OTHERS',
]);

export function isOfDocument(target: MatchTarget): boolean {
  return ofDocuments.has(target);
}

/** The kind of document whose match cannot be undone here; null when it can. */
export function undoRefusal(target: MatchTarget): MatchTarget | null {
  return elsewhere.has(target) ? target : null;
}

/**
 * Why a match cannot be undone because its month is closed; null while it is open. The entry of a move between accounts is of the day on
 * which both had it: one of its lines may lie in an earlier month.
 */
export function closedRefusal(
  { targetType }: Pick<BankMatchView, 'targetType'>,
  { bookedOn, effectiveOn }: { readonly bookedOn: BusinessDate; readonly effectiveOn: BusinessDate },
  closedThrough: BusinessDate,
): DomainError | null {
  const date = targetType === 'ACCOUNT_MOVE' && bookedOn < effectiveOn ? bookedOn : effectiveOn;
  return date <= closedThrough ? new DomainError('UNDO_CLOSED', { date, month: periodOf(date), closedThrough }) : null;
}

/** The matches of a line that stand on top of it: what was found in suspense, else what the line itself became. */
export function matchesToUndo(matches: readonly BankMatchView[]): BankMatchView[] {
  const standing = matches.filter(({ undoes, undoneBy }) => undoes === null && undoneBy === null);
  const found = standing.filter(({ takenFrom }) => takenFrom === 'SUSPENSE');
  return found.length > 0 ? found : standing;
}
