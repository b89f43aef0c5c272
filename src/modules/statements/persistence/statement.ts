import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CommunityId, Id, Instant, PersonId } from '../../../kernel/index.js';
import type { StatementKind } from '../domain/snapshot.js';
import type { StatementPeriod } from '../domain/statement-period.js';
import { IdColumn, InstantColumn, IntegerColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

export type StatementId = Id<'statement'>;
export type StatementState = 'READY' | 'PUBLISHED' | 'ARCHIVED';

/** A version of the statement of a month, a quarter or a year. `snapshot` holds the very bytes that `jsonSha256` is the hash of. */
@Entity({ schema: 'mingbai', name: 'statement' })
export class Statement extends TenantRow<'statement'> {
  @TextColumn()
  period!: StatementPeriod;

  @IntegerColumn()
  version!: number;

  @TextColumn()
  kind!: StatementKind;

  @TextColumn()
  state!: StatementState;

  @TextColumn()
  snapshot!: string;

  @Column({ type: 'text', name: 'json_sha256' })
  jsonSha256!: string;

  @InstantColumn()
  builtAt!: Instant;

  @IdColumn()
  builtBy!: PersonId;

  @InstantColumn({ nullable: true })
  publishedAt!: Instant | null;

  @IdColumn({ nullable: true })
  publishedBy!: PersonId | null;
}

/** A page rendered from a published snapshot, in one language. Its bytes lie in a file named by their hash; `policy` is the CSP that fits its stylesheet. */
@Entity({ schema: 'mingbai', name: 'statement_page' })
export class StatementPage {
  @PrimaryColumn({ type: 'integer' })
  communityId!: CommunityId;

  @PrimaryColumn({ type: 'bigint' })
  statementId!: StatementId;

  @PrimaryColumn({ type: 'text' })
  locale!: string;

  @Column({ type: 'text' })
  sha256!: string;

  @IntegerColumn()
  byteCount!: number;

  @TextColumn()
  policy!: string;
}
