import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, TenantRow } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';

/** That a notice of what is overdue went to a unit. */
@Entity({ schema: 'mingbai', name: 'reminder' })
export class Reminder extends TenantRow<'reminder'> {
  @IdColumn()
  unitId!: UnitId;

  @IntegerColumn()
  stage!: number;

  @DateColumn()
  noticedOn!: BusinessDate;

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  oldestDueOn!: BusinessDate;

  @IdColumn()
  recordedBy!: PersonId;

  @InstantColumn()
  recordedAt!: Instant;
}
