import { parse } from 'csv-parse/sync';
import {
  accountingPeriod,
  canonicalJson,
  DomainError,
  Money,
  required,
  sha256Hex,
  type AccountingPeriod,
  type BusinessDate,
  type ErrorCode,
  type Json,
} from '../../../kernel/index.js';
import type { ChartCode, Fund, Party } from '../../ledger/index.js';

/** The columns of the file, in this order. `holder`: last four digits of the account, code of the unit or lease, number of the payee; `month`: of what is owed for one. */
export const openingColumns = ['account', 'fund', 'holder', 'month', 'amount'] as const;
export const OPENING_ROWS_MAX = 50_000;

export type OpeningHolder = 'bank_account' | 'unit' | 'lease' | 'firm' | 'payee';

/** Accounts that have a document behind them afterwards, with their funds and the side on which they open. */
const OPENABLE: Readonly<
  Partial<Record<ChartCode, { readonly funds: readonly Fund[]; readonly side: 'D' | 'C'; readonly holder: OpeningHolder | null; readonly monthly?: true }>>
> = {
  '1001': { funds: ['SVC', 'COM', 'QLT', 'TRN'], side: 'D', holder: 'bank_account' },
  '1101': { funds: ['SVC'], side: 'D', holder: 'unit', monthly: true },
  '1103': { funds: ['COM'], side: 'D', holder: 'lease', monthly: true },
  '1104': { funds: ['SVC'], side: 'D', holder: 'firm' },
  '2001': { funds: ['SVC'], side: 'C', holder: 'unit' },
  '2002': { funds: ['COM'], side: 'C', holder: 'lease' },
  '2101': { funds: ['SVC'], side: 'C', holder: 'firm', monthly: true },
  '2501': { funds: ['TRN'], side: 'C', holder: 'payee' },
  '2502': { funds: ['TRN'], side: 'C', holder: 'payee' },
  '3001': { funds: ['SVC'], side: 'C', holder: null },
  '3002': { funds: ['COM'], side: 'C', holder: null },
  '3003': { funds: ['QLT'], side: 'C', holder: null },
};
export const openableCodes = Object.keys(OPENABLE) as ChartCode[];

/** What a line of each account names, for whoever writes the file. */
export const openableAccounts = openableCodes.map((code) => {
  const { funds, holder, monthly } = required(OPENABLE[code], 'an account that opens');
  return { code, funds, holder, monthly: monthly === true };
});

/** A bill keeps its amount as a rate of up to six digits. */
const BILL_MAX = Money.parse('999999.99');

export interface OpeningLine {
  /** Of the file, 1 is its heading. */
  readonly line: number;
  readonly code: ChartCode;
  readonly fund: Fund;
  readonly holderType: OpeningHolder | null;
  /** Id of the account, unit, lease, firm or payee; 0 where the account has no holder. */
  readonly holderId: number;
  readonly holder: string;
  readonly period: AccountingPeriod | null;
  readonly amount: Money;
}

/** Who can be named as holder, by what the file writes. */
export interface OpeningHolders {
  readonly openedOn: BusinessDate;
  readonly accountId: number;
  readonly accountLast4: string;
  readonly units: ReadonlyMap<string, number>;
  readonly leases: ReadonlyMap<string, number>;
  /** For whom money of theirs may be held: registered, and no party of the account. */
  readonly payees: ReadonlyMap<string, number>;
  /** Of the contract on the day the books open; null without one. */
  readonly firmId: number | null;
}

/** The parties of the account (domain.md 1), who sign before anything is posted. */
export const openingParties = ['OWNER_SIDE', 'CENTRE', 'FIRM'] as const;
export type OpeningParty = (typeof openingParties)[number];

/**
 * The list of opening balances, line by line as it is written, nothing guessed. @throws OPENING_FILE_TEXT, OPENING_HEADER, OPENING_ROWS,
 * and of a line OPENING_CODE, OPENING_FUND, OPENING_HOLDER, OPENING_PAYEE, OPENING_FIRM, OPENING_MONTH, OPENING_AMOUNT, OPENING_REPEATED, OPENING_LEASE_BOTH
 */
