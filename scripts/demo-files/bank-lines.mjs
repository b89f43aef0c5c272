import { BankOwnLines } from './bank-own-lines.mjs';
import { settlementLine, throughChannel } from './channel-bills.mjs';
import { fen, yuan } from './fen.mjs';
import { leasePayments } from './lease-payments.mjs';
import { addMonths, daysIn, firstMonths, formatOf } from './months.mjs';
import { bill, feePayers, paymentsByHabit, paymentsByTable } from './owners.mjs';
import { payoutLines } from './payout-lines.mjs';
import { pick, seededRandom } from './random.mjs';
import { serviceMoney } from './service-money.mjs';

/** Share of the payments of one bill that name no unit: payer and amount alone then say whose they are. */
const WITHOUT_REFERENCE = 0.068;
/** Since this month the bills carry a reference with check digits. */
const PRINTED_SINCE = '2025-07';

/**
 * What the firm is paid for (`service`), and the bank lines of every month: { month, format, lines: [{ date, time, amount, party, account, remark, reference }] }, amounts
 * in fen, negative for money that leaves; `channel` is what came through a payment channel: { file, paid }, or null.
 */
export function bankMonths({ units, leases, contract, scenario, errands, assessments }) {
  const payers = feePayers(units, contract.terms.rates);
  for (const { reference, on, bank } of scenario.acts.filter(isFoundFee))
    payers.find(({ code }) => code === reference).waits = (month) => on.startsWith(month) || bank.on.startsWith(month);
  for (const { unit, takenOn } of scenario.acts.filter(({ act }) => act === 'taking'))
    payers.find(({ code }) => code === unit).waits = (month) => takenOn.startsWith(month);
  const rows = scenario.months.map(({ month, interestOn }) => ({
    month,
    interestOn,
    random: seededRandom(month),
    channel: scenario.channels.find(({ settledOn }) => settledOn.startsWith(month)),
    acts: [...scenario.acts, ...errands.returns].filter(({ bank }) => bank?.on.startsWith(month)),
  }));
  const fees = rows.map((row) => {
    giveBack(row.month, payers, errands.refunds);
    letOff(row.month, payers, errands.waivers);
    return feesOf(row, payers, scenario.acts);
  });
  const service = serviceMoney(new Map(rows.map(({ month }, index) => [month, fees[index].collected])), assessments, contract.terms);
  const payouts = payoutLines({ scenario, errands, service, firm: contract.payeeAccount });
  const bank = new BankOwnLines();
  const months = rows.map(({ month, interestOn, random, acts, channel }, index) => {
    const leaseLines = leasePayments(month, leases);
    const paid = payouts.filter(({ date }) => date.startsWith(month));
    const others = [...fees[index].lines, ...leaseLines, ...paid, ...acts.map(actLine)];
    const { paid: throughIt } = fees[index];
    return {
      month,
      format: formatOf(month),
      channel: throughIt && { file: channel.file, paid: throughIt },
      lines: inBankOrder([...others, ...bank.linesOf(others, interestOn)], random),
    };
  });
  return { months, service };
}

/** Money that nobody could place until it was found to be for a unit. */
const isFoundFee = ({ act, target }) => act === 'place' && target === 'UNIT';

/** What owners had paid ahead and were given back in the month before is ahead no more. */
function giveBack(month, payers, refunds) {
  for (const { unit, bank } of refunds.filter(({ askedOn }) => addMonths(askedOn.slice(0, 7), 1) === month)) {
    const payer = payers.find(({ code }) => code === unit);
    const ahead = yuan(payer.ahead.length * payer.bill);
    if (ahead !== bank.amount || payer.account !== bank.account) throw new Error(`${unit} has paid ${ahead} ahead from ${payer.account}`);
    payer.ahead = [];
  }
}

