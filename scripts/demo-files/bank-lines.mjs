import { fen, monthlyBill, yuan } from './fen.mjs';
import { pick, seededRandom } from './random.mjs';

/** Share of the payments of one bill that name no unit: payer and amount alone then say whose they are. */
const WITHOUT_REFERENCE = 0.068;
/** How far a payer's habit decides who pays first in a month; the rest is that month's chance. */
const HABIT = 0.85;

/**
 * The bank lines of every month: { month, format, lines: [{ date, time, amount, party, account, remark, reference }] }, amounts
 * in fen, negative for money that leaves. Owners pay whole bills, the oldest first, none before it exists.
 */
export function bankMonths(months, { units, leases, contract }) {
  const payers = feePayers(units, contract.terms.rates);
  return months.map((row) => {
    const random = seededRandom(row.month);
    for (const payer of payers) payer.open.push(row.month);
    const lines = [...feeLines(row, payers, random), ...leaseLines(row, leases), ...payoutLines(row, contract.payeeAccount)];
    return { month: row.month, format: row.format, lines: inBankOrder(lines, random) };
  });
}

function feePayers(units, rates) {
  const habit = seededRandom('habit');
  const owners = units.map((unit) => unit.owner);
  return units.map((unit) => ({
    ...unit,
    bill: monthlyBill(unit.area, rates.find((rate) => rate.unitKind === unit.kind).yuanPerSquareMetre),
    account: `9901${unit.code.replace('S-', '99').replace('-', '').padStart(12, '0')}`,
    nameIsUnique: owners.indexOf(unit.owner) === owners.lastIndexOf(unit.owner),
    habit: habit(),
    open: [],
  }));
}

/** Exactly `row.bills` bills are paid: the payers come in order of habit and chance, each pays what is open until the count is reached. */
function feeLines(row, payers, random) {
  const lines = Object.entries(row.bills).flatMap(([bill, count]) => {
    let left = count;
    return payers
      .filter((payer) => payer.bill === fen(bill))
      .map((payer) => ({ payer, turn: HABIT * payer.habit + (1 - HABIT) * random() }))
      .toSorted((one, other) => one.turn - other.turn)
      .flatMap(({ payer }) => {
        const paid = payer.open.splice(0, left);
        left -= paid.length;
        return paid.length === 0 ? [] : [feeLine(row.month, payer, paid, random)];
      });
  });
  const total = yuan(lines.reduce((sum, line) => sum + line.amount, 0));
  if (total !== row.fees) throw new Error(`fees of ${row.month} come to ${total}, the table says ${row.fees}`);
  return lines;
}

function feeLine(month, payer, paid, random) {
  const traceable = payer.nameIsUnique && paid.length === 1 && payer.open.length === 0;
  const remark = traceable && random() < WITHOUT_REFERENCE ? pick(random, ['物业费', '转账', '']) : feeRemark(payer.code, paid, random);
  const day = 2 + Math.floor((daysIn(month) - 1) * Math.min(random(), 1.5 * random()));
  return { date: dateIn(month, day), amount: payer.bill * paid.length, party: payer.owner, account: payer.account, remark };
}

function feeRemark(code, paid, random) {
  const [first, last] = [paid[0], paid.at(-1)].map((month) => `${Number(month.slice(5))}月`);
  const months = paid.length === 1 ? first : `${first.slice(0, -1)}-${last}`;
  return random() < 0.85 ? `WY${code} ${months}物业费` : pick(random, [`WY${code}`, `${months}物业费 WY${code}`]);
}

function leaseLines(row, leases) {
  return row.leases.map(([day, code, purpose]) => {
    const position = leases.findIndex((lease) => lease.code === code);
    const { amount, counterparty } = leases[position];
    return { date: `${row.month}-${day}`, amount: fen(amount), party: counterparty, account: `990200000000000${position + 1}`, remark: `${code} ${purpose}` };
  });
}

function payoutLines(row, payee) {
  return row.payouts.map(([day, number, amount, purpose]) => {
    return { date: `${row.month}-${day}`, amount: -fen(amount), party: payee.accountName, account: payee.accountNo, remark: `${number} ${purpose}` };
  });
}

/** By time of booking, each with the bank's own number. */
function inBankOrder(lines, random) {
  return lines
    .map((line) => ({ ...line, time: timeOfDay(random) }))
    .toSorted((one, other) => `${one.date}${one.time}`.localeCompare(`${other.date}${other.time}`))
    .map((line, position) => ({ ...line, reference: `${line.date.replaceAll('-', '')}${String(position + 1).padStart(6, '0')}` }));
}

function timeOfDay(random) {
  return [8 + random() * 14, random() * 60, random() * 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}

const dateIn = (month, day) => `${month}-${String(day).padStart(2, '0')}`;

export const daysIn = (month) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
