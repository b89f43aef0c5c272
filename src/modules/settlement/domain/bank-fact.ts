import type { Money } from '../../../kernel/index.js';
import type { BankLineView } from '../../bank/index.js';
import type { EntryDraft, Fund } from '../../ledger/index.js';
import type { FundShare } from './interest.js';
import { journalForBankError, journalForCharge, journalForInterest, journalForTakenBack, journalForWrongCredit } from './journals.js';

/**
 * What a line can be that is nobody's document: interest (P19), a charge (P20), an error of the bank at our cost and its correction,
 * a credit by mistake and its taking back (P29).
 */
export const factKinds = ['INTEREST', 'CHARGE', 'BANK_ERROR', 'CORRECTION', 'WRONG_CREDIT', 'TAKEN_BACK'] as const;
export type FactKind = (typeof factKinds)[number];

/** ADVANCE, REPAYMENT: SVC lends COM what it lacks for a charge, and gets it back. */
export type FactRowKind = FactKind | 'ADVANCE' | 'REPAYMENT';

export interface FactRow extends FundShare {
  readonly kind: FactRowKind;
}

/** What is known when a fact is booked; each kind uses its own part. */
export interface FactCircumstances {
  /** Interest by fund. */
  readonly shares: readonly FundShare[];
  /** What SVC advances for a charge. */
  readonly advance: Money;
  /** The line of the credit that the bank takes back, or of the error that it corrects. */
  readonly aboutLineId: number | null;
  readonly occurrence: number;
}

/** The entry of a fact, and what it moves in each fund; Σ rows = the line, to the fen. */
export function bookedFact(
  kind: FactKind,
  line: Pick<BankLineView, 'id' | 'bookedOn' | 'amount' | 'accountId'>,
  { shares, advance, aboutLineId, occurrence }: FactCircumstances,
): { draft: EntryDraft; rows: FactRow[] } {
  const whole = (fund: Fund): FactRow[] => [{ kind, fund, amount: line.amount }];
  switch (kind) {
    case 'INTEREST':
      return { draft: journalForInterest(line, shares, occurrence), rows: shares.map((share) => ({ kind, ...share })) };
    case 'CHARGE':
      return { draft: journalForCharge(line, advance, occurrence), rows: [...advanceRows('ADVANCE', advance), ...whole('COM')] };
    case 'BANK_ERROR':
    case 'CORRECTION':
      return { draft: journalForBankError(line, occurrence), rows: whole('COM') };
    case 'WRONG_CREDIT':
      return { draft: journalForWrongCredit(line, occurrence), rows: whole('TRN') };
    case 'TAKEN_BACK':
      return { draft: journalForTakenBack(line, aboutLineId ?? line.id, occurrence), rows: whole('TRN') };
  }
}

/** The two sides of an advance, or of its repayment: none of nothing. */
export function advanceRows(kind: 'ADVANCE' | 'REPAYMENT', amount: Money): FactRow[] {
  const [from, to] = kind === 'ADVANCE' ? (['SVC', 'COM'] as const) : (['COM', 'SVC'] as const);
  const rows: FactRow[] = [
    { kind, fund: from, amount: amount.negated() },
    { kind, fund: to, amount },
  ];
  return rows.filter((row) => !row.amount.isZero);
}
