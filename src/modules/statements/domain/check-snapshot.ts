import { dateOf, Money, Rate } from '../../../kernel/index.js';
import { checkService } from './check-service.js';
import { personalDataIn } from './personal-data.js';
import { SnapshotCheck, type Column, type SnapshotViolation } from './snapshot-check.js';
import {
  payoutKinds,
  snapshotFunds,
  type FeeBridge,
  type FundFlow,
  type PaymentKind,
  type ReceiptKind,
  type SnapshotSections,
  type StatementSnapshot,
} from './snapshot.js';

/**
 * Every figure of a statement that can be computed from others, computed again: opening + in − out = closing per fund and in all,
 * sections that agree with each other, the fee bridge, B + R + X = E (domain.md 5, 7, 10), and no personal data (I25).
 * @returns all violations; an empty list for a statement that may be published
 */
export function checkSnapshot(snapshot: StatementSnapshot): SnapshotViolation[] {
  const check = new SnapshotCheck();
  const { sections } = snapshot;
  checkEnvelope(check, snapshot);
  for (const column of columnsOf(sections)) {
    for (const [position, flow] of sections.money.funds.entries()) checkFund(check, flow, position, column);
    checkTotal(check, sections, column);
  }
  checkHistory(check, snapshot);
  checkBalance(check, sections);
  checkFees(check, sections);
  checkCommonIncome(check, sections);
  if (sections.service !== null) checkService(check, sections.service, { period: snapshot.period, fees: sections.fees.month });
  checkPayouts(check, sections);
  checkReconciliation(check, sections);
  for (const found of personalDataIn(sections)) check.holds('no personal data', found.path, false, found.text);
  return check.violations;
}

function columnsOf(sections: SnapshotSections): Column[] {
  return sections.money.total.opening.previous === null ? ['month', 'yearToDate'] : ['month', 'previous', 'yearToDate'];
}

function checkEnvelope(check: SnapshotCheck, { kind, version, previous, sections, period }: StatementSnapshot): void {
  check.holds('a version follows the one before it', 'previous', (previous?.version ?? 0) === version - 1, String(previous?.version));
  check.holds('a supplement carries the final score', 'kind', kind !== 'SUPPLEMENT' || (sections.service?.result ?? null) !== null, kind);
  const { cover, money } = sections;
  check.holds('a statement covers its month', 'cover.from', cover.from === `${period}-01` && cover.to.startsWith(`${period}-`), `${cover.from} ${cover.to}`);
  check.holds(
    'every fund is listed once, in order',
    'money.funds',
    money.funds.map((flow) => flow.fund).join() === snapshotFunds.join(),
    String(money.funds.length),
  );
  check.equal('the cover repeats the receipts', 'cover.received', cover.received, check.amount('money.total', money.total.received.month));
  check.equal('the cover repeats the payments', 'cover.paid', cover.paid, check.amount('money.total', money.total.paid.month));
  check.equal('the cover repeats the closing balance', 'cover.closing', cover.closing, check.amount('money.total', money.total.closing.month));
}

function checkFund(check: SnapshotCheck, flow: FundFlow, position: number, column: Column): void {
  const at = `money.funds[${position}]`;
  const received = check.sum(
    `${at}.receipts.${column}`,
    flow.receipts.map((line) => line[column]),
  );
  const paid = check.sum(
    `${at}.payments.${column}`,
    flow.payments.map((line) => line[column]),
  );
  check.equal('receipts of a fund add up', `${at}.received.${column}`, flow.received[column], received);
  check.equal('payments of a fund add up', `${at}.paid.${column}`, flow.paid[column], paid);
  const opening = check.amount(`${at}.opening.${column}`, flow.opening[column]);
  check.equal('opening + received − paid = closing', `${at}.closing.${column}`, flow.closing[column], opening.plus(received).minus(paid));
  checkContinuity(check, flow, at, column);
}

/** The month opens with what the month before closed with (I17), and the year so far closes with the month. */
function checkContinuity(check: SnapshotCheck, flow: Pick<FundFlow, 'opening' | 'closing'>, at: string, column: Column): void {
  if (column === 'previous')
    check.equal('opening = closing of the month before', `${at}.opening.month`, flow.opening.month, check.amount(at, flow.closing.previous));
  if (column === 'yearToDate')
    check.equal('the year so far closes with the month', `${at}.closing.yearToDate`, flow.closing.yearToDate, check.amount(at, flow.closing.month));
}

