/** Bills of payment channels as their portals write them. */
const WECHAT_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const WECHAT_TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

export interface ChannelSketch {
  readonly at: string;
  readonly orderNo: string;
  /** Yuan with two decimals; what was paid or given back. */
  readonly gross: string;
  readonly fee: string;
  readonly refund?: boolean;
  readonly goods?: string;
  readonly payer?: string;
}

const sum = (amounts: readonly string[]): string => {
  const fen = amounts.reduce((total, amount) => total + BigInt(amount.replace('.', '')), 0n);
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const minus = (amount: string): string => (/^0*\.?0*$/.test(amount) ? amount : amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

export function writeWechatBill(lines: readonly ChannelSketch[], totals: Partial<Record<'count' | 'gross' | 'refund' | 'fee', string>> = {}): string {
  const row = (cells: readonly string[]): string => cells.map((cell) => `\`${cell}`).join(',');
  const body = lines.map(({ at, orderNo, gross, fee, refund = false, goods = '物业费' }) => {
    const paid = ['wx8d0000000000001', '1900000001', '0', '', refund ? `4200-of-${orderNo}` : orderNo, `M${orderNo}`, 'oUpF8uMuAJO', 'NATIVE'];
    const state = [refund ? 'REFUND' : 'SUCCESS', 'OTHERS', 'CNY', refund ? '0.00' : gross, '0.00', refund ? orderNo : '0', '0', refund ? gross : '0.00'];
    return row([
      at,
      ...paid,
      ...state,
      '0.00',
      refund ? 'ORIGINAL' : '',
      refund ? 'SUCCESS' : '',
      goods,
      '',
      `${refund ? minus(fee) : fee}000`,
      '0.60%',
      gross,
      '0.00',
      '',
    ]);
  });
  const of = (refund: boolean): string[] => lines.filter((line) => (line.refund ?? false) === refund).map(({ gross }) => gross);
  const fees = sum(lines.map(({ fee, refund }) => (refund ? minus(fee) : fee)));
  const stated = { count: String(lines.length), gross: sum(of(false)), refund: sum(of(true)), fee: `${fees}000`, ...totals };
  return `\uFEFF${[WECHAT_HEADER, ...body, WECHAT_TOTALS, row([stated.count, stated.gross, stated.refund, '0.00', stated.fee, stated.gross, stated.refund])].join('\r\n')}\r\n`;
}

export function writeAlipayTrades(lines: readonly ChannelSketch[], totals: { payments?: string; refunds?: string } = {}): string {
  const body = lines.map(({ at, orderNo, gross, fee, refund = false, goods = '物业费', payer = '王小明(135****0001)' }) =>
    [
      `${orderNo}\t`,
      `M${orderNo}\t`,
      refund ? '退款' : '交易',
      `${goods}\t`,
      at,
      at,
      '\t',
      '\t',
      '\t',
      '\t',
      `${payer}\t`,
      refund ? minus(gross) : gross,
      refund ? minus(gross) : gross,
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '\t',
      '0.00',
      '0.00',
      `${refund ? 'R1' : ''}\t`,
      refund ? fee : minus(fee),
      '0.00',
      '\t',
    ].join(','),
  );
  const of = (refund: boolean): string[] => lines.filter((line) => (line.refund ?? false) === refund).map(({ gross }) => gross);
  return [
    '#支付宝业务明细查询',
    '#账号：[20881234567890120156]',
    '#起始日期：[2024年01月01日 00:00:00]   终止日期：[2024年01月31日 00:00:00]',
    '#-----------------------------------------业务明细列表----------------------------------------',
    '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注',
    ...body,
    '#-----------------------------------------业务明细列表结束------------------------------------',
    totals.payments ?? `#交易合计：${of(false).length}笔，商家实收共${sum(of(false))}元，商家优惠共0.00元`,
    totals.refunds ?? `#退款合计：${of(true).length}笔，商家实收退款共${minus(sum(of(true)))}元，商家优惠退款共0.00元`,
    '#导出时间：[2024年02月01日 09:00:00]',
    '',
  ].join('\r\n');
}

/** Each movement of Alipay's account: kind, business number, amount with its sign. */
export function writeAlipayMoney(rows: readonly { at: string; kind: string; businessNo: string; amount: string; payer?: string }[]): string {
  const [income, expense] = [rows.filter(({ amount }) => !amount.startsWith('-')), rows.filter(({ amount }) => amount.startsWith('-'))];
  const total = (list: typeof rows): string => sum(list.map(({ amount }) => amount));
  return [
    '#支付宝账务明细查询',
    '#账号：[20881234567890120156]',
    '#起始日期：[2024年01月01日 00:00:00]   终止日期：[2024年01月31日 00:00:00]',
    '#-----------------------------------------账务明细列表----------------------------------------',
    '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注',
    ...rows.map(({ at, kind, businessNo, amount, payer = '王小明 (135****0001)' }, index) =>
      [
        `E${index}\t`,
        `${businessNo}\t`,
        `M${businessNo}\t`,
        '物业费\t',
        at,
        `${payer}\t`,
        ...(amount.startsWith('-') ? ['0.00', amount] : [amount, '0.00']),
        '0.00',
        '支付宝',
        kind,
        '\t',
      ].join(','),
    ),
    '#-----------------------------------------账务明细列表结束------------------------------------',
    `#支出合计：${expense.length}笔，共${total(expense)}元`,
    `#收入合计：${income.length}笔，共${total(income)}元`,
    '#导出时间：[2024年02月01日 09:00:00]',
  ].join('\r\n');
}

export function writePosBill(lines: readonly ChannelSketch[]): string {
  const signed = ({ gross, fee, refund = false }: ChannelSketch): [string, string] => (refund ? [minus(gross), minus(fee)] : [gross, fee]);
  const net = (line: ChannelSketch): string => sum([signed(line)[0], minus(signed(line)[1])]);
  return [
    '清算日期,终端号,交易日期,交易时间,交易类型,卡号,检索参考号,交易金额,手续费,清算金额,备注',
    ...lines.map((line) =>
      [
        '20240106',
        'T0001',
        line.at.slice(0, 10),
        '10:00:00',
        line.refund ? '退货' : '消费',
        '6222****0001',
        line.orderNo,
        ...signed(line),
        net(line),
        line.goods ?? '',
      ].join(','),
    ),
    `合计,,,,,,,${sum(lines.map((line) => signed(line)[0]))},${sum(lines.map((line) => signed(line)[1]))},${sum(lines.map(net))},`,
  ].join('\n');
}
