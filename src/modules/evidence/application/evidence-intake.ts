import { Injectable } from '@nestjs/common';
import { open } from 'node:fs/promises';
import { Clock, DomainError, required, together, type Actor, type Json } from '../../../kernel/index.js';
import { Settings } from '../../../platform/config/index.js';
import { UnitOfWork, type IdempotentCall, type Outcome, type Tx } from '../../../platform/database/index.js';
import type { SpooledFile } from '../../../platform/files/index.js';
import type { FormSender } from '../../../platform/http/index.js';
import { evidenceName } from '../domain/evidence-name.js';
import { bytesMaxOf, ENDS_BYTES, EVIDENCE_BYTES_MAX, FILM_BYTES_MAX, mediaTypeOf, type FileEnds, type MediaType } from '../domain/media-type.js';
import { EvidenceFiles } from '../persistence/evidence-files.js';
import { EvidenceCopies, type EvidenceCopy } from './evidence-copies.js';
import { EvidenceQueries } from './evidence-queries.js';

/** A file that somebody hands in. */
export interface HandedIn {
  readonly fileName: string;
  readonly file: SpooledFile;
  /** Who sends it in a form; without them whoever hands it in waits and stays. */
  readonly sender?: FormSender | undefined;
}

/** A file that is evidence of a kind that is taken, with its copies. Nothing refers to it yet. */
export interface AcceptedFile {
  readonly name: string;
  readonly file: SpooledFile;
  readonly mediaType: MediaType;
  readonly copies: readonly EvidenceCopy[];
}

export type EvidenceStored = { readonly sha256: string; readonly name: string; readonly mediaType: MediaType; readonly byteCount: number };

/** What every command does that takes in evidence: looks at a file, keeps it on the disk, and writes the rows that name it. */
@Injectable()
export class EvidenceIntake {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: EvidenceFiles,
    private readonly copies: EvidenceCopies,
    private readonly evidence: EvidenceQueries,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes files in, all or none: `accept` looks at them, `answer` makes of them what the command gives back. Nothing is kept of a request whose key was used for another
   * one, for which the compound has no room, or whose sender has lost their part when all are looked at. @throws IDEMPOTENCY_KEY_REUSED, EVIDENCE_SPACE,
   * EVIDENCE_SPACE_OF_BODY, what `accept` throws, what FormSender.letInAgain throws
   */
  async take<T extends Json>(
    call: IdempotentCall,
    files: readonly HandedIn[],
    how: { readonly accept: (accepted: AcceptedFile[]) => Promise<void>; readonly answer: (items: readonly EvidenceStored[]) => T },
  ): Promise<Outcome<T>> {
    const { actor } = call.context;
    const earlier = await this.unitOfWork.earlier<T>(call);
    if (earlier) return earlier;
    await this.refuseBeyondRoom(actor, files);
    const accepted: AcceptedFile[] = [];
    try {
      try {
        await how.accept(accepted);
      } finally {
        // turns took their time, in which the sender may have been dismissed: then that is told, also of a file that is refused
        await files[0]?.sender?.letInAgain();
      }
      const kept = accepted.flatMap(({ file, copies }) => [file, ...copies.map((copy) => copy.file)]);
      await this.keep(kept);
      const outcome = await this.unitOfWork.once(call, async (tx) => {
        const items: EvidenceStored[] = [];
        for (const one of accepted) items.push(await this.record(tx, actor, one));
        return how.answer(items);
      });
      await this.settle(actor, kept);
      return outcome;
    } finally {
      for (const { copies } of accepted) for (const { file } of copies) await this.files.spool.drop(file);
    }
  }

  /** @throws EVIDENCE_EMPTY, EVIDENCE_TOO_LARGE, EVIDENCE_TYPE_REFUSED, EVIDENCE_BUSY, EVIDENCE_PIXELS, EVIDENCE_UNREADABLE, EVIDENCE_FILM, EVIDENCE_FILM_PARTS, EVIDENCE_FILM_SLOW */
  async accept({ personId, organisationId }: Actor, { fileName, file, sender }: HandedIn): Promise<AcceptedFile> {
    const name = evidenceName(fileName);
    const tooLarge = (bytesMax: number): DomainError => new DomainError('EVIDENCE_TOO_LARGE', { name, megabytes: bytesMax / 1024 / 1024 });
    if (file.byteCount === 0) throw new DomainError('EVIDENCE_EMPTY', { name });
    if (file.byteCount > FILM_BYTES_MAX) throw tooLarge(EVIDENCE_BYTES_MAX);
    const mediaType = mediaTypeOf(await endsOf(file));
    if (mediaType === null) throw new DomainError('EVIDENCE_TYPE_REFUSED', { name });
    if (file.byteCount > bytesMaxOf(mediaType)) throw tooLarge(bytesMaxOf(mediaType));
    return { name, file, mediaType, copies: await this.copies.of({ name, path: file.path, mediaType }, { personId, organisationId, gone: sender?.gone }) };
  }

