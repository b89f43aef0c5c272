import { Money, Rate } from '../../../kernel/index.js';
import type { Columns, Points, Yuan } from './snapshot.js';

/** One rule that a snapshot breaks, where, and the two figures that disagree. */
export interface SnapshotViolation {
  readonly rule: string;
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

export type Column = keyof Columns;

/** Collects what is wrong and never stops at the first. A text that is no amount counts as a violation and as zero afterwards. */
export class SnapshotCheck {
  readonly violations: SnapshotViolation[] = [];

  amount(path: string, text: Yuan | null): Money {
    if (text !== null && /^-?(0|[1-9]\d{0,12})\.\d{2}$/.test(text) && text !== '-0.00') return Money.parse(text);
    this.report('an amount is written with two decimals', path, String(text), '1234.56');
    return Money.zero;
  }

  sum(path: string, amounts: readonly (Yuan | null)[]): Money {
    return Money.sum(amounts.map((amount, position) => this.amount(`${path}[${position}]`, amount)));
  }

  equal(rule: string, path: string, found: Yuan | null, expected: Money): void {
    if (!this.amount(path, found).equals(expected)) this.report(rule, path, String(found), expected.toString());
  }

  /** Compares a score as it is printed, with two decimals. */
  equalScore(rule: string, path: string, found: Points, expected: Rate): void {
    if (found !== expected.toFixed(2)) this.report(rule, path, found, expected.toFixed(2));
  }

  holds(rule: string, path: string, condition: boolean, found: string): void {
    if (!condition) this.report(rule, path, found, rule);
  }

  private report(rule: string, path: string, found: string, expected: string): void {
    this.violations.push({ rule, path, found, expected });
  }
}
