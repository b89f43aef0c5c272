import { DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import { joined, readAmount, readDate, readUnsignedAmount, shown, textLimits, tidy, within, type Place } from './bank-fields.js';
import { BankFileRejected, type RejectedRow } from './bank-file-rejected.js';
import { bankTableWords } from './bank-table-words.zh-CN.js';
import type { TableRow } from './csv-records.js';
import type { MappedColumn, MappingProfile } from './mapping-profile.js';
import type { DraftLine } from './parsed-bank-file.js';
import { heading } from './stated-values.js';

/** Which cells of a row are a column of ours. */
export type HeaderColumns = ReadonlyMap<MappedColumn, readonly number[]>;

interface Reading {
  readonly header: TableRow;
  readonly profile: MappingProfile;
  readonly columns: HeaderColumns;
  readonly ragged: boolean;
}

const REJECTS_MAX = 1_000;

/** The bookings of a table, as they are read. */
export class BookedRows {
  private readonly lines: DraftLine[] = [];
  private readonly rejects: RejectedRow[] = [];
  private firstMoment = '';
  private lastMoment = '';
  /** The account that the rows themselves name; every row the same. */
  ownAccount = '';

  constructor(private readonly reading: Reading) {}

  has(column: MappedColumn): boolean {
    return this.reading.columns.has(column);
  }

  /** @throws BANK_FILE_TWO_ACCOUNTS; what is wrong with the row itself is kept for the end */
  add(tableRow: TableRow): void {
    try {
      const row = new BookedRow(tableRow, this.reading);
      this.lines.push(row.line());
      this.lastMoment = row.moment;
      if (this.firstMoment === '') this.firstMoment = row.moment;
      this.keepAccount(row.ownAccount, tableRow.fileLine);
    } catch (reason) {
      if (!(reason instanceof DomainError)) throw reason;
      if (this.rejects.length < REJECTS_MAX) this.rejects.push({ fileLine: tableRow.fileLine, cells: tableRow.cells, reason });
    }
  }

  /** Rows from the newest to the oldest are turned round. @throws BankFileRejected */
  inBookingOrder(): DraftLine[] {
    const [reject] = this.rejects;
    if (reject) throw new BankFileRejected(reject, this.reading.header.cells, this.rejects);
    return this.newestFirst() ? this.lines.toReversed() : this.lines;
  }

  private keepAccount(account: string, fileLine: number): void {
    if (account === '' || account === this.ownAccount) return;
    if (this.ownAccount !== '') throw new DomainError('BANK_FILE_TWO_ACCOUNTS', { fileLine, account: this.ownAccount.slice(-4), other: account.slice(-4) });
    this.ownAccount = account;
  }

  /** By the moments of the first and the last row; where these are the same, by the balances of the first two. */
  private newestFirst(): boolean {
    if (this.firstMoment !== this.lastMoment) return this.firstMoment > this.lastMoment;
    const [first, second] = this.lines;
    if (!first?.balanceAfter || !second?.balanceAfter) return false;
    const forwards = first.balanceAfter.plus(second.amount).equals(second.balanceAfter);
    return !forwards && second.balanceAfter.plus(first.amount).equals(first.balanceAfter);
  }
}

/** One booking as the bank wrote it. */
class BookedRow {
  constructor(
    private readonly row: TableRow,
    private readonly reading: Reading,
  ) {
    const width = reading.header.cells.length;
    const { fileLine, cells } = row;
    const filled = cells.findLastIndex((cell) => cell !== '') + 1;
    if ((cells.length < width && !reading.ragged) || filled > width)
      throw new DomainError('BANK_FILE_COLUMNS', { fileLine, expected: width, found: Math.max(filled, Math.min(cells.length, width)) });
  }

  /** Sorts rows by the moment that the bank states. */
  get moment(): string {
    const time = this.text('bookedAt') || (this.text('bookedOn').split(/[\sT]+/)[1] ?? '');
    return `${this.date('bookedOn')} ${(time.split(/\s+/).at(-1) ?? '').padStart(8, '0')}`;
  }

  get ownAccount(): string {
    return within(this.text('ownAccount').replaceAll(/\s/g, ''), textLimits.account, this.place('ownAccount'));
  }

  line(): DraftLine {
    const { fileLine } = this.row;
    const currency = this.text('currency');
    if (currency !== '' && !bankTableWords.yuan.some((word) => word === currency))
      throw new DomainError('BANK_FILE_CURRENCY', { fileLine, currency: shown(currency) });
    const remark = within(joined([...this.texts('note'), ...this.texts('summary')]), textLimits.remark, this.place('note'));
    const amount = this.amount();
    return {
      fileLine,
      bookedOn: this.date('bookedOn'),
      valueOn: this.date(this.text('valueOn') === '' ? 'bookedOn' : 'valueOn'),
      amount,
      ...this.counterparty(amount),
      remark,
      bankReference: within(tidy(this.text('reference')), textLimits.reference, this.place('reference')),
      reversal: bankTableWords.reversal.test(remark),
      balanceAfter: readAmount(this.text('balance'), this.place('balance')),
    };
  }

  private counterparty(amount: Money): Pick<DraftLine, 'counterpartyName' | 'counterpartyAccount'> {
    const paid = amount.isPositive;
    const nameColumn = this.reading.columns.has('counterpartyName') ? 'counterpartyName' : paid ? 'payerName' : 'payeeName';
    const accountColumn = this.reading.columns.has('counterpartyAccount') ? 'counterpartyAccount' : paid ? 'payerAccount' : 'payeeAccount';
    return {
      counterpartyName: within(tidy(this.text(nameColumn)), textLimits.name, this.place(nameColumn)),
      counterpartyAccount: within(this.text(accountColumn).replaceAll(/\s/g, ''), textLimits.account, this.place(accountColumn)),
    };
  }

  private amount(): Money {
    const { sign } = this.reading.profile;
    const amount = sign === 'SIDES' ? this.ofTwoSides() : sign === 'SIGNED' ? this.signed() : this.directed();
    if (amount.isZero) throw new DomainError('BANK_FILE_NO_AMOUNT', { fileLine: this.row.fileLine });
    return amount;
  }

  private ofTwoSides(): Money {
    const [debit, credit] = [this.side('debit'), this.side('credit')];
    const { fileLine } = this.row;
    if (debit.isPositive && credit.isPositive) throw new DomainError('BANK_FILE_BOTH_SIDES', { fileLine, debit: debit.toString(), credit: credit.toString() });
    return debit.isZero ? credit : debit.negated();
  }

  private signed(): Money {
    const text = this.text('amount');
    return readAmount(text.startsWith('+') ? text.slice(1) : text, this.place('amount'));
  }

  private directed(): Money {
    const direction = this.text('direction');
    const size = readUnsignedAmount(this.text('amount'), this.place('amount'));
    if (bankTableWords.moneyIn.some((word) => word === direction)) return size;
    if (bankTableWords.moneyOut.some((word) => word === direction)) return size.negated();
    throw new DomainError('BANK_FILE_VALUE_INVALID', { ...this.place('direction'), value: shown(direction) });
  }

  private side(column: 'debit' | 'credit'): Money {
    const text = this.text(column);
    return text === '' || text === '-' ? Money.zero : readUnsignedAmount(text, this.place(column));
  }

  /** A day, or a day and a time of which the day counts. */
  private date(column: 'bookedOn' | 'valueOn'): BusinessDate {
    const text = this.text(column);
    const day = /^(\d{8})\d{6}$/.exec(text)?.[1] ?? /^(\S+?)(?:\s+|T)\d{1,2}[:.]?\d{2}(?:[:.]?\d{2})?(?:\.\d+)?$/.exec(text)?.[1] ?? text;
    return readDate(day, this.place(column), this.reading.profile.dates);
  }

  private place(column: MappedColumn): Place {
    const [index] = this.reading.columns.get(column) ?? [];
    const field = index === undefined ? (this.reading.profile.columns[column]?.[0] ?? column) : heading(this.reading.header.cells[index] ?? '');
    return { fileLine: this.row.fileLine, field };
  }

  private text(column: MappedColumn): string {
    return this.texts(column)[0] ?? '';
  }

  private texts(column: MappedColumn): string[] {
    return (this.reading.columns.get(column) ?? []).map((index) => this.row.cells[index] ?? '');
  }
}