export function readOpening(bytes: Uint8Array, holders: OpeningHolders): OpeningLine[] {
  const rows = rowsOf(bytes);
  const [header, ...body] = rows;
  if (header?.map((cell) => cell.trim().toLowerCase()).join(',') !== openingColumns.join(','))
    throw new DomainError('OPENING_HEADER', { columns: openingColumns.join(',') });
  if (body.length === 0 || body.length > OPENING_ROWS_MAX) throw new DomainError('OPENING_ROWS', { rows: body.length, max: OPENING_ROWS_MAX });
  const seen = new Map<string, number>();
  const sides = new Map<number, { code: string; line: number }>();
  return body.map((cells, index) => {
    const line = index + 2;
    const read = readLine(
      cells.map((cell) => cell.trim()),
      line,
      holders,
    );
    const key = [read.code, read.fund, read.holderId, read.period ?? ''].join(' ');
    const first = seen.get(key);
    if (first !== undefined) throw new DomainError('OPENING_REPEATED', { line, first });
    seen.set(key, line);
    refuseBoth(read, sides);
    return read;
  });
}

/** A lease that owes has paid nothing in advance: the one would have settled the other. @throws OPENING_LEASE_BOTH */
function refuseBoth({ code, holderType, holderId, holder, line }: OpeningLine, sides: Map<number, { code: string; line: number }>): void {
  if (holderType !== 'lease') return;
  const first = sides.get(holderId) ?? { code, line };
  if (first.code !== code) throw new DomainError('OPENING_LEASE_BOTH', { line, value: holder, first: first.line });
  sides.set(holderId, first);
}

function rowsOf(bytes: Uint8Array): string[][] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return parse(text, { skip_empty_lines: true, bom: true, relax_column_count: true }) as string[][];
  } catch {
    throw new DomainError('OPENING_FILE_TEXT');
  }
}

function readLine(cells: readonly string[], line: number, holders: OpeningHolders): OpeningLine {
  const [code = '', fund = '', holder = '', month = '', amount = ''] = cells;
  const refuse = (error: ErrorCode, value: string): never => {
    throw new DomainError(error, { line, value });
  };
  const openable = OPENABLE[code as ChartCode];
  if (!openable) throw new DomainError('OPENING_CODE', { line, value: code, allowed: openableCodes.join(', ') });
  if (cells.length !== openingColumns.length) throw new DomainError('OPENING_HEADER', { columns: openingColumns.join(',') });
  if (!openable.funds.includes(fund as Fund)) throw new DomainError('OPENING_FUND', { line, value: fund, code });
  if (openable.holder === 'firm' && holders.firmId === null) return refuse('OPENING_FIRM', code);
  const holderId = holderIdOf(openable.holder, holder, holders);
  if (holderId === undefined) return refuse(openable.holder === 'payee' ? 'OPENING_PAYEE' : 'OPENING_HOLDER', holder);
  return {
    line,
    code: code as ChartCode,
    fund: fund as Fund,
    holderType: openable.holder,
    holderId,
    holder,
    period: (openable.monthly ? monthOf(month, holders.openedOn) : null) ?? (openable.monthly || month !== '' ? refuse('OPENING_MONTH', month) : null),
    amount: amountOf(code, amount) ?? refuse('OPENING_AMOUNT', amount),
  };
}

/** The id of whom a line names; a fund’s balance and the firm of the contract are named by nothing. */
function holderIdOf(kind: OpeningHolder | null, holder: string, holders: OpeningHolders): number | undefined {
  if (kind === 'unit') return holders.units.get(holder);
  if (kind === 'lease') return holders.leases.get(holder);
  if (kind === 'payee') return holders.payees.get(holder);
  if (kind === 'bank_account') return holder === holders.accountLast4 ? holders.accountId : undefined;
  return holder === '' ? (kind === 'firm' ? (holders.firmId ?? undefined) : 0) : undefined;
}

