import { Injectable } from '@nestjs/common';
import { Money, periodOf, type AccountingPeriod, type BusinessDate, type Id, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { FirmDue } from '../persistence/firm-due.js';

/** What the firm of the contract owed when the books opened, with the entry (P26) that the caller posted for it. */
export interface OpeningFirmDue {
  readonly openingId: number;
  readonly openedOn: BusinessDate;
  readonly firmId: OrganisationId;
  readonly amount: Money;
  readonly entrySeq: number;
}

/** What the firm had earned for a month before the books and was not yet paid, with the entry (P26) that the caller posted for it. */
export interface OpeningFirmPayable extends OpeningFirmDue {
  readonly period: AccountingPeriod;
}

/** What stood between the firm and the account before the books: a due is paid or set off like any other (P18b, P18o), and what it had earned is asked for like the base of a month. */
@Injectable()
export class OpeningFirmDues {
  constructor(
    private readonly ledger: LedgerService,
    private readonly contracts: ContractQueries,
  ) {}

  /** @throws CONTRACT_NONE */
  async record(tx: Tx, posting: Posting & { readonly by: PersonId }, { openingId, openedOn, firmId, amount, entrySeq }: OpeningFirmDue): Promise<void> {
    const { versionId: contractVersionId } = await this.contracts.versionFor(tx, periodOf(openedOn));
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'firm_due'>;
    const days = { happenedOn: openedOn, effectiveOn: openedOn };
    const words = { reason: 'open when the books began', document: `opening balances ${openingId}` };
    const row = { communityId: tx.communityId, id, kind: 'OPENING' as const, firmId, contractVersionId, unitId: null, quarter: null, stated: amount, amount };
    await tx.manager.insert(FirmDue, { ...row, fromPayable: Money.zero, ...days, ...words, entrySeq, recordedBy: posting.by, recordedAt: posting.at });
  }

  /** @throws CONTRACT_NONE */
  async recordPayable(tx: Tx, { openingId, openedOn, firmId, period, amount, entrySeq }: OpeningFirmPayable): Promise<void> {
    const { versionId } = await this.contracts.versionFor(tx, periodOf(openedOn));
    await tx.query(
      `insert into mingbai.opening_payable (community_id, period, opening_id, firm_id, contract_version_id, amount, opened_on, entry_seq) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.communityId, period, openingId, firmId, versionId, amount.toString(), openedOn, entrySeq],
    );
  }
}
