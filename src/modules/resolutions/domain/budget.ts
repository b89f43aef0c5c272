import { DomainError, Money, type Id } from '../../../kernel/index.js';
import type { ResolutionKind } from './resolution.js';

export type BudgetId = Id<'budget'>;

/** The lines of a budget: accounts of cost, each in the fund that pays it (domain.md 3). */
export const budgetLines = [
  { fund: 'SVC', code: '5001.01' },
  { fund: 'SVC', code: '5001.02' },
  { fund: 'SVC', code: '5201' },
  { fund: 'COM', code: '5101' },
  { fund: 'COM', code: '5201' },
  { fund: 'COM', code: '5401' },
  { fund: 'COM', code: '5402' },
  { fund: 'COM', code: '5901' },
  { fund: 'QLT', code: '5401' },
  { fund: 'QLT', code: '5402' },
  { fund: 'QLT', code: '5901' },
] as const;
export type BudgetFund = (typeof budgetLines)[number]['fund'];
export type BudgetCode = (typeof budgetLines)[number]['code'];

/** A line by its fund and its account, in yuan. */
export interface BudgetLine {
  readonly fund: BudgetFund;
  readonly code: BudgetCode;
  readonly amount: Money;
}

/** What is used of a line, in yuan: paid in the year, and asked for and not ended. */
export interface BudgetUse {
  readonly fund: string;
  readonly code: string;
  readonly used: Money;
}

/** A version as addresses name it: "2024-1". @throws NOT_FOUND */
export function readBudgetVersion(name: string): { readonly year: number; readonly versionNo: number } {
  const [, year, versionNo] = /^(\d{4})-(\d{1,4})$/.exec(name) ?? [];
  if (year === undefined || versionNo === undefined) throw new DomainError('NOT_FOUND');
  return { year: Number.parseInt(year, 10), versionNo: Number.parseInt(versionNo, 10) };
}

/**
 * The lines of a budget, each known and named once, none below 0.
 * @throws BUDGET_EMPTY BUDGET_LINE_UNKNOWN BUDGET_LINE_TWICE BUDGET_LINE_NEGATIVE
 */
export function assertLines(lines: readonly BudgetLine[]): void {
  if (lines.length === 0) throw new DomainError('BUDGET_EMPTY');
  const seen = new Set<string>();
  for (const { fund, code, amount } of lines) {
    const line = `${fund} ${code}`;
    if (!budgetLines.some((known) => known.fund === fund && known.code === code))
      throw new DomainError('BUDGET_LINE_UNKNOWN', { line: line.slice(0, 20), lines: budgetLines.map((known) => `${known.fund} ${known.code}`).join(', ') });
    if (seen.has(line)) throw new DomainError('BUDGET_LINE_TWICE', { line });
    if (amount.isNegative) throw new DomainError('BUDGET_LINE_NEGATIVE', { line });
    seen.add(line);
  }
}

/**
 * What a resolution must allow for the lines of a year: one on the budget allows all of them, one on spending what is more than in the version before, line by line.
 * E.g. one on spending with a limit of 20,000.00, over a version with 6,000.00 for COM 5101: 26,000.00 there and nothing more elsewhere.
 */
export function askedOf(kind: ResolutionKind, lines: readonly BudgetLine[], before: readonly BudgetLine[]): Money {
  const counted = ({ fund, code }: BudgetLine): Money =>
    (kind === 'BUDGET' ? undefined : before.find((line) => line.fund === fund && line.code === code)?.amount) ?? Money.zero;
  return Money.sum(lines.map((line) => line.amount.minus(counted(line))).filter((more) => more.isPositive));
}

/** A later version of a year takes no line below what is used of it already. @throws BUDGET_BELOW_USED with the line and its figures */
export function assertCoversUse(year: number, lines: readonly BudgetLine[], use: readonly BudgetUse[]): void {
  for (const { fund, code, used } of use) {
    const line = lines.find((candidate) => candidate.fund === fund && candidate.code === code);
    if (used.isPositive && (line === undefined || line.amount.lessThan(used)))
      throw new DomainError('BUDGET_BELOW_USED', { year, line: `${fund} ${code}`, amount: line?.amount.toString() ?? '0.00', used: used.toString() });
  }
}
