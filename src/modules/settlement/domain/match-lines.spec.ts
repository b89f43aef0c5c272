import fc from 'fast-check';
import { accountingPeriod, businessDate, Money, type AccountingPeriod } from '../../../kernel/index.js';
import type { BankLineId } from '../../bank/index.js';
import { describeMatchReason } from './match-reason-words.js';
import { matchReasonCodes } from './match-reason.js';
import { matchLines, type MatchableLine, type MatchablePayer, type MatchablePayout } from './match-lines.js';

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
  return matchLines(lines, { payers, payouts }).map(({ place, reason }) => `${'code' in place ? place.code : place.kind} ${reason.code}`);
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

  it('waits in suspense when the amount is not what is open, or nobody has the payer’s name', () => {
    expect(decide([line('75.22')], [wang])).toEqual(['SUSPENSE AMOUNT_DIFFERS']);
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
    expect(matchLines([line('75.23')], { payers: [wang, second, settled], payouts: [] })[0]?.reason.figures).toEqual({ count: '3' });
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

  it('settles a bill once: the second payment without a reference waits, one with a reference is a prepayment', () => {
    const li = unit('05-101', '李四', { '2024-02': '90.27' });
    const plain = () => line('90.27', { counterpartyName: '李四' });
    expect(decide([plain(), plain()], [li])).toEqual(['05-101 AMOUNT_AND_PAYER', 'SUSPENSE AMOUNT_DIFFERS']);
    expect(decide([plain(), line('90.27', { counterpartyName: '李四', remark: 'WY05-101' })], [li])).toEqual([
      'SUSPENSE AMOUNT_DIFFERS',
      '05-101 UNIT_REFERENCE',
    ]);
  });

  it('is not for a bill of a later month', () => {
    const later = unit('05-101', '李四', { '2024-03': '90.27' });
    expect(decide([line('90.27', { counterpartyName: '李四' })], [later])).toEqual(['SUSPENSE AMOUNT_DIFFERS']);
  });

  it('counts what is left of a bill that was paid in part', () => {
    const part = unit('05-101', '李四', { '2024-01': '90.27', '2024-02': '90.27' });
    const first = line('100.00', { remark: 'WY05-101', counterpartyName: '李四' });
    expect(decide([first, line('80.54', { counterpartyName: '李四' })], [part])).toEqual(['05-101 UNIT_REFERENCE', '05-101 AMOUNT_AND_PAYER']);
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

  it('has one decision, in its own order, with a reason in words; incoming money is never left lying and outgoing never waits in suspense', () => {
    fc.assert(
      fc.property(lines, (drafts) => {
        const given = drafts.map((draft) => line('1.00', draft));
        const decisions = matchLines(given, { payers, payouts: [payout] });
        expect(decisions.map((decision) => decision.line)).toEqual(given);
        for (const { line: decided, place, reason } of decisions) {
          expect(decided.amount.isNegative ? ['PAYOUT', 'NONE'] : ['UNIT', 'LEASE', 'SUSPENSE']).toContain(place.kind);
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
