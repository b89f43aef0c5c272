import { Money, Rate } from '../../../kernel/index.js';
import type { SnapshotCheck } from './snapshot-check.js';
import { lineOf, type FeeBridge, type FeeFigures, type ReceiptKind, type SnapshotSections } from './snapshot.js';

/** Section D: what was billed, paid, let off and is open, and the bridge from the money received to the fees collected. */
export function checkFees(check: SnapshotCheck, { fees, money }: SnapshotSections): void {
  const service = money.funds.find((flow) => flow.fund === 'SVC');
  for (const column of ['month', 'yearToDate'] as const) {
    const [figures, bridge, at] = [fees[column], fees.bridge[column], `fees.${column}`];
    check.equal('the bridge ends at the fees collected', `fees.bridge.${column}.collected`, bridge.collected, bridgeEnd(check, bridge, column));
    check.equal('fees collected are the end of the bridge', `${at}.collected`, figures.collected, check.amount(at, bridge.collected));
    check.equal('prepaid fees are on the bridge', `${at}.prepaid`, figures.prepaid, check.amount(at, bridge.toPrepayment));
    checkRate(check, figures, at);
    const received = (kind: ReceiptKind): Money => check.amount('money.funds[0]', lineOf(service?.receipts ?? [], kind, column));
    check.equal(
      'the bridge begins with the money received',
      `fees.bridge.${column}.receivedForFees`,
      bridge.receivedForFees,
      received('FEES').plus(received('LATE_FEES')),
    );
    check.equal('late fees are those received', `fees.bridge.${column}.lateFees`, bridge.lateFees, received('LATE_FEES'));
  }
  for (const [position, building] of fees.buildings.entries())
    check.holds(
      'fewer than 5 units are never shown',
      `fees.buildings[${position}]`,
      building.unitsOwing >= 5 && building.buildings.length > 0,
      String(building.unitsOwing),
    );
}

function checkRate(check: SnapshotCheck, { billed, bills, unpaid, rate }: FeeFigures, at: string): void {
  if (bills === undefined) {
    const all = check.amount(`${at}.billed`, billed);
    const first = ratio(all.minus(check.amount(`${at}.unpaid`, unpaid)), all);
    return check.holds('rate = (billed − unpaid) / billed', `${at}.rate`, rate === first, String(rate));
  }
  const amount = check.amount(`${at}.bills.amount`, bills.amount);
  const paid = check.amount(`${at}.bills.paid`, bills.paid);
  check.equal('paid + let off + unpaid = bills', `${at}.bills.amount`, bills.amount, check.sum(`${at}.bills`, [bills.paid, bills.letOff, bills.unpaid]));
  check.equal('what is unpaid is said once', `${at}.unpaid`, unpaid, check.amount(`${at}.bills.unpaid`, bills.unpaid));
  check.holds('rate = paid / bills', `${at}.rate`, rate === ratio(paid, amount), String(rate));
}

function bridgeEnd(check: SnapshotCheck, bridge: FeeBridge, column: string): Money {
  const at = (member: keyof FeeBridge): Money => check.amount(`fees.bridge.${column}.${member}`, bridge[member]);
  const added = Money.sum([at('receivedForFees'), at('prepaymentApplied'), at('found'), at('clearedByFirm')]);
  return added.minus(Money.sum([at('toPrepayment'), at('lateFees'), at('bounced'), at('reallocated')]));
}

function ratio(part: Money, whole: Money): string | null {
  return whole.isZero ? null : Rate.parse(part.toString()).dividedBy(Rate.parse(whole.toString())).toFixed(4);
}
