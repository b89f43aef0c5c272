import { Entity } from 'typeorm';
import type { Id, Instant, OrganisationId, PersonId, Role } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

/** Another party's word that a key is that person's. */
@Entity({ schema: 'mingbai', name: 'key_confirmation' })
export class KeyConfirmation extends TenantRow<'key_confirmation'> {
  @IdColumn()
  admissionId!: Id<'key_admission'>;

  @IdColumn()
  personId!: PersonId;

  @IdColumn()
  organisationId!: OrganisationId;

  @TextColumn()
  role!: Role;

  @InstantColumn()
  at!: Instant;
}
