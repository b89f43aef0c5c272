import { Entity } from 'typeorm';
import type { Id, Instant, OrganisationId, PersonId, Role } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { Slot } from '../../contracts/index.js';
import type { PersonKeyId } from '../../identity/index.js';
import type { DecisionKind } from '../domain/decisions.js';

/** The text of one decision as it was handed out to be signed; one approval at most stands on it. */
@Entity({ schema: 'mingbai', name: 'approval_challenge' })
export class ApprovalChallenge extends TenantRow<'approval_challenge'> {
  @IdColumn()
  disbursementId!: Id<'disbursement'>;

  @TextColumn()
  payloadSha256!: string;

  @TextColumn()
  decision!: DecisionKind;

  @TextColumn()
  slot!: Slot;

  @TextColumn()
  role!: Role;

  @IdColumn()
  personId!: PersonId;

  @IdColumn()
  organisationId!: OrganisationId;

  @IdColumn()
  keyId!: PersonKeyId;

  /** Its words; the text has their SHA-256. */
  @TextColumn({ nullable: true })
  reason!: string | null;

  @TextColumn()
  text!: string;

  @InstantColumn()
  issuedAt!: Instant;
}