function checkTotal(check: SnapshotCheck, { money }: SnapshotSections, column: Column): void {
  const at = 'money.total';
  const over = (member: 'opening' | 'received' | 'paid' | 'closing'): Money =>
    check.sum(
      `money.funds.${member}`,
      money.funds.map((flow) => flow[member][column]),
    );
  const moved = check.sum(
    'money.funds.in',
    money.funds.map((flow) => lineOf(flow.receipts, 'FROM_OTHER_FUND', column)),
  );
  const movedOut = check.sum(
    'money.funds.out',
    money.funds.map((flow) => lineOf(flow.payments, 'TO_OTHER_FUND', column)),
  );
  check.equal('what leaves a fund arrives in another', `${at}.moved.${column}`, money.total.moved[column], moved);
  check.equal('what arrives in a fund left another', `${at}.moved.${column}`, money.total.moved[column], movedOut);
  check.equal('the total opens with the funds', `${at}.opening.${column}`, money.total.opening[column], over('opening'));
  check.equal(
    'the total receives what the funds receive from outside',
    `${at}.received.${column}`,
    money.total.received[column],
    over('received').minus(moved),
  );
  check.equal('the total pays what the funds pay outside', `${at}.paid.${column}`, money.total.paid[column], over('paid').minus(moved));
  check.equal('the total closes with the funds', `${at}.closing.${column}`, money.total.closing[column], over('closing'));
  checkContinuity(check, money.total, at, column);
}

function lineOf<Kind extends ReceiptKind | PaymentKind>(
  lines: readonly ({ readonly kind: Kind } & Record<Column, string | null>)[],
  kind: Kind,
  column: Column,
): string | null {
  return lines.find((line) => line.kind === kind)?.[column] ?? '0.00';
}

function checkHistory(check: SnapshotCheck, { period, sections: { money } }: StatementSnapshot): void {
  const { history, total } = money;
  check.holds('the history ends with the month', 'money.history', history.length <= 13 && history.at(-1)?.period === period, String(history.at(-1)?.period));
  const last = history.at(-1);
  if (last !== undefined) {
    check.equal('the history repeats the receipts', 'money.history', last.received, check.amount('money.total', total.received.month));
    check.equal('the history repeats the payments', 'money.history', last.paid, check.amount('money.total', total.paid.month));
  }
  let before = last === undefined ? Money.zero : check.amount('money.total.closing', total.closing.month);
  for (const [position, month] of [...history.entries()].reverse()) {
    const at = `money.history[${position}]`;
    check.equal('each month closes where the next one opens', `${at}.closing`, month.closing, before);
    before = check.amount(at, month.closing).minus(check.amount(at, month.received)).plus(check.amount(at, month.paid));
  }
}

function checkBalance(check: SnapshotCheck, { balance, money }: SnapshotSections): void {
  for (const [position, fund] of balance.funds.entries()) {
    const at = `balance.funds[${position}]`;
    const flow = money.funds[position];
    check.holds('every fund is listed once, in order', at, flow?.fund === fund.fund, fund.fund);
    check.equal('a fund holds what its receipts and payments leave', `${at}.cash`, fund.cash, check.amount(at, flow?.closing.month ?? null));
    const cash = check.sum(
      at,
      fund.assets.filter((line) => line.account === '1001').map((line) => line.amount),
    );
    check.equal('cash is the account 1001', `${at}.cash`, fund.cash, cash);
    const assets = check.sum(
      `${at}.assets`,
      fund.assets.map((line) => line.amount),
    );
    const claims = check.sum(
      `${at}.claims`,
      fund.claims.map((line) => line.amount),
    );
    check.equal('assets − claims = net', `${at}.net`, fund.net, assets.minus(claims));
    const restricted = check.sum(
      `${at}.claims`,
      fund.claims.filter((line) => line.restricted).map((line) => line.amount),
    );
    check.equal('restricted claims add up', `${at}.restricted`, fund.restricted, restricted);
    check.equal('available = cash − restricted', `${at}.available`, fund.available, check.amount(at, fund.cash).minus(restricted));
  }
  for (const member of ['cash', 'restricted', 'available'] as const)
    check.equal(
      'the total is the sum of the funds',
      `balance.total.${member}`,
      balance.total[member],
      check.sum(
        'balance.funds',
        balance.funds.map((fund) => fund[member]),
      ),
    );
}

