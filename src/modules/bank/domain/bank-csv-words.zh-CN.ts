/**
 * The words by which the CSV statement of a Chinese bank is read: column headings, labels of the rows above and below the
 * bookings, names of the currency. They are the bank's, so they are Chinese; everything else in this folder is not.
 */
export const bankCsvWords = {
  columns: {
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
  labels: {
    accountNo: ['账号', '帐号', '账户号'],
    accountName: ['户名', '账户名称'],
    period: ['起止日期', '查询日期', '查询期间'],
    from: ['起始日期', '开始日期'],
    to: ['终止日期', '截止日期', '结束日期'],
    currency: ['币种', '币别'],
    opening: ['期初余额', '上期余额'],
    closing: ['期末余额', '本期余额'],
    count: ['总笔数', '合计笔数', '记录数'],
    debitCount: ['借方笔数'],
    creditCount: ['贷方笔数'],
    debitTotal: ['借方合计', '借方发生额合计'],
    creditTotal: ['贷方合计', '贷方发生额合计'],
  },
  yuan: ['CNY', 'RMB', '人民币', '人民币元'],
  /** Words of a booking that takes an earlier one back. */
  reversal: /冲正|冲账|冲销|抹账|退汇|退票/,
  /** A day: with separators, with the words for year, month and day, or eight digits. */
  date: /^(\d{4})(?:[-/.年](?=\d{1,2}[-/.月])|(?=\d{4}$))(\d{1,2})[-/.月]?(\d{1,2})日?$/,
  /** Two days with a word or a dash between. */
  span: /^(.{8,11}?)\s*(?:至|到|~|～|—{1,2}|--|-)\s*(.{8,11})$/,
} as const;
