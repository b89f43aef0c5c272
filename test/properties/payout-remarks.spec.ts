import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { accountingPeriod, businessDate, instant, Money, type Quarter } from '../../src/kernel/index.js';
import { bankCsvLayouts } from '../../src/modules/disbursements/application/bank-csv-layouts.zh-CN.js';
import { paymentFile } from '../../src/modules/disbursements/application/payment-file.js';
import { basePurpose, documentPurpose, performancePurpose } from '../../src/modules/disbursements/application/payment-list-words.zh-CN.js';
import { disbursementNumber } from '../../src/modules/disbursements/domain/disbursement-number.js';
import { paymentFormats, type PaymentFormat } from '../../src/modules/disbursements/domain/payment-order.js';
import { referencesIn } from '../../src/modules/settlement/domain/references.js';

/** What every kind of payout says, as the product writes it. */
const purposes: readonly (readonly [kind: string, purpose: string])[] = [
  ['BASE', basePurpose(accountingPeriod('2024-01'))],
  ['PERFORMANCE', performancePurpose('2024-Q1' as Quarter)],
  ...(['COST', 'TAX', 'SPENDING', 'MAINTENANCE', 'FLOAT', 'REFUND', 'SUSPENSE_BACK', 'PASS_ON'] as const).map((kind): [string, string] => [
    kind,
    documentPurpose(kind, 'FY2024-0001', kind === 'REFUND' ? '' : '2024年门禁维修'),
  ]),
];
const fullWidth = (text: string): string =>
  text.replaceAll(/[!-~]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).replaceAll(' ', '\u3000');
/** What banks make of a remark on the statement that they send back. */
const echoes: readonly (readonly [how: string, echo: (text: string) => string])[] = [
  ['as it was', (text) => text],
  ['without spaces', (text) => text.replaceAll(/\s/g, '')],
  ['without signs but the hyphen', (text) => text.replaceAll(/[\s/:：（）()，,.]/g, '')],
  ['full-width', fullWidth],
  ['in small letters', (text) => text.toLowerCase()],
  ['cut at 16 characters', (text) => Array.from(text).slice(0, 16).join('')],
  [
    'cut behind the number',
    (text) =>
      Array.from(text)
        .slice(0, /^BF\d{4}-\d+/i.exec(text)?.[0].length ?? 0)
        .join(''),
  ],
  ['behind words of its own', (text) => `网银转账 ${text}`],
  ['of a payment that came back', (text) => `退汇${text}账号户名不符`],
];
const formats = paymentFormats.filter((format) => format !== 'LIST_CSV');

/** The words that go to the bank for one payout: the purpose of a template or the remittance text of a message, and the id from end to end. */
function words(format: PaymentFormat, number: string, purpose: string): string[] {
  const payment = { number, attempt: 1, amount: Money.parse('1.00'), payeeAccountName: '久旺', payeeAccountNo: '9903', payeeBankName: '招商银行', purpose };
  const order = {
    messageId: 'MB7-41',
    createdAt: instant('2024-02-19T09:00:00+08:00'),
    executeOn: businessDate('2024-02-19'),
    debtor: { accountName: '共管账户', accountNo: '9900', bankName: '农商银行' },
    payments: [payment],
  };
  const file = paymentFile(order, format);
  const layout = bankCsvLayouts[format];
  if (!layout) return Array.from(file.toString('utf8').matchAll(/<(?:Ustrd|EndToEndId)>(.*?)</g), ([, text = '']) => text);
  const [, row = []] = parse(file, { bom: true }) as string[][];
  return layout.columns.flatMap(([, field], index) => (field === 'purpose' || field === 'endToEndId' ? [row[index] ?? ''] : []));
}

describe.each(formats)('the number of a payout that %s carries', (format) => {
  it.each(purposes)('of kind %s is read back from every echo, and no digit of its purpose with it', (_kind, purpose) => {
    for (const number of ['BF2024-0001', 'BF2024-9999', 'BF2024-12024'])
      for (const text of words(format, number, purpose))
        for (const [how, echo] of echoes) expect([how, text, referencesIn(echo(text)).payouts]).toEqual([how, text, [number]]);
  });

  it('is read back whatever the purpose begins with', () => {
    const purpose = fc.string({ unit: fc.constantFrom('0', '2', '9', 'A', '-', '年', '月', ' ', '费'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), purpose, (position, text) => {
        const number = disbursementNumber(2024, position);
        for (const written of words(format, number, text)) expect(referencesIn(written).payouts).toEqual([number]);
      }),
      { numRuns: 100 },
    );
  });
});
