import type { Money } from '../../../kernel/index.js';
import type { SnapshotCheck } from './snapshot-check.js';
import { lineOf, type FirmDuesSection, type SnapshotSections } from './snapshot.js';

/** What the firm owes at the end follows from what it owed before, what became due, and what it paid, what was set off and what was given up; each is said elsewhere too. */
export function checkFirmDues(check: SnapshotCheck, { firmDues, fees, money, balance }: SnapshotSections): void {
  if (firmDues === undefined) return;
  const service = money.funds.find((flow) => flow.fund === 'SVC');
  for (const column of ['month', 'previous', 'yearToDate'] as const) {
    if (firmDues.opening[column] === null) continue;
    const of = (member: Exclude<keyof FirmDuesSection, 'givenUp'>): Money => check.amount(`firmDues.${member}.${column}`, firmDues[member][column]);
    const owed = of('opening').plus(of('due')).minus(of('paid')).minus(of('setOff')).minus(of('writtenOff'));
    check.equal('opening + due − paid − set off − written off = owed', `firmDues.closing.${column}`, firmDues.closing[column], owed);
    const received = check.amount('money', lineOf(service?.receipts ?? [], 'FROM_FIRM', column));
    check.equal('what the firm paid is what the bank received', `firmDues.paid.${column}`, firmDues.paid[column], received);
    if (column === 'previous') continue;
    const collected = check.amount('fees.bridge', fees.bridge[column].clearedByFirm);
    const cleared = of('paid').plus(of('setOff'));
    check.holds('what was given up is not collected', `fees.bridge.${column}.clearedByFirm`, !cleared.lessThan(collected), collected.toString());
  }
  const given = check.sum(
    'firmDues.givenUp',
    firmDues.givenUp.map((due) => due.amount),
  );
  check.equal('what was written off is listed', 'firmDues.writtenOff.month', firmDues.writtenOff.month, given);
  const booked = check.sum(
    'balance',
    (balance.funds.find((fund) => fund.fund === 'SVC')?.assets ?? []).filter((line) => line.account === '1104').map((line) => line.amount),
  );
  check.equal('what the firm owes is the account 1104', 'firmDues.closing.month', firmDues.closing.month, booked);
}
