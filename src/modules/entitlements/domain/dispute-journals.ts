import type { BusinessDate, Money } from '../../../kernel/index.js';
import { transfer, type AccountRef, type EntryDraft } from '../../ledger/index.js';

const payableTo = (firmId: number): AccountRef => ({ code: '2101', holder: { type: 'firm', id: firmId } });
const disputedWith = (firmId: number): AccountRef => ({ code: '2601', holder: { type: 'firm', id: firmId } });

interface DisputeDocument {
  readonly id: number;
  readonly firmId: number;
  readonly effectiveOn: BusinessDate;
}

/** P28a: SVC 2101[firm]/2601[firm]; what is disputed is restricted, so the books refuse it where the fund has not as much available. */
export function journalForDispute({ id, firmId, effectiveOn, amount }: DisputeDocument & { readonly amount: Money }): EntryDraft {
  return {
    rule: 'P28a',
    effectiveOn,
    source: { type: 'firm_due', id },
    description: 'payable of the firm disputed at the handover',
    transfers: transfer('SVC', amount, payableTo(firmId), disputedWith(firmId)),
  };
}

/**
 * P28b: what is the firm's, SVC 2601[firm]/2101[firm]; what is the owners', SVC 2601[firm]/5001.01, SVC 5902/1001, QLT 1001/4902: it was no
 * cost, and moves with its cash into the owners' QLT as after a score (P17). The bank's net is 0.
 */
export function journalForDisputeDecision(
  decision: DisputeDocument & { readonly toFirm: Money; readonly toOwners: Money; readonly bankAccountId: number },
): EntryDraft {
  const { id, firmId, effectiveOn, toFirm, toOwners, bankAccountId } = decision;
  const cash: AccountRef = { code: '1001', holder: { type: 'bank_account', id: bankAccountId } };
  return {
    rule: 'P28b',
    effectiveOn,
    source: { type: 'firm_due', id },
    description: 'dispute of the handover decided',
    transfers: [
      ...transfer('SVC', toFirm, disputedWith(firmId), payableTo(firmId)),
      ...transfer('SVC', toOwners, disputedWith(firmId), { code: '5001.01' }),
      ...transfer('SVC', toOwners, { code: '5902' }, cash),
      ...transfer('QLT', toOwners, cash, { code: '4902' }),
    ],
  };
}
