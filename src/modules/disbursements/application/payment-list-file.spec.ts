import { parse } from 'csv-parse/sync';
import { accountingPeriod, Money, quarter } from '../../../kernel/index.js';
import type { OrderedPayment } from '../domain/payment-order.js';
import { paymentListFile, purposeOf } from './payment-list-file.js';

const base = {
  number: 'BF2024-0001',
  kind: 'BASE' as const,
  period: accountingPeriod('2024-01'),
  quarter: null,
  claimNumber: null,
  claimWords: null,
  payeeAccountName: '嘉兴市久旺物业管理有限公司',
  payeeAccountNo: '9903000000000001',
  payeeBankName: '嘉兴秀湖银行城东支行',
  amount: Money.parse('40398.59'),
  attempt: 1,
};
const listed = (payout: Omit<OrderedPayment, 'purpose'> & Parameters<typeof purposeOf>[0]): OrderedPayment => ({ ...payout, purpose: purposeOf(payout) });
const cells = (bytes: Buffer): string[][] => parse(bytes, { bom: true });

describe('payment list', () => {
  it('names number, payee, account, bank, amount and purpose of each payout', () => {
    const performance = {
      ...base,
      number: 'BF2024-0004',
      kind: 'PERFORMANCE' as const,
      period: null,
      quarter: quarter('2024-Q1'),
      amount: Money.parse('29642.83'),
    };
    expect(cells(paymentListFile([listed(base), listed(performance)]))).toEqual([
      ['拨付编号', '收款户名', '收款账号', '开户行', '金额（元）', '用途', '第几次付款'],
      ['BF2024-0001', '嘉兴市久旺物业管理有限公司', '9903000000000001', '嘉兴秀湖银行城东支行', '40398.59', '2024年1月基础服务费', '1'],
      ['BF2024-0004', '嘉兴市久旺物业管理有限公司', '9903000000000001', '嘉兴秀湖银行城东支行', '29642.83', '2024年一季度绩效服务费', '1'],
    ]);
  });

  it('begins with a byte order mark, so that a spreadsheet reads its Chinese, and ends each line as Windows does', () => {
    const bytes = paymentListFile([listed(base)]);
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString('utf8').match(/\r\n/g)).toHaveLength(2);
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1'])('lets no name become a formula: %j', (name) => {
    const [, row] = cells(paymentListFile([listed({ ...base, payeeAccountName: name })]));
    expect(row?.[1]).toBe(`'${name}`);
  });

  it('keeps separators and quotes of a name inside its cell', () => {
    const [, row] = cells(paymentListFile([listed({ ...base, payeeBankName: '银行,"城东"' })]));
    expect(row?.[3]).toBe('银行,"城东"');
  });

  it('has the same bytes for the same payouts, and others for the next attempt', () => {
    expect(paymentListFile([listed(base)]).equals(paymentListFile([listed(base)]))).toBe(true);
    expect(paymentListFile([listed(base)]).equals(paymentListFile([listed({ ...base, attempt: 2 })]))).toBe(false);
  });

  it('says what a document is paid for, and of money that goes back to a person no more than its number', () => {
    const cost = { ...base, kind: 'COST' as const, period: null, claimNumber: 'FY2024-0001', claimWords: '门禁维修' };
    expect(purposeOf(cost)).toBe('合理经营成本：门禁维修（FY2024-0001）');
    expect(purposeOf({ ...cost, kind: 'REFUND', claimWords: '' })).toBe('业主退款（FY2024-0001）');
    expect(purposeOf({ ...cost, kind: 'PASS_ON', claimWords: '1月水费' })).toBe('代收款转付：1月水费（FY2024-0001）');
    expect(purposeOf({ ...cost, kind: 'SUSPENSE_BACK', claimNumber: 'DC12', claimWords: '' })).toBe('待查款退回（DC12）');
  });
});
