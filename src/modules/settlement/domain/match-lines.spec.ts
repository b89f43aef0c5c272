import fc from 'fast-check';
import { accountingPeriod, businessDate, Money, type AccountingPeriod } from '../../../kernel/index.js';
import type { BankLineId } from '../../bank/index.js';
import { describeMatchReason } from './match-reason-words.js';
import { matchReasonCodes } from './match-reason.js';
import {
  matchLines,
  type MatchableLine,
  type MatchablePayer,
  type MatchablePayout,
  type Matchables,
  type MatchRuleTerms,
  type PlacedPart,
} from './match-lines.js';

const yuan = (text: string): Money => Money.parse(text);
const month = (text: string): AccountingPeriod => accountingPeriod(text);
let lastId = 0;

function line(amount: string, changes: Partial<MatchableLine> = {}): MatchableLine {
  const who = { counterpartyName: '王小明', counterpartyAccount: '6217', remark: '' };
  return { id: ++lastId as BankLineId, bookedOn: businessDate('2024-02-20'), amount: yuan(amount), reversal: false, ...who, ...changes };
}

function unit(code: string, payerName: string | null, open: Readonly<Record<string, string>> = {}): MatchablePayer {
  return {
    kind: 'UNIT',
    id: Number(code.replace(/\D/g, '')),
    code,
    payerName,
    openItems: Object.entries(open).map(([period, amount]) => ({ period: month(period), open: yuan(amount) })),
  };
}

const lease: MatchablePayer = { ...unit('1', '嘉善星泊停车管理有限公司', { '2024-02': '8000.00' }), kind: 'LEASE', code: 'ZL01' };
const payout: MatchablePayout = {
  id: 77,
  number: 'BF2024-0001',
  amount: yuan('40398.59'),
  payeeName: '久旺物业',
  payeeAccountNo: '9903',
  instructedOn: businessDate('2024-02-19'),
};
const paid = (changes: Partial<MatchableLine> = {}): MatchableLine =>
  line('-40398.59', { counterpartyName: '久旺物业', counterpartyAccount: '9903', remark: 'BF2024-0001 1月基础服务费', ...changes });

function decide(lines: readonly MatchableLine[], payers: readonly MatchablePayer[] = [], payouts: readonly MatchablePayout[] = []): string[] {
  return decideAll(lines, { payers, payouts });
}

/** Where each line goes, or in brackets what is suggested, and why. */
function decideAll(lines: readonly MatchableLine[], matchables: Matchables): string[] {
  const named = ({ place, amount }: PlacedPart, all: readonly PlacedPart[]) =>
    `${'code' in place ? place.code : place.kind}${all.length > 1 ? ` ${amount.toString()}` : ''}`;
  return matchLines(lines, matchables).map(({ parts, suggested, reason }) => {
    const places = parts.map((part) => named(part, parts)).join(' + ') || 'NONE';
    return `${suggested ? `[${places}]` : places} ${reason.code}`;
  });
}

