import { Money } from '../../../kernel/index.js';
import { SnapshotCheck, type SnapshotViolation } from './snapshot-check.js';
import type { ServiceParts } from './comparison.js';
import { currentFormat, type StatementSnapshot } from './snapshot.js';

/** Each fund, and what the firm owes, opens with what it closed with in the statement of the month before (I17). */
export function checkContinuity(before: StatementSnapshot, after: StatementSnapshot): SnapshotViolation[] {
  const check = new SnapshotCheck();
  for (const flow of after.sections.money.funds) {
    const closed = before.sections.money.funds.find((other) => other.fund === flow.fund)?.closing.month ?? '0.00';
    check.equal('opening = closing of the statement before', `money ${flow.fund}`, flow.opening.month, Money.parse(closed));
  }
  const [owed, now] = [before.sections.firmDues, after.sections.firmDues];
  if (owed && now) check.equal('opening = closing of the statement before', 'firmDues', now.opening.month, Money.parse(owed.closing.month));
  return check.violations;
}

/** A quarter or a year closes with what the statement of its last month closes with. */
export function checkEnd(lastMonth: StatementSnapshot, whole: StatementSnapshot): SnapshotViolation[] {
  const check = new SnapshotCheck();
  for (const flow of whole.sections.money.funds) {
    const closed = lastMonth.sections.money.funds.find((other) => other.fund === flow.fund)?.closing.month ?? '0.00';
    check.equal('closing = closing of the last month', `money ${flow.fund}`, flow.closing.month, Money.parse(closed));
  }
  const [owed, all] = [lastMonth.sections.firmDues, whole.sections.firmDues];
  if (owed && all) check.equal('closing = closing of the last month', 'firmDues', all.closing.month, Money.parse(owed.closing.month));
  return check.violations;
}

/** The statement with section G as it stands now, and nothing else changed. */
export function supplemented(
  previous: { readonly snapshot: StatementSnapshot; readonly sha256: string },
  change: Pick<StatementSnapshot, 'builtAt'> & ServiceParts,
): StatementSnapshot {
  const { snapshot, sha256 } = previous;
  return {
    ...snapshot,
    kind: 'SUPPLEMENT',
    version: snapshot.version + 1,
    previous: { version: snapshot.version, sha256 },
    builtAt: change.builtAt,
    sections: { ...snapshot.sections, service: change.service, ...(change.quarters && { quarters: change.quarters }) },
  };
}

/** The books at the close after a reopening, as the version that follows `previous`. */
export function corrected(
  previous: { readonly snapshot: StatementSnapshot; readonly sha256: string },
  change: Pick<StatementSnapshot, 'builtAt' | 'sections'>,
): StatementSnapshot {
  const { snapshot, sha256 } = previous;
  return {
    ...snapshot,
    ...change,
    format: currentFormat,
    kind: 'CORRECTION',
    version: snapshot.version + 1,
    previous: { version: snapshot.version, sha256 },
  };
}
