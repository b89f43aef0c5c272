import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, periodOf, required, type AccountingPeriod, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { isPlainText } from '../domain/plain-text.js';
import { areaOf, changesNothing } from '../domain/unit-correction.js';
import type { UnitKind } from '../domain/unit.js';
import { UnitCorrection } from '../persistence/unit-correction.js';
import { Unit } from '../persistence/unit.js';
import { UnitQueries } from './unit-queries.js';

/** What a unit is from a month on: `area` in m² as text. `document` names the paper that says so. */
export interface CorrectUnitRequest {
  readonly unit: string;
  readonly from: AccountingPeriod;
  readonly kind: UnitKind;
  readonly area: string;
  readonly reason: string;
  readonly document: string;
}

export type UnitCorrected = { readonly unit: string; readonly from: AccountingPeriod; readonly kind: UnitKind; readonly area: string };

const TEXT_MAX = 200;

/**
 * Corrects the area or kind of a unit from a month on. What was recorded stays; bills that are made from now on follow the month that they are for, and a bill that was
 * made by the wrong area is taken back and made again (P05).
 */
@Injectable()
export class CorrectUnit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
  ) {}

  /** @throws NOT_ALLOWED, UNIT_CORRECTION_TEXT, UNIT_CORRECTION_AREA, UNIT_CORRECTION_AHEAD, UNIT_CORRECTION_UNKNOWN, UNIT_CORRECTION_SAME */
  async execute(context: CommandContext, request: CorrectUnitRequest): Promise<Outcome<UnitCorrected>> {
    assertAllowed(context.actor, 'unit.correct');
    const { unit: code, from, kind, reason, document } = request;
    for (const field of ['reason', 'document'] as const)
      if (!isPlainText(request[field], TEXT_MAX)) throw new DomainError('UNIT_CORRECTION_TEXT', { field, max: TEXT_MAX });
    const area = areaOf(request.area);
    if (area === null) throw new DomainError('UNIT_CORRECTION_AREA', { field: 'area', value: request.area.slice(0, 20) });
    const month = periodOf(this.clock.today());
    if (from > month) throw new DomainError('UNIT_CORRECTION_AHEAD', { field: 'from', from, month });
    const stated = { unit: code, from, kind, area: area.toFixed(2), reason, document };
    return this.unitOfWork.once({ context, command: 'CorrectUnit', request: stated }, async (tx) => {
      await this.ledger.lock(tx);
      const unit = await this.units.byCode(tx, code);
      if (!unit) throw new DomainError('UNIT_CORRECTION_UNKNOWN', { field: 'unit', unit: code.slice(0, 40) });
      const recorded = await this.recorded(tx, unit.id);
      if (changesNothing({ from, kind, area }, recorded, await this.units.corrections(tx, unit.id)))
        throw new DomainError('UNIT_CORRECTION_SAME', { unit: code, from, area: area.toFixed(2) });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'unit_correction'>;
      const by = { communityId: tx.communityId, recordedBy: context.actor.personId, recordedAt: this.clock.now() };
      await tx.manager.insert(UnitCorrection, { ...by, id, unitId: unit.id, fromPeriod: from, kind, area, reason, document });
      return { unit: code, from, kind, area: area.toFixed(2) };
    });
  }

  private async recorded(tx: Tx, id: Unit['id']): Promise<Unit> {
    return required(await tx.manager.findOneBy(Unit, { communityId: tx.communityId, id }), 'unit');
  }
}
