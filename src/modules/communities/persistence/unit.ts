import { Entity } from 'typeorm';
import type { Instant, Rate } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BuildingId, UnitKind } from '../domain/unit.js';

@Entity({ schema: 'mingbai', name: 'unit' })
export class Unit extends TenantRow<'unit'> {
  @IdColumn()
  buildingId!: BuildingId;

  @TextColumn()
  code!: string;

  @TextColumn()
  label!: string;

  @TextColumn()
  kind!: UnitKind;

  @RateColumn()
  area!: Rate;

  @InstantColumn()
  createdAt!: Instant;
}
