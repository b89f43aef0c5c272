import { fen } from './fen.mjs';

const QUARTERS = ['一季度', '二季度', '三季度', '四季度'];

/** The bank's lines of the payouts: numbered in the order in which they are asked for, as the product does. */
export function payoutLines({ scenario, errands, service, firm }) {
  const { base, released } = service;
  const asked = [
    ...scenario.months.map(({ month, basePayout }) => ({
      ...basePayout,
      amount: base.get(month) - fen(basePayout.less ?? '0.00'),
      purpose: `${Number(month.slice(5))}月基础服务费`,
    })),
    ...scenario.quarters
      .filter(({ payout }) => payout !== null)
      .map(({ quarter, payout }) => {
        return { ...payout, amount: released.get(quarter), purpose: `${quarter.slice(0, 4)}年${QUARTERS[Number(quarter.at(-1)) - 1]}绩效服务费` };
      }),
  ].map((payout) => ({ ...payout, time: '14:00', party: firm.accountName, account: firm.accountNo }));
  const numbered = inOrder([...asked, ...errandPayouts(errands)]);
  return numbered.filter(({ paidOn }) => paidOn !== null).flatMap(linesOf);
}

/** The payment; where it came back also that, and the second payment, under the same number. */
function linesOf({ paidOn, amount, party, account, number, purpose, cameBack }) {
  const line = { party, account };
  return [
    { ...line, date: paidOn, amount: -amount, remark: `${number} ${purpose}` },
    ...(cameBack
      ? [
          { ...line, date: cameBack.on, amount, remark: `${number} ${cameBack.remark}` },
          { ...line, date: cameBack.again.paidOn, amount: -amount, remark: `${number} ${purpose}` },
        ]
      : []),
  ];
}

/** What is paid for a document, and what goes back to whom it came from. */
function errandPayouts({ payees, claims, returns, refunds }) {
  const payeeOf = (key) => payees.find((payee) => payee.key === key);
  const own = [
    ...claims.map(({ payout, amount, payee, description }) => ({
      ...payout,
      amount,
      party: payeeOf(payee).accountName,
      account: payeeOf(payee).accountNo,
      purpose: description,
    })),
    ...[...returns, ...refunds].map(({ payout, bank }) => ({ ...payout, amount: bank.amount, party: bank.party, account: bank.account, purpose: '退款' })),
  ];
  return own.map((payout) => ({ ...payout, amount: fen(payout.amount), time: '14:30' }));
}

function inOrder(asked) {
  const counts = {};
  return asked
    .toSorted((one, other) => `${one.submitOn}${one.time}`.localeCompare(`${other.submitOn}${other.time}`))
    .map((payout) => {
      const year = payout.submitOn.slice(0, 4);
      counts[year] = (counts[year] ?? 0) + 1;
      return { ...payout, number: `BF${year}-${String(counts[year]).padStart(4, '0')}` };
    });
}
