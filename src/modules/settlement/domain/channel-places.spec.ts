import { businessDate, Money } from '../../../kernel/index.js';
import type { ChannelLineView } from '../../bank/index.js';
import { candidatesOfPayment, placeChannelPayments, placeChannelRefund, type PlacedPayment } from './channel-places.js';
import type { MatchablePayer } from './matchables.js';

const yuan = (text: string): Money => Money.parse(text);
const day = (text: string) => businessDate(`2024-${text}`);

const line = (rest: Partial<ChannelLineView> = {}): ChannelLineView =>
  ({
    id: 1,
    channel: 'ALIPAY',
    fileId: 1,
    kind: 'PAYMENT',
    orderNo: 'A1',
    paidOn: day('02-10'),
    gross: yuan('75.23'),
    fee: yuan('0.45'),
    payerName: '',
    remark: '',
    state: 'NEW',
    bankLineId: null,
    ...rest,
  }) as ChannelLineView;

const payer = (code: string, id: number, payerName: string, kind: MatchablePayer['kind'] = 'UNIT'): MatchablePayer => ({
  kind,
  id,
  code,
  payerName,
  openItems: [{ period: '2024-02' as MatchablePayer['openItems'][number]['period'], open: yuan('75.23') }],
});
const matchables = { payers: [payer('01-101', 11, '甲'), payer('01-102', 12, '乙'), payer('ZL01', 90, '某公司', 'LEASE')], payouts: [] };
const placed = (sketch: Partial<ChannelLineView>) => {
  const [decision] = placeChannelPayments([line(sketch)], matchables);
  return [decision?.place?.code ?? null, decision?.suggested ?? null, decision?.reason.code];
};

describe('places of channel payments', () => {
  it.each<[title: string, sketch: Partial<ChannelLineView>, found: unknown[]]>([
    ['go by the reference', { remark: 'WY01-102' }, ['01-102', null, 'UNIT_REFERENCE']],
    ['go by code and exact amount', { remark: '01-101 物业费' }, ['01-101', null, 'UNIT_CODE']],
    ['go by payer and exact amount, the number of the payer left out', { payerName: '甲(135****0001)' }, ['01-101', null, 'AMOUNT_AND_PAYER']],
    ['wait when the amount is not what is open, with a suggestion', { payerName: '甲', gross: yuan('70.00') }, [null, '01-101', 'AMOUNT_DIFFERS']],
    ['wait when they name two units: a payment is for one', { remark: 'WY01-101 WY01-102', gross: yuan('150.46') }, [null, null, 'SEVERAL_EXACT']],
    ['never go to a lease', { remark: 'ZL01' }, [null, null, 'UNKNOWN_REFERENCE']],
    ['wait when nobody is named', { remark: '利息' }, [null, null, 'BANK_INTEREST']],
  ])('%s', (_, sketch, found) => {
    expect(placed(sketch)).toEqual(found);
  });

  it('have candidates among units alone', () => {
    expect(candidatesOfPayment(line({ remark: '物业费' }), matchables).map(({ parts }) => parts[0]?.reference)).toEqual(['01-101', '01-102']);
  });
});

describe('refunds of a channel', () => {
  const refund = line({ kind: 'REFUND', orderNo: 'R1', payerName: '甲(135****0001)' });
  const payment = (unitCode: string, rest: Partial<PlacedPayment> = {}): PlacedPayment => ({
    unitId: unitCode === '01-101' ? 11 : 12,
    unitCode,
    channel: 'ALIPAY',
    paidOn: day('02-01'),
    gross: yuan('75.23'),
    payerName: '',
    ...rest,
  });

  it('go to the unit of the only payment that fits', () => {
    const decision = placeChannelRefund(refund, [payment('01-101'), payment('01-102', { gross: yuan('80.00') }), payment('01-102', { channel: 'POS' })]);
    expect([decision.place?.code, decision.reason.code]).toEqual(['01-101', 'CHANNEL_REFUND']);
  });

  it('go by the payer’s name where several fit, and wait where none is named', () => {
    const two = [payment('01-101', { payerName: '乙' }), payment('01-102', { payerName: '甲(135****0001)' })];
    expect(placeChannelRefund(refund, two).place?.code).toBe('01-102');
    expect(placeChannelRefund(refund, [payment('01-101'), payment('01-102')]).reason.code).toBe('AMBIGUOUS');
  });

  it('wait where nothing was paid before them', () => {
    expect(placeChannelRefund(refund, [payment('01-101', { paidOn: day('02-11') })]).reason.code).toBe('NO_PAYMENT');
  });
});
