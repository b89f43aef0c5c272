import { Entity } from 'typeorm';
import type { BusinessDate, Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { SubstitutionGround } from '../domain/substitution.js';

@Entity({ schema: 'mingbai', name: 'substitution' })
export class SubstitutionRecord extends TenantRow<'substitution'> {
  @TextColumn()
  ground!: SubstitutionGround;

  @TextColumn()
  legalBasis!: string;

  @IdColumn()
  organisationId!: OrganisationId;

  @DateColumn()
  fromOn!: BusinessDate;

  @DateColumn({ nullable: true })
  toOn!: BusinessDate | null;

  @IdColumn()
  confirmedBy!: PersonId;

  @IdColumn()
  confirmedFor!: OrganisationId;

  @InstantColumn()
  recordedAt!: Instant;
}
