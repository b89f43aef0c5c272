import type { BusinessDate, Money } from '../../../kernel/index.js';
import { transfer, type AccountRef, type ChartCode, type EntryDraft, type Fund, type HolderType } from '../../ledger/index.js';

/** What the books need to know of a payout. */
export interface PostedPayout {
  readonly id: number;
  readonly number: string;
  readonly fund: Fund;
  readonly amount: Money;
  /** The account of the books that it was claimed from. */
  readonly sourceCode: ChartCode;
  readonly sourceHolderType: HolderType | null;
  readonly sourceHolderId: number | null;
  /** How often it came back after it had been paid. */
  readonly returns: number;
}

/** When an entry is dated, and the how-manieth of its rule it is for this payout. */
export interface EntryMark {
  readonly on: BusinessDate;
  readonly occurrence: number;
}

type Rule = 'P13' | 'P14' | 'P15' | 'P16' | 'P22' | 'P22c';
interface Step {
  readonly rule: Rule;
  readonly words: string;
  readonly debit: AccountRef;
  readonly credit: AccountRef;
}

const held = (payout: PostedPayout): AccountRef => ({ code: '2111', holder: { type: 'disbursement', id: payout.id } });
const inFlight = (payout: PostedPayout): AccountRef => ({ code: '2112', holder: { type: 'disbursement', id: payout.id } });
const cameBack = (payout: PostedPayout): AccountRef => ({ code: '2303', holder: { type: 'disbursement', id: payout.id } });
const claimed = ({ sourceCode: code, sourceHolderType: type, sourceHolderId: id }: PostedPayout): AccountRef =>
  type === null || id === null ? { code } : { code, holder: { type, id } };
/** A payout that came back once is held again out of what came back: no second expense. */
const source = (payout: PostedPayout): AccountRef => (payout.returns > 0 ? cameBack(payout) : claimed(payout));
const bank = (id: number): AccountRef => ({ code: '1001', holder: { type: 'bank_account', id } });

function entry(payout: PostedPayout, mark: EntryMark, step: Step): EntryDraft {
  return {
    rule: step.rule,
    effectiveOn: mark.on,
    source: { type: 'disbursement', id: payout.id },
    occurrence: mark.occurrence,
    description: `Payout ${payout.number} ${step.words}`,
    transfers: transfer(payout.fund, payout.amount, step.debit, step.credit),
  };
}

/** P13: the approved amount is held, so that nobody can spend it twice. */
export function journalForHold(payout: PostedPayout, mark: EntryMark): EntryDraft {
  return entry(payout, mark, { rule: 'P13', words: 'approved, amount held', debit: source(payout), credit: held(payout) });
}

/** P14: the bank has been told to pay. */
export function journalForInstruction(payout: PostedPayout, mark: EntryMark): EntryDraft {
  return entry(payout, mark, { rule: 'P14', words: 'instructed to the bank', debit: held(payout), credit: inFlight(payout) });
}

/** P15: the bank has paid; the one entry of a payout that moves cash. Dated on the bank's booking day. */
export function journalForSettlement(payout: PostedPayout, mark: EntryMark, bankAccountId: number): EntryDraft {
  return entry(payout, mark, {
    rule: 'P15',
    words: 'paid by the bank',
    debit: inFlight(payout),
    credit: bank(bankAccountId),
  });
}

/** P16, first form: the approvals fell or the payout was cancelled, the claim stands as before. */
export function journalForRelease(payout: PostedPayout, mark: EntryMark): EntryDraft {
  return entry(payout, mark, { rule: 'P16', words: 'hold released', debit: held(payout), credit: source(payout) });
}

/** P16, second form: the bank did not pay; the amount is no longer in flight. */
export function journalForFailure(payout: PostedPayout, mark: EntryMark): EntryDraft {
  return entry(payout, mark, { rule: 'P16', words: 'not executed by the bank, amount held', debit: inFlight(payout), credit: held(payout) });
}

/** P22: what the bank had paid came back. Dated on the bank's booking day. */
export function journalForReturn(payout: PostedPayout, mark: EntryMark, bankAccountId: number): EntryDraft {
  return entry(payout, mark, { rule: 'P22', words: 'returned by the bank', debit: bank(bankAccountId), credit: cameBack(payout) });
}

/** P22c: what came back is not paid again; the claim stands as before the payout. */
export function journalForUnpaid(payout: PostedPayout, mark: EntryMark): EntryDraft {
  return entry(payout, mark, { rule: 'P22c', words: 'not paid again', debit: cameBack(payout), credit: claimed(payout) });
}
