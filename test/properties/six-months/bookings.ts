import { addDays, businessDate, lastDay } from '../../../src/kernel/index.js';
import type { Booking } from './bank-oracle.js';
import { accountNoOf, FIRM_NAME, type BookOracle } from './book-oracle.js';
import { periodAt } from './figures.js';
import type { PayerOracle } from './payer-oracle.js';
import type { BookPlan, DebitPlan, PaymentPlan } from './plan.js';

type Sketch = Omit<Booking, 'reference'>;

/** What the bank books from one day through another, as the plan wants it and the book stands when the file is made; by day. */
export function bookingsOf(plan: BookPlan, oracle: BookOracle, days: { from: string; to: string }): Booking[] {
  const payments = plan.months.flatMap((month, index) => month.payments.map((payment) => ({ payment, month: index, on: dayOf(payment, index) })));
  const due = payments.filter(({ on }) => on >= days.from && on <= days.to).map(({ payment, month, on }) => paymentOf(payment, oracle, { month, on }));
  const inOrder = [...due, ...debitsOf(plan.debits, oracle, days.to)].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return inOrder.map((sketch, place) => ({ ...sketch, reference: `R${days.to}-${place}` }));
}

function dayOf({ day }: PaymentPlan, month: number): string {
  const last = lastDay(periodAt(month));
  const wanted = `${periodAt(month)}-${String(day).padStart(2, '0')}`;
  return wanted > last ? last : wanted;
}

function paymentOf(payment: PaymentPlan, oracle: BookOracle, { month, on }: { month: number; on: string }): Sketch {
  const payers = payment.lease && oracle.leases.length > 0 ? oracle.leases : oracle.units;
  const payer = payers[payment.payer % payers.length] as PayerOracle;
  const other = oracle.units[(payment.payer + 1) % oracle.units.length] as PayerOracle;
  const nothing = { units: [], leases: [], payout: null, pays: null };
  const money = {
    on,
    fen: amountOf(payment, { payer, oracle, month }),
    name: payer.name,
    account: '',
    ...nothing,
  };
  const own = payer.kind === 'UNIT' ? { units: [payer.code] } : { leases: [payer.code] };
  switch (payment.remark) {
    case 'CODE':
      return { ...money, ...own };
    case 'NAME':
      return money;
    case 'NO_SUCH_CODE':
      return { ...money, units: ['99-999'] };
    case 'TWO_CODES':
      return { ...money, leases: [], ...own, units: [...new Set([...(payer.kind === 'UNIT' ? [payer.code] : []), other.code])] };
    case 'STRANGER':
      return { ...money, name: '路人甲' };
  }
}

/** At least one fen: the bank books nothing else. */
function amountOf({ how, fen }: PaymentPlan, { payer, oracle, month }: { payer: PayerOracle; oracle: BookOracle; month: number }): number {
  const through = payer.openThrough(periodAt(month));
  const oldest = payer.owed.find(({ open }) => open > 0)?.open ?? oracle.monthlyOf(payer);
  const amounts = {
    EXACT: oldest,
    ALL: through === 0 ? oracle.monthlyOf(payer) : through,
    OVER: through + fen,
    PART: Math.floor((oldest * (1 + (fen % 99))) / 100),
    ODD: fen,
  };
  return Math.max(amounts[how], 1);
}

/** The debits of payouts that the bank was told to pay: some days after it was told, in the month in which they fall. */
function debitsOf(debits: readonly DebitPlan[], oracle: BookOracle, until: string): Sketch[] {
  return oracle.desk.payouts.flatMap((payout, place) => {
    const { days, remark, payee } = debits[place % debits.length] as DebitPlan;
    const isPaid = payout.state !== 'INSTRUCTED' || oracle.bank.lines.some((line) => line.state === 'NEW' && line.pays === payout.number);
    const on = isPaid ? '9999-12-31' : addDays(businessDate(payout.instructedOn), days);
    if (on > until) return [];
    const name = payee === 'OTHER_SPELLING' ? FIRM_NAME.slice(0, -2) : FIRM_NAME;
    const account = payee === 'NO_ACCOUNT' ? '' : accountNoOf(payout.account);
    return [{ on, fen: -payout.fen, name, account, units: [], leases: [], payout: remark === 'NUMBER' ? payout.number : null, pays: payout.number }];
  });
}
