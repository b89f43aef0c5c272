import { Entity } from 'typeorm';
import type { BusinessDate, Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

@Entity({ schema: 'mingbai', name: 'contract' })
export class Contract extends TenantRow<'contract'> {
  @TextColumn()
  number!: string;

  @IdColumn()
  firmId!: OrganisationId;

  @DateColumn()
  signedOn!: BusinessDate;

  @DateColumn()
  fromOn!: BusinessDate;

  @DateColumn()
  toOn!: BusinessDate;

  @IdColumn()
  recordedBy!: PersonId;

  @InstantColumn()
  recordedAt!: Instant;
}
