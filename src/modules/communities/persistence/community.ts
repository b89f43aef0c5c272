import { Entity, PrimaryColumn } from 'typeorm';
import type { CommunityId, Instant } from '../../../kernel/index.js';
import { InstantColumn, IntegerColumn, TextColumn } from '../../../platform/database/index.js';

@Entity({ schema: 'mingbai', name: 'community' })
export class Community {
  @PrimaryColumn({ type: 'integer' })
  id!: CommunityId;

  @TextColumn()
  slug!: string;

  @TextColumn()
  name!: string;

  @TextColumn()
  streetName!: string;

  @TextColumn()
  countyName!: string;

  @TextColumn()
  neighbourhoodName!: string;

  @IntegerColumn()
  builtYear!: number;

  @InstantColumn()
  createdAt!: Instant;
}
