import { Money, type BusinessDate } from '../../../kernel/index.js';
import type { BankLineView } from '../../bank/index.js';
import { funds, transfer, type AccountBalance, type AccountRef, type ChartCode, type EntryDraft, type Fund, type TransferDraft } from '../../ledger/index.js';
import { movedOn, type AccountMove } from './account-move.js';
import type { FundShare } from './interest.js';
import { openingSide, type OpeningLine } from './opening.js';

/** P21, unidentified: TRN 1001/2301[line], on the bank's booking day. A bank fact: whoever it belongs to, it is here. */
export function journalForSuspense(line: FactLine, occurrence = 1): EntryDraft {
  const transfers = transfer('TRN', line.amount, cashOf(line), suspenseOf(line.id));
  return { rule: 'P21', ...factOf(line, occurrence), description: 'receipt not identified yet', transfers };
}

type FactLine = Pick<BankLineView, 'id' | 'bookedOn' | 'amount' | 'accountId'>;

const cashOf = ({ accountId }: FactLine): AccountRef => ({ code: '1001', holder: { type: 'bank_account', id: accountId } });
const suspenseOf = (lineId: number): AccountRef => ({ code: '2301', holder: { type: 'bank_line', id: lineId } });
/** Holder of 1301 and 2701: the other fund of an advance, counted as the chart names them (SVC 1, COM 2). */
const ADVANCED_TO_COM: AccountRef = { code: '1301', holder: { type: 'fund', id: 2 } };
const ADVANCED_BY_SVC: AccountRef = { code: '2701', holder: { type: 'fund', id: 1 } };
const ERROR: AccountRef = { code: '1105' };

/** An event of a bank line; `occurrence` counts how often it was booked, because what was undone may be booked again. */
const factOf = (line: FactLine, occurrence: number): Pick<EntryDraft, 'effectiveOn' | 'source' | 'occurrence'> => ({
  effectiveOn: line.bookedOn,
  source: { type: 'bank_line', id: line.id },
  occurrence,
});

/** P19: each fund 1001/4101 its share, on the bank's booking day. */
export function journalForInterest(line: FactLine, shares: readonly FundShare[], occurrence = 1): EntryDraft {
  const transfers = shares.flatMap(({ fund, amount }) => transfer(fund, amount, cashOf(line), { code: '4101' }));
  return { rule: 'P19', ...factOf(line, occurrence), description: 'bank interest', transfers };
}

/**
 * P20: COM 5301/1001. What COM cannot pay out of its own is advanced by SVC first: SVC 1301/1001, COM 1001/2701.
 * @param advance what SVC advances, zero when COM is not short
 */
export function journalForCharge(line: FactLine, advance: Money, occurrence = 1): EntryDraft {
  const cash = cashOf(line);
  const advanced = [...transfer('SVC', advance, ADVANCED_TO_COM, cash), ...transfer('COM', advance, cash, ADVANCED_BY_SVC)];
  const transfers = [...advanced, ...transfer('COM', line.amount.negated(), { code: '5301' }, cash)];
  return { rule: 'P20', ...factOf(line, occurrence), description: 'bank charge', transfers };
}

/** P20r: the advance goes back as soon as COM has money: COM 2701/1001, SVC 1001/1301, on the day of the line that brought it. */
export function journalForAdvanceRepaid(line: FactLine, amount: Money, occurrence = 1): EntryDraft {
  const cash = cashOf(line);
  const transfers = [...transfer('COM', amount, ADVANCED_BY_SVC, cash), ...transfer('SVC', amount, cash, ADVANCED_TO_COM)];
  return { rule: 'P20r', ...factOf(line, occurrence), description: 'advance for bank charges repaid', transfers };
}

/** P29: the bank took money by mistake, COM 1105/1001, or gave it back, COM 1001/1105. */
export function journalForBankError(line: FactLine, occurrence = 1): EntryDraft {
  const isCorrection = line.amount.isPositive;
  const transfers = isCorrection ? transfer('COM', line.amount, cashOf(line), ERROR) : transfer('COM', line.amount.negated(), ERROR, cashOf(line));
  return { rule: 'P29', ...factOf(line, occurrence), description: isCorrection ? 'bank error corrected' : 'bank error to be corrected', transfers };
}

/** P29: money that the bank credited to us by mistake waits under its line, TRN 1001/2301[line]. */
export function journalForWrongCredit(line: FactLine, occurrence = 1): EntryDraft {
  const transfers = transfer('TRN', line.amount, cashOf(line), suspenseOf(line.id));
  return { rule: 'P29', ...factOf(line, occurrence), description: 'credited by mistake of the bank', transfers };
}