describe('money that comes in', () => {
  const wang = unit('03-201', '王小明', { '2024-01': '75.23', '2024-02': '75.23' });

  it('goes to the unit or lease that its remark names, whatever the amount and whoever pays', () => {
    expect(decide([line('5.00', { remark: 'WY03-201', counterpartyName: '李四' })], [wang])).toEqual(['03-201 UNIT_REFERENCE']);
    expect(decide([line('8000.00', { remark: '停车场地费ZL01' })], [wang, lease])).toEqual(['ZL01 LEASE_REFERENCE']);
  });

  it('goes to the named unit even when it owes nothing: a prepayment, and never somebody else’s money', () => {
    const settled = unit('03-201', '王小明');
    const other = unit('05-101', '王小明', { '2024-02': '75.23' });
    expect(decide([line('75.23', { remark: 'WY03-201' })], [settled, other])).toEqual(['03-201 UNIT_REFERENCE']);
  });

  it('goes by payer and exact amount when it names nothing and the name stands for one unit or lease', () => {
    const others = [unit('05-101', '李四', { '2024-02': '75.23' }), unit('05-102', null, { '2024-02': '75.23' }), lease];
    expect(decide([line('75.23')], [wang, ...others])).toEqual(['03-201 AMOUNT_AND_PAYER']);
    expect(decide([line('150.46')], [wang])).toEqual(['03-201 AMOUNT_AND_PAYER']);
    expect(decide([line('8000.00', { counterpartyName: '嘉善星泊停车管理有限公司' })], [wang, lease])).toEqual(['ZL01 AMOUNT_AND_PAYER']);
  });

  it('is suggested when the payer stands for one unit and the amount is not what is open; waits in suspense when nobody has the payer’s name', () => {
    expect(decide([line('75.22')], [wang])).toEqual(['[03-201] AMOUNT_DIFFERS']);
    expect(decide([line('75.23', { counterpartyName: '李四' })], [wang])).toEqual(['SUSPENSE UNKNOWN_PAYER']);
    expect(decide([line('75.23', { counterpartyName: '' })], [wang, unit('05-101', '', { '2024-02': '75.23' })])).toEqual(['SUSPENSE UNKNOWN_PAYER']);
  });

  it('waits in suspense when the payer has a namesake, also when the amount fits one of them alone: nothing is guessed', () => {
    const second = unit('05-101', '王 小明', { '2024-02': '75.23' });
    const settled = unit('07-302', '王小明');
    const tenant = { ...lease, payerName: '王小明' };
    for (const namesake of [second, settled, tenant]) {
      expect(decide([line('75.23')], [wang, namesake])).toEqual(['SUSPENSE AMBIGUOUS']);
      expect(decide([line('150.46')], [wang, namesake])).toEqual(['SUSPENSE AMBIGUOUS']);
      expect(decide([line('1.00')], [wang, namesake])).toEqual(['SUSPENSE AMBIGUOUS']);
      expect(decide([line('75.23', { remark: 'WY03-201' })], [wang, namesake])).toEqual(['03-201 UNIT_REFERENCE']);
    }
    expect(matchLines([line('75.23')], { payers: [wang, second, settled], payouts: [] })[0]?.reason.figures).toEqual({
      count: '3',
      reference: '03-201, 05-101, 07-302',
    });
  });

  it('waits in suspense when a namesake’s bill has just been paid: the next payment is not his neighbour’s by elimination', () => {
    const second = unit('05-101', '王小明', { '2024-02': '75.23' });
    const own = unit('03-201', '王小明', { '2024-02': '75.23' });
    expect(decide([line('75.23', { remark: 'WY03-201' }), line('75.23')], [own, second])).toEqual(['03-201 UNIT_REFERENCE', 'SUSPENSE AMBIGUOUS']);
  });

  it('waits in suspense when its reference is unknown or there are several, whoever pays and whatever fits', () => {
    expect(decide([line('75.23', { remark: 'WY03-2012月' })], [wang])).toEqual(['SUSPENSE UNKNOWN_REFERENCE']);
    expect(decide([line('75.23', { remark: 'ZL99' })], [wang, lease])).toEqual(['SUSPENSE UNKNOWN_REFERENCE']);
    expect(decide([line('150.46', { remark: 'WY03-201 WY05-101' })], [wang])).toEqual(['SUSPENSE SEVERAL_REFERENCES']);
    expect(decide([line('75.23', { remark: 'WY03-201 ZL01' })], [wang, lease])).toEqual(['SUSPENSE SEVERAL_REFERENCES']);
  });

  it('waits in suspense when it looks like a returned payout or takes an earlier booking back', () => {
    expect(decide([line('40398.59', { remark: '退汇 BF2024-0001' })], [wang], [payout])).toEqual(['SUSPENSE RETURNED_PAYOUT']);
    expect(decide([line('75.23', { remark: 'WY03-201', reversal: true })], [wang])).toEqual(['SUSPENSE REVERSAL']);
  });

  it('settles a bill once: the second payment without a reference is suggested, one with a reference is a prepayment', () => {
    const li = unit('05-101', '李四', { '2024-02': '90.27' });
    const plain = () => line('90.27', { counterpartyName: '李四' });
    expect(decide([plain(), plain()], [li])).toEqual(['05-101 AMOUNT_AND_PAYER', '[05-101] AMOUNT_DIFFERS']);
    expect(decide([plain(), line('90.27', { counterpartyName: '李四', remark: 'WY05-101' })], [li])).toEqual([
      '[05-101] AMOUNT_DIFFERS',
      '05-101 UNIT_REFERENCE',
    ]);
  });

  it('is not for a bill of a later month', () => {
    const later = unit('05-101', '李四', { '2024-03': '90.27' });
    expect(decide([line('90.27', { counterpartyName: '李四' })], [later])).toEqual(['[05-101] AMOUNT_DIFFERS']);
  });

  it('counts what is left of a bill that was paid in part', () => {
    const part = unit('05-101', '李四', { '2024-01': '90.27', '2024-02': '90.27' });
    const first = line('100.00', { remark: 'WY05-101', counterpartyName: '李四' });
    expect(decide([first, line('80.54', { counterpartyName: '李四' })], [part])).toEqual(['05-101 UNIT_REFERENCE', '05-101 AMOUNT_AND_PAYER']);
  });
});

