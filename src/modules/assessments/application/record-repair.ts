import { Injectable } from '@nestjs/common';
import { assertAllowed, dateOf, DomainError, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import type { Urgency } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { RepairLog } from './repair-log.js';
import { RepairQueries } from './repair-queries.js';

export type RecordRepairRequest = { readonly what: string; readonly urgency: Urgency; readonly receivedAt: Instant };
export type RespondRepairRequest = { readonly number: string; readonly respondedAt: Instant };
export type RepairRecorded = { readonly number: string };

/** Writes a request down, and its answer. The owner side writes requests down too, so that one that the firm would leave out counts; only the firm answers. */
@Injectable()
export class RecordRepair {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly repairs: RepairQueries,
    private readonly log: RepairLog,
  ) {}

  /** @throws NOT_ALLOWED CONTRACT_NONE REPAIR_COUNTED REPAIR_WORDS REPAIR_PERSONAL REPAIR_TIMES */
  async execute(context: CommandContext, { what, urgency, receivedAt }: RecordRepairRequest): Promise<Outcome<RepairRecorded>> {
    assertAllowed(context.actor, 'repair.record');
    return this.unitOfWork.once({ context, command: 'RecordRepair', request: { what, urgency, receivedAt } }, async (tx) => {
      await this.ledger.lock(tx);
      const number = await this.repairs.nextNumber(tx, dateOf(receivedAt).slice(0, 4));
      const repair = { number, what: what.trim(), urgency, receivedAt, respondedAt: null };
      await this.log.refuseUnlessOpen(tx, context.actor, [repair]);
      await this.log.add(tx, context.actor, [repair], null);
      return { number };
    });
  }

  /** @throws NOT_ALLOWED REPAIR_UNKNOWN REPAIR_ANSWERED REPAIR_COUNTED REPAIR_TIMES */
  async respond(context: CommandContext, { number, respondedAt }: RespondRepairRequest): Promise<Outcome<RepairRecorded>> {
    assertAllowed(context.actor, 'repair.respond');
    return this.unitOfWork.once({ context, command: 'RespondRepair', request: { number, respondedAt } }, async (tx) => {
      await this.ledger.lock(tx);
      const [repair] = await this.repairs.byNumbers(tx, [number]);
      if (!repair) throw new DomainError('REPAIR_UNKNOWN', { number: number.slice(0, 40) });
      if (repair.respondedAt !== null) throw new DomainError('REPAIR_ANSWERED', { number });
      await this.log.refuseUnlessOpen(tx, context.actor, [{ ...repair, respondedAt }]);
      await this.log.answer(tx, context.actor, [{ number, respondedAt }]);
      return { number };
    });
  }
}
