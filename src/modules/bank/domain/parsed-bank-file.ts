import type { BusinessDate, Money } from '../../../kernel/index.js';

/** `camt.053.001.NN` (02 to 12), MT940, and tables as text or workbook, which a mapping profile reads. */
export type BankFileFormat = `camt.053.001.${string}` | 'mt940' | 'csv' | 'xlsx';

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
  /** The bank's own; where it gives none, made of what the line says (`madeReference`). */
  readonly bankReference: string;
  /** The booking takes an earlier one back: a returned payout, a bounced receipt. */
  readonly reversal: boolean;
  /** Null where the format states no running balance. */
  readonly balanceAfter: Money | null;
}

/** A bank statement that proved itself: opening + Σ lines = closing, no line twice, every day inside [from, to]. */
export interface ParsedBankFile {
  readonly format: BankFileFormat;
  /** The mapping profile by which a table was read. */
  readonly profile: string | null;
  readonly accountNo: string;
  /** The file names no account: this is the one that the person means. */
  readonly accountSaid?: true;
  readonly currency: 'CNY';
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly opening: Money;
  readonly closing: Money;
  readonly lines: readonly BankFileLine[];
}

export type DraftLine = Omit<BankFileLine, 'sequence'>;

/** What a reader hands to the checks: the statement, and where its parts stand. */
export interface DraftBankFile extends Omit<ParsedBankFile, 'currency' | 'lines'> {
  readonly lines: readonly DraftLine[];
  /** Holds the totals that the file states against its lines; after these have proved themselves, since a line says more. */
  readonly assertTotals?: () => void;
}

/** 100,000 bookings as camt.053 have about 80 MB. */
export const BANK_FILE_BYTES_MAX = 96 * 1024 * 1024;
export const BANK_FILE_LINES_MAX = 120_000;
