import { businessDate, Money, together, type CommunityId, type Instant } from '../../src/kernel/index.js';
import type { Invariant } from '../../src/platform/database/index.js';
import { invariants as ledgerInvariants, LedgerService, transfer, type EntryDraft, type Posting } from '../../src/modules/ledger/index.js';
import type { TestDatabase } from './database.js';

export const yuan = (text: string): Money => Money.parse(text);
export const day = businessDate;

/** A posting by nobody in particular at a fixed moment. */
export const posting: Posting = { by: null, at: '2030-01-01T01:00:00.000Z' as Instant };

/** Opens the book of a compound as `community create` does. */
export async function openBook(database: TestDatabase, communityId: CommunityId, openedOn = '2024-01-01'): Promise<void> {
  const ledger = new LedgerService();
  await database.unitOfWork.run(communityId, (tx) => ledger.openBook(tx, day(openedOn)));
}

let lastSource = 0;

/** A fee receipt of one unit into the service fund: the plainest entry there is. */
export function receiptDraft(amount: string, on = '2024-01-05', unit = 1): EntryDraft {
  return {
    rule: 'P02',
    effectiveOn: day(on),
    source: { type: 'receipt', id: ++lastSource },
    description: 'fee receipt',
    transfers: transfer('SVC', yuan(amount), { code: '1001', holder: { type: 'bank_account', id: 1 } }, { code: '2001', holder: { type: 'unit', id: unit } }),
  };
}

/**
 * Every violation of the named invariants (the ledger's own when none are named); a sound book has none. Asked in one stream, which takes half
 * of what it takes `verify books` to ask one after another; a rule that cannot even be checked throws.
 */
export async function violations(
  database: Pick<TestDatabase, 'unitOfWork'>,
  communityId: CommunityId,
  invariants: readonly Invariant[] = ledgerInvariants,
): Promise<string[]> {
  return database.unitOfWork.read(communityId, async (tx) => {
    const found = await together(invariants.map((invariant) => invariant.check(tx)));
    return invariants.flatMap(({ name }, place) => (found[place] ?? []).map((violation) => `${name}: ${violation}`));
  });
}