/** Bills that were waived in a month are open no more. */
function letOff(month, payers, waivers) {
  for (const { unit, period } of waivers.filter(({ decidedOn }) => decidedOn.startsWith(month))) {
    const payer = payers.find(({ code }) => code === unit);
    if (!payer.open.includes(period)) throw new Error(`${unit} does not owe ${period}`);
    payer.open = payer.open.filter((owed) => owed !== period);
  }
}

/** Money that the firm took outside the account settles bills of the day; it counts as collected when the firm has made it good. @returns that, in fen */
function takenByFirm(month, payers, acts) {
  for (const { unit, amount } of acts.filter(({ act, takenOn }) => act === 'taking' && takenOn.startsWith(month))) {
    const payer = payers.find(({ code }) => code === unit);
    const count = fen(amount) / payer.bill;
    if (!Number.isInteger(count) || payer.open.length < count) throw new Error(`${amount} is not what ${unit} owes: ${payer.open.join(' ')} of ${payer.bill}`);
    payer.open.splice(0, count);
  }
  const setOff = acts.filter(({ act, on }) => act === 'offset' && on.startsWith(month)).map(({ amount }) => amount);
  const handedOver = acts.filter(({ act, bank }) => act === 'handed-over' && bank.on.startsWith(month)).map(({ bank }) => bank.amount);
  return [...setOff, ...handedOver].reduce((sum, amount) => sum + fen(amount), 0);
}

/** The lines of the owners, and what settled bills in the month. */
function feesOf({ month, random, channel }, payers, acts) {
  let collected = bill(month, payers) + takenByFirm(month, payers, acts);
  for (const { reference, bank } of acts.filter((act) => isFoundFee(act) && act.on.startsWith(month))) {
    const payer = payers.find(({ code }) => code === reference);
    const count = fen(bank.amount) / payer.bill;
    if (!Number.isInteger(count) || payer.open.length < count)
      throw new Error(`${bank.amount} is not what ${reference} owes: ${payer.open.join(' ')} of ${payer.bill}`);
    payer.open.splice(0, count);
    collected += fen(bank.amount);
  }
  const table = firstMonths[month];
  const payments = [];
  for (const payment of table ? paymentsByTable(table, payers, random) : paymentsByHabit(month, payers, random)) {
    collected += payment.payer.bill * payment.months.filter((paid) => paid <= month).length;
    payments.push({ ...payment, line: feeLine(month, payment, random) });
  }
  const paid = throughChannel(channel, payments, (payer) => referenceOf(payer, month));
  const elsewhere = new Set((paid ?? []).map(({ payment }) => payment));
  const lines = payments.filter((payment) => !elsewhere.has(payment)).map(({ line }) => line);
  return { collected, paid, lines: paid ? [...lines, settlementLine(channel, paid)] : lines };
}

function feeLine(month, { payer, months }, random) {
  const traceable = payer.nameIsUnique && months.length === 1 && payer.open.length === 0;
  const remark = traceable && random() < WITHOUT_REFERENCE ? pick(random, ['物业费', '转账', '']) : feeRemark(referenceOf(payer, month), months, random);
  const day = 2 + Math.floor((daysIn(month) - 1) * Math.min(random(), 1.5 * random()));
  return { date: dateIn(month, day), amount: payer.bill * months.length, party: payer.owner, account: payer.account, remark };
}

/** What an owner writes so that the money finds the unit: the code of the flat, and later every second the reference of the bill. */
function referenceOf({ code, way, paymentReference }, month) {
  return month >= PRINTED_SINCE && way >= 0.5 ? paymentReference : `WY${code}`;
}

function feeRemark(reference, paid, random) {
  const [first, last] = [paid[0], paid.at(-1)].map((month) => `${Number(month.slice(5))}月`);
  const months = paid.length === 1 ? first : `${first.slice(0, -1)}-${last}`;
  return random() < 0.85 ? `${reference} ${months}物业费` : pick(random, [reference, `${months}物业费 ${reference}`]);
}

/** What an act of the story brought to the account or took from it. */
function actLine({ bank }) {
  return { date: bank.on, amount: fen(bank.amount), party: bank.party, account: bank.account, remark: bank.remark };
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
