import { writeAlipayMoney, writeAlipayTrades, writePosBill, writeWechatBill, type ChannelSketch } from '../../../../test/support/channel-files.js';
import { encodeGb18030 } from '../../../../test/support/gb18030.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { netOf, type ParsedChannelFile } from './channel-line.js';
import { readChannelFile } from './read-channel-file.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): ParsedChannelFile => readChannelFile(utf8(text), 'bill.csv');
const refused = (text: string) => refusalOf(() => read(text));
const facts = (file: ParsedChannelFile) =>
  file.lines.map((line) => [line.kind, line.orderNo, line.paidOn, line.gross.toString(), line.fee.toString(), netOf(line).toString()].join(' '));

const PAID: ChannelSketch = { at: '2024-01-05 10:00:00', orderNo: '4200000001', gross: '75.23', fee: '0.45', goods: '物业费WY03-201' };
const LARGE: ChannelSketch = { at: '2024-01-06 23:59:59', orderNo: '4200000002', gross: '1075.00', fee: '6.45' };
const BACK: ChannelSketch = { at: '2024-01-07 08:00:00', orderNo: '5000000001', gross: '75.23', fee: '0.45', refund: true };
const EXPECTED = [
  'PAYMENT 4200000001 2024-01-05 75.23 0.45 74.78',
  'PAYMENT 4200000002 2024-01-06 1075.00 6.45 1068.55',
  'REFUND 5000000001 2024-01-07 75.23 0.45 -74.78',
];

