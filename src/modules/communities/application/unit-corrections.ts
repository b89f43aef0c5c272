import { Injectable } from '@nestjs/common';
import { DomainError, required, type AccountingPeriod, type Id, type Instant, type PersonId, type Rate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { areaOf, changesNothing } from '../domain/unit-correction.js';
import type { UnitId, UnitKind } from '../domain/unit.js';
import { UnitCorrection } from '../persistence/unit-correction.js';
import { Unit } from '../persistence/unit.js';
import { UnitQueries } from './unit-queries.js';

/** What a unit is from a month on: `area` in m². `document` names the paper that says so. */
export interface CorrectionOfUnit {
  readonly from: AccountingPeriod;
  readonly kind: UnitKind;
  readonly area: Rate;
  readonly reason: string;
  readonly document: string;
}

/** Square metres as a person writes them. @throws UNIT_CORRECTION_AREA */
export function readArea(text: string): Rate {
  const area = areaOf(text);
  if (area === null) throw new DomainError('UNIT_CORRECTION_AREA', { field: 'area', value: text.slice(0, 20) });
  return area;
}

/**
 * Corrects the area or kind of a unit from a month on, once it was agreed to. What was recorded stays; bills that are made from now on follow the month that they are for,
 * and a bill that was made by the wrong area is taken back and made again (P05).
 */
@Injectable()
export class UnitCorrections {
  constructor(private readonly units: UnitQueries) {}

  /** @throws UNIT_CORRECTION_SAME where the months that it is about are so already */
  async refuseSame(tx: Tx, unitId: UnitId, { from, kind, area }: Pick<CorrectionOfUnit, 'from' | 'kind' | 'area'>): Promise<void> {
    const unit = required(await tx.manager.findOneBy(Unit, { communityId: tx.communityId, id: unitId }), 'unit');
    if (changesNothing({ from, kind, area }, unit, await this.units.corrections(tx, unitId)))
      throw new DomainError('UNIT_CORRECTION_SAME', { unit: unit.code, from, area: area.toFixed(2) });
  }

  /** The caller holds the lock of the book; `id` is that of the decision. */
  async write(
    tx: Tx,
    unitId: UnitId,
    { from, ...correction }: CorrectionOfUnit,
    by: { readonly id: Id<'unit_correction'>; readonly recordedBy: PersonId; readonly recordedAt: Instant },
  ): Promise<void> {
    await this.refuseSame(tx, unitId, { from, ...correction });
    await tx.manager.insert(UnitCorrection, { communityId: tx.communityId, unitId, fromPeriod: from, ...correction, ...by });
  }
}
