import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, type BusinessDate, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { isPlainText } from '../domain/plain-text.js';
import { UnitOwner } from '../persistence/unit-owner.js';
import { UnitQueries } from './unit-queries.js';

/** The unit by its code, and its owner from a day on. */
export interface ChangeUnitOwnerRequest {
  readonly unit: string;
  readonly ownerName: string;
  readonly from: BusinessDate;
}

export type UnitOwnerChanged = { readonly unit: string; readonly from: BusinessDate };

/**
 * A unit changes hands: the owner before is kept with the last day. What is owed stays with the unit, which is how the books hold it; a
 * notice names who owns it on its day.
 */
@Injectable()
export class ChangeUnitOwner {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
  ) {}

  /** @throws NOT_ALLOWED, UNITS_OWNER_NAME, UNITS_OWNER_AHEAD, UNITS_OWNER_UNKNOWN, UNITS_OWNER_BEFORE, UNITS_OWNER_SAME */
  async execute(context: CommandContext, { unit: code, ownerName: name, from }: ChangeUnitOwnerRequest): Promise<Outcome<UnitOwnerChanged>> {
    assertAllowed(context.actor, 'unit.change-owner');
    if (!isPlainText(name, 60)) throw new DomainError('UNITS_OWNER_NAME', { field: 'ownerName', max: 60 });
    if (from > this.clock.today()) throw new DomainError('UNITS_OWNER_AHEAD', { field: 'from', from, today: this.clock.today() });
    return this.unitOfWork.once({ context, command: 'ChangeUnitOwner', request: { unit: code, ownerName: name, from } }, async (tx) => {
      await this.ledger.lock(tx);
      const unit = await this.units.byCode(tx, code);
      if (!unit) throw new DomainError('UNITS_OWNER_UNKNOWN', { unit: code.slice(0, 40) });
      const [last] = await this.units.owners(tx, unit.id);
      if (last && from <= last.from) throw new DomainError('UNITS_OWNER_BEFORE', { field: 'from', unit: code, since: last.from });
      if (last?.to === null && last.name === name) throw new DomainError('UNITS_OWNER_SAME', { field: 'ownerName', unit: code });
      if (last?.to === null) await tx.manager.update(UnitOwner, { communityId: tx.communityId, id: last.id as UnitOwner['id'] }, { toOn: addDays(from, -1) });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'unit_owner'>;
      await tx.manager.insert(UnitOwner, { communityId: tx.communityId, id, unitId: unit.id, name, fromOn: from, toOn: null });
      return { unit: code, from };
    });
  }
}
