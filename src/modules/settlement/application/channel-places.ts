import { Injectable } from '@nestjs/common';
import { required } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import { ChannelQueries, type ChannelLineView } from '../../bank/index.js';
import { receiptNumber } from '../../fees/index.js';
import { candidatesOfPayment, placeChannelPayments, placeChannelRefund, type ChannelDecision, type PlacedPayment } from '../domain/channel-places.js';
import type { MatchReason } from '../domain/match-reason.js';
import { MatchablesReader } from './matchables-reader.js';

/** A payment that waits: why, and the units that it may be for. */
export interface WaitingChannelLine {
  readonly line: ChannelLineView;
  readonly reason: MatchReason;
  readonly candidates: readonly { readonly unit: string; readonly name: string | null; readonly reason: MatchReason }[];
}

/** A payment at its unit: what of it settled bills at once has a receipt; `reason` says why it is there. */
export interface PlacedChannelLine {
  readonly line: ChannelLineView;
  readonly unit: string;
  readonly receiptNumber: string | null;
  readonly reason: MatchReason | null;
}

/** Reads payments of channels with their places, as everything stands now; nothing is booked by asking. */
@Injectable()
export class ChannelPlaceQueries {
  constructor(
    private readonly channels: ChannelQueries,
    private readonly matchables: MatchablesReader,
  ) {}

  /** What the rules say of these lines; refunds are decided on what is placed by now. */
  async decide(tx: Tx, lines: readonly ChannelLineView[]): Promise<ChannelDecision[]> {
    const payments = lines.filter(({ kind }) => kind === 'PAYMENT');
    const decided = payments.length === 0 ? [] : placeChannelPayments(payments, await this.matchables.read(tx));
    const placed = payments.length === lines.length ? [] : await this.refundable(tx);
    const refunds = lines.filter(({ kind }) => kind === 'REFUND').map((line) => placeChannelRefund(line, placed));
    const byId = new Map([...decided, ...refunds].map((decision) => [decision.line.id, decision]));
    return lines.map(({ id }) => required(byId.get(id), 'the decision about a channel line'));
  }

  /** Lines without a place, oldest first, at most `limit`. */
  async waiting(tx: Tx, limit: number): Promise<WaitingChannelLine[]> {
    const lines = await this.channels.lines(tx, { states: ['NEW'], limit });
    if (lines.length === 0) return [];
    const matchables = await this.matchables.read(tx);
    const refundable = await this.refundable(tx);
    return (await this.decide(tx, lines)).map(({ line, place, reason }) => {
      const refunded = refundable.filter(({ channel, gross, paidOn }) => channel === line.channel && gross.equals(line.gross) && paidOn <= line.paidOn);
      const candidates =
        line.kind === 'REFUND'
          ? refunded.map(({ unitCode, paidOn, payerName }) => ({
              unit: unitCode,
              name: payerName === '' ? null : payerName,
              reason: { code: 'CHANNEL_REFUND' as const, figures: { reference: unitCode, paidOn } },
            }))
          : candidatesOfPayment(line, matchables).map(({ parts, name, reason: why }) => ({ unit: parts[0]?.reference ?? '', name, reason: why }));
      return { line, reason, candidates: place && candidates.length === 0 ? [{ unit: place.code, name: null, reason }] : candidates };
    });
  }

  /** Lines at their units whose batch has not come, newest first. */
  async inTransit(tx: Tx, limit: number): Promise<PlacedChannelLine[]> {
    const rows = await tx.query<{ id: ChannelLineView['id']; unit: string; year: number | null; no: number | null; reason: MatchReason | null }>(
      `select p.channel_line_id as id, u.code as unit, r.year, r.no, p.reason from mingbai.channel_payment p join mingbai.unit u on u.community_id = $1 and u.id = p.unit_id
       left join mingbai.receipt r on r.community_id = $1 and r.id = p.receipt_id and r.void_kind is null
       where p.community_id = $1 and p.batch_id is null and p.undone_at is null order by p.paid_on desc, p.id desc limit $2`,
      [tx.communityId, limit],
    );
    const lines = new Map((await this.channels.lines(tx, { ids: rows.map(({ id }) => id) })).map((line) => [line.id, line]));
    return rows.map(({ id, unit, year, no, reason }) => {
      const number = year === null || no === null ? null : receiptNumber(year, no);
      return { line: required(lines.get(id), 'the line of a payment'), unit, receiptNumber: number, reason };
    });
  }

  /** How many lines are how far. */
  async counts(tx: Tx): Promise<Readonly<Record<ChannelLineView['state'], number>>> {
    const rows = await tx.query<{ state: ChannelLineView['state']; count: number }>(
      `select state, count(*)::int as count from mingbai.channel_line where community_id = $1 group by state`,
      [tx.communityId],
    );
    return { NEW: 0, RECEIVED: 0, SETTLED: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
  }

  /** Payments at units that no refund has taken back. */
  private async refundable(tx: Tx): Promise<PlacedPayment[]> {
    const rows = await tx.query<Raw<PlacedPayment>>(
      `select p.unit_id as "unitId", u.code as "unitCode", p.channel, p.paid_on as "paidOn", p.gross, l.payer_name as "payerName" from mingbai.channel_payment p
       join mingbai.unit u on u.community_id = $1 and u.id = p.unit_id join mingbai.channel_line l on l.community_id = $1 and l.id = p.channel_line_id
       where p.community_id = $1 and p.kind = 'PAYMENT' and p.undone_at is null
         and not exists (select from mingbai.channel_payment r where r.community_id = $1 and r.refunds_id = p.id and r.undone_at is null) order by p.id`,
      [tx.communityId],
    );
    return rows.map((row) => readMoney<PlacedPayment>(row, ['gross']));
  }
}
