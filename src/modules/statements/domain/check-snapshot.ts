import { Money, personalDataIn } from '../../../kernel/index.js';
import { checkFees } from './check-fees.js';
import { checkFirmDues } from './check-firm-dues.js';
import { checkCommonIncome, checkMaintenance } from './check-income.js';
import { checkPayouts } from './check-payouts.js';
import { checkReconciliation } from './check-reconciliation.js';
import { checkServices } from './check-service.js';
import { SnapshotCheck, type Column, type SnapshotViolation } from './snapshot-check.js';
import { lineOf, snapshotFunds, type FundFlow, type SnapshotFormat, type SnapshotSections, type StatementSnapshot } from './snapshot.js';
import { spanOf } from './statement-period.js';

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
  for (const [position, { amount, paid, left }] of (sections.money.budget?.lines ?? []).entries())
    check.equal('what is left of a budget is its amount less what was paid', `money.budget[${position}]`, left, Money.parse(amount).minus(Money.parse(paid)));
  checkBalance(check, sections);
  checkFees(check, sections);
  checkCommonIncome(check, sections);
  checkMaintenance(check, sections);
  checkFirmDues(check, sections);
  checkServices(check, sections, spanOf(snapshot.period));
  checkPayouts(check, sections);
  checkReconciliation(check, sections);
  for (const found of personalDataIn(sections)) check.holds('no personal data', found.path, false, found.text);
  return check.violations;
}

function columnsOf(sections: SnapshotSections): Column[] {
  return sections.money.total.opening.previous === null ? ['month', 'yearToDate'] : ['month', 'previous', 'yearToDate'];
}

function checkEnvelope(check: SnapshotCheck, { format, kind, version, previous, sections, period }: StatementSnapshot): void {
  const span = spanOf(period);
  check.holds('a version follows the one before it', 'previous', (previous?.version ?? 0) === version - 1, String(previous?.version));
  check.holds('the first version is named after its period', 'kind', version > 1 || kind === span.kind, kind);
  const isScored = [sections.service, ...(sections.quarters ?? [])].some((service) => service !== null && service.result !== null);
  check.holds('a supplement carries the final score', 'kind', kind !== 'SUPPLEMENT' || isScored, kind);
  checkFormat(check, sections, format);
  check.holds('a year has the service of its quarters', 'quarters', (sections.quarters !== undefined) === (span.kind === 'YEAR'), period);
  const { cover, money } = sections;
  check.holds('a statement covers its period', 'cover.from', cover.from === span.from && cover.to === span.to, `${cover.from} ${cover.to}`);
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

/** What a format added is all there, or in an older one not there at all: a statement cannot leave a section out. */
function checkFormat(check: SnapshotCheck, sections: SnapshotSections, format: SnapshotFormat): void {
  const { fees, commonIncome, maintenance, firmDues, payouts, returned, reconciliation } = sections;
  const members: readonly unknown[] = [
    fees.month.bills,
    fees.yearToDate.bills,
    ...commonIncome.lines.flatMap((line) => [line.found, line.cost, line.net]),
    commonIncome.found,
    commonIncome.result,
    commonIncome.uses,
    maintenance,
    returned,
    reconciliation.open,
    ...payouts.flatMap((payout) => [payout.attempt, payout.returnedOn]),
  ];
  const present = members.filter((member) => member !== undefined).length;
  const second = present === (format === 'mingbai.statement/1' ? 0 : members.length);
  const third = (firmDues !== undefined) === (format === 'mingbai.statement/3');
  check.holds('a statement has every part of its format', 'format', second && third, `${present} of ${members.length}, ${firmDues ? 'with' : 'without'} dues`);
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

function checkHistory(check: SnapshotCheck, { period, sections: { money } }: StatementSnapshot): void {
  const { history, total } = money;
  const { first, last: end } = spanOf(period);
  const last = history.at(-1);
  check.holds('the history ends with the period', 'money.history', history.length <= 13 && last?.period === end, String(last?.period));
  const own = history.filter((month) => month.period >= first);
  for (const member of ['received', 'paid'] as const)
    check.equal(
      'the history repeats receipts and payments',
      `money.total.${member}`,
      total[member].month,
      check.sum(
        `money.history.${member}`,
        own.map((month) => month[member]),
      ),
    );
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
