import { Entity } from 'typeorm';
import type { Instant, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, JsonColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { MappingProfile } from '../domain/mapping-profile.js';

@Entity({ schema: 'mingbai', name: 'mapping_profile' })
export class MappingProfileRow extends TenantRow<'mapping_profile'> {
  @TextColumn()
  name!: string;

  @TextColumn()
  title!: string;

  @JsonColumn()
  definition!: Omit<MappingProfile, 'name' | 'title'>;

  @InstantColumn()
  savedAt!: Instant;

  @IdColumn()
  savedBy!: PersonId;
}
