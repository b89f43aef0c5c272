import { businessDate, Money } from '../../../kernel/index.js';
import type { BankLineId } from '../../bank/index.js';
import { bankCandidate, linesPutRight, type OpenBankLine } from './bank-candidates.js';

const line = (amount: string, rest: { counterpartyName?: string; counterpartyAccount?: string } = {}) => ({
  id: 9 as BankLineId,
  bookedOn: businessDate('2024-02-20'),
  amount: Money.parse(amount),
  counterpartyName: '',
  counterpartyAccount: '',
  remark: '',
  reversal: false,
  ...rest,
});
const open = (id: number, amount: string, rest: Partial<OpenBankLine> = {}): OpenBankLine => ({
  id: id as BankLineId,
  bookedOn: businessDate('2024-02-10'),
  counterpartyName: '别人',
  counterpartyAccount: '9909',
  remark: '误扣',
  open: Money.parse(amount),
  ...rest,
});
const ids = (lines: readonly OpenBankLine[]): number[] => lines.map(({ id }) => id);

describe('earlier lines that a line of the bank may put right', () => {
  it('are errors with at least as much open, the exact one first; and credits of exactly that amount', () => {
    expect(ids(linesPutRight(line('5.00'), [open(1, '8.00'), open(2, '4.99'), open(3, '5.00')]))).toEqual([3, 1]);
    expect(ids(linesPutRight(line('-5.00'), [open(1, '8.00'), open(2, '4.99'), open(3, '5.00')]))).toEqual([3]);
  });

  it('are not later ones, nor the line itself', () => {
    expect(linesPutRight(line('5.00'), [open(1, '5.00', { bookedOn: businessDate('2024-02-21') }), open(9, '5.00')])).toEqual([]);
  });

  it('are offered to the bank and to the account of that line, and to nobody else', () => {
    expect(ids(linesPutRight(line('5.00', { counterpartyName: '嘉善农商银行', counterpartyAccount: '1' }), [open(1, '5.00')]))).toEqual([1]);
    expect(ids(linesPutRight(line('5.00', { counterpartyName: '别人', counterpartyAccount: '9909' }), [open(1, '5.00')]))).toEqual([1]);
    expect(linesPutRight(line('5.00', { counterpartyName: '王小明', counterpartyAccount: '6222' }), [open(1, '5.00')])).toEqual([]);
    expect(linesPutRight(line('5.00', { counterpartyName: '王小明' }), [open(1, '5.00', { counterpartyAccount: '' })])).toEqual([]);
    // what an owner brings to the counter, and interest, are no correction
    for (const remark of ['WY01-102', '结息']) expect(linesPutRight({ ...line('5.00'), remark }, [open(1, '5.00')])).toEqual([]);
  });

  it('carry the number of the line, and why', () => {
    expect(bankCandidate(line('5.00'), open(41, '5.00'))).toEqual({
      parts: [{ target: 'CORRECTION', reference: '41', amount: '5.00' }],
      name: '别人',
      reason: { code: 'ERROR_WAITS', figures: { reference: '41', bookedOn: '2024-02-10' } },
    });
    expect(bankCandidate(line('-5.00'), open(41, '5.00', { counterpartyName: ' ' }))).toMatchObject({
      parts: [{ target: 'TAKEN_BACK', reference: '41', amount: '-5.00' }],
      name: '误扣',
      reason: { code: 'CREDIT_WAITS' },
    });
  });
});
