import { dateOf } from '../../../kernel/index.js';
import type { SnapshotCheck } from './snapshot-check.js';
import { lineOf, payoutKinds, type ReturnedLine, type SnapshotSections } from './snapshot.js';

/** Section H: every payment of the bank is listed and was approved before it, and what came back is listed as money received again. */
export function checkPayouts(check: SnapshotCheck, { payouts, returned, money }: SnapshotSections): void {
  for (const flow of money.funds) {
    for (const kind of payoutKinds) {
      const listed = payouts.filter((payout) => payout.fund === flow.fund && payout.kind === kind).map((payout) => payout.amount);
      check.equal('every payment of a fund is listed', `payouts ${flow.fund} ${kind}`, lineOf(flow.payments, kind, 'month'), check.sum('payouts', listed));
    }
  }
  const names = payouts.map((payout) => `${payout.number} ${payout.attempt ?? 1}`);
  check.holds('a payment is listed once', 'payouts', new Set(names).size === names.length, 'repeated');
  if (returned !== undefined) checkReturned(check, { payouts, returned, money });
  for (const [position, { approvals, number, paidOn }] of payouts.entries()) {
    const at = `payouts[${position}]`;
    const distinct = Math.min(new Set(approvals.map((approval) => approval.organisation)).size, new Set(approvals.map((approval) => approval.slot)).size);
    check.holds('two organisations or more approve, each once', `${at}.approvals`, approvals.length >= 2 && distinct === approvals.length, number);
    check.holds(
      'approved before paid',
      `${at}.paidOn`,
      approvals.every((approval) => dateOf(approval.at) <= paidOn),
      paidOn,
    );
  }
}

function checkReturned(
  check: SnapshotCheck,
  { payouts, returned, money }: Pick<SnapshotSections, 'payouts' | 'money'> & { readonly returned: readonly ReturnedLine[] },
): void {
  for (const flow of money.funds) {
    const listed = returned.filter((line) => line.fund === flow.fund).map((line) => line.amount);
    check.equal(
      'every payment that came back is listed',
      `returned ${flow.fund}`,
      lineOf(flow.receipts, 'RETURNED_PAYOUT', 'month'),
      check.sum('returned', listed),
    );
  }
  for (const { number, attempt, returnedOn, amount } of payouts) {
    if (returnedOn === null || returnedOn === undefined) continue;
    const back = returned.find((line) => line.number === number && line.attempt === attempt);
    const same = back !== undefined && back.returnedOn === returnedOn && back.amount === amount;
    check.holds('a payment that is said to be returned is in the list of returns', 'payouts', same, `${number} ${attempt}`);
  }
}
