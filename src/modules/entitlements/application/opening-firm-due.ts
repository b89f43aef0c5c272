import { Injectable } from '@nestjs/common';
import { Money, periodOf, type BusinessDate, type Id, type OrganisationId, type PersonId } from '../../../kernel/index.js';
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

/** A due of the firm from before the books: it is paid or set off like any other (P18b, P18o). */
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
}
