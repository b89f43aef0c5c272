import type { BusinessDate, Money } from '../../../kernel/index.js';

export const bankFileFormats = ['camt.053.001.02', 'camt.053.001.08', 'csv'] as const;
export type BankFileFormat = (typeof bankFileFormats)[number];

/** One booking of the bank, as its file states it; nothing in it is ours. */
export interface BankFileLine {
  /** 1, 2, 3 … in the order in which the bank booked. */
  readonly sequence: number;
  /** Line of the file, counted from 1, where the booking stands. */
  readonly fileLine: number;
  readonly bookedOn: BusinessDate;
  readonly valueOn: BusinessDate;
  /** Positive is money in. Never zero. */
  readonly amount: Money;
  /** Empty where the bank names nobody, or a batch names many. */
  readonly counterpartyName: string;
  readonly counterpartyAccount: string;
  readonly remark: string;
  readonly bankReference: string;
  /** The booking takes an earlier one back: a returned payout, a bounced receipt. */
  readonly reversal: boolean;
  /** Null where the format states no running balance. */
  readonly balanceAfter: Money | null;
}

/** A bank statement that proved itself: opening + Σ lines = closing, references unique, every day inside [from, to]. */
export interface ParsedBankFile {
  readonly format: BankFileFormat;
  readonly accountNo: string;
  readonly currency: 'CNY';
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly opening: Money;
  readonly closing: Money;
  readonly lines: readonly BankFileLine[];
}

/** What a reader hands to the checks: the statement, and where its parts stand. */
export interface DraftBankFile extends Omit<ParsedBankFile, 'currency' | 'lines'> {
  readonly lines: readonly Omit<BankFileLine, 'sequence'>[];
}

/** A month of a large compound stays below 2 MB. The server reads a file in one go, and nobody else is served meanwhile. */
export const BANK_FILE_BYTES_MAX = 5 * 1024 * 1024;
export const BANK_FILE_LINES_MAX = 20_000;
