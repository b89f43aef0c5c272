import { Injectable } from '@nestjs/common';
import { assert, DomainError } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { BankLineId } from '../domain/bank-line.js';
import { assertChannelState, type ChannelLineId, type ChannelLineState, type ChannelLineView } from '../domain/channel-line.js';
import { ChannelQueries } from './channel-queries.js';

/** The steps of a channel line. The caller holds the book's lock and posts what the step means: P02c, P02d, or the reversal of one. */
@Injectable()
export class ChannelLines {
  constructor(private readonly queries: ChannelQueries) {}

  /** NEW → RECEIVED: a receipt was written. @throws CHANNEL_LINE_STATE, CHANNEL_LINE_MISSING */
  async markReceived(tx: Tx, ids: readonly ChannelLineId[]): Promise<ChannelLineView[]> {
    return this.move(tx, ids, { from: 'NEW', to: 'RECEIVED', bankLineId: null });
  }

  /** RECEIVED → SETTLED: the batch of these lines came with a line of the bank. @throws CHANNEL_LINE_STATE, CHANNEL_LINE_MISSING */
  async markSettled(tx: Tx, bankLineId: BankLineId, ids: readonly ChannelLineId[]): Promise<ChannelLineView[]> {
    return this.move(tx, ids, { from: 'RECEIVED', to: 'SETTLED', bankLineId });
  }

  /** SETTLED → RECEIVED: the match of the batch was undone. @throws CHANNEL_LINE_STATE, CHANNEL_LINE_MISSING */
  async undoSettled(tx: Tx, ids: readonly ChannelLineId[]): Promise<ChannelLineView[]> {
    return this.move(tx, ids, { from: 'SETTLED', to: 'RECEIVED', bankLineId: null });
  }

  /** RECEIVED → NEW: the receipt was made void. @throws CHANNEL_LINE_STATE, CHANNEL_LINE_MISSING */
  async undoReceived(tx: Tx, ids: readonly ChannelLineId[]): Promise<ChannelLineView[]> {
    return this.move(tx, ids, { from: 'RECEIVED', to: 'NEW', bankLineId: null });
  }

  private async move(
    tx: Tx,
    ids: readonly ChannelLineId[],
    { from, to, bankLineId }: { from: ChannelLineState; to: ChannelLineState; bankLineId: BankLineId | null },
  ): Promise<ChannelLineView[]> {
    assert(new Set(ids).size === ids.length, 'a channel line takes one step in a call');
    const lines = await this.queries.lines(tx, { ids });
    const known = new Set(lines.map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) throw new DomainError('CHANNEL_LINE_MISSING', { line: missing });
    for (const line of lines) assertChannelState(line, from);
    await tx.query(`update mingbai.channel_line set state = $3, bank_line_id = $4 where community_id = $1 and id = any ($2)`, [
      tx.communityId,
      ids,
      to,
      bankLineId,
    ]);
    return lines;
  }
}
