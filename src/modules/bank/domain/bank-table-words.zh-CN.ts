import type { MappedColumn, MappingProfile } from './mapping-profile.js';

/**
 * The words by which the tables of Chinese banks are read: headings, labels of the rows above and below the bookings, names of the currency,
 * words for the direction of money. They are the banks', so they are Chinese; everything else in this folder is not.
 */
export const bankTableWords = {
  labels: {
    accountNo: ['账号', '帐号', '账户号', '查询账号', '账户账号', '卡号/账号'],
    accountName: ['户名', '账户名称'],
    period: ['起止日期', '查询日期', '查询期间', '查询时间范围', '交易日期范围'],
    from: ['起始日期', '开始日期'],
    to: ['终止日期', '截止日期', '结束日期'],
    currency: ['币种', '币别'],
    opening: ['期初余额', '上期余额'],
    closing: ['期末余额', '本期余额'],
    count: ['总笔数', '笔数'],
    debitCount: ['借方笔数', '借方发生总笔数', '支出笔数'],
    creditCount: ['贷方笔数', '贷方发生总笔数', '收入笔数'],
    debitTotal: ['借方合计', '借方发生额合计', '借方发生总额', '支出合计'],
    creditTotal: ['贷方合计', '贷方发生额合计', '贷方发生总额', '收入合计'],
  },
  /** First cells of a row with which the bookings end. */
  ends: ['合计', '总计', '小计', '本页合计', '累计'],
  yuan: ['CNY', 'RMB', '人民币', '人民币元', '01'],
  /** Words of a booking that takes an earlier one back. */
  reversal: /冲正|冲账|冲销|抹账|退汇|退票/,
  moneyIn: ['贷', '贷方', '收入', '收', '来账', '转入', '存入', '入账', 'C', 'CR', '+'],
  moneyOut: ['借', '借方', '支出', '支', '付', '往账', '转出', '支取', '出账', 'D', 'DR', '-'],
  /** A day: with separators, with the words for year, month and day, or eight digits. */
  date: /^(\d{4})(?:[-/.年](?=\d{1,2}[-/.月])|(?=\d{4}$))(\d{1,2})[-/.月]?(\d{1,2})日?$/,
  /** Two days with a word or a dash between. */
  span: /^(.{8,11}?)\s*(?:至|到|~|～|—{1,2}|--|-)\s*(.{8,11})$/,
} as const;

type Columns = Readonly<Partial<Record<MappedColumn, readonly string[]>>>;
const bank = (name: string, title: string, columns: Columns, rest: Partial<MappingProfile> = {}): MappingProfile => ({
  name,
  title,
  columns,
  marks: [],
  sign: 'SIDES',
  dates: 'YMD',
  currency: 'YUAN',
  proof: 'CHAIN',
  ...rest,
});

/**
 * The net banking exports of companies, by the headings that these banks are known to write; a bank that changes its headings is read by the
 * general profile or by one of the compound's own. Never by positions: columns come and go.
 */