function checkFees(check: SnapshotCheck, { fees, money }: SnapshotSections): void {
  const service = money.funds.find((flow) => flow.fund === 'SVC');
  for (const column of ['month', 'yearToDate'] as const) {
    const [figures, bridge, at] = [fees[column], fees.bridge[column], `fees.${column}`];
    check.equal('the bridge ends at the fees collected', `fees.bridge.${column}.collected`, bridge.collected, bridgeEnd(check, bridge, column));
    check.equal('fees collected are the end of the bridge', `${at}.collected`, figures.collected, check.amount(at, bridge.collected));
    check.equal('prepaid fees are on the bridge', `${at}.prepaid`, figures.prepaid, check.amount(at, bridge.toPrepayment));
    const [billed, unpaid] = [check.amount(at, figures.billed), check.amount(at, figures.unpaid)];
    const rate = billed.isZero ? null : ratio(billed.minus(unpaid), billed).toFixed(4);
    check.holds('rate = (billed − unpaid) / billed', `${at}.rate`, figures.rate === rate, String(figures.rate));
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

function bridgeEnd(check: SnapshotCheck, bridge: FeeBridge, column: string): Money {
  const at = (member: keyof FeeBridge): Money => check.amount(`fees.bridge.${column}.${member}`, bridge[member]);
  const added = Money.sum([at('receivedForFees'), at('prepaymentApplied'), at('found'), at('clearedByFirm')]);
  return added.minus(Money.sum([at('toPrepayment'), at('lateFees'), at('bounced'), at('reallocated')]));
}

function ratio(part: Money, whole: Money): Rate {
  return Rate.parse(part.toString()).dividedBy(Rate.parse(whole.toString()));
}

function checkCommonIncome(check: SnapshotCheck, { commonIncome, money }: SnapshotSections): void {
  const sum = (member: 'accrued' | 'received' | 'outstanding'): Money =>
    check.sum(
      'commonIncome.lines',
      commonIncome.lines.map((line) => line[member]),
    );
  check.equal('income due adds up', 'commonIncome.accrued.month', commonIncome.accrued.month, sum('accrued'));
  check.equal('income received adds up', 'commonIncome.received.month', commonIncome.received.month, sum('received'));
  sum('outstanding');
  const common = money.funds.find((flow) => flow.fund === 'COM');
  for (const column of ['month', 'yearToDate'] as const)
    check.equal(
      'common income is what its fund received',
      `commonIncome.received.${column}`,
      commonIncome.received[column],
      check.amount('money', lineOf(common?.receipts ?? [], 'COMMON_INCOME', column)),
    );
}

function checkPayouts(check: SnapshotCheck, { payouts, money }: SnapshotSections): void {
  for (const flow of money.funds) {
    for (const kind of payoutKinds) {
      const listed = payouts.filter((payout) => payout.fund === flow.fund && payout.kind === kind).map((payout) => payout.amount);
      check.equal('every payment of a fund is listed', `payouts ${flow.fund} ${kind}`, lineOf(flow.payments, kind, 'month'), check.sum('payouts', listed));
    }
  }
  check.holds('a payout has one number', 'payouts', new Set(payouts.map((payout) => payout.number)).size === payouts.length, 'repeated');
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

function checkReconciliation(check: SnapshotCheck, { reconciliation, money, balance }: SnapshotSections): void {
  const { bank, books, claims, suspense } = reconciliation;
  const part = (member: keyof typeof bank): Money => check.amount(`reconciliation.bank.${member}`, bank[member]);
  const adjusted = part('statementBalance').plus(part('depositsInTransit')).minus(part('outstandingPayments')).plus(part('bankErrors'));
  check.equal('the bank leg adds up', 'reconciliation.bank.adjusted', bank.adjusted, adjusted);
  check.equal('bank = books', 'reconciliation.books', books, adjusted);
  check.equal('books = funds', 'reconciliation.books', books, check.amount('money.total.closing', money.total.closing.month));
  for (const flow of money.funds)
    check.equal(
      'the claims of a fund are its cash',
      `reconciliation.claims ${flow.fund}`,
      claims.find((claim) => claim.fund === flow.fund)?.amount ?? null,
      check.amount('money', flow.closing.month),
    );
  check.equal(
    'suspense adds up by age',
    'reconciliation.suspense.amount',
    suspense.amount,
    check.sum(
      'reconciliation.suspense',
      suspense.ages.map((age) => age.amount),
    ),
  );
  const counted = suspense.ages.reduce((count, age) => count + age.count, 0);
  check.holds('suspense is counted by age', 'reconciliation.suspense.count', counted === suspense.count, String(suspense.count));
  const inTransit = balance.funds.find((fund) => fund.fund === 'TRN');
  const unidentified = check.sum(
    'balance',
    (inTransit?.claims ?? []).filter((line) => line.account === '2301').map((line) => line.amount),
  );
  check.equal('suspense is the account 2301', 'reconciliation.suspense.amount', suspense.amount, unidentified);
}
