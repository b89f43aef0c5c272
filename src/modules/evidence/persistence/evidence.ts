import { Entity, PrimaryColumn } from 'typeorm';
import type { CommunityId, Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, TextColumn } from '../../../platform/database/index.js';
import type { MediaType } from '../domain/media-type.js';

/** A file that a compound leans on; its bytes lie beside the database under the same SHA-256. */
@Entity({ schema: 'mingbai', name: 'evidence' })
export class Evidence {
  @PrimaryColumn({ type: 'integer' })
  communityId!: CommunityId;

  @PrimaryColumn({ type: 'text' })
  sha256!: string;

  @TextColumn()
  name!: string;

  @TextColumn()
  mediaType!: MediaType;

  @IntegerColumn()
  byteCount!: number;

  @InstantColumn()
  storedAt!: Instant;

  @IdColumn()
  storedBy!: PersonId;

  @IdColumn()
  storedFor!: OrganisationId;
}