describe('one line for several, and several lines for one', () => {
  const one = unit('01-101', '甲', { '2024-01': '75.23', '2024-02': '75.23' });
  const two = unit('01-102', '乙', { '2024-02': '90.27' });

  it('splits a line over the units that it names when their oldest months add up to it in one way', () => {
    expect(decide([line('165.50', { remark: 'WY01-101 WY01-102' })], [one, two])).toEqual(['01-101 75.23 + 01-102 90.27 SEVERAL_EXACT']);
    expect(decide([line('240.73', { remark: 'WY01-101、WY01-102' })], [one, two])).toEqual(['01-101 150.46 + 01-102 90.27 SEVERAL_EXACT']);
    expect(decide([line('8165.50', { remark: 'WY01-101 WY01-102 ZL01' })], [one, two, lease])).toEqual([
      '01-101 75.23 + 01-102 90.27 + ZL01 8000.00 SEVERAL_EXACT',
    ]);
  });

  it('leaves it to a person when they add up to something else, in two ways, or one of them is unknown', () => {
    expect(decide([line('165.51', { remark: 'WY01-101 WY01-102' })], [one, two])).toEqual(['SUSPENSE SEVERAL_REFERENCES']);
    const same = unit('01-103', '丙', { '2024-01': '75.23', '2024-02': '75.23' });
    expect(decide([line('225.69', { remark: 'WY01-101 WY01-103' })], [one, same])).toEqual(['SUSPENSE SEVERAL_REFERENCES']);
    expect(decide([line('165.50', { remark: 'WY01-101 WY01-102 WY99-999' })], [one, two])).toEqual(['SUSPENSE SEVERAL_REFERENCES']);
  });

  it('takes several payments of one payer together when one group of them alone is what is open', () => {
    const [a, b] = [line('30.27', { counterpartyName: '乙' }), line('60.00', { counterpartyName: '乙' })];
    expect(decide([a, b], [two])).toEqual(['01-102 TOGETHER', '01-102 TOGETHER']);
    expect(decide([a, b, line('5.00', { counterpartyName: '乙' })], [two])).toEqual(['01-102 TOGETHER', '01-102 TOGETHER', '[01-102] AMOUNT_DIFFERS']);
    expect(decide([a, b, line('60.00', { counterpartyName: '乙' })], [two])).toEqual(Array(3).fill('[01-102] AMOUNT_DIFFERS'));
    const halves = [line('4000.00', { counterpartyName: '嘉善星泊停车管理有限公司' }), line('4000.00', { counterpartyName: '嘉善星泊停车管理有限公司' })];
    expect(decide(halves, [lease])).toEqual(['ZL01 TOGETHER', 'ZL01 TOGETHER']);
  });
});

