import { businessDate, Money } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import type { BankLineId, BankLineState } from '../../bank/index.js';
import { assignedParts, type AssignedPart, type AssignmentTarget } from './assignment.js';
import type { MatchablePayer, MatchablePayout } from './match-lines.js';

const yuan = (text: string): Money => Money.parse(text);
const payer = (kind: 'UNIT' | 'LEASE', id: number, code: string): MatchablePayer => ({ kind, id, code, payerName: null, openItems: [] });
const payout: MatchablePayout = {
  id: 77,
  number: 'BF2024-0001',
  amount: yuan('40398.59'),
  payeeName: '久旺物业',
  payeeAccountNo: '9903',
  instructedOn: businessDate('2024-02-19'),
};
const side = { counterpartyName: '久旺物业', counterpartyAccount: '9903' };
const nobody = { counterpartyName: '', counterpartyAccount: '' };
const matchables = {
  payers: [payer('UNIT', 1, '03-201'), payer('UNIT', 2, '03-202'), payer('LEASE', 3, 'ZL01')],
  payouts: [payout],
  bankErrors: [{ lineId: 41, open: yuan('5.00'), ...side }],
  waiting: [{ lineId: 42, open: yuan('80.00'), ...side }],
};

function line(
  amount: string,
  changes: {
    state?: BankLineState;
    suspenseOpen?: string;
    counterpartyName?: string;
    counterpartyAccount?: string;
    bookedOn?: string;
    remark?: string;
    reversal?: boolean;
  } = {},
) {
  const { state = 'NEW', suspenseOpen = '0.00', counterpartyName = '久旺物业', counterpartyAccount = '9903', bookedOn = '2024-02-20' } = changes;
  const { remark = '', reversal = false } = changes;
  return {
    id: 1 as BankLineId,
    accountId: 5,
    bookedOn: businessDate(bookedOn),
    amount: yuan(amount),
    counterpartyName,
    counterpartyAccount,
    remark,
    reversal,
    state,
    suspenseOpen: yuan(suspenseOpen),
  };
}
const ownAccounts = [{ id: 6, accountNo: '9900000000009977', accountName: '共管账户', last4: '9977' }];
const part = (target: AssignmentTarget, reference: string | null, amount?: string): AssignedPart => ({
  target,
  reference,
  amount: amount === undefined ? null : yuan(amount),
});
const assign = (given: ReturnType<typeof line>, ...parts: AssignedPart[]) =>
  assignedParts(given, parts, matchables).map(({ place, amount }) => `${'code' in place ? place.code : place.kind} ${amount.toString()}`);
const refused = (given: ReturnType<typeof line>, ...parts: AssignedPart[]) => refusalOf(() => assign(given, ...parts));

