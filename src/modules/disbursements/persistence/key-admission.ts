import { Entity } from 'typeorm';
import type { Instant, OrganisationId, PersonId, Role } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { PersonKeyId } from '../../identity/index.js';

/** A key that a person wants to sign with in a compound, for the organisation of that day. */
@Entity({ schema: 'mingbai', name: 'key_admission' })
export class KeyAdmission extends TenantRow<'key_admission'> {
  @IdColumn()
  keyId!: PersonKeyId;

  @IdColumn()
  personId!: PersonId;

  @IdColumn()
  organisationId!: OrganisationId;

  @TextColumn()
  role!: Role;

  @InstantColumn()
  askedAt!: Instant;
}
