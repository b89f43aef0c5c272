import type { BusinessDate, Money } from '../../../kernel/index.js';
import { transfer, type AccountRef, type EntryDraft } from '../../ledger/index.js';

const payableTo = (firmId: number): AccountRef => ({ code: '2101', holder: { type: 'firm', id: firmId } });
const receivableFrom = (firmId: number): AccountRef => ({ code: '1104', holder: { type: 'firm', id: firmId } });

/** P18: SVC 2101[firm]/4301 as far as the firm is owed something, the rest 1104[firm]/4301. */
export function journalForPenalty(penalty: {
  readonly id: number;
  readonly firmId: number;
  readonly effectiveOn: BusinessDate;
  readonly amount: Money;
  readonly fromPayable: Money;
}): EntryDraft {
  const { id, firmId, effectiveOn, amount, fromPayable } = penalty;
  const income: AccountRef = { code: '4301' };
  return {
    rule: 'P18',
    effectiveOn,
    source: { type: 'firm_due', id },
    description: 'penalty on the firm',
    transfers: [...transfer('SVC', fromPayable, payableTo(firmId), income), ...transfer('SVC', amount.minus(fromPayable), receivableFrom(firmId), income)],
  };
}

/** P18u: a penalty is taken back of which something was made good: SVC 1104[firm]/2101[firm] what was paid or set off, 1104[firm]/5003 what was given up; the entry of the penalty is reversed beside. */
export function journalForPenaltyCredit(undo: {
  readonly id: number;
  readonly firmId: number;
  readonly effectiveOn: BusinessDate;
  readonly madeGood: Money;
  readonly givenUp: Money;
}): EntryDraft {
  const { id, firmId, effectiveOn, madeGood, givenUp } = undo;
  const receivable = receivableFrom(firmId);
  return {
    rule: 'P18u',
    effectiveOn,
    source: { type: 'firm_due', id },
    description: 'what was made good of a penalty taken back',
    transfers: [...transfer('SVC', madeGood, receivable, payableTo(firmId)), ...transfer('SVC', givenUp, receivable, { code: '5003' })],
  };
}

/** P24: SVC 1104[firm]/1101[unit] for each bill that the money settles: the owner has paid, the firm owes it. */
export function journalForTaking(taking: {
  readonly id: number;
  readonly firmId: number;
  readonly unitId: number;
  readonly effectiveOn: BusinessDate;
  readonly allocations: readonly { readonly amount: Money }[];
}): EntryDraft {
  const unit: AccountRef = { code: '1101', holder: { type: 'unit', id: taking.unitId } };
  return {
    rule: 'P24',
    effectiveOn: taking.effectiveOn,
    source: { type: 'firm_due', id: taking.id },
    description: 'fees that the firm took outside the account',
    transfers: taking.allocations.flatMap(({ amount }) => transfer('SVC', amount, receivableFrom(taking.firmId), unit)),
  };
}

/** What the firm makes good, due by due. */
export interface ClearingDocument {
  readonly id: number;
  readonly firmId: number;
  readonly effectiveOn: BusinessDate;
  readonly parts: readonly { readonly amount: Money }[];
}

/** P18b: the firm pays, SVC 1001/1104[firm]. */
export function journalForFirmPayment({ id, firmId, effectiveOn, parts, bankAccountId }: ClearingDocument & { readonly bankAccountId: number }): EntryDraft {
  const cash: AccountRef = { code: '1001', holder: { type: 'bank_account', id: bankAccountId } };
  const transfers = parts.flatMap(({ amount }) => transfer('SVC', amount, cash, receivableFrom(firmId)));
  return { rule: 'P18b', effectiveOn, source: { type: 'firm_clearing', id }, description: 'the firm pays what it owes', transfers };
}

/** P33: nobody will get it any more, SVC 5003/1104[firm], by resolution. */
export function journalForFirmWriteOff({ id, firmId, effectiveOn, parts }: ClearingDocument): EntryDraft {
  const transfers = parts.flatMap(({ amount }) => transfer('SVC', amount, { code: '5003' }, receivableFrom(firmId)));
  return { rule: 'P33', effectiveOn, source: { type: 'firm_clearing', id }, description: 'what the firm owes is written off', transfers };
}

/** P18o: what it owes is taken off what it has earned, SVC 2101[firm]/1104[firm]. */
export function journalForFirmOffset({ id, firmId, effectiveOn, parts }: ClearingDocument): EntryDraft {
  const transfers = parts.flatMap(({ amount }) => transfer('SVC', amount, payableTo(firmId), receivableFrom(firmId)));
  return { rule: 'P18o', effectiveOn, source: { type: 'firm_clearing', id }, description: 'what the firm owes is set off', transfers };
}
