import { fen, monthlyBill, yuan } from './fen.mjs';
import { addMonths, quarterOf } from './months.mjs';
import { seededRandom } from './random.mjs';

/** How far a payer's habit decides who pays first in one of the first months; the rest is that month's chance. */
const HABIT = 0.85;
/** Those with a habit above pay when they think of it, and those far above hardly ever. */
const SELDOM = 0.83;
const HARDLY_EVER = 0.9;

/** How willing owners are in a quarter: it makes the share of the bills that is collected drift between 85 and 95 %. */
const MOODS = {
  '2024-Q2': 1,
  '2024-Q3': 0.8,
  '2024-Q4': 0.9,
  '2025-Q1': 0.85,
  '2025-Q2': 0.95,
  '2025-Q3': 1,
  '2025-Q4': 1,
  '2026-Q1': 1.05,
  '2026-Q2': 1.1,
  '2026-Q3': 1.1,
  '2026-Q4': 1,
};

/** Every unit as a payer: its bill in fen, and `open`, the months it owes, and `ahead`, those it has paid before they came. */
export function feePayers(units, rates) {
  const habit = seededRandom('habit');
  const ways = seededRandom('ways');
  const owners = units.map((unit) => unit.owner);
  const buildings = new Set(units.map((unit) => unit.building)).size;
  return units.map((unit, position) => ({
    ...unit,
    paymentReference: paymentReference(buildings + position + 1),
    bill: monthlyBill(unit.area, rates.find((rate) => rate.unitKind === unit.kind).yuanPerSquareMetre),
    account: `9901${unit.code.replace('S-', '99').replace('-', '').padStart(12, '0')}`,
    nameIsUnique: owners.indexOf(unit.owner) === owners.lastIndexOf(unit.owner),
    habit: habit(),
    way: ways(),
    open: [],
    ahead: [],
  }));
}

/** As the bills print it since the committee is there: the number that a unit has in the books (buildings are counted before units), and two check digits (ISO 7064 MOD 97-10). */
function paymentReference(number) {
  const body = String(number).padStart(8, '0');
  return `WY${body}${String(98 - ((number * 100) % 97)).padStart(2, '0')}`;
}

/** A month's bills: what was paid ahead is settled by that. @returns the fen so settled */
export function bill(month, payers) {
  let applied = 0;
  for (const payer of payers) {
    if (payer.ahead[0] === month) {
      payer.ahead.shift();
      applied += payer.bill;
    } else payer.open.push(month);
  }
  return applied;
}

/** Exactly `row.bills` bills are paid: the payers come in order of habit and chance, each pays what is open until the count is reached. */
export function* paymentsByTable(row, payers, random) {
  let total = 0;
  for (const [amount, count] of Object.entries(row.bills)) {
    const turns = payers.filter((payer) => payer.bill === fen(amount)).map((payer) => ({ payer, turn: HABIT * payer.habit + (1 - HABIT) * random() }));
    let left = count;
    for (const { payer } of turns.toSorted((one, other) => one.turn - other.turn)) {
      const months = payer.open.splice(0, left);
      left -= months.length;
      total += payer.bill * months.length;
      if (months.length > 0) yield { payer, months };
    }
  }
  if (yuan(total) !== row.fees) throw new Error(`fees come to ${yuan(total)}, the table says ${row.fees}`);
}

/** Who pays in a later month, and which months: some a year or a quarter ahead, some once a quarter, most each month, some when they think of it. */
export function paymentsByHabit(month, payers, random) {
  return payers.flatMap((payer) => {
    const chance = random();
    if (payer.waits?.(month)) return [];
    const months = paidNow(month, payer, { chance, mood: MOODS[quarterOf(month)] });
    if (months.length === 0) return [];
    payer.open = payer.open.filter((owed) => !months.includes(owed));
    payer.ahead.push(...months.filter((paid) => paid > month));
    return [{ payer, months }];
  });
}

function paidNow(month, payer, { chance, mood }) {
  const { habit, way, open } = payer;
  const through = (last) => [...open, ...monthsAfter(payer.ahead.at(-1) ?? month, last)];
  const [year, place] = [month.slice(0, 4), Number(month.slice(5))];
  if (habit >= HARDLY_EVER) return chance < 0.045 * mood ? open.slice(0, Math.ceil(open.length / 2)) : [];
  if (habit >= SELDOM) return chance < 0.22 * mood ? open : [];
  if (way < 0.1) return payer.ahead.length === 0 && chance < 0.4 ? through(`${year}-12`) : [];
  if (way < 0.3) return payer.ahead.length === 0 && chance < 0.9 ? through(addMonths(month, 2 - ((place - 1) % 3))) : [];
  if (way < 0.45) return place % 3 === 0 || open.length > 3 ? open : [];
  return chance < 0.9 + 0.06 * mood ? open : [];
}

/** The months after one through another. */
function monthsAfter(first, last) {
  const months = [];
  for (let month = addMonths(first, 1); month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}
