import { businessDate } from '../../../kernel/index.js';
import { yuan } from '../../../../test/support/books.js';
import type { BankLineId } from '../../bank/index.js';
import type { MatchableLine } from './matchables.js';
import {
  isNumberOf,
  isSameSide,
  isTheBanksOwn,
  isWholeNumber,
  mayBeChannels,
  mayBeCharge,
  mayBeFirms,
  mayBeInterest,
  mayBeReturned,
  mayUndo,
} from './other-side.js';

const line = (amount: string, counterpartyName = '', counterpartyAccount = '', rest: Partial<MatchableLine> = {}): MatchableLine => ({
  id: 1 as BankLineId,
  bookedOn: businessDate('2024-02-20'),
  amount: yuan(amount),
  counterpartyName,
  counterpartyAccount,
  remark: '',
  reversal: false,
  ...rest,
});
const side = (counterpartyName: string, counterpartyAccount = '') => ({ counterpartyName, counterpartyAccount });
const [THIEF, OWNER] = ['6222020000000001', '6217000000000102'];

describe('the other side of a bank line', () => {
  it('has a whole number from twelve digits on, spaces and dashes apart; what is masked or shorter is its end', () => {
    expect(['622202000001', '6222 0200-0001', '62220200001', '6222****0001', ''].map((text) => isWholeNumber(text))).toEqual([true, true, false, false, false]);
    expect(isNumberOf('6222 0200 0000 0001', THIEF)).toBe(true);
    expect(isNumberOf('****0001', THIEF)).toBe(true);
    for (const other of ['', '001', '****001', '0002', '6222020000000002', '7777777777770001']) expect(isNumberOf(other, THIEF)).toBe(false);
  });

  it('is the same by its number, and by its name where the bank gives no two numbers', () => {
    expect(isSameSide(side('张三', THIEF), side('张 三', '6222 0200 0000 0001'))).toBe(true);
    expect(isSameSide(side('张三', THIEF), side('张三', OWNER))).toBe(false);
    expect(isSameSide(side('张三', THIEF), side('张三'))).toBe(true);
    expect(isSameSide(side('张三'), side('李四'))).toBe(false);
    expect(isSameSide(side(''), side(''))).toBe(false);
  });

  it('is the bank’s own under its name or none, and not where money in names a unit or lease, or a whole number stands without a name', () => {
    for (const own of [line('1.00'), line('1.00', '嘉善农商银行', THIEF), line('-1.00', '', '', { remark: 'WY01-102 退票' }), line('1.00', '', '20100')])
      expect(isTheBanksOwn(own)).toBe(true);
    for (const other of [line('1.00', '乙方'), line('1.00', '', OWNER), line('-1.00', '', THIEF), line('1.00', '', '', { remark: '现金 ZL01' })])
      expect(isTheBanksOwn(other)).toBe(false);
    expect(isTheBanksOwn(line('1.00', '', '', { remark: 'WY0000000017' }), () => [17])).toBe(false);
  });

  it('takes a charge as the bank; of a whole number without a name only what it calls one, up to 200 yuan', () => {
    for (const own of [line('-200.00'), line('-900.00', '嘉善农商银行', THIEF, { remark: '账户管理费' }), line('-200.00', '', THIEF, { remark: '手续费' })])
      expect(mayBeCharge(own)).toBe(true);
    expect(mayBeCharge(line('-600.00', '', '', { remark: '账户管理费' }))).toBe(true);
    for (const other of [
      line('-5.00', '', THIEF),
      line('-200.01'),
      line('-50000.00', '农商银行'),
      line('-200.01', '', THIEF, { remark: '手续费' }),
      line('-5.00', '张三', '', { remark: '手续费' }),
    ])
      expect(mayBeCharge(other)).toBe(false);
  });

  it('pays interest as the bank, or as an account of the bank that says so', () => {
    expect(mayBeInterest(line('1.00'))).toBe(true);
    expect(mayBeInterest(line('1.00', '应付单位活期存款利息', '201000000000000001'))).toBe(true);
    expect(mayBeInterest(line('1.00', '', '201000000000000001', { remark: '结息' }))).toBe(true);
    for (const other of [line('1.00', '乙方', OWNER, { remark: '结息' }), line('1.00', '', OWNER), line('1.00', '', '', { remark: '利息 WY01-102' })])
      expect(mayBeInterest(other)).toBe(false);
  });

  it('gives back or takes back what an earlier line brought, and no third one does', () => {
    const earlier = side('张三', THIEF);
    expect(mayUndo(line('1.00', '张三', THIEF), earlier)).toBe(true);
    expect(mayUndo(line('-1.00', '嘉善农商银行'), earlier)).toBe(true);
    expect(mayUndo(line('1.00', '乙方', OWNER, { reversal: true }), earlier)).toBe(false);
    expect(mayUndo(line('-1.00', '张三', OWNER), earlier)).toBe(false);
  });

  it('is not what the bank says itself: interest corrects no error, a charge takes nothing back, unless it is marked as taken back', () => {
    const earlier = side('张三', THIEF);
    for (const own of [line('1.00', '嘉善农商银行', '', { remark: '结息' }), line('-1.00', '', '', { remark: '手续费' })]) {
      expect(isTheBanksOwn(own)).toBe(true);
      expect(mayUndo(own, earlier)).toBe(false);
      expect(mayUndo({ ...own, reversal: true }, earlier)).toBe(true);
    }
    const interest = line('60.00', '', '', { remark: '季息' });
    expect(mayBeFirms(interest, { firmId: 4, names: ['久旺'], accountNos: [] })).toBe(false);
    expect(mayBeChannels(interest, 'WECHAT')).toBe(false);
    expect(mayBeReturned(interest, { number: 'BF2024-0001', payeeName: '久旺', payeeAccountNo: '9903' })).toBe(false);
  });

  it('brings a payout back from its payee, under its number, by the bank’s mark or as the bank', () => {
    const payout = { number: 'BF2024-0001', payeeName: '久旺物业', payeeAccountNo: '9903' };
    const back = [line('60.00', '久旺', '9903'), line('60.00', '久旺物业'), line('60.00', '某行内部户', '2010', { remark: '退汇bf2024-0001' })];
    for (const one of [...back, line('60.00', '某户', '2010', { reversal: true }), line('60.00')]) expect(mayBeReturned(one, payout)).toBe(true);
    for (const other of [
      line('60.00', '乙方', OWNER, { remark: 'WY01-102 物业费' }),
      line('60.00', '久旺物业', OWNER),
      line('60.00', '乙方', '', { remark: 'BF2024-0002' }),
    ])
      expect(mayBeReturned(other, payout)).toBe(false);
  });

  it('is the firm by its account, its name or a branch’s, or nobody', () => {
    const firm = { firmId: 4, names: ['久旺物业管理有限公司'], accountNos: ['9903'] };
    for (const one of [line('1.00', '久旺', '9903'), line('1.00', '久旺物业管理有限公司嘉善分公司', OWNER), line('1.00')])
      expect(mayBeFirms(one, firm)).toBe(true);
    for (const other of [line('1.00', '乙方', OWNER), line('1.00', '久旺', '9904'), line('1.00', '', '', { remark: 'WY01-102' })])
      expect(mayBeFirms(other, firm)).toBe(false);
    expect(mayBeFirms(line('1.00', '久旺', '9903'), undefined)).toBe(false);
  });

  it('is a channel by its name or that of who clears for it, and by a remark only where that names no unit', () => {
    for (const one of [
      line('1.00', '财付通支付科技有限公司'),
      line('1.00', '网联清算有限公司'),
      line('1.00', '某某商户户', OWNER, { remark: '微信批次' }),
      line('1.00'),
    ])
      expect(mayBeChannels(one, 'WECHAT')).toBe(true);
    for (const other of [line('1.00', '乙方', OWNER), line('-1.00', '张三', THIEF), line('1.00', '乙方', OWNER, { remark: '微信 WY01-102' })])
      expect(mayBeChannels(other, 'WECHAT')).toBe(false);
  });
});
