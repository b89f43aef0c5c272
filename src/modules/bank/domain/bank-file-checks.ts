import { DomainError, type BusinessDate, type Money } from '../../../kernel/index.js';
import { yuan } from './bank-fields.js';
import { BANK_FILE_LINES_MAX, type BankFileLine, type DraftBankFile, type ParsedBankFile } from './parsed-bank-file.js';

/** Fen: the cap of Money, which a sum on its way may pass where each amount does not. */
const LIMIT = 10n ** 15n;

type DraftLine = Omit<BankFileLine, 'sequence'>;

/**
 * Proves a statement from its own figures: no reference twice, every day inside the period and none before the one above it,
 * every running balance = the balance above + the amount, opening + Σ lines = closing.
 * @throws BANK_FILE_TOO_MANY_LINES BANK_FILE_REFERENCE_REPEATED BANK_FILE_DATE_OUTSIDE BANK_FILE_DATE_ORDER BANK_FILE_BALANCE_BROKEN BANK_FILE_CLOSING_WRONG BANK_FILE_AMOUNT_INVALID
 */
export function provedBankFile(draft: DraftBankFile): ParsedBankFile {
  assertLineCount(draft.lines.length);
  assertPeriod(draft.from, draft.to);
  assertReferences(draft.lines);
  assertDays(draft.lines, draft.from, draft.to);
  assertBalances(draft.lines, draft.opening, draft.closing);
  return { ...draft, currency: 'CNY', lines: draft.lines.map((line, index) => ({ sequence: index + 1, ...line })) };
}

/** @throws BANK_FILE_TOO_MANY_LINES */
export function assertLineCount(count: number): void {
  if (count > BANK_FILE_LINES_MAX) throw new DomainError('BANK_FILE_TOO_MANY_LINES', { count, limit: BANK_FILE_LINES_MAX });
}

/** A total that the file states about itself equals what its lines add up to. @throws BANK_FILE_TOTAL_WRONG */
export function assertTotal(field: string, stated: Money | number | undefined, counted: bigint | number): void {
  if (stated === undefined) return;
  const found = typeof counted === 'bigint' ? yuan(counted) : String(counted);
  if (stated.toString() !== found) throw new DomainError('BANK_FILE_TOTAL_WRONG', { field, stated: stated.toString(), counted: found });
}

/** Σ |amount| in fen and number of the lines in and out. */
export function turnover(lines: readonly DraftLine[]): { in: bigint; out: bigint; countIn: number; countOut: number } {
  const total = { in: 0n, out: 0n, countIn: 0, countOut: 0 };
  for (const { amount } of lines) {
    if (amount.isPositive) {
      total.in += amount.toFen();
      total.countIn += 1;
    } else {
      total.out -= amount.toFen();
      total.countOut += 1;
    }
  }
  return total;
}

function assertPeriod(from: BusinessDate, to: BusinessDate): void {
  if (to < from) throw new DomainError('BANK_FILE_PERIOD_WRONG', { from, to });
}

function assertReferences(lines: readonly DraftLine[]): void {
  const first = new Map<string, number>();
  for (const { bankReference: reference, fileLine } of lines) {
    const firstLine = first.get(reference);
    if (firstLine !== undefined) throw new DomainError('BANK_FILE_REFERENCE_REPEATED', { fileLine, reference, firstLine });
    first.set(reference, fileLine);
  }
}

function assertDays(lines: readonly DraftLine[], from: BusinessDate, to: BusinessDate): void {
  let previous = from;
  for (const { bookedOn: date, fileLine } of lines) {
    if (date < from || date > to) throw new DomainError('BANK_FILE_DATE_OUTSIDE', { fileLine, date, from, to });
    if (date < previous) throw new DomainError('BANK_FILE_DATE_ORDER', { fileLine, date, previous });
    previous = date;
  }
}

function assertBalances(lines: readonly DraftLine[], opening: Money, closing: Money): void {
  let balance = opening.toFen();
  for (const { amount, balanceAfter, fileLine } of lines) {
    balance += amount.toFen();
    if (balance >= LIMIT || balance <= -LIMIT) throw new DomainError('BANK_FILE_AMOUNT_INVALID', { fileLine, field: 'balance', value: yuan(balance) });
    if (balanceAfter && balanceAfter.toFen() !== balance) {
      throw new DomainError('BANK_FILE_BALANCE_BROKEN', { fileLine, expected: yuan(balance), stated: balanceAfter.toString() });
    }
  }
  if (balance !== closing.toFen()) {
    const moved = yuan(balance - opening.toFen());
    throw new DomainError('BANK_FILE_CLOSING_WRONG', { opening: opening.toString(), moved, expected: yuan(balance), closing: closing.toString() });
  }
}
