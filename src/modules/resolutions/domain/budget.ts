import { DomainError, type Id, type Money } from '../../../kernel/index.js';

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

/** A later version of a year takes no line below what is used of it already. @throws BUDGET_BELOW_USED with the line and its figures */
export function assertCoversUse(year: number, lines: readonly BudgetLine[], use: readonly BudgetUse[]): void {
  for (const { fund, code, used } of use) {
    const line = lines.find((candidate) => candidate.fund === fund && candidate.code === code);
    if (used.isPositive && (line === undefined || line.amount.lessThan(used)))
      throw new DomainError('BUDGET_BELOW_USED', { year, line: `${fund} ${code}`, amount: line?.amount.toString() ?? '0.00', used: used.toString() });
  }
}
