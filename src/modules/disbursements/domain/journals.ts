import type { BusinessDate, Money, OrganisationId } from '../../../kernel/index.js';
import { transfer, type AccountRef, type EntryDraft, type Fund } from '../../ledger/index.js';

/** What the books need to know of a payout. */
export interface PostedPayout {
  readonly id: number;
  readonly number: string;
  readonly fund: Fund;
  readonly amount: Money;
  readonly firmId: OrganisationId;
}

/** When an entry is dated, and the how-manieth of its rule it is for this payout. */
export interface EntryMark {
  readonly on: BusinessDate;
  readonly occurrence: number;
}

type Rule = 'P13' | 'P14' | 'P15' | 'P16';
interface Step {
  readonly rule: Rule;
  readonly words: string;
  readonly debit: AccountRef;
  readonly credit: AccountRef;
}

const held = (payout: PostedPayout): AccountRef => ({ code: '2111', holder: { type: 'disbursement', id: payout.id } });
const inFlight = (payout: PostedPayout): AccountRef => ({ code: '2112', holder: { type: 'disbursement', id: payout.id } });
/** Base and performance are both paid out of what the firm has earned. */
const source = (payout: PostedPayout): AccountRef => ({ code: '2101', holder: { type: 'firm', id: payout.firmId } });

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
    credit: { code: '1001', holder: { type: 'bank_account', id: bankAccountId } },
  });
}

/** P16, first form: the approvals fell or the payout was cancelled, the firm's claim stands as before. */
export function journalForRelease(payout: PostedPayout, mark: EntryMark): EntryDraft {
  return entry(payout, mark, { rule: 'P16', words: 'hold released', debit: held(payout), credit: source(payout) });
}

/** P16, second form: the bank did not pay; the amount is no longer in flight. */
export function journalForFailure(payout: PostedPayout, mark: EntryMark): EntryDraft {
  return entry(payout, mark, { rule: 'P16', words: 'not executed by the bank, amount held', debit: inFlight(payout), credit: held(payout) });
}