describe('a line that is assigned by hand', () => {
  it.each<[AssignmentTarget, string | null]>([
    ['UNIT', '03-201'],
    ['LEASE', 'ZL01'],
    ['OTHER_INCOME', null],
    ['DEPOSIT', '03-201'],
    ['FOR_OTHERS', 'SK002'],
    ['FIRM_DUE', null],
  ])('is no %s when it came from an account of the compound itself: by its number, its last digits, or its name without one', (target, reference) => {
    for (const counterpartyAccount of ['9900000000009977', '****9977', '', '***']) {
      const given = line('200.00', { counterpartyName: '共管账户', counterpartyAccount });
      expect(refusalOf(() => assignedParts(given, [{ ...part(target, reference), words: '说明' }], { ...matchables, ownAccounts }))).toEqual({
        code: 'ASSIGN_OWN_ACCOUNT',
        details: { date: '2024-02-20', amount: '200.00', last4: '9977' },
      });
    }
  });

  it('goes whole to what is named, or in parts that add up', () => {
    expect(assign(line('150.46'), part('UNIT', '03-201'))).toEqual(['03-201 150.46']);
    expect(assign(line('150.46'), part('UNIT', '03-201', '75.23'), part('LEASE', 'ZL01', '75.23'))).toEqual(['03-201 75.23', 'ZL01 75.23']);
    expect(assign(line('150.46'), part('SUSPENSE', null))).toEqual(['SUSPENSE 150.46']);
  });

  it('takes out of suspense what waits there, also after a close', () => {
    expect(assign(line('80.00', { state: 'SUSPENSE', suspenseOpen: '80.00' }), part('UNIT', '03-201'))).toEqual(['03-201 80.00']);
    expect(assign(line('80.00', { state: 'RECONCILED', suspenseOpen: '80.00' }), part('UNIT', '03-201'))).toEqual(['03-201 80.00']);
  });

  it.each(['MATCHED', 'RECONCILED'] as const)('has its place when it is %s with nothing waiting', (state) => {
    expect(refused(line('80.00', { state }), part('UNIT', '03-201'))).toEqual({
      code: 'BANK_LINE_STATE',
      details: { date: '2024-02-20', amount: '80.00', state },
    });
  });

  it.each([
    ['the bank marks as taking a booking back', { reversal: true }],
    ['names a payout', { remark: '退汇 bf2024-0001 户名不符' }],
  ])('is nobody’s fee when it is a payment that came back, which %s', (_, changes) => {
    const [fresh, waiting] = [line('40398.59', changes), line('40398.59', { ...changes, state: 'SUSPENSE', suspenseOpen: '40398.59' })];
    for (const given of [fresh, waiting]) {
      for (const to of [part('UNIT', '03-201'), part('LEASE', 'ZL01')])
        expect(refused(given, to)).toEqual({ code: 'ASSIGN_RETURNED_PAYMENT', details: { date: '2024-02-20', amount: '40398.59' } });
    }
    expect(refused(fresh, part('UNIT', '03-201', '0.01'), part('UNIT', '03-202', '40398.58'))).toMatchObject({ code: 'ASSIGN_RETURNED_PAYMENT' });
    expect(assign(fresh, part('SUSPENSE', null))).toEqual(['SUSPENSE 40398.59']);
  });

  it('goes back into suspense never', () => {
    const waiting = line('80.00', { state: 'SUSPENSE', suspenseOpen: '80.00' });
    expect(refused(waiting, part('SUSPENSE', null))).toMatchObject({ code: 'ASSIGN_TARGET_REFUSED' });
  });

  it('is interest, or what the bank gives back of its own error or credits by mistake, whole', () => {
    for (const target of ['INTEREST', 'WRONG_CREDIT'] as const) expect(assign(line('5.00', nobody), part(target, null))).toEqual([`${target} 5.00`]);
    expect(assign(line('4.00'), part('CORRECTION', '41'))).toEqual(['41 4.00']);
    expect(refused(line('5.01'), part('CORRECTION', '41'))).toEqual({
      code: 'ASSIGN_BANK_DIFFERS',
      details: { reference: '41', open: '5.00', amount: '5.01' },
    });
    expect(refused(line('5.00'), part('CORRECTION', '42'))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
    expect(refused(line('80.00'), part('INTEREST', null, '4.77'), part('UNIT', '03-201', '75.23'))).toMatchObject({ code: 'ASSIGN_TARGET_REFUSED' });
    expect(assign(line('80.00', { ...nobody, state: 'SUSPENSE', suspenseOpen: '80.00' }), part('INTEREST', null))).toEqual(['INTEREST 80.00']);
    expect(refused(line('80.00', { state: 'RECONCILED', suspenseOpen: '80.00' }), part('INTEREST', null))).toMatchObject({ code: 'ASSIGN_MONTH_CLOSED' });
    expect(refused(line('80.00', { state: 'RECONCILED', suspenseOpen: '80.00' }), part('PAYOUT', 'BF2024-0001'))).toMatchObject({
      code: 'ASSIGN_TARGET_REFUSED',
    });
    expect(refused(line('5.00'), part('CHARGE', null))).toMatchObject({ code: 'ASSIGN_TARGET_REFUSED' });
  });

  it('is other income or a deposit with words, a payout that came back, or a receipt that bounced, whole', () => {
    const [named, paid] = [
      { receipts: [{ id: 9, number: 'SJ2024-000001', paidBy: side }] },
      { paid: [{ ...payout, amount: yuan('80.00'), paidOn: businessDate('2024-02-01') }] },
    ];
    const place = (given: ReturnType<typeof line>, one: AssignedPart) => assignedParts(given, [one], { ...matchables, ...named, ...paid })[0]?.place;
    expect(place(line('80.00'), { ...part('OTHER_INCOME', null), words: ' 废品 ' })).toEqual({ kind: 'OTHER_INCOME', words: '废品' });
    expect(place(line('80.00'), { ...part('DEPOSIT', null), words: '装修押金' })).toMatchObject({ kind: 'DEPOSIT', payerName: '久旺物业' });
    expect(place(line('80.00'), part('RETURNED_PAYOUT', 'BF2024-0001'))).toMatchObject({ kind: 'RETURNED_PAYOUT', id: 77 });
    expect(place(line('-80.00'), part('BOUNCED_RECEIPT', 'SJ2024-000001'))).toMatchObject({ kind: 'BOUNCED_RECEIPT', id: 9 });
    expect(place(line('80.00'), { ...part('FOR_OTHERS', 'SK003'), words: ' 水费 ' })).toEqual({ kind: 'FOR_OTHERS', payee: 'SK003', words: '水费' });
    expect(refused(line('80.00'), part('FOR_OTHERS', 'SK003'))).toMatchObject({ code: 'ASSIGN_WORDS_MISSING' });
    expect(refused(line('80.00'), { ...part('FOR_OTHERS', null), words: '水费' })).toEqual({
      code: 'ASSIGN_REFERENCE_UNKNOWN',
      details: { target: 'FOR_OTHERS', reference: '' },
    });
    expect(refused(line('80.00', { remark: '退汇 BF2024-0001' }), { ...part('FOR_OTHERS', 'SK003'), words: '水费' })).toMatchObject({
      code: 'ASSIGN_RETURNED_PAYMENT',
    });
    expect(place(line('80.00', { state: 'SUSPENSE', suspenseOpen: '80.00' }), { ...part('FOR_OTHERS', 'SK003'), words: '水费' })).toMatchObject({
      payee: 'SK003',
    });
    expect(refused(line('80.00', { state: 'RECONCILED', suspenseOpen: '80.00' }), { ...part('FOR_OTHERS', 'SK003'), words: '水费' })).toEqual({
      code: 'ASSIGN_MONTH_CLOSED',
      details: { target: 'FOR_OTHERS', date: '2024-02-20', month: '2024-02' },
    });
    expect(refused(line('80.00'), part('OTHER_INCOME', null))).toMatchObject({ code: 'ASSIGN_WORDS_MISSING' });
    expect(refused(line('80.00'), part('RETURNED_PAYOUT', 'BF2024-0009'))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
    expect(refused(line('80.00'), part('BOUNCED_RECEIPT', 'SJ2024-000001'))).toMatchObject({ code: 'ASSIGN_TARGET_REFUSED' });
    expect(refused(line('80.00'), part('CHANNEL_BATCH', 'PAYPAL'))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
    expect(refused(line('80.00', nobody), part('CHANNEL_BATCH', 'WECHAT'))).toMatchObject({ code: 'ASSIGN_BATCH_UNCLEAR' });
  });

  it('is nothing of the bank, a payee, the firm or a channel where it names somebody else', () => {
    const named = {
      receipts: [{ id: 9, number: 'SJ2024-000001', paidBy: side }],
      paid: [{ ...payout, amount: yuan('80.00'), paidOn: businessDate('2024-02-01') }],
      firmDues: [{ kind: 'PENALTY' as const, id: 7, firmId: 4, label: '2024-Q1', open: yuan('80.00'), since: businessDate('2024-02-01') }],
      floats: [{ firmId: 4, open: yuan('80.00') }],
      firms: [{ firmId: 4, names: ['久旺物业'], accountNos: ['9903'] }],
    };
    const stranger = { counterpartyName: '张三', counterpartyAccount: '6222020000000001' };
    const strange = (amount: string, one: AssignedPart) => refusalOf(() => assignedParts(line(amount, stranger), [one], { ...matchables, ...named }));
    const figures = { date: '2024-02-20', amount: '80.00' };
    expect(strange('80.00', part('INTEREST', null))).toEqual({ code: 'ASSIGN_SIDE_INTEREST', details: figures });
    expect(strange('5.00', part('CORRECTION', '41'))).toMatchObject({ code: 'ASSIGN_SIDE_CORRECTION', details: { amount: '5.00', reference: '41' } });
    expect(strange('-80.00', part('TAKEN_BACK', '42'))).toEqual({ code: 'ASSIGN_SIDE_TAKEN_BACK', details: { ...figures, reference: '42' } });
    const receipt = part('BOUNCED_RECEIPT', 'SJ2024-000001');
    expect(strange('-80.00', receipt)).toEqual({ code: 'ASSIGN_SIDE_BOUNCED', details: { ...figures, reference: 'SJ2024-000001' } });
    const returned = part('RETURNED_PAYOUT', 'BF2024-0001');
    expect(strange('80.00', returned)).toEqual({ code: 'ASSIGN_SIDE_RETURNED', details: { ...figures, reference: 'BF2024-0001' } });
    for (const one of [part('FIRM_DUE', 'PENALTY-7'), part('FLOAT_BACK', null)])
      expect(strange('80.00', one)).toEqual({ code: 'ASSIGN_SIDE_FIRM', details: { ...figures, firm: '久旺物业' } });
    for (const one of [
      part('FIRM_DUE', 'PENALTY-7'),
      part('FLOAT_BACK', null),
      { ...part('OTHER_INCOME', null), words: 'x' },
      { ...part('DEPOSIT', null), words: 'x' },
    ])
      expect(refusalOf(() => assignedParts(line('80.00', { remark: '退汇 BF2024-0001' }), [one], { ...matchables, ...named }))).toEqual({
        code: 'ASSIGN_RETURNED_PAYMENT',
        details: figures,
      });
    for (const amount of ['80.00', '-80.00'])
      expect(strange(amount, part('CHANNEL_BATCH', 'WECHAT'))).toEqual({ code: 'ASSIGN_SIDE_CHANNEL', details: { ...figures, channel: 'WECHAT' } });
  });

  it('is money of the firm for what it owes, or of its float up to what it has', () => {
    const since = businessDate('2024-02-01');
    const firm = {
      firmDues: [
        { kind: 'PENALTY' as const, id: 7, firmId: 4, label: '2024-Q1', open: yuan('50.00'), since },
        { kind: 'TAKEN' as const, id: 8, firmId: 4, label: '2024-02-01', open: yuan('30.00'), since },
      ],
      floats: [{ firmId: 4, open: yuan('80.00') }],
      firms: [{ firmId: 4, names: ['久旺物业'], accountNos: ['9903'] }],
    };
    const place = (given: ReturnType<typeof line>, ...parts: AssignedPart[]) =>
      assignedParts(given, parts, { ...matchables, ...firm }).map((each) => each.place);
    expect(place(line('80.00'), part('FIRM_DUE', 'PENALTY-7', '50.00'), part('FIRM_DUE', 'TAKEN-8', '30.00'))).toEqual([
      { kind: 'FIRM_DUE', due: { kind: 'PENALTY', id: 7 }, code: 'PENALTY-7' },
      { kind: 'FIRM_DUE', due: { kind: 'TAKEN', id: 8 }, code: 'TAKEN-8' },
    ]);
    expect(place(line('80.00', { remark: '退备用金' }), part('FLOAT_BACK', null))).toEqual([{ kind: 'FLOAT_BACK', firmId: 4, words: '退备用金' }]);
    const unsaid = line('80.00', { remark: ' ' });
    expect(place(unsaid, part('FLOAT_BACK', null))).toEqual([{ kind: 'FLOAT_BACK', firmId: 4, words: '退回备用金' }]);
    const firmRefused = (given: ReturnType<typeof line>, ...parts: AssignedPart[]) => refusalOf(() => place(given, ...parts));
    expect(firmRefused(line('50.00'), part('FIRM_DUE', 'PENALTY-8'))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
    expect(firmRefused(line('80.01'), part('FLOAT_BACK', null))).toMatchObject({ code: 'ASSIGN_FLOAT_SMALLER', details: { open: '80.00', amount: '80.01' } });
    expect(firmRefused(line('80.00'), part('FLOAT_BACK', '5'))).toMatchObject({ code: 'ASSIGN_FLOAT_UNCLEAR' });
    expect(refused(line('80.00'), part('FLOAT_BACK', null))).toMatchObject({ code: 'ASSIGN_FLOAT_UNCLEAR' });
  });

  it('is refused when the parts are not the line, one is zero or points the other way, or one is named twice', () => {
    expect(refused(line('80.00'), part('UNIT', '03-201', '79.99'))).toEqual({ code: 'ASSIGN_AMOUNT_DIFFERS', details: { total: '79.99', available: '80.00' } });
    expect(refused(line('80.00'), part('UNIT', '03-201', '80.00'), part('UNIT', '03-202', '0.00'))).toMatchObject({ code: 'ASSIGN_AMOUNT_DIFFERS' });
    expect(refused(line('80.00'), part('UNIT', '03-201', '90.00'), part('UNIT', '03-202', '-10.00'))).toMatchObject({ code: 'ASSIGN_AMOUNT_DIFFERS' });
    expect(refused(line('80.00'))).toMatchObject({ code: 'ASSIGN_AMOUNT_DIFFERS', details: { total: '0.00' } });
    expect(refused(line('80.00'), part('UNIT', '03-201', '40.00'), part('UNIT', '03-201', '40.00'))).toMatchObject({ code: 'ASSIGN_REFERENCE_REPEATED' });
  });

  it('is refused for a code that is not there, and for the code of another kind', () => {
    expect(refused(line('80.00'), part('UNIT', '09-999'))).toEqual({ code: 'ASSIGN_REFERENCE_UNKNOWN', details: { target: 'UNIT', reference: '09-999' } });
    expect(refused(line('80.00'), part('UNIT', 'ZL01'))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
    expect(refused(line('80.00'), part('UNIT', null))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
  });

  describe('and is money that went out', () => {
    const paid = (changes: Parameters<typeof line>[1] = {}) => line('-40398.59', changes);

    it('pays an instructed payout of that amount and account, also when the bank spells the name its own way', () => {
      expect(assign(paid(), part('PAYOUT', 'BF2024-0001'))).toEqual(['BF2024-0001 -40398.59']);
      expect(assign(paid({ counterpartyName: '嘉兴久旺' }), part('PAYOUT', 'BF2024-0001'))).toEqual(['BF2024-0001 -40398.59']);
    });

    it.each([
      ['another amount', line('-40398.58')],
      ['another account', paid({ counterpartyAccount: '9904' })],
      ['no account and another name', paid({ counterpartyAccount: '', counterpartyName: '嘉兴久旺' })],
      ['a day before the instruction', paid({ bookedOn: '2024-02-18' })],
    ])('is refused for %s', (_, given) => {
      expect(refused(given, part('PAYOUT', 'BF2024-0001'))).toMatchObject({ code: 'ASSIGN_PAYOUT_DIFFERS', details: { reference: 'BF2024-0001' } });
    });

    it('is a charge, an error of the bank, or a wrong credit that it takes back to the fen', () => {
      for (const counterpartyName of ['', '嘉善农商银行'])
        expect(assign(line('-5.00', { counterpartyName, counterpartyAccount: '' }), part('CHARGE', null))).toEqual(['CHARGE -5.00']);
      expect(assign(line('-5.00', { counterpartyAccount: '9904' }), part('BANK_ERROR', null))).toEqual(['BANK_ERROR -5.00']);
      expect(assign(line('-80.00'), part('TAKEN_BACK', '42'))).toEqual(['42 -80.00']);
      expect(refused(line('-79.99'), part('TAKEN_BACK', '42'))).toMatchObject({ code: 'ASSIGN_BANK_DIFFERS' });
      expect(refused(line('-80.00'), part('TAKEN_BACK', '41'))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
    });

    it.each([
      ['to a charge and an error of the bank', '-2.00', '-3.00'],
      ['with parts that point the other way', '-8.00', '3.00'],
    ])('is never split, %s', (_, charge, error) => {
      expect(refused(line('-5.00'), part('CHARGE', null, charge), part('BANK_ERROR', null, error))).toEqual({
        code: 'ASSIGN_OUT_WHOLE',
        details: { date: '2024-02-20', amount: '5.00', parts: 2 },
      });
      const other = line('-5.00', { counterpartyAccount: '9904' });
      expect(refused(other, part('BANK_ERROR', null, charge))).toMatchObject({ code: 'ASSIGN_AMOUNT_DIFFERS' });
      expect(assign(other, part('BANK_ERROR', null, '-5.00'))).toEqual(['BANK_ERROR -5.00']);
    });

    it('is a charge only of the bank itself, whatever the remark says', () => {
      const given = line('-5.00', { counterpartyName: '张三', counterpartyAccount: '9904', remark: '手续费' });
      expect(refused(given, part('CHARGE', null))).toEqual({ code: 'ASSIGN_NOT_THE_BANKS', details: { date: '2024-02-20', amount: '5.00' } });
    });

    it.each([
      ['amount', line('-40398.59', { counterpartyName: '', counterpartyAccount: '' })],
      ['number', line('-5.00', { counterpartyName: '', counterpartyAccount: '', remark: '代付 bf2024- 0001' })],
      ['payee’s account', line('-5.00', { counterpartyName: '' })],
    ])('is neither charge nor error of the bank with the %s of an instructed payout', (_, given) => {
      for (const target of ['CHARGE', 'BANK_ERROR'] as const)
        expect(refused(given, part(target, null))).toMatchObject({ code: 'ASSIGN_PERHAPS_PAYOUT', details: { reference: 'BF2024-0001' } });
    });

    it.each([
      ['another amount', line('-40000.00')],
      ['the amount to another account', paid({ counterpartyAccount: '9904' })],
    ])('is the bank’s error where it paid a named payout with %s', (_, given) => {
      expect(assign(given, part('BANK_ERROR', 'BF2024-0001'))).toEqual([`BF2024-0001 ${given.amount.toString()}`]);
    });

    it('is no error of the bank where it may be a payout after all: that one, another, or several together', () => {
      const other = { ...payout, id: 78, number: 'BF2024-0002', amount: yuan('1.41') };
      const both = { ...matchables, payouts: [payout, other] };
      const refusedWith = (given: ReturnType<typeof line>) => refusalOf(() => assignedParts(given, [part('BANK_ERROR', 'BF2024-0001')], both));
      expect(refusedWith(paid())).toMatchObject({ code: 'ASSIGN_PERHAPS_PAYOUT', details: { reference: 'BF2024-0001' } });
      expect(refusedWith(paid({ counterpartyAccount: '' }))).toMatchObject({ code: 'ASSIGN_PERHAPS_PAYOUT' });
      expect(refusedWith(line('-1.41'))).toMatchObject({ code: 'ASSIGN_PERHAPS_PAYOUT', details: { reference: 'BF2024-0002' } });
      expect(refusedWith(line('-40400.00'))).toMatchObject({ code: 'ASSIGN_PERHAPS_PAYOUT' });
      expect(refused(paid(), part('BANK_ERROR', 'BF2024-0009'))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
    });

    it('is no error of the bank where the payee has all of its payout and more, by account or by name', () => {
      const error = part('BANK_ERROR', 'BF2024-0001');
      const figures = { reference: 'BF2024-0001', amount: '40403.59', instructed: '40398.59', rest: '5.00' };
      expect(refused(line('-40403.59'), error)).toMatchObject({ code: 'ASSIGN_PAYEE_REACHED', details: figures });
      expect(refused(line('-40403.59', { counterpartyAccount: '' }), error)).toMatchObject({ code: 'ASSIGN_PAYEE_REACHED' });
      for (const changes of [{ counterpartyAccount: '9904' }, { counterpartyAccount: '', counterpartyName: '别人' }, { bookedOn: '2024-02-18' }])
        expect(assign(line('-40403.59', changes), error)).toEqual(['BF2024-0001 -40403.59']);
    });

    it('pays a payout and what the bank took with it in one debit, to the fen, and hides no other payout', () => {
      const given = line('-40403.59');
      for (const rest of ['CHARGE', 'BANK_ERROR'] as const)
        expect(assign(given, part('PAYOUT', 'BF2024-0001', '-40398.59'), part(rest, null, '-5.00'))).toEqual(['BF2024-0001 -40398.59', `${rest} -5.00`]);
      expect(refused(given, part('PAYOUT', 'BF2024-0001', '-40398.58'), part('CHARGE', null, '-5.01'))).toMatchObject({ code: 'ASSIGN_PAYOUT_DIFFERS' });
      expect(refused(given, part('PAYOUT', 'BF2024-0001', '-40398.59'), part('CHARGE', null, '-4.00'))).toMatchObject({ code: 'ASSIGN_AMOUNT_DIFFERS' });
      expect(refused(line('-40393.59'), part('PAYOUT', 'BF2024-0001', '-40398.59'), part('CHARGE', null, '5.00'))).toMatchObject({
        code: 'ASSIGN_AMOUNT_DIFFERS',
      });
      const other = line('-40403.59', { counterpartyAccount: '9904' });
      expect(refused(other, part('PAYOUT', 'BF2024-0001', '-40398.59'), part('CHARGE', null, '-5.00'))).toMatchObject({ code: 'ASSIGN_PAYOUT_DIFFERS' });
      const second = { ...payout, id: 78, number: 'BF2024-0002', amount: yuan('5.00') };
      const split = [part('PAYOUT', 'BF2024-0001', '-40398.59'), part('CHARGE', null, '-5.00')];
      expect(refusalOf(() => assignedParts(given, split, { ...matchables, payouts: [payout, second] }))).toMatchObject({
        code: 'ASSIGN_PERHAPS_PAYOUT',
        details: { reference: 'BF2024-0002' },
      });
      expect(refused(given, part('PAYOUT', 'BF2024-0001', '-40398.59'), part('TAKEN_BACK', '42', '-5.00'))).toMatchObject({ code: 'ASSIGN_OUT_WHOLE' });
      const twice = [part('PAYOUT', 'BF2024-0001', '-40398.59'), part('CHARGE', null, '-2.00'), part('BANK_ERROR', null, '-3.00')];
      expect(refused(given, ...twice)).toMatchObject({ code: 'ASSIGN_OUT_WHOLE' });
    });

    it('is a charge beside a payout up to what a bank may take, and beyond that the bank’s error; so is a payout that it paid twice', () => {
      const paid = part('PAYOUT', 'BF2024-0001', '-40398.59');
      expect(assign(line('-40598.59'), paid, part('CHARGE', null, '-200.00'))).toEqual(['BF2024-0001 -40398.59', 'CHARGE -200.00']);
      expect(refused(line('-40598.60'), paid, part('CHARGE', null, '-200.01'))).toEqual({
        code: 'ASSIGN_CHARGE_LARGE',
        details: { date: '2024-02-20', amount: '200.01', max: '200.00' },
      });
      expect(assign(line('-40598.60'), paid, part('BANK_ERROR', null, '-200.01'))).toEqual(['BF2024-0001 -40398.59', 'BANK_ERROR -200.01']);
      expect(assign(line('-80797.18'), paid, part('BANK_ERROR', null, '-40398.59'))).toEqual(['BF2024-0001 -40398.59', 'BANK_ERROR -40398.59']);
    });

    it('takes several receipts back, each with its own part, and nothing else beside them', () => {
      const receipts = ['SJ2024-000001', 'SJ2024-000002'].map((number, index) => ({ id: index + 1, number, paidBy: side }));
      const parts = receipts.map(({ number }) => part('BOUNCED_RECEIPT', number, '-75.23'));
      expect(assignedParts(line('-150.46'), parts, { ...matchables, receipts }).map(({ place }) => place.kind)).toEqual(['BOUNCED_RECEIPT', 'BOUNCED_RECEIPT']);
      const mixed = [part('BOUNCED_RECEIPT', 'SJ2024-000001', '-75.23'), part('CHARGE', null, '-75.23')];
      expect(refusalOf(() => assignedParts(line('-150.46'), mixed, { ...matchables, receipts }))).toMatchObject({ code: 'ASSIGN_OUT_WHOLE' });
    });

    it('may be a charge with the amount of a payout that was instructed later', () => {
      const given = line('-40398.59', { counterpartyName: '', counterpartyAccount: '', bookedOn: '2024-02-18', remark: '账户管理费' });
      expect(assign(given, part('CHARGE', null))).toEqual(['CHARGE -40398.59']);
    });

    it('is refused for anything but a payout that waits for the bank', () => {
      expect(refused(paid(), part('PAYOUT', 'BF2024-0009'))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
      for (const target of ['UNIT', 'LEASE', 'SUSPENSE'] as const)
        expect(refused(paid(), part(target, '03-201'))).toMatchObject({ code: 'ASSIGN_TARGET_REFUSED' });
      expect(refused(line('40398.59'), part('PAYOUT', 'BF2024-0001'))).toMatchObject({ code: 'ASSIGN_TARGET_REFUSED' });
    });
  });
});
