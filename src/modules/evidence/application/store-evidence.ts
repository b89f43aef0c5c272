import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, sha256Hex } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { evidenceName } from '../domain/evidence-name.js';
import { mediaTypeOf, type MediaType } from '../domain/media-type.js';
import { EvidenceFiles } from '../persistence/evidence-files.js';
import { isPicture, PictureCopies } from './picture-copies.js';
import { EvidenceQueries } from './evidence-queries.js';

export const EVIDENCE_BYTES_MAX = 20 * 1024 * 1024;

export interface StoreEvidenceRequest {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export type EvidenceStored = { readonly sha256: string; readonly name: string; readonly mediaType: MediaType; readonly byteCount: number };

/**
 * Takes a file in as evidence, once a compound: the same bytes again are the same evidence, under the name they came with first. The file
 * lies on the disk before the row that names it commits.
 */
@Injectable()
export class StoreEvidence {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly files: EvidenceFiles,
    private readonly evidence: EvidenceQueries,
    private readonly pictures: PictureCopies,
  ) {}

  /** @throws NOT_ALLOWED, EVIDENCE_EMPTY, EVIDENCE_TOO_LARGE, EVIDENCE_TYPE_REFUSED, EVIDENCE_PIXELS, EVIDENCE_UNREADABLE */
  async execute(context: CommandContext, { fileName, bytes }: StoreEvidenceRequest): Promise<Outcome<EvidenceStored>> {
    assertAllowed(context.actor, 'evidence.store');
    const name = evidenceName(fileName);
    if (bytes.length === 0) throw new DomainError('EVIDENCE_EMPTY', { name });
    if (bytes.length > EVIDENCE_BYTES_MAX) throw new DomainError('EVIDENCE_TOO_LARGE', { name, megabytes: EVIDENCE_BYTES_MAX / 1024 / 1024 });
    const mediaType = mediaTypeOf(bytes);
    if (mediaType === null) throw new DomainError('EVIDENCE_TYPE_REFUSED', { name });
    const copies = isPicture(mediaType) ? await this.pictures.of(name, bytes, mediaType) : [];
    // before the transaction, which does no I/O besides SQL: a file that nothing comes to refer to does no harm
    for (const file of [bytes, ...copies.map((copy) => copy.bytes)]) await this.files.store(file);
    const sha256 = sha256Hex(bytes);
    return this.unitOfWork.once({ context, command: 'StoreEvidence', request: { sha256, name } }, async (tx) => {
      const { personId, organisationId } = context.actor;
      await tx.query(
        `insert into mingbai.evidence (community_id, sha256, name, media_type, byte_count, stored_at, stored_by, stored_for)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [tx.communityId, sha256, name, mediaType, bytes.length, this.clock.now(), personId, organisationId],
      );
      for (const { kind, bytes: drawn, mediaType: type, width, height } of copies)
        await tx.query(
          `insert into mingbai.evidence_copy (community_id, sha256, kind, copy_sha256, media_type, byte_count, width, height) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
          [tx.communityId, sha256, kind, sha256Hex(drawn), type, drawn.length, width, height],
        );
      const stored = required(await this.evidence.find(tx, sha256), 'evidence');
      return { sha256, name: stored.name, mediaType: stored.mediaType, byteCount: stored.byteCount };
    });
  }
}
