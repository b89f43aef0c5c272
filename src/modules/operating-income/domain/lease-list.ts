import { businessDate, DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import { leaseKinds, leaseSchedules, type LeaseKind, type LeaseTerms } from './lease.js';

export const leaseColumns = ['code', 'asset', 'kind', 'counterparty', 'amount', 'schedule', 'firstDueOn', 'from', 'to'] as const;
export type LeaseColumn = (typeof leaseColumns)[number];

/** One row of a leases file, its cells trimmed; `line` counts from 1 as an editor shows it. */
export interface LeaseRow {
  readonly line: number;
  readonly cells: Readonly<Record<LeaseColumn, string>>;
  /** What the list that is downloaded says beside: the last day of one that ended before. */
  readonly endedOn?: string;
}

/** A lease that a file states, and where. `asset` is what is let, `counterparty` who pays. */
export interface StatedLease extends LeaseTerms {
  readonly line: number;
  readonly code: string;
  readonly asset: string;
  readonly kind: LeaseKind;
  readonly counterparty: string;
  readonly from: BusinessDate;
  /** Of one that is recorded and has ended; a new one ends by a paper of its own. */
  readonly endedOn?: BusinessDate;
}

/** What payers write in the remark. */
const CODE = /^ZL\d{2,6}$/;
const TEXT_MAX = 60;

/**
 * Reads the rows of a leases file; the first that is wrong refuses the whole of it, naming its line.
 * @throws LEASE_FILE_EMPTY, LEASE_FIELD_INVALID, LEASE_CODE_REPEATED, LEASE_DAYS_ORDER
 */
export function readLeases(rows: readonly LeaseRow[]): StatedLease[] {
  if (rows.length === 0) throw new DomainError('LEASE_FILE_EMPTY');
  const codes = new Set<string>();
  return rows.map((row) => {
    const lease = readLease(row);
    if (codes.has(lease.code)) throw new DomainError('LEASE_CODE_REPEATED', { line: row.line, code: lease.code });
    codes.add(lease.code);
    return lease;
  });
}

function readLease({ line, cells, endedOn = '' }: LeaseRow): StatedLease {
  const cell = <T>(field: LeaseColumn, read: (text: string) => T | undefined): T => {
    const value = attempted(() => read(cells[field]));
    if (value === undefined) throw new DomainError('LEASE_FIELD_INVALID', { line, field, value: cells[field].slice(0, 40) });
    return value;
  };
  const lease = {
    line,
    code: cell('code', (text) => (CODE.test(text) ? text : undefined)),
    asset: cell('asset', plainText),
    kind: cell('kind', (text) => leaseKinds.find((kind) => kind === text)),
    counterparty: cell('counterparty', plainText),
    amount: cell('amount', positiveAmount),
    schedule: cell('schedule', (text) => leaseSchedules.find((schedule) => schedule === text)),
    firstDueOn: cell('firstDueOn', businessDate),
    from: cell('from', businessDate),
    to: cell('to', businessDate),
  };
  const { from, to, firstDueOn } = lease;
  if (from > to || firstDueOn > to) throw new DomainError('LEASE_DAYS_ORDER', { line, from, to, firstDueOn });
  if (endedOn === '') return lease;
  const ended = attempted(() => businessDate(endedOn));
  if (ended === undefined) throw new DomainError('LEASE_FIELD_INVALID', { line, field: 'endedOn', value: endedOn.slice(0, 40) });
  return { ...lease, endedOn: ended };
}

/** Cells are trimmed already; control characters and line ends would break pages and exports. */
const plainText = (text: string): string | undefined => (text.length > 0 && text.length <= TEXT_MAX && !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(text) ? text : undefined);

function positiveAmount(text: string): Money | undefined {
  const amount = Money.parse(text);
  return amount.isPositive ? amount : undefined;
}

/** What a kernel type refuses to read is a wrong cell like any other. */
function attempted<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
