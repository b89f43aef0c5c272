import { Injectable } from '@nestjs/common';
import { DomainError, Money, type BusinessDate, type Id } from '../../../kernel/index.js';
import { Asked, readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import { readReceiptNumber, receiptNumber, type ReceiptVoid } from '../domain/receipt.js';
import type { ReceiptFilter, ReceiptSettlementView, ReceiptView } from './receipt-views.js';

const COLUMNS = `r.id, r.year, r.no, r.unit_id as "unitId", u.code as "unitCode", r.amount, r.excess, r.late_fees as "lateFees", r.origin, r.received_on as "receivedOn",
  r.effective_on as "effectiveOn", r.bank_line_id as "bankLineId", r.channel_line_id as "channelLineId", coalesce(r.entry_seq, r.late_fee_seq) as "entrySeq",
  r.recorded_at as "recordedAt", r.voided_on as "voidedOn", r.void_kind as "voidKind", r.void_reason as "voidReason", r.void_line_id as "voidLineId"`;

type Row = Raw<Omit<ReceiptView, 'number' | 'void'>> & {
  readonly year: number;
  readonly no: number;
  readonly voidedOn: BusinessDate | null;
  readonly voidKind: ReceiptVoid | null;
  readonly voidReason: string | null;
  readonly voidLineId: number | null;
};

/** Reads receipts, also void ones, and what they settled. */
@Injectable()
export class ReceiptQueries {
  /** Newest first. */
  async list(tx: Tx, filter: ReceiptFilter): Promise<ReceiptView[]> {
    const asked = new Asked(tx.communityId);
    const conditions = [
      asked.when(filter.unitId, (id) => `and r.unit_id = ${id}`),
      asked.when(filter.unit, (code) => `and u.code = ${code}`),
      asked.when(filter.number?.year, (year) => `and r.year = ${year}`),
      asked.when(filter.number?.no, (no) => `and r.no = ${no}`),
      asked.when(filter.from, (day) => `and r.effective_on >= ${day}`),
      asked.when(filter.to, (day) => `and r.effective_on <= ${day}`),
      asked.when(filter.origin, (origin) => `and r.origin = ${origin}`),
      asked.when(filter.state, (state) => `and (r.void_kind is not null) = (${state} = 'VOID')`),
      asked.when(filter.beforeId || undefined, (id) => `and r.id < ${id}`),
      'order by r.id desc',
      asked.when(filter.limit, (count) => `limit ${count}`),
    ];
    const rows = await tx.query<Row>(
      `select ${COLUMNS} from mingbai.receipt r join mingbai.unit u on u.community_id = $1 and u.id = r.unit_id where r.community_id = $1 ${conditions.join(' ')}`,
      asked.parameters,
    );
    return rows.map(viewOf);
  }

  /** By its number, `SJ2024-000001`. @throws RECEIPT_UNKNOWN */
  async byNumber(tx: Tx, number: string): Promise<ReceiptView> {
    const [receipt] = await this.list(tx, { number: readReceiptNumber(number) });
    if (!receipt) throw new DomainError('RECEIPT_UNKNOWN', { receipt: number.slice(0, 40) });
    return receipt;
  }

  /** What of each receipt in force of a unit became a prepayment: when it came, or since, off the bills that it had settled. */
  async prepaid(tx: Tx, unitId: UnitId): Promise<Map<Id<'receipt'>, Money>> {
    const rows = await tx.query<{ id: Id<'receipt'>; prepaid: string }>(
      `select r.id, (r.amount - r.late_fees - coalesce((select sum(a.amount) from mingbai.allocation a where a.community_id = $1 and a.receipt_id = r.id and a.amount > 0
           and not exists (select from mingbai.allocation g where g.community_id = $1 and g.gives_back_id = a.id)), 0))::numeric(18,2) as prepaid
       from mingbai.receipt r where r.community_id = $1 and r.unit_id = $2 and r.voided_on is null`,
      [tx.communityId, unitId],
    );
    return new Map(rows.map(({ id, prepaid }) => [id, Money.parse(prepaid)]));
  }

  /** What a receipt settled, oldest first. */
  async settlements(tx: Tx, receiptId: Id<'receipt'>): Promise<ReceiptSettlementView[]> {
    const rows = await tx.query<Raw<ReceiptSettlementView>>(
      `select 'BILL' as kind, b.period, b.item, a.amount, g.effective_on as "takenOffOn" from mingbai.allocation a
       join mingbai.bill b on b.community_id = $1 and b.id = a.bill_id left join mingbai.allocation g on g.community_id = $1 and g.gives_back_id = a.id
       where a.community_id = $1 and a.receipt_id = $2 and a.amount > 0
       union all
       select 'LATE_FEE', b.period, b.item, a.amount, g.effective_on from mingbai.late_fee_allocation a join mingbai.late_fee f on f.community_id = $1 and f.id = a.late_fee_id
       join mingbai.bill b on b.community_id = $1 and b.id = f.bill_id left join mingbai.late_fee_allocation g on g.community_id = $1 and g.gives_back_id = a.id
       where a.community_id = $1 and a.receipt_id = $2 and a.amount > 0 order by period, kind, amount`,
      [tx.communityId, receiptId],
    );
    return rows.map((row) => readMoney<ReceiptSettlementView>(row, ['amount']));
  }
}

function viewOf({ year, no, voidedOn, voidKind, voidReason, voidLineId, ...row }: Row): ReceiptView {
  const voided = voidedOn === null || voidKind === null ? null : { kind: voidKind, on: voidedOn, reason: voidReason, bankLineId: voidLineId };
  return {
    ...readMoney<ReceiptView>({ ...row, number: receiptNumber(year, no), void: voided } as Raw<ReceiptView>, ['amount', 'excess', 'lateFees']),
    void: voided,
  };
}
