import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import type { ChannelLineId } from '../../bank/index.js';
import { UnitQueries } from '../../communities/index.js';
import { ChannelReceipts } from '../../fees/index.js';
import { LedgerService } from '../../ledger/index.js';

/** A payment, or refund, of a channel and the unit that a person says it is for. */
export interface AssignChannelLineRequest {
  readonly lineId: ChannelLineId;
  readonly unit: string;
}

/** Yuan: what settled bills at once, under the receipt of that number, and what comes with the batch. */
export type ChannelLineAssigned = {
  readonly lineId: ChannelLineId;
  readonly unit: string;
  readonly receipt: string | null;
  readonly allocated: string;
  readonly rest: string;
};

export interface UndoChannelLineRequest {
  readonly lineId: ChannelLineId;
  readonly reason: string;
}

export type ChannelLineUndone = { readonly lineId: ChannelLineId };

/** Gives one payment of a channel its unit by hand (P02c); a refund the unit whose payment it takes back. */
@Injectable()
export class AssignChannelLine {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly receipts: ChannelReceipts,
  ) {}

  /** @throws NOT_ALLOWED, CHANNEL_UNIT_UNKNOWN, CHANNEL_LINE_MISSING, CHANNEL_LINE_STATE, CHANNEL_REFUND_UNCOVERED, and what the receipts and the books refuse */
  async execute(context: CommandContext, { lineId, unit: code }: AssignChannelLineRequest): Promise<Outcome<ChannelLineAssigned>> {
    assertAllowed(context.actor, 'bank.match');
    return this.unitOfWork.once({ context, command: 'AssignChannelLine', request: { lineId, unit: code } }, async (tx) => {
      await this.ledger.lock(tx);
      const unit = await this.units.byCode(tx, code);
      if (!unit) throw new DomainError('CHANNEL_UNIT_UNKNOWN', { unit: code.slice(0, 40) });
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const reason = { code: 'BY_HAND', figures: { reference: unit.code } };
      const [recorded] = await this.receipts.record(tx, posting, [{ unitId: unit.id, channelLineId: lineId, reason }]);
      const { number, allocated, rest } = required(recorded, 'the payment that was placed');
      return { lineId, unit: unit.code, receipt: number, allocated: allocated.toString(), rest: rest.toString() };
    });
  }
}

/** Takes a payment, or refund, of a channel off its unit again, while its batch has not come and its receipt's month is open. */
@Injectable()
export class UndoChannelLine {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly receipts: ChannelReceipts,
  ) {}

  /** @throws NOT_ALLOWED, CHANNEL_UNDO_REASON, CHANNEL_LINE_MISSING, CHANNEL_LINE_STATE, CHANNEL_PAYMENT_REFUNDED, RECEIPT_CLOSED */
  async execute(context: CommandContext, { lineId, reason }: UndoChannelLineRequest): Promise<Outcome<ChannelLineUndone>> {
    assertAllowed(context.actor, 'bank.match');
    const said = reason.trim();
    return this.unitOfWork.once({ context, command: 'UndoChannelLine', request: { lineId, reason: said } }, async (tx) => {
      if (said.length < 1 || said.length > 200) throw new DomainError('CHANNEL_UNDO_REASON');
      await this.ledger.lock(tx);
      await this.receipts.undo(tx, { by: context.actor.personId, at: this.clock.now() }, { channelLineId: lineId, reason: said });
      return { lineId };
    });
  }
}
