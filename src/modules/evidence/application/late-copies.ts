import { Injectable } from '@nestjs/common';
import { DomainError, type Actor } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { EvidenceFiles } from '../persistence/evidence-files.js';
import { EvidenceCopies, isPicture, type EvidenceCopy } from './evidence-copies.js';
import { EvidenceIntake } from './evidence-intake.js';
import type { EvidenceView } from './evidence-queries.js';

/** Makes the copies of a picture that was taken in before copies were made, the first time somebody looks at it. */
@Injectable()
export class LateCopies {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: EvidenceFiles,
    private readonly copies: EvidenceCopies,
    private readonly intake: EvidenceIntake,
  ) {}

  /** The copy without traces; null of what is no picture. @throws EVIDENCE_BUSY; EVIDENCE_NO_COPY for one that cannot be drawn */
  async of(actor: Actor, { sha256, name, mediaType }: EvidenceView): Promise<{ readonly sha256: string } | null> {
    if (!isPicture(mediaType)) return null;
    const original = await this.files.spool.take([await this.files.read(sha256)]);
    const copies: EvidenceCopy[] = [];
    try {
      copies.push(...(await this.drawn({ name, path: original.path, mediaType }, actor)));
      const made = copies.map(({ file }) => file);
      await this.intake.keep(made);
      await this.unitOfWork.run(actor.communityId, (tx) => this.intake.recordCopies(tx, sha256, copies));
      await this.intake.settle(actor, made);
    } finally {
      for (const { path } of [original, ...copies.map(({ file }) => file)]) await this.files.spool.drop({ path });
    }
    const [clean] = copies;
    return clean ? { sha256: clean.file.sha256 } : null;
  }

  private async drawn(...of: Parameters<EvidenceCopies['of']>): Promise<EvidenceCopy[]> {
    try {
      return await this.copies.of(...of);
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'EVIDENCE_BUSY') throw new DomainError('EVIDENCE_NO_COPY', { name: of[0].name });
      throw error;
    }
  }
}
