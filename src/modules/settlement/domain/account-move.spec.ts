import { businessDate } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { yuan } from '../../../../test/support/books.js';
import type { BankLineId } from '../../bank/index.js';
import type { Fund } from '../../ledger/index.js';
import { accountMove, movedOfFunds, movedOn, otherSides, otherSidesLessFee } from './account-move.js';
import { journalForAccountMove } from './journals.js';
import type { OwnLine } from './matchables.js';

const line = (id: number, accountId: number, amount: string, bookedOn = '2024-02-15'): OwnLine => ({
  id: id as BankLineId,
  accountId,
  amount: yuan(amount),
  bookedOn: businessDate(bookedOn),
  counterpartyName: '',
  counterpartyAccount: '',
  remark: '',
  reversal: false,
});
const held = (...amounts: readonly (readonly [Fund, string])[]) => amounts.map(([fund, amount]) => ({ fund, amount: yuan(amount) }));
const shares = (given: ReturnType<typeof held>, moved: string) =>
  movedOfFunds(given, yuan(moved))?.map(({ fund, amount }) => `${fund} ${amount.toString()}`) ?? null;

describe('money between two accounts of the compound', () => {
  const nobodys = line(1, 10, '-306.46');
  const out = { ...nobodys, counterpartyAccount: '9900000000009977' };
  const into = line(2, 20, '306.46', '2024-02-16');
  const ownAccounts = [
    { id: 10, accountNo: '9900000000008866', accountName: '旧共管账户', last4: '8866' },
    { id: 20, accountNo: '9900000000009977', accountName: '新共管账户', last4: '9977' },
  ];
  const among = (...ownLines: readonly OwnLine[]) => ({ ownLines, ownAccounts });

  it('is a line out of one and a line into the other, whichever was looked at', () => {
    expect(accountMove(out, '2', among(out, into))).toEqual({ out, into });
    expect(accountMove(into, '1', among(out, into))).toEqual({ out, into });
    expect(movedOn({ out, into })).toBe('2024-02-16');
    expect(movedOn({ out: line(1, 10, '-1.00', '2024-02-17'), into })).toBe('2024-02-17');
  });

  it('is not a line of the same account, nor one of another amount or the same direction', () => {
    const unknown = { code: 'ASSIGN_REFERENCE_UNKNOWN', details: { target: 'ACCOUNT_MOVE', reference: '3' } };
    expect(refusalOf(() => accountMove(out, '3', among(out, line(3, 10, '306.46'))))).toEqual(unknown);
    expect(refusalOf(() => accountMove(out, '3', among(out, into)))).toEqual(unknown);
    for (const amount of ['306.45', '-306.46'])
      expect(refusalOf(() => accountMove(out, '3', among(line(3, 20, amount))))).toEqual({
        code: 'ASSIGN_MOVE_DIFFERS',
        details: { amount: '-306.46', other: amount },
      });
    expect(otherSides(out, among(out, into, line(3, 10, '306.46'), line(4, 20, '306.45')))).toEqual([into]);
  });

  it('is not between lines of which one names a stranger, by number or by name', () => {
    const named = out;
    const byName = { ...into, counterpartyName: '旧 共管账户', counterpartyAccount: '0000123' };
    expect(accountMove(named, '2', among(byName))).toEqual({ out: named, into: byName });
    expect(otherSides(named, among(byName))).toEqual([byName]);
    for (const side of [{ counterpartyAccount: '6222000000000001' }, { counterpartyName: '丙方' }, { counterpartyAccount: '9900000000009977' }]) {
      const stranger = { ...into, ...side };
      expect(refusalOf(() => accountMove(out, '2', among(stranger)))).toEqual({
        code: 'ASSIGN_MOVE_STRANGER',
        details: { date: '2024-02-16', amount: '306.46' },
      });
      expect(otherSides(out, among(stranger))).toEqual([]);
    }
    const strange = { ...nobodys, counterpartyName: '丙方' };
    expect(refusalOf(() => accountMove(strange, '2', among(into)))).toMatchObject({ code: 'ASSIGN_MOVE_STRANGER', details: { amount: '-306.46' } });
  });

  it('is found where the bank took its fee out of the debit, up to what it may charge, and only there', () => {
    const found = (debit: OwnLine, ...ownLines: readonly OwnLine[]) => otherSidesLessFee(debit, among(...ownLines), yuan('200.00')).map(({ id }) => id);
    expect(found(out, line(2, 20, '301.46'), line(3, 20, '106.46'), line(4, 20, '106.45'), line(5, 20, '306.46'), line(6, 20, '306.47'))).toEqual([2, 3]);
    expect(found(out, line(2, 10, '301.46'), { ...line(3, 20, '301.46'), counterpartyName: '丙方' }, line(4, 20, '-301.46'))).toEqual([]);
    expect(found(into, line(1, 10, '-301.46'))).toEqual([]);
  });

  it('is not what went to another whole number under the name of the account: a name is not an account', () => {
    for (const counterpartyAccount of ['6222020000000001', '6222 0200 0000 0001']) {
      const stolen = { ...nobodys, counterpartyName: '新共管账户', counterpartyAccount };
      expect(refusalOf(() => accountMove(stolen, '2', among(into)))).toMatchObject({ code: 'ASSIGN_MOVE_STRANGER' });
      expect(otherSides(stolen, among(into))).toEqual([]);
    }
  });

  it('is named by its number, or its last digits, on one of the two lines at least', () => {
    const byName = { ...nobodys, counterpartyName: '新共管账户' };
    for (const unnamed of [nobodys, byName]) {
      expect(refusalOf(() => accountMove(unnamed, '2', among(into)))).toEqual({
        code: 'ASSIGN_MOVE_UNNAMED',
        details: { amount: '306.46', out: '2024-02-15', into: '2024-02-16' },
      });
      expect(otherSides(unnamed, among(into))).toEqual([]);
    }
    for (const counterpartyAccount of ['9977', '9900****9977', '9900 0000 0000 9977']) {
      const named = { ...nobodys, counterpartyAccount };
      expect(accountMove(named, '2', among(into))).toEqual({ out: named, into });
    }
    const fromOld = { ...into, counterpartyAccount: '8866' };
    expect(otherSides(byName, among(fromOld))).toEqual([fromOld]);
  });

  it('takes along all that every fund has there, also what one is short of, when the account is emptied', () => {
    expect(shares(held(['SVC', '150.46'], ['COM', '-5.00'], ['QLT', '0.00'], ['TRN', '1.00']), '146.46')).toEqual(['SVC 150.46', 'COM -5.00', 'TRN 1.00']);
  });

  it('takes a part from the funds in their order, as far as each reaches', () => {
    const given = held(['SVC', '100.00'], ['COM', '-5.00'], ['QLT', '20.00'], ['TRN', '1.00']);
    expect(shares(given, '60.00')).toEqual(['SVC 60.00']);
    expect(shares(given, '100.01')).toEqual(['SVC 100.00', 'QLT 0.01']);
    expect(shares(given, '115.99')).toEqual(['SVC 100.00', 'QLT 15.99']);
  });

  it('is not more than the books have in the account', () => {
    expect(shares(held(['SVC', '100.00'], ['COM', '-5.00']), '95.01')).toBeNull();
    expect(shares([], '0.01')).toBeNull();
  });

  it('moves each fund from account to account, and back what one was short of (P28c)', () => {
    const draft = journalForAccountMove({ out, into }, held(['SVC', '311.46'], ['COM', '-5.00']), 2);
    expect(draft).toMatchObject({ rule: 'P28c', effectiveOn: '2024-02-16', source: { type: 'bank_line', id: 1 }, occurrence: 2 });
    const cash = (id: number) => ({ code: '1001', holder: { type: 'bank_account', id } });
    expect(draft.transfers.map(({ fund, debit, credit, amount }) => [fund, debit, credit, amount.toString()])).toEqual([
      ['SVC', cash(20), cash(10), '311.46'],
      ['COM', cash(10), cash(20), '5.00'],
    ]);
  });
});