describe('the bill of a payment channel', () => {
  it('of WeChat Pay is read with its backticks, its fees of five decimals and its totals', () => {
    const file = read(writeWechatBill([PAID, LARGE, BACK]));
    expect(file).toMatchObject({ channel: 'WECHAT', from: '2024-01-05', to: '2024-01-07' });
    expect(facts(file)).toEqual(EXPECTED);
    expect(file.lines[0]).toMatchObject({ fileLine: 2, payerName: '', remark: '物业费WY03-201 M4200000001' });
  });

  it('of Alipay’s trades is read in GB18030, with its remarks, tabs and fees of either sign', () => {
    const text = writeAlipayTrades([PAID, LARGE, BACK]);
    for (const bytes of [utf8(text), encodeGb18030(text)]) {
      const file = readChannelFile(bytes, 'x.csv');
      expect(file).toMatchObject({ channel: 'ALIPAY', from: '2024-01-01', to: '2024-01-31' });
      expect(facts(file)).toEqual(EXPECTED.map((line) => line.replace('5000000001', '5000000001/R1')));
      expect(file.lines[0]).toMatchObject({ fileLine: 6, payerName: '王小明(135****0001)', remark: '物业费WY03-201 M4200000001' });
    }
  });

  it('of Alipay’s account holds payment and fee together, and takes a withdrawal for none', () => {
    const file = read(
      writeAlipayMoney([
        { at: '2024-01-05 10:00:00', kind: '在线支付', businessNo: 'B1', amount: '75.23' },
        { at: '2024-01-05 10:00:01', kind: '收费', businessNo: 'B1', amount: '-0.45' },
        { at: '2024-01-06 09:00:00', kind: '交易退款', businessNo: 'B1', amount: '-75.23' },
        { at: '2024-01-06 09:00:01', kind: '退费', businessNo: 'B1', amount: '0.45' },
        { at: '2024-01-07 09:00:00', kind: '提现', businessNo: 'B2', amount: '-100.00' },
      ]),
    );
    expect(facts(file)).toEqual(['PAYMENT B1 2024-01-05 75.23 0.45 74.78', 'REFUND B1/E2 2024-01-06 75.23 0.45 -74.78']);
  });

  it('is read in time in proportion to its cells, and refused for a cell of more than 1,000 characters', () => {
    const goods = (text: string) => writeWechatBill([{ ...PAID, goods: text }]);
    expect(read(goods(`\` \`物业${' '.repeat(996)}费`.slice(0, 990))).lines.length).toBe(1);
    const wide = `物${' '.repeat(60_000)}费`;
    expect(refused(goods(wide))).toMatchObject({
      code: 'BANK_FILE_VALUE_INVALID',
      details: { fileLine: 2, value: expect.stringContaining('> 1000)') as string },
    });
    const began = performance.now();
    expect(refused(`${Array(200).fill(wide).join('\n')}\n`)).toMatchObject({ code: expect.stringMatching(/^(BANK_FILE|CHANNEL)_/) as string });
    expect(refused(`#${','.repeat(500_000)}x\n`)).toMatchObject({ code: 'CHANNEL_FILE_UNKNOWN' });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('of a card terminal proves each row and the whole', () => {
    expect(facts(read(writePosBill([PAID, LARGE, BACK])))).toEqual(EXPECTED);
    expect(refused(writePosBill([PAID]).replace('74.78', '74.79'))).toEqual({
      code: 'CHANNEL_NET_WRONG',
      details: { fileLine: 2, field: '清算金额', stated: '74.79', counted: '74.78' },
    });
    expect(refused(writePosBill([PAID, LARGE]).replace(/\n合计.*/, ''))).toEqual({ code: 'BANK_FILE_FIELD_MISSING', details: { fileLine: 3, field: '合计' } });
    expect(refused(writePosBill([PAID]).replace(/(?<=合计,*)75\.23/, '75.24'))).toEqual({
      code: 'BANK_FILE_TOTAL_WRONG',
      details: { field: '交易金额', stated: '75.24', counted: '75.23' },
    });
  });

  it.each([
    ['a payment cut out', { count: '3' }, { field: '总交易单数', stated: '3', counted: '2' }],
    ['another sum', { gross: '1150.24' }, { field: '应结订单总金额', stated: '1150.24', counted: '1150.23' }],
    ['another sum of refunds', { refund: '0.01' }, { field: '退款总金额', stated: '0.01', counted: '0.00' }],
    ['another sum of fees', { fee: '6.91000' }, { field: '手续费总金额', stated: '6.91', counted: '6.90' }],
  ])('of WeChat Pay is refused with %s', (_, totals, details) => {
    expect(refused(writeWechatBill([PAID, LARGE], totals))).toEqual({ code: 'BANK_FILE_TOTAL_WRONG', details });
  });

  it('of Alipay is refused when its totals are others, or are gone', () => {
    const other = (totals: { payments?: string; refunds?: string }) => refused(writeAlipayTrades([PAID, BACK], totals));
    expect(other({ payments: '#交易合计：2笔，商家实收共75.23元，商家优惠共0.00元' })).toEqual({
      code: 'BANK_FILE_TOTAL_WRONG',
      details: { field: '交易合计', stated: '2', counted: '1' },
    });
    expect(other({ refunds: '#退款合计：1笔，商家实收退款共-75.22元，' })).toMatchObject({
      code: 'BANK_FILE_TOTAL_WRONG',
      details: { stated: '-75.22', counted: '-75.23' },
    });
    expect(other({ payments: '#' })).toEqual({ code: 'BANK_FILE_FIELD_MISSING', details: { fileLine: 7, field: '交易合计' } });
  });

  it('is refused for a fee below a fen, three decimals, a negative payment and a fee above the payment, with the line', () => {
    expect(refused(writeWechatBill([{ ...PAID, fee: '0.45' }]).replace('`0.45000,', '`0.45140,'))).toEqual({
      code: 'BANK_FILE_AMOUNT_INVALID',
      details: { fileLine: 2, field: '手续费', value: '0.45140' },
    });
    expect(refused(writeWechatBill([PAID]).replace('CNY,`75.23', 'CNY,`75.234'))).toMatchObject({ code: 'BANK_FILE_AMOUNT_INVALID' });
    expect(refused(writeWechatBill([{ ...PAID, gross: '-75.23' }]))).toMatchObject({
      code: 'CHANNEL_AMOUNTS_WRONG',
      details: { fileLine: 2, gross: '-75.23' },
    });
    expect(refused(writeWechatBill([{ ...PAID, fee: '75.24' }]))).toMatchObject({ code: 'CHANNEL_AMOUNTS_WRONG', details: { fee: '75.24' } });
  });

  it('is refused for a number that stands twice, another currency, a state nobody knows, and days outside its period', () => {
    expect(refused(writeWechatBill([PAID, PAID]))).toEqual({
      code: 'BANK_FILE_REFERENCE_REPEATED',
      details: { fileLine: 3, reference: '4200000001', firstLine: 2 },
    });
    expect(refused(writeWechatBill([PAID]).replace('CNY', 'USD'))).toMatchObject({ code: 'BANK_FILE_CURRENCY', details: { currency: 'USD' } });
    expect(refused(writeWechatBill([PAID]).replace('SUCCESS', 'USERPAYING'))).toMatchObject({
      code: 'BANK_FILE_VALUE_INVALID',
      details: { value: 'USERPAYING' },
    });
    expect(refused(writeAlipayTrades([{ ...PAID, at: '2024-02-05 10:00:00' }]))).toMatchObject({
      code: 'BANK_FILE_DATE_OUTSIDE',
      details: { date: '2024-02-05' },
    });
    expect(refused(writeWechatBill([{ ...PAID, at: '2024-02-30 10:00:00' }]))).toMatchObject({ code: 'BANK_FILE_DATE_INVALID' });
  });

  it('is refused when it is cut off, empty or something else', () => {
    const text = writeWechatBill([PAID, LARGE]);
    expect(refused(text.slice(0, text.indexOf('总交易单数')))).toMatchObject({ code: 'BANK_FILE_FIELD_MISSING', details: { field: '总交易单数' } });
    expect(refused(`${text}\`more\r\n`)).toMatchObject({ code: 'BANK_FILE_NOT_WHOLE', details: { fileLine: 6 } });
    expect(refused(writeWechatBill([]))).toEqual({ code: 'CHANNEL_FILE_EMPTY', details: { fileLine: 3 } });
    expect(read(writeAlipayTrades([])).lines).toEqual([]);
    expect(refused('姓名,电话\n甲,1\n')).toEqual({ code: 'CHANNEL_FILE_UNKNOWN', details: { fileName: 'bill.csv' } });
    expect(refusalOf(() => readChannelFile(new Uint8Array(5 * 1024 * 1024 + 1), 'x'))).toMatchObject({ code: 'BANK_FILE_TOO_LARGE' });
  });
});
