import { businessDate, Money } from '../../../kernel/index.js';
import { receiptSheet, type ReceiptFacts } from './receipt-sheet.js';

const yuan = (text: string): Money => Money.parse(text);
const facts: ReceiptFacts = {
  number: 'SJ2024-000017',
  community: '日月星辰小区',
  unit: '3幢201室',
  reference: 'WY1730',
  payer: '张*',
  receivedOn: businessDate('2024-02-06'),
  origin: 'BANK',
  amount: yuan('200.00'),
  excess: yuan('48.24'),
  settlements: [
    { kind: 'BILL', period: '2024-01', item: 'PM', amount: yuan('75.23'), takenOffOn: null },
    { kind: 'LATE_FEE', period: '2024-01', item: 'PM', amount: yuan('1.30'), takenOffOn: null },
    { kind: 'BILL', period: '2024-02', item: 'PM', amount: yuan('75.23'), takenOffOn: businessDate('2024-02-20') },
  ],
  void: null,
};
const texts = (sheet: ReturnType<typeof receiptSheet>): string[] =>
  sheet.content.flatMap((part) => ('rows' in part ? part.rows.map((row) => row.map(({ text }) => text).join(' | ')) : [part.text]));

describe('a printed receipt', () => {
  it('says who paid what for which unit, in figures and in words, what it settles, and that it is no invoice', () => {
    expect(texts(receiptSheet(facts, 'zh-CN'))).toEqual([
      '日月星辰小区',
      '收据',
      '收据编号 | SJ2024-000017',
      '房屋 | 3幢201室',
      '付款识别号（转账附言请写） | WY1730',
      '付款人 | 张*',
      '收款日期 | 2024-02-06',
      '收款方式 | 银行转账',
      '收款账户 | 日月星辰小区三方共管账户',
      '金额（元） | 200.00',
      '大写 | 贰佰元整',
      '核销明细',
      '项目 | 月份 | 金额（元）',
      '物业费 | 2024-01 | 75.23',
      '物业费 · 违约金 | 2024-01 | 1.30',
      '物业费（2024-02-20 已改核销） | 2024-02 | 75.23',
      '预收物业费 |  | 48.24',
      '本收据不是发票。',
    ]);
  });

  it('is stamped when it is void, and says why', () => {
    const sheet = receiptSheet({ ...facts, void: { kind: 'BOUNCED', on: businessDate('2024-02-20') } }, 'zh-CN');
    expect([sheet.stamp, texts(sheet)[2]]).toEqual(['作废', '本收据已作废：款项于 2024-02-20 被银行退回。']);
    expect(receiptSheet(facts, 'zh-CN').stamp).toBeUndefined();
  });

  it('has the same lines in English', () => {
    const [zh, en] = [texts(receiptSheet(facts, 'zh-CN')), texts(receiptSheet(facts, 'en'))];
    expect(en).toHaveLength(zh.length);
    expect(en.at(-1)).toBe('This receipt is not an invoice.');
  });
});
