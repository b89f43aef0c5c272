import { Money } from '../../../kernel/index.js';
import type { SnapshotCheck } from './snapshot-check.js';
import { lineOf, type CommonIncomeResult, type CommonIncomeSection, type IncomeUseKind, type MaintenanceSection, type SnapshotSections } from './snapshot.js';

type LineMember = 'accrued' | 'received' | 'found' | 'cost' | 'net' | 'outstanding';

/** Section E: lines that add up, money that its fund received, and what cost, tax and other income leave of it. */
export function checkCommonIncome(check: SnapshotCheck, { commonIncome, money }: SnapshotSections): void {
  const { lines, accrued, received, found, result } = commonIncome;
  const sum = (member: LineMember): Money =>
    check.sum(
      `commonIncome.lines.${member}`,
      lines.map((line) => line[member] ?? '0.00'),
    );
  check.equal('income due adds up', 'commonIncome.accrued.month', accrued.month, sum('accrued'));
  check.equal('income received adds up', 'commonIncome.received.month', received.month, sum('received'));
  sum('outstanding');
  const common = money.funds.find((flow) => flow.fund === 'COM');
  for (const column of ['month', 'yearToDate'] as const) {
    const from = (kind: 'COMMON_INCOME' | 'FROM_OTHER_FUND'): Money => check.amount('money', lineOf(common?.receipts ?? [], kind, column));
    check.equal('common income is what its fund received', `commonIncome.received.${column}`, received[column], from('COMMON_INCOME'));
    if (found === undefined) continue;
    const moved = check.amount(`commonIncome.found.${column}`, found[column]);
    check.holds('what was found came from money in suspense', `commonIncome.found.${column}`, !from('FROM_OTHER_FUND').lessThan(moved), found[column]);
  }
  if (found !== undefined) check.equal('income found adds up', 'commonIncome.found.month', found.month, sum('found'));
  if (result === undefined) return;
  checkResult(check, accrued, result);
  const cost = sum('cost').plus(check.amount('commonIncome.result.generalCost', result.generalCost));
  check.equal('costs of assets and the rest are the cost', 'commonIncome.result.cost.month', result.cost.month, cost);
  for (const [position, line] of lines.entries()) {
    const [due, ofLine] = [check.amount('accrued', line.accrued), check.amount('cost', line.cost ?? null)];
    check.equal('net of an asset = accrued − cost', `commonIncome.lines[${position}].net`, line.net ?? null, due.minus(ofLine));
  }
  checkUses(check, commonIncome, result);
}

function checkResult(check: SnapshotCheck, accrued: CommonIncomeSection['accrued'], result: CommonIncomeResult): void {
  for (const column of ['month', 'previous', 'yearToDate'] as const) {
    if (accrued[column] === null) continue;
    const of = (member: 'other' | 'cost' | 'tax' | 'writtenOff'): Money => check.amount(`commonIncome.result.${member}.${column}`, result[member][column]);
    const income = check.amount(`commonIncome.accrued.${column}`, accrued[column]).plus(of('other'));
    const net = income.minus(Money.sum([of('cost'), of('tax'), of('writtenOff')]));
    check.equal('income − cost − tax − written off = net', `commonIncome.result.net.${column}`, result.net[column], net);
  }
}

/** What was approved of a kind is what the books took as its cost, its tax, and as due to the maintenance fund. */
function checkUses(check: SnapshotCheck, { uses = [] }: CommonIncomeSection, result: CommonIncomeResult): void {
  check.equal('costs are those approved', 'commonIncome.result.cost.month', result.cost.month, approved(check, uses, 'COST'));
  check.equal('taxes are those approved', 'commonIncome.result.tax.month', result.tax.month, approved(check, uses, 'TAX'));
  for (const [position, use] of uses.entries())
    check.holds(
      'spending and transfers rest on a resolution',
      `commonIncome.uses[${position}].resolution`,
      use.resolution !== null || use.kind === 'COST' || use.kind === 'TAX',
      use.number,
    );
}

function approved(check: SnapshotCheck, uses: NonNullable<CommonIncomeSection['uses']>, kind: IncomeUseKind): Money {
  return check.sum(
    'commonIncome.uses',
    uses.filter((use) => use.kind === kind && use.fund === 'COM').map((use) => use.amount),
  );
}

/** Section F: what the maintenance fund is owed at the end follows from what became due and what the bank moved. */
export function checkMaintenance(check: SnapshotCheck, { maintenance, commonIncome, money, balance, returned }: SnapshotSections): void {
  if (maintenance === undefined) return;
  const common = money.funds.find((flow) => flow.fund === 'COM');
  for (const column of ['month', 'previous', 'yearToDate'] as const) {
    if (maintenance.opening[column] === null) continue;
    const of = (member: keyof MaintenanceSection): Money => check.amount(`maintenance.${member}.${column}`, maintenance[member][column]);
    const owed = of('opening').plus(of('due')).minus(of('transferred')).plus(of('returned'));
    check.equal('opening + due − transferred + returned = owed', `maintenance.closing.${column}`, maintenance.closing[column], owed);
    const paid = check.amount('money', lineOf(common?.payments ?? [], 'MAINTENANCE_FUND', column));
    check.equal('what was transferred is what the bank paid', `maintenance.transferred.${column}`, maintenance.transferred[column], paid);
  }
  check.equal('what became due was decided', 'maintenance.due.month', maintenance.due.month, approved(check, commonIncome.uses ?? [], 'MAINTENANCE'));
  check.equal(
    'what came back is listed',
    'maintenance.returned.month',
    maintenance.returned.month,
    check.sum(
      'returned',
      (returned ?? []).filter((line) => line.kind === 'MAINTENANCE_FUND').map((line) => line.amount),
    ),
  );
  const unasked = check.sum(
    'balance',
    (balance.funds.find((fund) => fund.fund === 'COM')?.claims ?? []).filter((claim) => claim.account === '2401').map((claim) => claim.amount),
  );
  const owed = check.amount('maintenance.closing.month', maintenance.closing.month);
  check.holds('the account 2401 is no more than what is owed', 'maintenance.closing.month', !owed.lessThan(unasked), maintenance.closing.month);
}
