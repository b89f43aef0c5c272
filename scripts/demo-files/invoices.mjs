import { fen, yuan } from './fen.mjs';

/** The first digits of a fully electronic invoice: year, province, kind. The rest is invented. */
const numberOf = (on, position) => `${on.slice(2, 4)}332000000${String(7_310_000 + position * 1_017).padStart(9, '0')}`;

/**
 * The firm's invoice for each part that it asks for: { claim, invoiceNo, paper, amount, on }, the months first. `claim` is the month of a base part or the quarter of a
 * performance part.
 */
export function firmInvoices({ scenario, service }) {
  const asked = [
    ...scenario.months.map(({ month, basePayout }) => ({
      claim: month,
      on: basePayout.submitOn,
      amount: service.base.get(month) - fen(basePayout.less ?? '0.00'),
    })),
    ...scenario.quarters
      .filter(({ payout }) => payout !== null)
      .map(({ quarter, payout }) => ({ claim: quarter, on: payout.submitOn, amount: service.released.get(quarter) })),
  ];
  return asked.map(({ claim, on, amount }, position) => ({
    claim,
    invoiceNo: numberOf(on, position),
    paper: `FP-JW-${claim}.pdf`,
    amount: yuan(amount),
    on,
  }));
}
