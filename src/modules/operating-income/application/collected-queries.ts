import { Injectable } from '@nestjs/common';
import { Money, type BusinessDate, type Id } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import { heldOfReceipts, type CollectedReceipt } from '../domain/collected.js';

/** What came in for a payee, what of it was passed on, and what is held. `heldSince`: the day of the oldest money that is held. The name of a person is not published. */
export interface CollectedView {
  readonly payeeId: Id<'payee'>;
  readonly payee: string;
  readonly name: string;
  readonly isPerson: boolean;
  readonly received: Money;
  readonly passedOn: Money;
  readonly held: Money;
  readonly heldSince: BusinessDate | null;
}

/** What was passed on to a payee. */
export interface PassedOnView {
  readonly number: string;
  readonly payee: string;
  readonly name: string;
  readonly amount: Money;
  readonly period: string;
  readonly description: string;
  readonly on: BusinessDate;
  readonly takenBackOn: BusinessDate | null;
  readonly takenBackReason: string | null;
  /** While no payout holds any of it, or has paid it. */
  readonly canBeTakenBack: boolean;
}

type PassedOnRow = Omit<PassedOnView, 'canBeTakenBack'> & { readonly waiting: Money };

interface PayeeRow {
  readonly payeeId: Id<'payee'>;
  readonly payee: string;
  readonly name: string;
  readonly isPerson: boolean;
  readonly passedOn: Money;
}

const PASSED_ON = `coalesce((select sum(c.amount) from mingbai.claim c where c.community_id = $1 and c.kind = 'PASS_ON' and c.state = 'APPROVED' and c.payee_id = p.id), 0)::numeric(18,2)`;

/** Reads what is collected for others. */
@Injectable()
export class CollectedQueries {
  /** Everybody for whom money ever came in, by number. */
  async all(tx: Tx): Promise<CollectedView[]> {
    const rows = await tx.query<Raw<PayeeRow>>(
      `select p.id as "payeeId", p.number as payee, p.name, coalesce(p.is_person, p.kind in ('COMMITTEE', 'OTHER')) as "isPerson", ${PASSED_ON} as "passedOn" from mingbai.payee p
       where p.community_id = $1 and exists (select from mingbai.other_receipt o where o.community_id = $1 and o.kind = 'FOR_OTHERS' and o.payee_id = p.id and o.voided_on is null) order by p.number_no`,
      [tx.communityId],
    );
    const receipts = await this.receipts(tx, null);
    return rows.map((row) => {
      const payee = readMoney<PayeeRow>(row, ['passedOn']);
      const own = receipts.filter(({ payeeId }) => payeeId === payee.payeeId);
      const left = heldOfReceipts(own, payee.passedOn);
      const oldest = own.find(({ id }) => left.get(id)?.isPositive);
      return { ...payee, received: Money.sum(own.map(({ amount }) => amount)), held: Money.sum([...left.values()]), heldSince: oldest?.receivedOn ?? null };
    });
  }

  /** What was passed on, the latest first: what no payout holds any part of may be taken back. */
  async passedOn(tx: Tx): Promise<PassedOnView[]> {
    const rows = await tx.query<Raw<PassedOnRow>>(
      `select c.number, p.number as payee, p.name, c.amount, c.period, c.description, c.decided_on as "on", c.taken_back_on as "takenBackOn", c.taken_back_reason as "takenBackReason",
         coalesce(b.credit - b.debit, 0)::numeric(18,2) as waiting from mingbai.claim c join mingbai.payee p on p.community_id = $1 and p.id = c.payee_id
       left join ledger.account a on a.community_id = $1 and a.code = '2302' and a.fund = 'TRN' and a.holder_type = 'payer' and a.holder_id = c.id
       left join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
       where c.community_id = $1 and c.kind = 'PASS_ON' order by c.id desc`,
      [tx.communityId],
    );
    return rows.map((row) => {
      const { waiting, ...view } = readMoney<PassedOnRow>(row, ['amount', 'waiting']);
      return { ...view, canBeTakenBack: view.takenBackOn === null && waiting.equals(view.amount) };
    });
  }

  /** What is held for a payee, by receipt. */
  async heldFor(tx: Tx, payeeId: number): Promise<{ total: Money; ofReceipts: ReadonlyMap<Id<'other_receipt'>, Money> }> {
    const [row] = await tx.query<{ passedOn: string }>(`select ${PASSED_ON} as "passedOn" from mingbai.payee p where p.community_id = $1 and p.id = $2`, [
      tx.communityId,
      payeeId,
    ]);
    const ofReceipts = heldOfReceipts(await this.receipts(tx, payeeId), Money.parse(row?.passedOn ?? '0.00'));
    return { total: Money.sum([...ofReceipts.values()]), ofReceipts };
  }

  /** Of one payee or of all, the oldest first. */
  private async receipts(tx: Tx, payeeId: number | null): Promise<(CollectedReceipt & { payeeId: number })[]> {
    const rows = await tx.query<Raw<CollectedReceipt & { payeeId: number }>>(
      `select id, payee_id as "payeeId", received_on as "receivedOn", amount from mingbai.other_receipt
       where community_id = $1 and kind = 'FOR_OTHERS' and voided_on is null and ($2::bigint is null or payee_id = $2) order by received_on, id`,
      [tx.communityId, payeeId],
    );
    return rows.map((row) => readMoney<CollectedReceipt & { payeeId: number }>(row, ['amount']));
  }
}
