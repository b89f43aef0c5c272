import { Injectable } from '@nestjs/common';
import { addDays, lastDay, Rate, required, type AccountingPeriod, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { UnitQueries, type UnitId } from '../../communities/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { journalForOpeningBill, journalForOpeningPrepayment } from '../domain/opening-journals.js';
import { Bill } from '../persistence/bill.js';

/** What units owed and had paid in advance when the books opened. */
export interface OpeningFeeList {
  readonly openingId: number;
  readonly openedOn: BusinessDate;
  readonly bills: readonly { readonly unitId: UnitId; readonly period: AccountingPeriod; readonly amount: Money }[];
  readonly prepayments: readonly { readonly unitId: UnitId; readonly amount: Money }[];
}

/** Bills and prepayments of the time before the books (P26): later receipts settle them, and later bills use them, like any other. */
@Injectable()
export class OpeningFees {
  constructor(
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
  ) {}

  /** @throws what the books refuse */
  async record(tx: Tx, posting: Posting, { openingId, openedOn, bills, prepayments }: OpeningFeeList): Promise<void> {
    const firstId = await this.ledger.takeIds(tx, bills.length + prepayments.length);
    const kinds = new Map((await this.units.all(tx)).map(({ id, kind }) => [id, kind]));
    const billed = bills.map((bill, index) => ({ ...bill, id: (firstId + index) as Id<'bill'>, openedOn }));
    const ahead = prepayments.map((prepayment, index) => ({ ...prepayment, id: firstId + bills.length + index, openedOn }));
    const entries = await this.ledger.post(tx, posting, [...billed.map(journalForOpeningBill), ...ahead.map(journalForOpeningPrepayment)]);
    const seqOf = (index: number): number => required(entries[index], 'entry').seq;
    const rows = billed.map(({ id, unitId, period, amount }, index) => ({
      communityId: tx.communityId,
      id,
      billRunId: null,
      openedOn,
      bookedOn: null,
      period,
      unitId,
      unitKind: required(kinds.get(unitId), 'the unit of an opening bill'),
      item: 'PM',
      feeItemId: null,
      rateSourceId: openingId,
      meterReadingId: null,
      quantity: Rate.parse('1'),
      rate: Rate.parse(amount.toString()),
      months: 1,
      billedDays: daysIn(period),
      cycleDays: daysIn(period),
      discountId: null,
      discountDays: 0,
      discountPercent: Rate.parse('0'),
      discountYuan: amount.minus(amount),
      amount,
      dueOn: addDays(openedOn, -1),
      entrySeq: seqOf(index),
    }));
    await insertRows(tx, Bill, rows);
    await tx.query(
      `insert into mingbai.opening_prepayment (community_id, id, opening_id, unit_id, amount, opened_on, entry_seq)
       select $1, p.id, $2, p.unit_id, p.amount, $3, p.seq from unnest($4::bigint[], $5::bigint[], $6::numeric[], $7::bigint[]) p(id, unit_id, amount, seq)`,
      [
        tx.communityId,
        openingId,
        openedOn,
        ahead.map(({ id }) => id),
        ahead.map(({ unitId }) => unitId),
        ahead.map(({ amount }) => amount.toString()),
        ahead.map((_, index) => seqOf(bills.length + index)),
      ],
    );
  }
}

function daysIn(period: AccountingPeriod): number {
  return Number.parseInt(lastDay(period).slice(8), 10);
}
