import { fen } from './fen.mjs';
import { addMonths, firstMonths } from './months.mjs';
import { seededRandom } from './random.mjs';

const EVERY = { MONTHLY: 1, QUARTERLY: 3, HALF_YEARLY: 6, YEARLY: 12 };
const QUARTERS = ['一季度', '二季度', '三季度', '四季度'];
const quarterName = (month) => QUARTERS[Math.ceil(Number(month.slice(5)) / 3) - 1];
const half = (month) => (month.slice(5) <= '06' ? '上半年' : '下半年');

/** How many days after it is due each tenant pays, and what it writes; ZL02 pays before. */
const TENANTS = {
  ZL01: { days: [1, 5], words: (due) => `${Number(due.slice(5))}月停车场地费` },
  ZL02: { days: [-20, -17], words: (due) => `${quarterName(due)}广告位租金预付` },
  ZL03: { days: [18, 24], words: (due) => `${half(due)}快递柜场地费` },
  ZL04: { days: [2, 5], words: (due) => `${due.slice(0, 4)}年通信机房租金` },
  ZL05: { days: [2, 4], words: (due) => `${quarterName(due)}充电棚租金` },
};

/** What the tenants pay in a month. */
export function leasePayments(month, leases) {
  const fixed = firstMonths[month]?.leases.map(([day, code, purpose]) => ({ date: `${month}-${day}`, code, purpose }));
  const payments = fixed ?? leases.flatMap((lease) => instalments(lease).filter(({ date }) => date.startsWith(month)));
  return payments.map(({ date, code, purpose }) => {
    const position = leases.findIndex((lease) => lease.code === code);
    const { amount, counterparty } = leases[position];
    return { date, amount: fen(amount), party: counterparty, account: `990200000000000${position + 1}`, remark: `${code} ${purpose}` };
  });
}

/** Every payment that a lease brings while it runs. */
function instalments({ code, schedule, firstDueOn, to }) {
  const random = seededRandom(code);
  const { days, words } = TENANTS[code];
  const payments = [];
  for (let month = firstDueOn.slice(0, 7); month <= to.slice(0, 7); month = addMonths(month, EVERY[schedule])) {
    const late = days[0] + Math.floor(random() * (days[1] - days[0] + 1));
    const date = new Date(Date.parse(`${month}${firstDueOn.slice(7)}`) + late * 86_400_000).toISOString().slice(0, 10);
    payments.push({ date, code, purpose: words(month) });
  }
  return payments;
}
