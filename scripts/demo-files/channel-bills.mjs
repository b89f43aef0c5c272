import { yuan } from './fen.mjs';

/** What WeChat Pay keeps of each payment, rounded half up. */
const FEE_PER_10_000 = 60;
const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

/**
 * Takes those who pay through the channel out of a month's payments: the one whom a person will have to place, and others who pay one bill
 * whole. Each names its unit in what was bought, but that one. @returns the payments with their day, `null` where the month has no channel
 */
export function throughChannel(channel, payments, referenceOf) {
  if (channel === undefined) return null;
  const wholeBill = payments.filter(({ payer, months }) => months.length === 1 && payer.open.length === 0);
  const byHand = wholeBill.find(({ payer }) => payer.code === channel.byHand);
  if (byHand === undefined) throw new Error(`${channel.byHand} does not pay one bill in the month of ${channel.file}`);
  const others = wholeBill.filter(({ payer }) => payer.code !== channel.byHand && payer.kind === 'FLAT').slice(0, channel.payments - 1);
  const days = daysOf(channel);
  return [byHand, ...others].map((payment, position) => {
    const { payer } = payment;
    const fee = Math.floor((payer.bill * FEE_PER_10_000 + 5000) / 10_000);
    const goods = payment === byHand ? '物业费' : `物业费 ${referenceOf(payer)}`;
    return {
      payment,
      date: days[position % days.length],
      time: `${String(9 + position).padStart(2, '0')}:${String((7 * position) % 60).padStart(2, '0')}:30`,
      amount: payer.bill,
      fee,
      goods,
    };
  });
}

/** The bank's line of the settlement. */
export function settlementLine({ settledOn }, paid) {
  const amount = paid.reduce((sum, payment) => sum + payment.amount - payment.fee, 0);
  return { date: settledOn, amount, party: '财付通支付科技有限公司', account: '9905000000000001', remark: '微信支付商户结算款' };
}

/** The trade bill as the merchant platform gives it. */
export function wechatBill(paid) {
  const row = (cells) => cells.map((cell) => `\`${cell}`).join(',');
  const lines = paid
    .toSorted((one, other) => `${one.date}${one.time}`.localeCompare(`${other.date}${other.time}`))
    .map(({ date, time, amount, fee, goods }, position) => {
      const number = `${date.replaceAll('-', '')}${String(position + 1).padStart(6, '0')}`;
      const ids = ['wx8d0000000000001', '1900000001', '0', '', `42000${number}`, `RYXC${number}`, 'oUpF8uMuAJO', 'NATIVE', 'SUCCESS', 'OTHERS', 'CNY'];
      const refund = ['0.00', '0', '0', '0.00', '0.00', '', ''];
      return row([`${date} ${time}`, ...ids, yuan(amount), ...refund, goods, '', `${yuan(fee)}000`, '0.60%', yuan(amount), '0.00', '']);
    });
  const sum = (pick) => yuan(paid.reduce((total, payment) => total + pick(payment), 0));
  const gross = sum(({ amount }) => amount);
  const totals = row([String(paid.length), gross, '0.00', '0.00', `${sum(({ fee }) => fee)}000`, gross, '0.00']);
  return Buffer.from(`\uFEFF${[HEADER, ...lines, TOTALS, totals].join('\r\n')}\r\n`, 'utf8');
}

function daysOf({ from, to }) {
  const days = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += 86_400_000) days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}
