import { parse } from 'csv-parse/sync';
import { businessDate, instant, Money } from '../../../kernel/index.js';
import { paymentFormats, type PaymentFormat, type PaymentOrder } from '../domain/payment-order.js';
import { bankCsvLayouts } from './bank-csv-layouts.zh-CN.js';
import { contentTypeOf, paymentFile } from './payment-file.js';

const order: PaymentOrder = {
  messageId: 'MB7-41',
  createdAt: instant('2024-02-19T09:00:00+08:00'),
  executeOn: businessDate('2024-02-19'),
  debtor: { accountName: '日月星辰小区物业资金三方共管账户', accountNo: '9900000000008866', bankName: '嘉善农商银行魏塘支行' },
  payments: [
    {
      number: 'BF2024-0001',
      attempt: 1,
      amount: Money.parse('40398.59'),
      payeeAccountName: '嘉兴市久旺物业管理有限公司',
      payeeAccountNo: '9903000000000000001',
      payeeBankName: '招商银行嘉兴分行',
      purpose: '2024年1月基础服务费',
    },
  ],
};
const rows = (format: PaymentFormat, changed: Partial<PaymentOrder> = {}): string[][] => parse(paymentFile({ ...order, ...changed }, format), { bom: true });
const banks = Object.keys(bankCsvLayouts) as PaymentFormat[];

describe('a file for the bank', () => {
  it('has a layout or a writer for every format', () => {
    for (const format of paymentFormats) expect(paymentFile(order, format).length).toBeGreaterThan(100);
    expect(banks).toHaveLength(7);
    expect([contentTypeOf('LIST_CSV').extension, contentTypeOf('PAIN_001_09').extension, contentTypeOf('CMB_CSV').extension]).toEqual(['csv', 'xml', 'csv']);
  });

  it.each(banks)('of %s carries account as text, name, bank, amount, and the payout’s number in front of its purpose', (format) => {
    const [head, row] = rows(format);
    const layout = bankCsvLayouts[format];
    const at = (field: string): string | undefined => row?.[layout?.columns.findIndex(([, known]) => known === field) ?? -1];
    expect(head).toEqual(layout?.columns.map(([name]) => name));
    expect([at('payeeAccountNo'), at('payeeAccountName'), at('payeeBankName'), at('amount'), at('endToEndId')]).toEqual([
      '9903000000000000001\t',
      '嘉兴市久旺物业管理有限公司',
      '招商银行嘉兴分行',
      '40398.59',
      'BF2024-0001-1',
    ]);
    expect(at('purpose')).toMatch(/^BF2024-0001/);
    expect(Array.from(at('purpose') ?? '').length).toBeLessThanOrEqual(layout?.purposeMax ?? 0);
  });

  it.each(banks)('of %s lets no name become a formula', (format) => {
    const payments = order.payments.map((payment) => ({ ...payment, payeeAccountName: '=HYPERLINK("http://x")', payeeBankName: '@SUM(A1)' }));
    for (const text of rows(format, { payments }).slice(1).flat()) expect(text).not.toMatch(/^[=+\-@\t\r]/);
  });

  it('says whether the payee banks with the same bank, where the template asks', () => {
    const column = bankCsvLayouts.CMB_CSV?.columns.findIndex(([, field]) => field === 'sameBank') ?? -1;
    const elsewhere = order.payments.map((payment) => ({ ...payment, payeeBankName: '工商银行嘉善支行' }));
    expect([rows('CMB_CSV')[1]?.[column], rows('CMB_CSV', { payments: elsewhere })[1]?.[column]]).toEqual(['是', '否']);
  });

  it.each(paymentFormats)('of %s is another file for the next attempt, and the same one for the same order', (format) => {
    const again = order.payments.map((payment) => ({ ...payment, attempt: 2 }));
    expect(paymentFile(order, format).equals(paymentFile(order, format))).toBe(true);
    expect(paymentFile(order, format).equals(paymentFile({ ...order, payments: again }, format))).toBe(false);
  });
});
