import { Injectable } from '@nestjs/common';
import { DomainError, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { LeaseId } from '../domain/lease.js';

/** A deposit: who gave it, for which lease, and what of it is still held. The payer's name is for those who keep the books. */
export interface DepositView {
  readonly id: Id<'other_receipt'>;
  readonly payerName: string;
  readonly leaseId: LeaseId | null;
  readonly lease: string | null;
  readonly words: string;
  readonly amount: Money;
  readonly released: Money;
  readonly held: Money;
  readonly receivedOn: BusinessDate;
  /** Null for one that opened with the books. */
  readonly bankLineId: number | null;
  /** Who gets it back, for one that opened with the books: no line of the bank says where it came from. */
  readonly payeeId: Id<'payee'> | null;
}

const DEPOSITS = `select d.id, d.payer_name as "payerName", d.lease_id as "leaseId", l.code as lease, d.words, d.amount, d.released, d.amount - d.released as held,
    d.received_on as "receivedOn", d.bank_line_id as "bankLineId", d.payee_id as "payeeId"
  from mingbai.other_receipt d left join mingbai.lease l on l.community_id = $1 and l.id = d.lease_id
  where d.community_id = $1 and d.kind = 'DEPOSIT' and d.voided_on is null`;

/** Reads deposits of lessees. */
@Injectable()
export class DepositQueries {
  /** Every deposit, the latest first. */
  async all(tx: Tx): Promise<DepositView[]> {
    return (await tx.query<Raw<DepositView>>(`${DEPOSITS} order by d.received_on desc, d.id desc`, [tx.communityId])).map(viewOf);
  }

  /** @throws DEPOSIT_UNKNOWN */
  async byId(tx: Tx, id: number): Promise<DepositView> {
    const [row] = await tx.query<Raw<DepositView>>(`${DEPOSITS} and d.id = $2`, [tx.communityId, id]);
    if (!row) throw new DomainError('DEPOSIT_UNKNOWN', { deposit: id });
    return viewOf(row);
  }
}

const viewOf = (row: Raw<DepositView>): DepositView => readMoney<DepositView>(row, ['amount', 'released', 'held']);
