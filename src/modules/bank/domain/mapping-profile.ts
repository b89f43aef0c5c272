import { DomainError } from '../../../kernel/index.js';

/** What a column of a bank's table can be for us. */
export const mappedColumns = [
  'bookedOn',
  'bookedAt',
  'valueOn',
  'debit',
  'credit',
  'amount',
  'direction',
  'balance',
  'counterpartyName',
  'counterpartyAccount',
  'payerName',
  'payerAccount',
  'payeeName',
  'payeeAccount',
  'summary',
  'note',
  'reference',
  'currency',
  'ownAccount',
] as const;
export type MappedColumn = (typeof mappedColumns)[number];

/** SIDES: a column for money out (debit) and one for money in (credit). SIGNED: one column, negative is money out. DIRECTION: one column without sign, and one of words. */
export const signRules = ['SIDES', 'SIGNED', 'DIRECTION'] as const;
export type SignRule = (typeof signRules)[number];

/** The order of year, month and day in dates that are not of eight digits. */
export const dateOrders = ['YMD', 'DMY', 'MDY'] as const;
export type DateOrder = (typeof dateOrders)[number];

/**
 * How the table of a bank is read: data, and no code. Columns are found by the words of their headings; where several are given, the first that
 * the table has counts (for `note` and `summary` all of them).
 */
export interface MappingProfile {
  /** Short name for the API and the command line, as `icbc`. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  readonly columns: Readonly<Partial<Record<MappedColumn, readonly string[]>>>;
  /** Headings by which the table of this bank is told from others. */
  readonly marks: readonly string[];
  readonly sign: SignRule;
  readonly dates: DateOrder;
  /** STATED: a row of labels or a column names the currency. YUAN: the bank's file never does, and is of a yuan account. */
  readonly currency: 'STATED' | 'YUAN';
  /**
   * TOTALS: the file must state its closing balance, its number of bookings, and its opening balance or both totals: else nobody could tell
   * that a row was cut off. CHAIN: the bank states none of these; the running balances hold the rows together, the period is the one that the
   * person says, and what is missing at the end is found out by the next file, which must open with our balance.
   */
  readonly proof: 'TOTALS' | 'CHAIN';
}

const WORD_MAX = 60;

/** Columns that a table must have to be read by a profile. */
export function neededColumns({ sign, proof }: Pick<MappingProfile, 'sign' | 'proof'>): MappedColumn[] {
  const bySign: Record<SignRule, MappedColumn[]> = { SIDES: ['debit', 'credit'], SIGNED: ['amount'], DIRECTION: ['amount', 'direction'] };
  return ['bookedOn', ...bySign[sign], ...(proof === 'CHAIN' ? (['balance'] as const) : [])];
}

/** A profile of a compound's own is complete and short: day, amount by its rule, balance, and no heading for two things. @throws MAPPING_… */
export function assertProfile(profile: MappingProfile): void {
  if (!/^[a-z0-9-]{2,40}$/.test(profile.name)) throw new DomainError('MAPPING_NAME', { name: profile.name.slice(0, 40) });
  if (profile.title.trim() === '' || profile.title.length > WORD_MAX) throw new DomainError('MAPPING_TITLE', { limit: WORD_MAX });
  const missing = [...neededColumns(profile), 'balance' as const].find((column) => (profile.columns[column] ?? []).length === 0);
  if (missing !== undefined) throw new DomainError('MAPPING_COLUMN_MISSING', { field: missing });
  const used = new Map<string, MappedColumn>();
  for (const column of mappedColumns) {
    for (const word of profile.columns[column] ?? []) {
      const earlier = used.get(word);
      if (word === '' || word.length > WORD_MAX) throw new DomainError('MAPPING_HEADING', { heading: word.slice(0, 40), field: column, limit: WORD_MAX });
      if (earlier !== undefined) throw new DomainError('MAPPING_HEADING_TWICE', { heading: word, field: column, other: earlier });
      used.set(word, column);
    }
  }
}
