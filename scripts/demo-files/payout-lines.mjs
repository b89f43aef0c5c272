const QUARTERS = ['一季度', '二季度', '三季度', '四季度'];

/**
 * The bank's lines of the payouts to the firm: numbered in the order in which they are asked for, as the product does.
 */
export function payoutLines(scenario, { base, released }, payee) {
  const asked = [
    ...scenario.months.map(({ month, basePayout }) => ({ ...basePayout, amount: base.get(month), purpose: `${Number(month.slice(5))}月基础服务费` })),
    ...scenario.quarters
      .filter(({ payout }) => payout !== null)
      .map(({ quarter, payout }) => {
        return { ...payout, amount: released.get(quarter), purpose: `${quarter.slice(0, 4)}年${QUARTERS[Number(quarter.at(-1)) - 1]}绩效服务费` };
      }),
  ].toSorted((one, other) => one.submitOn.localeCompare(other.submitOn));
  const counts = {};
  const numbered = asked.map((payout) => {
    const year = payout.submitOn.slice(0, 4);
    counts[year] = (counts[year] ?? 0) + 1;
    return { ...payout, number: `BF${year}-${String(counts[year]).padStart(4, '0')}` };
  });
  return numbered
    .filter(({ paidOn }) => paidOn !== null)
    .map(({ paidOn, amount, number, purpose }) => ({
      date: paidOn,
      amount: -amount,
      party: payee.accountName,
      account: payee.accountNo,
      remark: `${number} ${purpose}`,
    }));
}