  /** Puts files where they stay; before the transaction, which does no I/O besides SQL: one that nothing comes to name is swept a day later. */
  async keep(files: readonly SpooledFile[]): Promise<void> {
    for (const file of files) await this.files.adopt(file);
  }

  /** Files that a row names need no looking after any more. */
  async settle({ communityId }: Actor, files: readonly SpooledFile[]): Promise<void> {
    const hashes = files.map(({ sha256 }) => sha256);
    const settled = this.unitOfWork.read(communityId, (tx) => this.evidence.named(tx, hashes)).then((named) => this.files.settle(named));
    await settled.catch(() => undefined); // the command is done; what keeps its mark is looked at by the sweep
  }

  /**
   * What is there already takes no room again, and the files of one organisation never take more than half of it, so that the others can always hand in theirs. Requests at
   * the same moment do not see each other: so much may lie there too many as arrives at once. @throws EVIDENCE_SPACE EVIDENCE_SPACE_OF_BODY
   */
  private async refuseBeyondRoom({ communityId, organisationId }: Actor, files: readonly HandedIn[]): Promise<void> {
    const allowed = this.settings.evidenceBytesMax;
    const hashes = files.map(({ file }) => file.sha256);
    const { used, named } = await this.unitOfWork.read(communityId, (tx) =>
      together({ used: this.evidence.bytesUsed(tx, organisationId), named: this.evidence.named(tx, hashes) }),
    );
    const known = new Set(named);
    const added = files.reduce((sum, { file }) => sum + (known.has(file.sha256) ? 0 : file.byteCount), 0);
    if (added === 0) return;
    const said = (bytes: number): string => bytes.toLocaleString('en');
    for (const [code, taken, room] of [
      ['EVIDENCE_SPACE', used.all, allowed],
      ['EVIDENCE_SPACE_OF_BODY', used.own, Math.floor(allowed / 2)],
    ] as const)
      if (taken + added > room) throw new DomainError(code, { used: said(taken), allowed: said(room), added: said(added) });
  }

  /** The same bytes again are the same evidence, under the name they came with first. */
  private async record(tx: Tx, { personId, organisationId }: Actor, { name, file, mediaType, copies }: AcceptedFile): Promise<EvidenceStored> {
    const { sha256, byteCount } = file;
    const [, found] = await together([
      tx.query(
        `insert into mingbai.evidence (community_id, sha256, name, media_type, byte_count, stored_at, stored_by, stored_for)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [tx.communityId, sha256, name, mediaType, byteCount, this.clock.now(), personId, organisationId],
      ),
      this.evidence.find(tx, sha256),
    ]);
    await this.recordCopies(tx, sha256, copies);
    const stored = required(found, 'evidence');
    return { sha256, name: stored.name, mediaType: stored.mediaType, byteCount: stored.byteCount };
  }

  async recordCopies(tx: Tx, sha256: string, copies: readonly EvidenceCopy[]): Promise<void> {
    for (const { kind, file, mediaType, width, height } of copies)
      await tx.query(
        `insert into mingbai.evidence_copy (community_id, sha256, kind, copy_sha256, media_type, byte_count, width, height)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [tx.communityId, sha256, kind, file.sha256, mediaType, file.byteCount, width, height],
      );
  }
}

async function endsOf({ path, byteCount }: SpooledFile): Promise<FileEnds> {
  const handle = await open(path, 'r');
  try {
    const part = async (at: number): Promise<Buffer> => {
      const length = Math.min(ENDS_BYTES, byteCount - at);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
      return buffer.subarray(0, bytesRead);
    };
    const tailAt = Math.max(0, byteCount - ENDS_BYTES);
    const head = await part(0);
    return { head, tail: tailAt === 0 ? head : await part(tailAt), tailAt };
  } finally {
    await handle.close();
  }
}
