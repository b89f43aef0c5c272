import { DomainError, Money, periodOf, type BusinessDate, type Id, type OrganisationId } from '../../../kernel/index.js';

/** Why the firm owes: a month that took back more than it had earned (P12), a penalty (P18), money of an owner that it took outside the account (P24), or what was open when the books began (P26). */
export const firmDueKinds = ['MONTH', 'PENALTY', 'TAKEN', 'OPENING'] as const;
export type FirmDueKind = (typeof firmDueKinds)[number];

export const firmClearingKinds = ['PAID', 'OFFSET', 'WRITTEN_OFF'] as const;
export type FirmClearingKind = (typeof firmClearingKinds)[number];

export interface FirmDueRef {
  readonly kind: FirmDueKind;
  readonly id: number;
}

/**
 * What the firm owes or owed for one reason, in yuan: amount = takenOff + takenBack + paid + setOff + writtenOff + open. A penalty that was taken off whole is told, too.
 * What was written off never came in: it is given up, and not made good.
 */
export interface FirmDueView extends FirmDueRef {
  readonly firmId: OrganisationId;
  /** The month, the quarter or the day that it is for. */
  readonly label: string;
  /** The event for which the contract fixes a fine; null for another penalty and everything else. */
  readonly event: string | null;
  /** The day of the event. */
  readonly eventOn: BusinessDate | null;
  readonly unitId: Id<'unit'> | null;
  readonly unitCode: string | null;
  readonly effectiveOn: BusinessDate;
  readonly amount: Money;
  /** Of a penalty: what came off what the firm had earned at once (P18), and was never owed. */
  readonly takenOff: Money;
  /** All of a penalty that was taken back by two parties: what had been paid or set off of it is owed to the firm again, and counts here alone. */
  readonly takenBack: Money;
  /** At the bank (P18b). */
  readonly paid: Money;
  /** Taken off what the firm had earned (P18o). */
  readonly setOff: Money;
  /** Given up by resolution (P33). */
  readonly writtenOff: Money;
  readonly open: Money;
  readonly reason: string | null;
  readonly document: string | null;
}

/** Money that clears a due, above 0. */
export interface FirmClearingPart extends FirmDueRef {
  readonly amount: Money;
}

/**
 * Each part with its due: every due is known, named once, of one firm, owed by the day and open by as much.
 * @throws FIRM_DUE_UNKNOWN, FIRM_DUES_OF_TWO_FIRMS, FIRM_DUE_NOT_OPEN with the figures
 */
export function clearedDues(
  dues: readonly FirmDueView[],
  parts: readonly FirmClearingPart[],
  on: BusinessDate,
): { readonly due: FirmDueView; readonly amount: Money }[] {
  const named = parts.map(({ kind, id, amount }, position) => {
    const due = dues.find((candidate) => candidate.kind === kind && candidate.id === id);
    if (!due || parts.findIndex((other) => other.kind === kind && other.id === id) !== position) throw new DomainError('FIRM_DUE_UNKNOWN', { kind, due: id });
    return { due, amount };
  });
  const [first] = named;
  const other = named.find(({ due }) => due.firmId !== first?.due.firmId);
  if (first && other) throw new DomainError('FIRM_DUES_OF_TWO_FIRMS', { first: nameOf(first.due), other: nameOf(other.due) });
  for (const { due, amount } of named) {
    const open = due.effectiveOn > on ? Money.zero : due.open;
    if (!amount.isPositive || !open.atLeast(amount))
      throw new DomainError('FIRM_DUE_NOT_OPEN', { due: due.label, open: open.toString(), asked: amount.toString(), on });
  }
  return named;
}

/** The book as far as it says whether a month may still be posted again. */
export interface OpenMonths {
  readonly closedThrough: BusinessDate;
  /** The last day on which months that were reopened take entries; null where none was. */
  readonly reopenedUntil: BusinessDate | null;
}

/**
 * What a month took back (P12) is given up only once the month is closed: as long as it is open, or open again, its next close may find that the firm owes
 * nothing for it. @throws FIRM_DUE_MONTH_OPEN
 */
export function refuseOpenMonths(dues: readonly FirmDueView[], { closedThrough, reopenedUntil }: OpenMonths): void {
  const due = dues.find(({ kind, effectiveOn }) => kind === 'MONTH' && effectiveOn > closedThrough);
  if (due) throw new DomainError('FIRM_DUE_MONTH_OPEN', { month: due.label, until: reopenedUntil ?? due.effectiveOn });
}

/**
 * A penalty is given up by itself: what gave it up stays once that is taken back (P18u), and so could a due that is given up by the same entry never be taken up again.
 * @throws FIRM_WRITE_OFF_PENALTY_BESIDE
 */
export function refusePenaltyBeside(parts: readonly { readonly due: FirmDueView; readonly amount: Money }[]): void {
  const penalty = parts.find(({ due }) => due.kind === 'PENALTY');
  const other = parts.find((part) => part !== penalty);
  if (penalty && other)
    throw new DomainError('FIRM_WRITE_OFF_PENALTY_BESIDE', {
      penalty: nameOf(penalty.due),
      amount: penalty.amount.toString(),
      other: nameOf(other.due),
      otherAmount: other.amount.toString(),
    });
}

/** A write-off is taken back on its own day, so its month must be open. @throws FIRM_WRITE_OFF_CLOSED */
export function refuseClosedWriteOff(effectiveOn: BusinessDate, closedThrough: BusinessDate): void {
  if (effectiveOn <= closedThrough) throw new DomainError('FIRM_WRITE_OFF_CLOSED', { on: effectiveOn, month: periodOf(effectiveOn), closedThrough });
}

/** A due as a refusal names it. */
function nameOf({ kind, label, id }: FirmDueView): string {
  return `${kind} ${label} (${id})`;
}