/** P29: the bank takes a wrong credit back, TRN 2301[the line of the credit]/1001. */
export function journalForTakenBack(line: FactLine, creditLineId: number, occurrence = 1): EntryDraft {
  const transfers = transfer('TRN', line.amount.negated(), suspenseOf(creditLineId), cashOf(line));
  return { rule: 'P29', ...factOf(line, occurrence), description: 'wrong credit taken back by the bank', transfers };
}

/** P21, sent back: what nobody can place is owed to whom it came from, TRN 2301[line]/2302[line]. A payout then pays it. */
export function journalForSendingBack(sent: { lineId: number; amount: Money; on: BusinessDate }, occurrence = 1): EntryDraft {
  const owed: AccountRef = { code: '2302', holder: { type: 'bank_line', id: sent.lineId } };
  return {
    rule: 'P21f',
    effectiveOn: sent.on,
    source: { type: 'bank_line', id: sent.lineId },
    occurrence,
    description: 'unidentified receipt to be sent back',
    transfers: transfer('TRN', sent.amount, suspenseOf(sent.lineId), owed),
  };
}

/** P28c: each fund F 1001[new]/1001[old]; a fund that was short in the old account the other way round, so that nothing is left there. */
export function journalForAccountMove(move: AccountMove, shares: readonly FundShare[], occurrence = 1): EntryDraft {
  const [from, to] = [cashOf(move.out), cashOf(move.into)];
  const transfers = shares.flatMap(({ fund, amount }) => (amount.isNegative ? transfer(fund, amount.negated(), from, to) : transfer(fund, amount, to, from)));
  const source = { type: 'bank_line' as const, id: move.out.id };
  return { rule: 'P28c', effectiveOn: movedOn(move), source, occurrence, description: 'moved to another account of the compound', transfers };
}

/** Where the result of a fund ends; TRN owns nothing and has no result. */
const BALANCE_OF_FUND: Readonly<Partial<Record<Fund, ChartCode>>> = { SVC: '3001', COM: '3002', QLT: '3003' };
const RESULT: AccountRef = { code: '3101' };

/**
 * P27: every account of classes 4 and 5 into 3101 of its fund, and 3101 into the fund's balance, each pair in the direction that
 * empties the account: 4xxx with a balance in debit, or 5xxx in credit, is emptied the other way round.
 * @param balances of the books at the end of the year @returns null when all of them are empty already
 */
export function journalForYearEnd(
  balances: readonly Pick<AccountBalance, 'fund' | 'code' | 'normalSide' | 'balance'>[],
  { on, source, occurrence }: { on: BusinessDate; source: { type: string; id: number }; occurrence: number },
): EntryDraft | null {
  const transfers = funds.flatMap((fund) => {
    const own = balances.filter((account) => account.fund === fund && /^([45]|3101$)/.test(account.code)).toSorted((a, b) => a.code.localeCompare(b.code));
    const inCredit = own.map((account) => ({ ref: { code: account.code }, amount: account.normalSide === 'C' ? account.balance : account.balance.negated() }));
    const results = inCredit.filter(({ ref }) => ref.code !== RESULT.code);
    const target = BALANCE_OF_FUND[fund];
    const emptied = results.flatMap(({ ref, amount }) => emptying(fund, amount, ref, RESULT));
    return target === undefined ? emptied : [...emptied, ...emptying(fund, Money.sum(inCredit.map(({ amount }) => amount)), RESULT, { code: target })];
  });
  if (transfers.length === 0) return null;
  return { rule: 'P27', effectiveOn: on, source, occurrence, description: `Year end ${on.slice(0, 4)}`, transfers };
}

/** What an account holds, positive in credit, moved into another. */
function emptying(fund: Fund, inCredit: Money, account: AccountRef, into: AccountRef): TransferDraft[] {
  return inCredit.isNegative ? transfer(fund, inCredit.negated(), into, account) : transfer(fund, inCredit, account, into);
}

/**
 * P26, each account against 3901 of its fund on the day the books open: 1001/3901, 1103[l]/3901, 1104[firm]/3901, 3901/2002[l], 3901/2101[firm], 3901/300x. What
 * units owe and have paid in advance opens with bills and prepayments of its own (fees).
 */
export function journalForOpening(
  { code, fund, holderType, holderId, line, amount }: Pick<OpeningLine, 'code' | 'fund' | 'holderType' | 'holderId' | 'line' | 'amount'>,
  { id, openedOn }: { id: number; openedOn: BusinessDate },
): EntryDraft {
  const difference: AccountRef = { code: '3901' };
  const account: AccountRef = holderType === null ? { code } : { code, holder: { type: holderType, id: holderId } };
  const transfers = openingSide(code) === 'D' ? transfer(fund, amount, account, difference) : transfer(fund, amount, difference, account);
  return { rule: 'P26', effectiveOn: openedOn, source: { type: 'opening', id }, occurrence: line, description: 'opening balance', transfers };
}
