import { DomainError, type BusinessDate, type Money } from '../../../kernel/index.js';
import { shown } from './bank-fields.js';
import type { BankFileFormat, DraftBankFile, DraftLine } from './parsed-bank-file.js';

/** One statement, or one page of one, as a file of several holds it. */
export interface Statement {
  readonly fileLine: number;
  readonly accountNo: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly opening: Money;
  readonly closing: Money;
  readonly lines: readonly DraftLine[];
  /** Where the bank numbers the pages of a statement; `last` null where the format does not say which is the last. */
  readonly page: { readonly number: number; readonly last: boolean | null } | null;
}

/**
 * The statements of one account as one: each opens with what the one before closed with. Pages of a statement are joined the same way, the
 * first and the last of them must be there. @throws BANK_FILE_FIELD_MISSING BANK_FILE_TWO_ACCOUNTS BANK_FILE_STATEMENTS_APART BANK_FILE_NOT_WHOLE
 */
export function joinedStatements(statements: readonly Statement[], format: BankFileFormat): DraftBankFile {
  const ordered = statements.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : (a.page?.number ?? 0) - (b.page?.number ?? 0)));
  const [first, ...rest] = ordered;
  if (!first) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: 1, field: 'Stmt' });
  assertPages(null, first);
  let last = first;
  for (const next of rest) {
    assertJoined(last, next);
    assertPages(last, next);
    last = next;
  }
  if (last.page?.last === false) throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine: last.fileLine, found: shown(`${last.page.number} / ?`) });
  const lines = ordered.length === 1 ? first.lines : ordered.flatMap((statement) => statement.lines);
  return { format, profile: null, accountNo: first.accountNo, from: first.from, to: last.to, opening: first.opening, closing: last.closing, lines };
}

function assertJoined(last: Statement, next: Statement): void {
  const { fileLine } = next;
  if (next.accountNo !== last.accountNo)
    throw new DomainError('BANK_FILE_TWO_ACCOUNTS', { fileLine, account: last.accountNo.slice(-4), other: next.accountNo.slice(-4) });
  if (!next.opening.equals(last.closing)) {
    throw new DomainError('BANK_FILE_STATEMENTS_APART', { fileLine, closing: last.closing.toString(), opening: next.opening.toString() });
  }
}

function assertPages(last: Statement | null, { page, fileLine }: Statement): void {
  if (!page) return;
  const follows = last?.page && last.page.last !== true && page.number === last.page.number + 1;
  if (page.number !== 1 && !follows) throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine, found: shown(`${last?.page?.number ?? 0} / ${page.number}`) });
}

/** Stable: what the bank booked on one day keeps its order. */
export function byBookingDay(lines: readonly DraftLine[]): DraftLine[] {
  return lines.toSorted((a, b) => (a.bookedOn < b.bookedOn ? -1 : a.bookedOn > b.bookedOn ? 1 : 0));
}
