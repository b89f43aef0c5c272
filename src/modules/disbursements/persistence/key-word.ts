import type { Id, Instant, OrganisationId, PersonId, Role } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

/** What another party says about a key, and who of it. */
export abstract class KeyWord<Table extends string> extends TenantRow<Table> {
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