export const shippedProfiles: readonly MappingProfile[] = [
  bank(
    'icbc',
    '工商银行',
    {
      bookedOn: ['交易时间', '交易日期', '入账日期'],
      ownAccount: ['本方账号'],
      debit: ['借方发生额'],
      credit: ['贷方发生额'],
      balance: ['余额'],
      counterpartyName: ['对方单位名称', '对方单位'],
      counterpartyAccount: ['对方账号'],
      summary: ['摘要'],
      note: ['用途', '附言', '个性化信息'],
      reference: ['交易流水号', '凭证号'],
    },
    { marks: ['本方账号', '对方单位名称'] },
  ),
  bank(
    'abc',
    '农业银行',
    {
      bookedOn: ['交易时间', '交易日期'],
      debit: ['支出金额'],
      credit: ['收入金额'],
      balance: ['账户余额'],
      counterpartyName: ['对方户名'],
      counterpartyAccount: ['对方账号'],
      summary: ['交易摘要', '摘要'],
      note: ['交易用途', '交易附言', '交易说明'],
      reference: ['交易流水号', '日志号'],
    },
    { marks: ['账户余额', '交易行名'] },
  ),
  bank(
    'ccb',
    '建设银行',
    {
      bookedOn: ['记账日期'],
      bookedAt: ['交易时间'],
      ownAccount: ['账号'],
      debit: ['借方发生额'],
      credit: ['贷方发生额'],
      balance: ['余额'],
      currency: ['币种'],
      counterpartyName: ['对方户名'],
      counterpartyAccount: ['对方账号'],
      summary: ['摘要'],
      note: ['备注'],
      reference: ['账户明细编号-交易流水号'],
    },
    { marks: ['账户明细编号-交易流水号'], currency: 'STATED' },
  ),
  bank(
    'boc',
    '中国银行',
    {
      bookedOn: ['交易日期'],
      bookedAt: ['交易时间'],
      valueOn: ['起息日期'],
      amount: ['交易金额'],
      balance: ['交易后余额'],
      currency: ['交易货币'],
      payerName: ['付款人名称'],
      payerAccount: ['付款人账号'],
      payeeName: ['收款人名称'],
      payeeAccount: ['收款人账号'],
      summary: ['摘要'],
      note: ['用途', '交易附言', '备注'],
      reference: ['交易流水号'],
    },
    { marks: ['付款人名称', '收款人名称'], sign: 'SIGNED', currency: 'STATED' },
  ),
  bank(
    'cmb',
    '招商银行',
    {
      bookedOn: ['交易日'],
      bookedAt: ['交易时间'],
      valueOn: ['起息日'],
      debit: ['借方金额'],
      credit: ['贷方金额'],
      balance: ['余额'],
      counterpartyName: ['收/付方名称', '收付方名称'],
      counterpartyAccount: ['收/付方帐号', '收/付方账号', '收付方账号'],
      summary: ['摘要', '业务摘要'],
      note: ['用途', '其它摘要', '扩展摘要'],
      reference: ['流水号'],
    },
    { marks: ['交易日', '借方金额'] },
  ),
  bank(
    'bocom',
    '交通银行',
    {
      bookedOn: ['交易日期', '交易时间', '记账日期'],
      direction: ['借贷标志', '借贷标记', '借贷状态'],
      amount: ['发生额', '交易金额'],
      balance: ['余额', '账户余额'],
      currency: ['币种'],
      counterpartyName: ['对方户名', '对方名称'],
      counterpartyAccount: ['对方账号', '对方账户'],
      summary: ['摘要', '交易摘要'],
      note: ['用途', '附言', '备注'],
      reference: ['核心流水号', '流水号', '企业业务编号'],
    },
    { marks: ['发生额'], sign: 'DIRECTION' },
  ),
  bank(
    'rcb',
    '农商行',
    {
      bookedOn: ['交易日期', '记账日期'],
      bookedAt: ['交易时间'],
      debit: ['支出', '支出金额', '借方'],
      credit: ['收入', '收入金额', '贷方'],
      balance: ['余额'],
      counterpartyName: ['对方户名', '对方名称'],
      counterpartyAccount: ['对方账号', '对方账户'],
      summary: ['摘要'],
      note: ['备注', '附言', '用途'],
      reference: ['流水号', '交易流水', '柜员流水号'],
    },
    { marks: ['对方行名', '对方户名'] },
  ),
  bank(
    'general',
    '通用（带余额和合计）',
    {
      bookedOn: ['交易日期', '记账日期', '入账日期'],
      bookedAt: ['交易时间', '记账时间'],
      valueOn: ['起息日', '起息日期'],
      debit: ['借方发生额', '借方金额', '支出金额', '支出'],
      credit: ['贷方发生额', '贷方金额', '收入金额', '收入'],
      balance: ['余额', '账户余额'],
      counterpartyName: ['对方户名', '对方名称', '对方账户名称'],
      counterpartyAccount: ['对方账号', '对方账户'],
      summary: ['摘要'],
      note: ['附言', '备注', '用途'],
      reference: ['流水号', '交易流水号', '银行流水号'],
    },
    { currency: 'STATED', proof: 'TOTALS' },
  ),
];
