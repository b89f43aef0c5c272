import { Entity } from 'typeorm';
import type { Id, Instant, OrganisationId, PersonId, Role, SignatureSuite } from '../../../kernel/index.js';
import { BytesColumn, IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { Slot } from '../../contracts/index.js';
import type { PersonKeyId } from '../../identity/index.js';
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

  /** The text that was signed; null, as all that follows, for a decision that rests on a session. */
  @IdColumn({ nullable: true })
  challengeId!: Id<'approval_challenge'> | null;

  @IdColumn({ nullable: true })
  keyId!: PersonKeyId | null;

  @TextColumn({ nullable: true })
  suite!: SignatureSuite | null;

  @BytesColumn({ nullable: true })
  signature!: Buffer | null;

  /** What a passkey signs besides, and where it was used. */
  @BytesColumn({ nullable: true })
  authenticatorData!: Buffer | null;

  @BytesColumn({ nullable: true })
  clientData!: Buffer | null;

  @TextColumn({ nullable: true })
  origin!: string | null;

  @TextColumn({ nullable: true })
  rpId!: string | null;
}
