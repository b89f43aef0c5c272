import { Injectable } from '@nestjs/common';
import { DomainError, required, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService, type Party, type Posting } from '../../ledger/index.js';
import {
  reconciled,
  reconciliationDetail,
  reconciliationHash,
  reconciliationState,
  type ReconciliationFacts,
  type ReconciliationView,
} from '../domain/reconciliation.js';
import { Reconciliation } from '../persistence/reconciliation.js';

/** Why a reconciliation counts no more: a later entry or line, or somebody's word with a reason. */
export const FIGURES_CHANGED = 'FIGURES_CHANGED';

/** Writes reconciliations, their second signature and their end; settlement decides when. */
@Injectable()
export class Reconciliations {
  constructor(private readonly ledger: LedgerService) {}

  /** Keeps what one person has prepared: the first signature. @throws BANK_LEGS_DIFFER with the three figures */
  async prepare(tx: Tx, prepared: Party, facts: ReconciliationFacts): Promise<{ id: number; sha256: string }> {
    const { fundCash, documentClaims } = reconciled(facts);
    const id = (await this.ledger.takeIds(tx, 1)) as Reconciliation['id'];
    const sha256 = reconciliationHash(facts, prepared);
    const { accountId, fileId, month, reconciledOn, bankBalance, lineCount, lastEntrySeq } = facts;
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
      lastEntrySeq,
      detail: reconciliationDetail(facts),
      preparedAt: prepared.at,
      preparedBy: prepared.by,
      preparedFor: prepared.for,
      sha256,
    });
    return { id, sha256 };
  }

  /** The second signature: another person of another organisation. @throws RECONCILIATION_STATE, RECONCILIATION_SAME_PARTY */
  async sign(tx: Tx, party: Party, view: ReconciliationView): Promise<void> {
    const state = reconciliationState(view);
    if (state !== 'PREPARED') throw new DomainError('RECONCILIATION_STATE', { month: view.month, state });
    if (party.by === view.preparedBy || party.for === view.preparedFor) throw new DomainError('RECONCILIATION_SAME_PARTY', { month: view.month });
    await tx.query(
      `insert into mingbai.reconciliation_signature (community_id, reconciliation_id, prepared_by, prepared_for, sha256, signed_at, signed_by, signed_for)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.communityId, view.id, view.preparedBy, view.preparedFor, view.sha256, party.at, party.by, party.for],
    );
  }

  /** Takes one back that no close rests on. @throws RECONCILIATION_STATE */
  async withdraw(tx: Tx, by: { readonly by: PersonId; readonly at: Party['at'] }, view: ReconciliationView, reason: string): Promise<void> {
    const state = reconciliationState(view);
    if (state === 'CLOSED' || state === 'WITHDRAWN') throw new DomainError('RECONCILIATION_STATE', { month: view.month, state });
    await tx.query(
      `insert into mingbai.reconciliation_end (community_id, reconciliation_id, kind, reason, ended_at, ended_by) values ($1, $2, 'WITHDRAWN', $3, $4, $5)`,
      [tx.communityId, view.id, reason, by.at, by.by],
    );
  }

  /** The month was closed on what was signed; its close is the last one of the books. */
  async close(tx: Tx, posting: Posting, id: number): Promise<void> {
    await tx.query(
      `insert into mingbai.reconciliation_end (community_id, reconciliation_id, signed_id, kind, close_no, ended_at, ended_by)
       select $1, $2, $2, 'CLOSED', max(close_no), $3, $4 from ledger.period where community_id = $1`,
      [tx.communityId, id, posting.at, required(posting.by, 'who closes the month')],
    );
  }
}
