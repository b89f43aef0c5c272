import { DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import { readAmount, readCount, readDate, readUnsignedAmount, shown, textLimits, within, yuan, type Place } from './bank-fields.js';
import { assertTotal, turnover } from './bank-file-checks.js';
import { bankTableWords } from './bank-table-words.zh-CN.js';
import type { TableRow } from './csv-records.js';
import type { MappingProfile } from './mapping-profile.js';
import type { DraftLine } from './parsed-bank-file.js';

type Label = keyof typeof bankTableWords.labels;

interface Stated {
  readonly text: string;
  readonly place: Place;
}

const labelOf = new Map<string, Label>(
  (Object.keys(bankTableWords.labels) as Label[]).flatMap((name) => bankTableWords.labels[name].map((word) => [word, name])),
);

/** A heading or label without white space, signs that nobody sees, and what some banks put behind it in brackets: a unit, its English name. */
export function heading(cell: string): string {
  return cell.replaceAll(/[\s\p{Cf}`]/gu, '').replace(/[([\uFF08\u3010].*$/, '');
}

/** Whether a cell is the label of something that a statement says about itself. */
export function isLabel(cell: string): boolean {
  return keyOf(cell).label !== undefined;
}

/** The labelled values of a file; asking for one that is missing says where the file ends. */
export class StatedValues {
  constructor(
    private readonly values: ReadonlyMap<Label, Stated>,
    private readonly lastLine: number,
  ) {}

  get(label: Label): Stated | undefined {
    return this.values.get(label);
  }

  /** @throws BANK_FILE_FIELD_MISSING */
  need(...labels: readonly Label[]): Stated {
    const found = labels.map((label) => this.values.get(label));
    const missing = labels.find((_, index) => !found[index]);
    const [first] = found;
    if (missing === undefined && first) return first;
    throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: this.lastLine, field: bankTableWords.labels[missing ?? 'closing'][0] });
  }

  /** An amount, null where none is stated. @throws BANK_FILE_AMOUNT_INVALID */
  amount(label: Label): Money | null {
    const stated = this.values.get(label);
    return stated ? readAmount(stated.text, stated.place) : null;
  }

  /** @throws BANK_FILE_FIELD_MISSING BANK_FILE_AMOUNT_INVALID */
  neededAmount(label: Label): Money {
    const { text, place } = this.need(label);
    return readAmount(text, place);
  }
}

/** @throws BANK_FILE_FIELD_REPEATED where a file says two things about itself */
export function statedIn(rows: readonly TableRow[], lastLine: number): StatedValues {
  const values = new Map<Label, Stated>();
  for (const { cells, fileLine } of rows) {
    for (const [index, cell] of cells.entries()) {
      const { label, rest } = keyOf(cell);
      if (label === undefined) continue;
      const text = rest === '' ? (cells[index + 1] ?? '') : rest;
      const field = bankTableWords.labels[label][0];
      if ((values.get(label)?.text ?? text) !== text) throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine, field });
      values.set(label, { text, place: { fileLine, field } });
    }
  }
  return new StatedValues(values, lastLine);
}

/** @throws BANK_FILE_CURRENCY */
export function assertCurrency({ text, place }: Stated): void {
  if (!bankTableWords.yuan.some((name) => name === text)) throw new DomainError('BANK_FILE_CURRENCY', { fileLine: place.fileLine, currency: shown(text) });
}

/** The account that the file names in its labels or rows, else the one that the person may say for it. @throws BANK_FILE_FIELD_MISSING BANK_FILE_TWO_ACCOUNTS */
export function accountOf(stated: StatedValues, ofRows: string, said: string | null): string {
  const labelled = stated.get('accountNo')?.text.replaceAll(/\s/g, '') ?? '';
  if (labelled !== '' && ofRows !== '' && labelled !== ofRows)
    throw new DomainError('BANK_FILE_TWO_ACCOUNTS', {
      fileLine: stated.need('accountNo').place.fileLine,
      account: labelled.slice(-4),
      other: ofRows.slice(-4),
    });
  const account = labelled || ofRows || (said ?? stated.need('accountNo').text);
  return within(account, textLimits.account, { fileLine: 1, field: bankTableWords.labels.accountNo[0] });
}

/** The days that the file says it is about, else those that the person says. @throws BANK_FILE_FIELD_MISSING BANK_FILE_DATE_INVALID */
export function periodOf(stated: StatedValues, said: { from: BusinessDate | null; to: BusinessDate | null }): { from: BusinessDate; to: BusinessDate } {
  const whole = stated.get('period');
  if (whole) {
    const [, from, to] = bankTableWords.span.exec(whole.text) ?? [];
    return { from: readDate(from ?? whole.text, whole.place), to: readDate(to ?? whole.text, whole.place) };
  }
  if (said.from !== null && said.to !== null && !stated.get('from') && !stated.get('to')) return { from: said.from, to: said.to };
  const [from, to] = [stated.need('from'), stated.need('to')];
  return { from: readDate(from.text, from.place), to: readDate(to.text, to.place) };
}

/**
 * The balance before the first booking: stated, else taken from the first running balance, where totals or the chain prove it; null where there
 * is no booking. @throws BANK_FILE_FIELD_MISSING BANK_FILE_AMOUNT_INVALID
 */
export function openingOf(stated: StatedValues, lines: readonly DraftLine[], proof: MappingProfile['proof']): Money | null {
  const opening = stated.amount('opening');
  if (opening) return opening;
  if (proof === 'TOTALS') stated.need('debitTotal', 'creditTotal');
  const [first] = lines;
  if (!first?.balanceAfter) return null;
  return readAmount(yuan(first.balanceAfter.toFen() - first.amount.toFen()), { fileLine: first.fileLine, field: bankTableWords.labels.opening[0] });
}

/** Whatever numbers and sums the file states are those of its rows; a proof by totals needs the number. @throws BANK_FILE_FIELD_MISSING BANK_FILE_TOTAL_WRONG */
export function assertTotals(stated: StatedValues, lines: readonly DraftLine[], proof: MappingProfile['proof']): void {
  if (proof === 'TOTALS' && !stated.get('count')) stated.need('debitCount', 'creditCount');
  const found = turnover(lines);
  const counts = [
    ['count', lines.length],
    ['debitCount', found.countOut],
    ['creditCount', found.countIn],
  ] as const;
  for (const [label, count] of counts) {
    const value = stated.get(label);
    if (value) assertTotal(value.place.field, readCount(value.text, value.place), count);
  }
  const sums = [
    ['debitTotal', found.out],
    ['creditTotal', found.in],
  ] as const;
  for (const [label, sum] of sums) {
    const value = stated.get(label);
    if (value) assertTotal(value.place.field, readUnsignedAmount(value.text, value.place), sum);
  }
}

/** A cell like `label: value`, or a label whose value stands in the next cell. */
function keyOf(cell: string): { label: Label | undefined; rest: string } {
  const [, key = cell, rest = ''] = /^([^:\uFF1A]*)[:\uFF1A](.*)$/s.exec(cell) ?? [];
  return { label: labelOf.get(heading(key)), rest: rest.trim() };
}
