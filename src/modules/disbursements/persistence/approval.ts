import { Entity } from 'typeorm';
import type { Id, Instant, OrganisationId, PersonId, Role } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { Slot } from '../../contracts/index.js';
import type { DecisionKind } from '../domain/decisions.js';

/** A decision, of whatever kind, about one payload. */
@Entity({ schema: 'mingbai', name: 'approval' })
export class Approval extends TenantRow<'approval'> {
  @IdColumn()
  disbursementId!: number;

  @TextColumn()
  payloadSha256!: string;

  @TextColumn()
  slot!: Slot;

  @IdColumn()
  organisationId!: OrganisationId;

  @IdColumn()
  personId!: PersonId;

  @TextColumn()
  role!: Role;

  /** By which a residents' committee spoke for the owners. */
  @IdColumn({ nullable: true })
  substitutionId!: Id<'substitution'> | null;

  @TextColumn()
  decision!: DecisionKind;

  @TextColumn({ nullable: true })
  reason!: string | null;

  @InstantColumn()
  at!: Instant;
}