describe('other evidence', () => {
  const wang = unit('03-201', '王小明', { '2024-02': '75.23' });
  const li = unit('05-101', '李四', { '2024-02': '75.23' });
  const by = (lines: readonly MatchableLine[], rest: Partial<Matchables>) => decideAll(lines, { payers: [wang, li, lease], payouts: [], ...rest });

  it('is a payment reference with right check digits, also between other signs; its digits are no unit code', () => {
    const readPaymentReferences = (text: string) => (text.replaceAll(/[^0-9]/g, '') === '0000320124' ? [3201] : []);
    const wy = unit('03-201', null);
    const read = (remark: string) =>
      decideAll([line('1.00', { remark, counterpartyName: '张三' })], { payers: [{ ...wy, id: 3201 }, li], payouts: [], readPaymentReferences });
    expect(read('物业费WY0000320124张三')).toEqual(['03-201 UNIT_REFERENCE']);
    expect(read('WY 0000-3201 24')).toEqual(['03-201 UNIT_REFERENCE']);
    expect(read('WY0000320125')).toEqual(['SUSPENSE UNKNOWN_REFERENCE']);
    expect(read('WY0000320124 WY03-201 2月')).toEqual(['03-201 UNIT_REFERENCE']);
  });

  it('carries the months that the payer names', () => {
    const [decision] = matchLines([line('75.23', { remark: 'WY03-201 2024年1月' })], { payers: [wang], payouts: [] });
    expect(decision?.place).toMatchObject({ code: '03-201', months: ['2024-01'] });
  });

  it('is an account that has paid for one unit alone, with the exact amount; another amount is suggested', () => {
    const seen = [{ accountNo: '6217', kind: 'UNIT' as const, id: wang.id }];
    const stranger = { counterpartyName: '女儿' };
    expect(by([line('75.23', stranger)], { seen })).toEqual(['03-201 PAYER_ACCOUNT']);
    expect(by([line('75.00', stranger)], { seen })).toEqual(['[03-201] AMOUNT_DIFFERS']);
    expect(by([line('75.23', stranger)], { seen: [...seen, { accountNo: '6217', kind: 'UNIT', id: li.id }] })).toEqual(['SUSPENSE UNKNOWN_PAYER']);
    expect(by([line('75.23', { counterpartyName: '李四' })], { seen })).toEqual(['SUSPENSE TWO_CANDIDATES']);
    expect(by([line('75.23')], { seen })).toEqual(['03-201 AMOUNT_AND_PAYER']);
  });

  it('is a code without WY that a unit has, with exact amount and nobody against it', () => {
    expect(by([line('75.23', { remark: '03-201物业费', counterpartyName: '女儿' })], {})).toEqual(['03-201 UNIT_CODE']);
    expect(by([line('80.00', { remark: '03-201物业费', counterpartyName: '女儿' })], {})).toEqual(['[03-201] UNIT_CODE_AMOUNT']);
    expect(by([line('75.23', { remark: '03-201物业费', counterpartyName: '李四' })], {})).toEqual(['SUSPENSE TWO_CANDIDATES']);
    expect(by([line('75.23', { remark: '2024-02物业费' })], {})).toEqual(['03-201 AMOUNT_AND_PAYER']);
    expect(by([line('150.46', { remark: '03-201 05-101', counterpartyName: '女儿' })], {})).toEqual(['SUSPENSE SEVERAL_REFERENCES']);
  });

  it('is what the bank says of its own interest and charges, and nobody else says', () => {
    const bank = { counterpartyName: '', counterpartyAccount: '' };
    expect(by([line('3.21', { ...bank, remark: '一季度结息' })], {})).toEqual(['INTEREST BANK_INTEREST']);
    expect(by([line('3.21', { counterpartyName: '嘉善农商银行', remark: '存款利息' })], {})).toEqual(['INTEREST BANK_INTEREST']);
    expect(by([line('-5.00', { ...bank, remark: '账户管理费' })], {})).toEqual(['CHARGE BANK_CHARGE']);
    expect(by([line('3.21', { counterpartyName: '女儿', remark: '利息' }), line('-5.00', { remark: '手续费' })], {})).toEqual([
      'SUSPENSE UNKNOWN_PAYER',
      'NONE NO_PAYOUT',
    ]);
  });

  it('is the number of a payout that was paid: it came back, whole and not before it was paid', () => {
    const paidOut = [{ ...payout, paidOn: businessDate('2024-02-19') }];
    const back = (amount: string, changes: Partial<MatchableLine> = {}) => line(amount, { remark: '退汇 BF2024-0001', ...changes });
    expect(by([back('40398.59')], { paid: paidOut })).toEqual(['BF2024-0001 PAYOUT_CAME_BACK']);
    expect(by([back('40398.58')], { paid: paidOut })).toEqual(['SUSPENSE RETURNED_PAYOUT']);
    expect(by([back('40398.59', { bookedOn: businessDate('2024-02-18') })], { paid: paidOut })).toEqual(['SUSPENSE RETURNED_PAYOUT']);
    expect(by([back('40398.59'), back('40398.59')], { paid: paidOut })).toEqual(['BF2024-0001 PAYOUT_CAME_BACK', 'SUSPENSE RETURNED_PAYOUT']);
  });

  it('is a run of days of a payment channel that add up to the line in one way', () => {
    const days = [['2024-02-10', '75.00', 1], ['2024-02-11', '90.00', 2], ['2024-02-12', '75.00', 3]] as const; // prettier-ignore
    const channelDays = days.map(([on, net, id]) => ({ channel: 'WECHAT' as const, paidOn: businessDate(on), net: yuan(net), lineIds: [id] }));
    const batch = (amount: string, name = '财付通支付科技有限公司', on = '2024-02-20') => line(amount, { counterpartyName: name, bookedOn: businessDate(on) });
    expect(by([batch('165.00', undefined, '2024-02-11')], { channelDays })).toEqual(['WECHAT 2024-02-10 – 2024-02-11 CHANNEL_BATCH']);
    expect(by([batch('240.00')], { channelDays })).toEqual(['WECHAT 2024-02-10 – 2024-02-12 CHANNEL_BATCH']);
    expect(by([batch('75.00')], { channelDays })).toEqual(['SUSPENSE UNKNOWN_PAYER']);
    expect(by([batch('240.00', '支付宝（中国）网络技术有限公司')], { channelDays })).toEqual(['SUSPENSE UNKNOWN_PAYER']);
    expect(by([batch('240.00'), batch('240.00')], { channelDays })).toEqual(['WECHAT 2024-02-10 – 2024-02-12 CHANNEL_BATCH', 'SUSPENSE UNKNOWN_PAYER']);
  });

  it('is a rule of the bookkeeper, after references; rules that disagree decide nothing', () => {
    const rule: MatchRuleTerms = { no: 1, direction: 'IN', counterparty: '星泊', remark: '', amount: null, target: 'LEASE', reference: 'ZL01' };
    const paid = line('123.00', { counterpartyName: '嘉善星泊停车场' });
    expect(by([paid], { rules: [rule] })).toEqual(['ZL01 RULE']);
    expect(by([paid], { rules: [{ ...rule, amount: yuan('124.00') }] })).toEqual(['SUSPENSE UNKNOWN_PAYER']);
    expect(by([line('123.00', { counterpartyName: '嘉善星泊停车场', remark: 'WY05-101' })], { rules: [rule] })).toEqual(['05-101 UNIT_REFERENCE']);
    expect(by([paid], { rules: [rule, { ...rule, no: 2, target: 'UNIT', reference: '05-101' }] })).toEqual(['SUSPENSE RULES_DISAGREE']);
    const charge: MatchRuleTerms = { ...rule, no: 3, direction: 'OUT', counterparty: '', remark: '月费', target: 'CHARGE', reference: null };
    const fee = (amount: string, counterpartyName: string) => line(amount, { counterpartyName, remark: '月费' });
    expect(by([fee('-5.00', '嘉善农商银行')], { rules: [charge] })).toEqual(['CHARGE RULE']);
    const interest: MatchRuleTerms = { ...charge, direction: 'IN', remark: '季度', target: 'INTEREST' };
    const credit = (counterpartyName: string) => line('5.00', { counterpartyName, counterpartyAccount: '', remark: '季度' });
    expect(by([credit('嘉善农商银行'), credit('乙方')], { rules: [interest] })).toEqual(['INTEREST RULE', 'SUSPENSE UNKNOWN_PAYER']);
    // what went to somebody else, or may be a payout, is no charge by a rule
    expect(by([fee('-5.00', '云收单')], { rules: [charge] })).toEqual(['NONE NO_PAYOUT']);
    expect(by([fee('-40398.59', '嘉善农商银行')], { rules: [charge], payouts: [payout] })).toEqual(['NONE NO_PAYOUT']);
    const toPayee = { counterpartyName: '久旺物业', counterpartyAccount: '9903', remark: '月费' };
    expect(by([line('-40398.59', toPayee)], { rules: [charge], payouts: [payout] })).toEqual(['BF2024-0001 AMOUNT_AND_PAYEE']);
  });
});

