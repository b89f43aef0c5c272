import { DomainError, Money, type BusinessDate, type Id, type OrganisationId } from '../../../kernel/index.js';

/** Why the firm owes: a month that took back more than it had earned (P12), a penalty (P18), money of an owner that it took outside the account (P24), or what was open when the books began (P26). */
export const firmDueKinds = ['MONTH', 'PENALTY', 'TAKEN', 'OPENING'] as const;
export type FirmDueKind = (typeof firmDueKinds)[number];

export const firmClearingKinds = ['PAID', 'OFFSET', 'WRITTEN_OFF'] as const;
export type FirmClearingKind = (typeof firmClearingKinds)[number];

export interface FirmDueRef {
  readonly kind: FirmDueKind;
  readonly id: number;
}

/** What the firm owes for one reason, in yuan; `open` is what of it is not made good yet. */
export interface FirmDueView extends FirmDueRef {
  readonly firmId: OrganisationId;
  /** The month, the quarter or the day that it is for. */
  readonly label: string;
  readonly unitId: Id<'unit'> | null;
  readonly unitCode: string | null;
  readonly effectiveOn: BusinessDate;
  readonly amount: Money;
  readonly cleared: Money;
  readonly open: Money;
  readonly reason: string | null;
  readonly document: string | null;
}

/** Money that clears a due, above 0. */
export interface FirmClearingPart extends FirmDueRef {
  readonly amount: Money;
}

/**
 * Each part with its due: every due is known, of one firm, owed by the day and open by as much.
 * @throws FIRM_DUE_UNKNOWN, FIRM_DUE_NOT_OPEN with the figures
 */
export function clearedDues(
  dues: readonly FirmDueView[],
  parts: readonly FirmClearingPart[],
  on: BusinessDate,
): { readonly due: FirmDueView; readonly amount: Money }[] {
  return parts.map(({ kind, id, amount }, position) => {
    const due = dues.find((candidate) => candidate.kind === kind && candidate.id === id);
    const isOther = due?.firmId !== dues.find((first) => first.kind === parts[0]?.kind && first.id === parts[0].id)?.firmId;
    if (!due || isOther || parts.findIndex((other) => other.kind === kind && other.id === id) !== position)
      throw new DomainError('FIRM_DUE_UNKNOWN', { kind, due: id });
    if (!amount.isPositive || !due.open.atLeast(amount) || due.effectiveOn > on)
      throw new DomainError('FIRM_DUE_NOT_OPEN', {
        due: due.label,
        open: due.effectiveOn > on ? Money.zero.toString() : due.open.toString(),
        asked: amount.toString(),
        on,
      });
    return { due, amount };
  });
}
