import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, Money } from '../../../kernel/index.js';
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

  /** @throws NOT_ALLOWED, RESOLUTION_…, FIRM_DUE_UNKNOWN, FIRM_DUE_NOT_OPEN */
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