describe('money that goes out', () => {
  it('pays the instructed payout of exactly that amount and payee', () => {
    expect(decide([paid()], [], [payout])).toEqual(['BF2024-0001 PAYOUT_REFERENCE']);
    expect(decide([paid({ counterpartyAccount: '' })], [], [payout])).toEqual(['BF2024-0001 PAYOUT_REFERENCE']);
    expect(decide([paid({ remark: '' })], [], [payout])).toEqual(['BF2024-0001 AMOUNT_AND_PAYEE']);
  });

  it('stays for a person when one fen, the payee, the account or the day differs', () => {
    expect(decide([paid({ amount: yuan('-40398.58') })], [], [payout])).toEqual(['NONE PAYOUT_AMOUNT_DIFFERS']);
    expect(decide([paid({ counterpartyName: '久旺' })], [], [payout])).toEqual(['NONE PAYOUT_PAYEE_DIFFERS']);
    expect(decide([paid({ counterpartyAccount: '9904' })], [], [payout])).toEqual(['NONE PAYOUT_PAYEE_DIFFERS']);
    expect(decide([paid({ bookedOn: businessDate('2024-02-18') })], [], [payout])).toEqual(['NONE PAYOUT_TOO_EARLY']);
    expect(decide([paid({ reversal: true })], [], [payout])).toEqual(['NONE REVERSAL']);
  });

  it('stays for a person when no instructed payout explains it', () => {
    expect(decide([paid()], [], [])).toEqual(['NONE PAYOUT_NOT_INSTRUCTED']);
    expect(decide([paid(), paid()], [], [payout])).toEqual(['BF2024-0001 PAYOUT_REFERENCE', 'NONE PAYOUT_NOT_INSTRUCTED']);
    expect(decide([line('-5.00', { remark: '手续费' })], [], [payout])).toEqual(['NONE NO_PAYOUT']);
    expect(decide([paid({ remark: 'BF2024-0001 BF2024-0002' })], [], [payout])).toEqual(['NONE SEVERAL_REFERENCES']);
    expect(decide([paid({ remark: '' })], [], [payout, { ...payout, id: 78, number: 'BF2024-0002' }])).toEqual(['NONE AMBIGUOUS']);
  });

  it('never pays a unit or a lease, whatever the remark says', () => {
    expect(decide([line('-75.23', { remark: 'WY03-201' })], [unit('03-201', '王小明', { '2024-02': '75.23' })])).toEqual(['NONE NO_PAYOUT']);
  });
});