/** The side on which an account opens. */
export function openingSide(code: ChartCode): 'D' | 'C' {
  return required(OPENABLE[code], 'an account that opens').side;
}

/** A month before the books open. */
function monthOf(text: string, openedOn: BusinessDate): AccountingPeriod | null {
  if (!/^[12]\d{3}-(0[1-9]|1[0-2])$/.test(text)) return null;
  return text < openedOn.slice(0, 7) ? accountingPeriod(text) : null;
}

function amountOf(code: string, text: string): Money | null {
  if (!/^\d{1,13}(\.\d{1,2})?$/.test(text)) return null;
  const amount = Money.parse(text);
  return amount.isPositive && (code !== '1101' || BILL_MAX.atLeast(amount)) ? amount : null;
}

/** What opens in a fund, in yuan: what is there and whose it is. `difference` is what 3901 would be left with. */
export interface OpeningSum {
  readonly fund: Fund;
  readonly assets: Money;
  readonly claims: Money;
  readonly difference: Money;
}

/** The sums of every fund that the list names. */
export function openingSums(lines: readonly Pick<OpeningLine, 'code' | 'fund' | 'amount'>[]): OpeningSum[] {
  return (['SVC', 'COM', 'QLT', 'TRN'] as const).flatMap((fund) => {
    const own = lines.filter((line) => line.fund === fund);
    const total = (side: 'D' | 'C'): Money => Money.sum(own.filter((line) => OPENABLE[line.code]?.side === side).map(({ amount }) => amount));
    const [assets, claims] = [total('D'), total('C')];
    return own.length === 0 ? [] : [{ fund, assets, claims, difference: assets.minus(claims) }];
  });
}

/** What opens on an account of the chart in a fund, in yuan, and how many lines it is made of. */
export interface OpeningTotal {
  readonly code: ChartCode;
  readonly fund: Fund;
  readonly lines: number;
  readonly amount: Money;
}

/** The totals of the accounts, in the order of the chart. */
export function openingTotals(lines: readonly Pick<OpeningLine, 'code' | 'fund' | 'amount'>[]): OpeningTotal[] {
  const totals = new Map<string, OpeningTotal>();
  for (const { code, fund, amount } of lines) {
    const known = totals.get(`${code} ${fund}`);
    totals.set(`${code} ${fund}`, { code, fund, lines: (known?.lines ?? 0) + 1, amount: amount.plus(known?.amount ?? Money.zero) });
  }
  return [...totals.values()].toSorted((a, b) => `${a.code} ${a.fund}`.localeCompare(`${b.code} ${b.fund}`));
}

/** What 3901 of each fund would hold: what is there less whose it is. @throws OPENING_UNBALANCED with fund and figures unless all are zero */
export function assertBalanced(lines: readonly OpeningLine[]): void {
  for (const { fund, assets, claims, difference } of openingSums(lines))
    if (!difference.isZero)
      throw new DomainError('OPENING_UNBALANCED', { fund, assets: assets.toString(), claims: claims.toString(), difference: difference.toString() });
}

/** The signed opening balance of the bank: Σ 1001. */
export function openingBankBalance(lines: readonly OpeningLine[]): Money {
  return Money.sum(lines.filter(({ code }) => code === '1001').map(({ amount }) => amount));
}

/** What every signature covers. @returns SHA-256 of the canonical form */
export function openingHash(
  opening: { readonly accountId: number; readonly openedOn: BusinessDate; readonly fileSha256: string; readonly lines: readonly OpeningLine[] },
  prepared: Party,
): string {
  const { accountId, openedOn, fileSha256 } = opening;
  const lines = opening.lines.map(({ line, code, fund, holderType, holderId, holder, period, amount }) => ({
    line,
    code,
    fund,
    holderType,
    holderId,
    holder,
    period,
    amount: amount.toString(),
  }));
  const body: Json = { accountId, openedOn, fileSha256, lines, prepared: { by: prepared.by, for: prepared.for, at: prepared.at } };
  return sha256Hex(canonicalJson(body));
}
