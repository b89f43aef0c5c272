import { addDays, assert, DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import type { BankFileLine, ParsedBankFile } from './parsed-bank-file.js';
import { STEP, type Steps } from './steps.js';

/** What is already known of the account that a file is about. */
export interface AccountRegister {
  readonly accountNo: string;
  /** Lines booked from the first day of the file on, in their order. */
  readonly known: readonly KnownLine[];
  /** Balance before those: zero before anything was imported. */
  readonly balanceBefore: Money;
  /** First day that has to be covered: the day on which book and account were both open. */
  readonly firstDay: BusinessDate;
  /** Last day that a statement has covered; there is no gap before it. */
  readonly reachedTo: BusinessDate | null;
  /** Last day of the last closed month; the day before the book opened when none is closed. */
  readonly closedThrough: BusinessDate;
  /** The day on which the bank closed the account; null while it has not. */
  readonly endedOn: BusinessDate | null;
  readonly today: BusinessDate;
}

export interface KnownLine {
  readonly bookedOn: BusinessDate;
  readonly amount: Money;
  readonly bankReference: string;
}

/** A line to add, with the balance of the account after it. */
export type NewBankLine = BankFileLine & { readonly balanceAfter: Money };

export interface ImportPlan {
  readonly newLines: readonly NewBankLine[];
  readonly knownCount: number;
}

/**
 * What a statement adds to the account: it must be about this account and about days that are over, leave out no day since the last
 * statement (money that came and went within a gap would leave no trace in the balances), open with the balance that we hold, repeat
 * every line that we know of its days, and add none to a day that an earlier statement has covered. So the lines of an account stay
 * one chain without a gap, and a file that overlaps another adds only what is new.
 * @throws BANK_FILE_OTHER_ACCOUNT, BANK_FILE_DAY_NOT_OVER, BANK_FILE_DAYS_MISSING, BANK_FILE_GAP, BANK_FILE_LINE_LACKING, BANK_FILE_LINE_ADDED, BANK_FILE_ACCOUNT_ENDED, LEDGER_PERIOD_CLOSED
 */
export function* planningImport(file: ParsedBankFile, register: AccountRegister): Steps<ImportPlan> {
  const { known, balanceBefore, reachedTo } = register;
  if (file.accountNo !== register.accountNo)
    throw new DomainError('BANK_FILE_OTHER_ACCOUNT', { account: file.accountNo.slice(-4), registered: register.accountNo.slice(-4) });
  if (file.to >= register.today) throw new DomainError('BANK_FILE_DAY_NOT_OVER', { to: file.to, today: register.today });
  assertAdjoining(file, register);
  if (!file.opening.equals(balanceBefore)) {
    const figures = { opening: file.opening.toString(), expected: balanceBefore.toString(), difference: file.opening.minus(balanceBefore).toString() };
    throw new DomainError('BANK_FILE_GAP', { from: file.from, ...figures, reachedTo: reachedTo ?? '–' });
  }
  const covered = new Set<string>();
  let balance = balanceBefore;
  for (const [index, line] of known.entries()) {
    if (index % STEP === 0) yield;
    if (line.bookedOn > file.to) continue;
    covered.add(keyOf(line));
    balance = balance.plus(line.amount);
  }
  const added: NewBankLine[] = [];
  const repeated = new Set<string>();
  for (const [index, line] of file.lines.entries()) {
    if (index % STEP === 0) yield;
    const key = keyOf(line);
    if (covered.has(key)) repeated.add(key);
    else {
      balance = balance.plus(line.amount);
      added.push(line.balanceAfter === null ? { ...line, balanceAfter: balance } : (line as NewBankLine)); // a stated one is proved
    }
  }
  assertRepeated(covered, repeated, known);
  for (const line of added) assertAddable(line, register);
  assert(balance.equals(file.closing), `the account stands at ${balance.toString()} where the file closes with ${file.closing.toString()}`);
  return { newLines: added, knownCount: repeated.size };
}

/** What makes a line of an account the same line in another file. */
function keyOf({ bookedOn, amount, bankReference }: KnownLine): string {
  return `${bookedOn} ${amount.toString()} ${bankReference}`;
}

function assertAdjoining({ from }: ParsedBankFile, { reachedTo, firstDay }: AccountRegister): void {
  const expected = reachedTo === null ? firstDay : addDays(reachedTo, 1);
  if (from > expected) throw new DomainError('BANK_FILE_DAYS_MISSING', { from, missingFrom: expected, missingTo: addDays(from, -1) });
}

function assertRepeated(covered: ReadonlySet<string>, repeated: ReadonlySet<string>, known: readonly KnownLine[]): void {
  if (covered.size === repeated.size) return;
  const lacking = known.find((line) => covered.has(keyOf(line)) && !repeated.has(keyOf(line)));
  if (!lacking) return;
  const { bookedOn: date, amount, bankReference: reference } = lacking;
  throw new DomainError('BANK_FILE_LINE_LACKING', { date, amount: amount.toString(), reference });
}

function assertAddable({ fileLine, bookedOn: date, amount, bankReference: reference }: BankFileLine, register: AccountRegister): void {
  const { reachedTo, closedThrough, endedOn } = register;
  if (endedOn !== null && date > endedOn)
    throw new DomainError('BANK_FILE_ACCOUNT_ENDED', { fileLine, date, amount: amount.toString(), account: register.accountNo.slice(-4), endedOn });
  if (reachedTo !== null && date <= reachedTo)
    throw new DomainError('BANK_FILE_LINE_ADDED', { fileLine, date, amount: amount.toString(), reference, reachedTo });
  if (date <= closedThrough) throw new DomainError('LEDGER_PERIOD_CLOSED', { date, closedThrough });
}
