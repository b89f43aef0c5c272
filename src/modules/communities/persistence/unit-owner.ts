import { Entity } from 'typeorm';
import type { BusinessDate } from '../../../kernel/index.js';
import { DateColumn, IdColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId } from '../domain/unit.js';

/** Personal data: the name leaves this table masked, or for a permission that needs it. */
@Entity({ schema: 'mingbai', name: 'unit_owner' })
export class UnitOwner extends TenantRow<'unit_owner'> {
  @IdColumn()
  unitId!: UnitId;

  @TextColumn()
  name!: string;

  @DateColumn()
  fromOn!: BusinessDate;

  @DateColumn({ nullable: true })
  toOn!: BusinessDate | null;
}
