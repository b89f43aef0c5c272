import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { ResolutionQueries } from '../../resolutions/index.js';
import type { FirmClearingPart } from '../domain/firm-due.js';
import { FirmDues } from './firm-dues.js';

/** What nobody will get from the firm any more, due by due, and the resolution of the owners that gives it up. */
export interface WriteOffFirmDueRequest {
  readonly clears: readonly FirmClearingPart[];
  readonly resolution: string;
}

export type FirmDueWrittenOff = { readonly clearingId: number; readonly amount: string; readonly entrySeq: number };

/** P33: the bookkeeper writes off what the firm owes and will not pay: only by a resolution to waive, which the owner side recorded, within its limit, and never more than is open. */
@Injectable()
export class WriteOffFirmDue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly dues: FirmDues,
    private readonly resolutions: ResolutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, RESOLUTION_…, FIRM_DUE_UNKNOWN, FIRM_DUES_OF_TWO_FIRMS, FIRM_DUE_NOT_OPEN, FIRM_WRITE_OFF_PENALTY_BESIDE, FIRM_PENALTY_UNDO_WAITS, FIRM_DUE_MONTH_OPEN */
  async execute(context: CommandContext, { clears, resolution }: WriteOffFirmDueRequest): Promise<Outcome<FirmDueWrittenOff>> {
    assertAllowed(context.actor, 'firm-due.write-off');
    const compared = { clears: clears.map(({ kind, id, amount }) => ({ kind, id, amount: amount.toString() })), resolution };
    return this.unitOfWork.once({ context, command: 'WriteOffFirmDue', request: compared }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      const today = this.clock.today();
      const asked = Money.sum(clears.map(({ amount }) => amount));
      const used = await this.resolutions.waivedBy(tx, resolution);
      const { id: resolutionId } = await this.resolutions.covering(tx, resolution, { kinds: ['WAIVER'], on: today, asked, used });
      const on = today > closedThrough ? today : addDays(closedThrough, 1);
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const { clearingId, amount, entrySeq } = await this.dues.writeOff(tx, posting, { clears, on, resolutionId });
      return { clearingId, amount: amount.toString(), entrySeq };
    });
  }
}

/** A write-off by its id, the later resolution that takes it back, and why. */
export interface UndoFirmDueWriteOffRequest {
  readonly clearingId: number;
  readonly resolution: string;
  readonly reason: string;
}

/** The firm owes the amount again; `entrySeq` is the reversal. */
export type FirmDueWriteOffUndone = FirmDueWrittenOff;

/**
 * Takes a write-off back while its month is open: by the same two sides, the bookkeeper by another resolution on waivers that the owner side recorded, within its limit.
 * The write-off stays on record, marked with it.
 */
@Injectable()
export class UndoFirmDueWriteOff {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly dues: FirmDues,
    private readonly resolutions: ResolutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, FIRM_WRITE_OFF_UNKNOWN, FIRM_WRITE_OFF_UNDONE, FIRM_CLEARING_CREDITED, FIRM_WRITE_OFF_CLOSED, FIRM_WRITE_OFF_SAME_RESOLUTION, RESOLUTION_… */
  async execute(context: CommandContext, request: UndoFirmDueWriteOffRequest): Promise<Outcome<FirmDueWriteOffUndone>> {
    assertAllowed(context.actor, 'firm-due.write-off');
    const { clearingId, resolution, reason } = request;
    return this.unitOfWork.once({ context, command: 'UndoFirmDueWriteOff', request: { clearingId, resolution, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const { first, amount: asked } = await this.dues.standingWriteOff(tx, clearingId);
      // asked first: of its own the limit is spent, which would say nothing of what is wrong
      if ((await this.resolutions.byNumber(tx, resolution))?.id === first.resolutionId) throw new DomainError('FIRM_WRITE_OFF_SAME_RESOLUTION', { resolution });
      const used = await this.resolutions.waivedBy(tx, resolution);
      const { id: resolutionId } = await this.resolutions.covering(tx, resolution, { kinds: ['WAIVER'], on: this.clock.today(), asked, used });
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const undone = await this.dues.undoWriteOff(tx, posting, { clearingId, resolutionId, reason });
      return { clearingId: undone.clearingId, amount: undone.amount.toString(), entrySeq: undone.entrySeq };
    });
  }
}
