import { Injectable } from '@nestjs/common';
import { required } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { reconciled, reconciliationHash, type ReconciliationFacts } from '../domain/reconciliation.js';
import { Reconciliation } from '../persistence/reconciliation.js';

/** Signs reconciliations; the close of a month decides when. */
@Injectable()
export class Reconciliations {
  constructor(private readonly ledger: LedgerService) {}

  /** Signs a month whose three legs are equal. @throws BANK_LEGS_DIFFER with the three figures */
  async record(tx: Tx, posting: Posting, facts: ReconciliationFacts): Promise<number> {
    const { fundCash, documentClaims } = reconciled(facts);
    const id = (await this.ledger.takeIds(tx, 1)) as Reconciliation['id'];
    const by = required(posting.by, 'who signs the reconciliation');
    const { accountId, fileId, month, reconciledOn, bankBalance, lineCount } = facts;
    await tx.manager.insert(Reconciliation, {
      communityId: tx.communityId,
      id,
      accountId,
      fileId,
      month,
      reconciledOn,
      bankBalance,
      fundCash,
      documentClaims,
      lineCount,
      detail: detailOf(facts),
      signedAt: posting.at,
      signedBy: by,
      sha256: reconciliationHash(facts, { at: posting.at, by }),
    });
    return id;
  }
}

function detailOf({ funds, suspense }: ReconciliationFacts): object {
  return {
    funds: funds.map(({ fund, cash, claims }) => ({ fund, cash: cash.toString(), claims: claims.toString() })),
    suspense: { ...suspense, total: suspense.total.toString() },
  };
}
