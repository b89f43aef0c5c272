import { Injectable } from '@nestjs/common';
import { lastDay, type AccountingPeriod, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import type { LeaseId } from '../domain/lease.js';
import { LeaseCharge } from '../persistence/lease-charge.js';

/** What leases owed, month by month, and had paid in advance when the books opened; each with the entry (P26) that the caller posted for it. */
export interface OpeningLeaseList {
  readonly openingId: number;
  readonly openedOn: BusinessDate;
  readonly charges: readonly { readonly leaseId: LeaseId; readonly period: AccountingPeriod; readonly amount: Money; readonly entrySeq: number }[];
  readonly advances: readonly { readonly leaseId: LeaseId; readonly amount: Money; readonly entrySeq: number }[];
}

/** Charges and advances of the time before the books: later money settles the charges, later charges use the advances, like any other. */
@Injectable()
export class OpeningLeases {
  constructor(private readonly ledger: LedgerService) {}

  async record(tx: Tx, { openingId, openedOn, charges, advances }: OpeningLeaseList): Promise<void> {
    const { communityId } = tx;
    const firstId = await this.ledger.takeIds(tx, charges.length);
    const rows = charges.map(({ leaseId, period, amount, entrySeq }, index) => {
      const id = (firstId + index) as Id<'lease_charge'>;
      return { communityId, id, accrualId: null, openedOn, period, leaseId, dueOn: lastDay(period), amount, accrualSeq: entrySeq, postings: 1 };
    });
    await insertRows(tx, LeaseCharge, rows);
    await tx.query(
      `insert into mingbai.opening_advance (community_id, lease_id, opening_id, amount, opened_on, entry_seq)
       select $1, a.lease_id, $2, a.amount, $3, a.seq from unnest($4::bigint[], $5::numeric[], $6::bigint[]) a(lease_id, amount, seq)`,
      [
        communityId,
        openingId,
        openedOn,
        advances.map(({ leaseId }) => leaseId),
        advances.map(({ amount }) => amount.toString()),
        advances.map(({ entrySeq }) => entrySeq),
      ],
    );
  }
}