describe('every line', () => {
  const payers = [
    unit('01-101', '甲', { '2024-01': '75.23' }),
    unit('01-102', '乙', { '2024-01': '75.23', '2024-02': '75.23' }),
    unit('01-103', '甲', { '2024-02': '75.23' }),
    lease,
  ];
  const lines = fc.array(
    fc.record({
      amount: fc.constantFrom('75.23', '150.46', '8000.00', '1.00', '-40398.59', '-75.23').map(yuan),
      counterpartyName: fc.constantFrom('甲', '乙', '', '久旺物业', '嘉善星泊停车管理有限公司'),
      remark: fc.constantFrom('', 'WY01-101', 'WY01-102', 'WY09-999', 'ZL01', 'BF2024-0001', 'WY01-101 ZL01'),
      reversal: fc.boolean(),
    }),
    { maxLength: 12 },
  );

  it('has one decision, in its own order, with a reason in words; incoming money is never left lying without a suggestion and outgoing never waits in suspense', () => {
    fc.assert(
      fc.property(lines, (drafts) => {
        const given = drafts.map((draft) => line('1.00', draft));
        const decisions = matchLines(given, { payers, payouts: [payout] });
        expect(decisions.map((decision) => decision.line)).toEqual(given);
        for (const { line: decided, place, parts, suggested, reason } of decisions) {
          expect(decided.amount.isNegative ? ['PAYOUT', 'NONE'] : ['UNIT', 'LEASE', 'SUSPENSE', ...(suggested ? ['NONE'] : [])]).toContain(place.kind);
          if (parts.length > 0) expect(Money.sum(parts.map(({ amount }) => amount)).toString()).toBe(decided.amount.toString());
          for (const language of ['zh-CN', 'en'] as const) expect(describeMatchReason(reason, language)).not.toMatch(/[{}]/);
        }
        expect(decisions.filter(({ place }) => place.kind === 'PAYOUT').length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has words in both languages for every reason', () => {
    for (const code of matchReasonCodes) {
      for (const language of ['zh-CN', 'en'] as const) expect(describeMatchReason({ code, figures: {} }, language)).not.toBe('');
    }
  });
});
