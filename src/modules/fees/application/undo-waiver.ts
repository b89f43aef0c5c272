import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, required, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { WaiverUndo, type WaiverId } from '../persistence/waiver.js';
import { Prepayments } from './prepayments.js';
import { WaiverQueries } from './waiver-queries.js';

export interface UndoWaiverRequest {
  readonly id: WaiverId;
  readonly reason: string;
}

export type WaiverUndone = { readonly id: number; readonly state: 'UNDONE'; readonly entrySeq: number; readonly effectiveOn: string };

/**
 * The owner side takes back a waiver or write-off that it approved (P04): its entry is reversed whole, and the unit owes the bill or late fee again. Today, or on the
 * first open day: a month that is closed keeps what it said, and the correction stands in the month of its day. What the unit holds in advance settles the bill at once.
 */
@Injectable()
export class UndoWaiver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly waivers: WaiverQueries,
    private readonly substitutions: SubstitutionQueries,
    private readonly prepayments: Prepayments,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, OWNER_SIDE_ONLY, WAIVER_OWN, WAIVER_NOT_APPROVED, WAIVER_BILL_VOID, WAIVER_TEXT */
  async execute(context: CommandContext, { id, reason }: UndoWaiverRequest): Promise<Outcome<WaiverUndone>> {
    assertAllowed(context.actor, 'waiver.decide');
    if (reason.length < 5 || !isPlainText(reason, 200)) throw new DomainError('WAIVER_TEXT', { field: 'reason', min: 5, max: 200 });
    return this.unitOfWork.once({ context, command: 'UndoWaiver', request: { id, reason } }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      const waiver = await this.waivers.byId(tx, id);
      if (!waiver) throw new DomainError('NOT_FOUND');
      const { billId, lateFeeId, amount, unitId } = waiver;
      const { personId: undoneBy, organisationId: undoneFor } = context.actor;
      if (waiver.state !== 'APPROVED') throw new DomainError('WAIVER_NOT_APPROVED', { unit: waiver.unitCode });
      if (waiver.askedBy === undoneBy || waiver.askedFor === undoneFor) throw new DomainError('WAIVER_OWN');
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      if (waiver.billVoidedOn !== null) throw new DomainError('WAIVER_BILL_VOID', { unit: waiver.unitCode, on: waiver.billVoidedOn });
      const days = [this.clock.today(), addDays(closedThrough, 1), required(waiver.effectiveOn, 'the day of a waiver')];
      const effectiveOn = required(days.toSorted().at(-1), 'a day');
      const posting = { by: undoneBy, at: this.clock.now() };
      const reversal = { seq: required(waiver.entrySeq, 'the entry of a waiver'), effectiveOn, description: 'waiver or write-off taken back' };
      const { seq: undoSeq } = await this.ledger.reverse(tx, posting, reversal);
      const rowId = (await this.ledger.takeIds(tx, 1)) as Id<'waiver_undo'>;
      const row = { communityId: tx.communityId, id: rowId, waiverId: id, billId, lateFeeId, amount, reason, effectiveOn, undoSeq };
      await tx.manager.insert(WaiverUndo, { ...row, undoneBy, undoneFor, undoneAt: posting.at });
      await this.prepayments.apply(tx, posting, [unitId], effectiveOn);
      return { id, state: 'UNDONE' as const, entrySeq: undoSeq, effectiveOn };
    });
  }
}
