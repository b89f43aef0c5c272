import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, type BusinessDate, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { UnitQueries } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { UnitTermRow } from '../persistence/fee-item.js';
import { refuseBilledDay, refuseText } from './billing-checks.js';

/** From when to when a unit is billed; null leaves that side open. */
export interface SetUnitTermRequest {
  readonly unit: string;
  readonly from: BusinessDate | null;
  readonly to: BusinessDate | null;
  readonly reason: string;
}

/** A unit that is handed over or given up inside a month: its bills count days from then. The latest record counts. */
@Injectable()
export class SetUnitTerm {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
  ) {}

  /** @throws NOT_ALLOWED, FEES_UNIT_UNKNOWN, UNIT_TERM_DAYS, FEE_ITEM_BILLED, BILLING_TEXT */
  async execute(context: CommandContext, { unit: code, from, to, reason }: SetUnitTermRequest): Promise<Outcome<{ unit: string }>> {
    assertAllowed(context.actor, 'fee.manage');
    refuseText('reason', reason, 200);
    if (from !== null && to !== null && to < from) throw new DomainError('UNIT_TERM_DAYS', { field: 'to', from, to });
    return this.unitOfWork.once({ context, command: 'SetUnitTerm', request: { unit: code, from, to, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const unit = await this.units.byCode(tx, code);
      if (!unit) throw new DomainError('BILLING_UNIT_UNKNOWN', { field: 'unit', unit: code.slice(0, 40) });
      if (from !== null) await refuseBilledDay(tx, from);
      if (to !== null) await refuseBilledDay(tx, addDays(to, 1));
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'unit_term'>;
      const by = { communityId: tx.communityId, recordedBy: context.actor.personId, recordedAt: this.clock.now() };
      await tx.manager.insert(UnitTermRow, { ...by, id, unitId: unit.id, fromOn: from, toOn: to, reason });
      return { unit: code };
    });
  }
}
