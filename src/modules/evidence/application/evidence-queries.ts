import { Injectable } from '@nestjs/common';
import { DomainError, isAllowed, required, type Actor, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { MediaType } from '../domain/media-type.js';
import type { CopyKind } from './evidence-copies.js';
import { EvidenceFiles } from '../persistence/evidence-files.js';

/** A file that was taken in, without its bytes. */
export interface EvidenceView {
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: MediaType;
  readonly byteCount: number;
  readonly storedAt: Instant;
  readonly storedBy: PersonId;
  readonly storedFor: OrganisationId;
}

const EVIDENCE = `select sha256, name, media_type as "mediaType", byte_count as "byteCount", stored_at as "storedAt", stored_by as "storedBy", stored_for as "storedFor"
  from mingbai.evidence where community_id = $1`;

/** Reads evidence of a compound. */
@Injectable()
export class EvidenceQueries {
  constructor(private readonly files: EvidenceFiles) {}

  async find(tx: Tx, sha256: string): Promise<EvidenceView | null> {
    return (await this.byHashes(tx, [sha256]))[0] ?? null;
  }

  /** The evidence among these hashes, in their order. */
  async byHashes(tx: Tx, hashes: readonly string[]): Promise<EvidenceView[]> {
    if (hashes.length === 0) return [];
    const rows = await tx.query<EvidenceView>(`${EVIDENCE} and sha256 = any ($2) order by array_position($2, sha256)`, [tx.communityId, hashes]);
    return rows;
  }

  /** Those of these files that a row of the compound names, as evidence or as a copy of it; by their SHA-256. */
  async named(tx: Tx, hashes: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ sha256: string }>(
      `select sha256 from mingbai.evidence where community_id = $1 and sha256 = any ($2)
       union select copy_sha256 from mingbai.evidence_copy where community_id = $1 and copy_sha256 = any ($2)`,
      [tx.communityId, hashes],
    );
    return rows.map(({ sha256 }) => sha256);
  }

  /** Bytes of all files of the compound, with their copies, and of those that were handed in for one organisation. */
  async bytesUsed(tx: Tx, by: OrganisationId): Promise<{ readonly all: number; readonly own: number }> {
    const [row] = await tx.query<{ all: number; own: number }>(
      `select coalesce(sum(bytes), 0)::float8 as "all", coalesce(sum(bytes) filter (where stored_for = $2), 0)::float8 as own from (
         select e.stored_for, e.byte_count as bytes from mingbai.evidence e where e.community_id = $1
         union all select e.stored_for, c.byte_count from mingbai.evidence_copy c join mingbai.evidence e on e.community_id = $1 and e.sha256 = c.sha256 where c.community_id = $1) f`,
      [tx.communityId, by],
    );
    return required(row, 'a sum');
  }

  /** What a command leans on must have been stored in its compound. @throws EVIDENCE_UNKNOWN */
  async refuseUnknown(tx: Tx, hashes: readonly string[]): Promise<void> {
    const known = new Set((await this.byHashes(tx, hashes)).map(({ sha256 }) => sha256));
    const unknown = hashes.find((sha256) => !known.has(sha256));
    if (unknown !== undefined) throw new DomainError('EVIDENCE_UNKNOWN', { sha256: unknown.slice(0, 64) });
  }

  /** Who may read all evidence of a compound, does; the firm reads what it handed in itself. @throws NOT_FOUND */
  async readable(tx: Tx, actor: Actor, sha256: string): Promise<EvidenceView> {
    const found = await this.find(tx, sha256);
    if (!found || !(isAllowed(actor.roles, 'evidence.read-all') || found.storedFor === actor.organisationId)) throw new DomainError('NOT_FOUND');
    return found;
  }

  /** A copy of a picture or film; null for what is none, or came before copies were made. */
  async copy(tx: Tx, { sha256 }: EvidenceView, kind: CopyKind): Promise<Pick<EvidenceView, 'sha256' | 'mediaType'> | null> {
    const [found] = await tx.query<Pick<EvidenceView, 'sha256' | 'mediaType'>>(
      `select copy_sha256 as sha256, media_type as "mediaType" from mingbai.evidence_copy where community_id = $1 and sha256 = $2 and kind = $3`,
      [tx.communityId, sha256, kind],
    );
    return found ?? null;
  }

  /** The bytes of evidence, or of a copy, that was found in a compound; outside a transaction. */
  bytes({ sha256 }: Pick<EvidenceView, 'sha256'>): Promise<Buffer> {
    return this.files.read(sha256);
  }
}
