import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/index.js';
import { CommunityQueries } from '../../communities/index.js';
import { EvidenceFiles } from '../persistence/evidence-files.js';
import { EvidenceQueries } from './evidence-queries.js';

/** Of real time: no upload takes a day. */
export const UNNAMED_MS_MAX = 24 * 60 * 60 * 1000;
const FILES_MAX = 10_000;

/** Removes files that were put on the disk and that no row of any compound came to name: their request was refused, or the product broke off. */
@Injectable()
export class SweepEvidence {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly files: EvidenceFiles,
    private readonly evidence: EvidenceQueries,
  ) {}

  /** Up to 10,000 files, of which each has waited for a day. @returns how many went */
  async execute(): Promise<number> {
    const waiting = await this.files.unnamed(UNNAMED_MS_MAX, FILES_MAX);
    if (waiting.length === 0) return 0;
    const named = new Set<string>();
    for (const { id } of await this.communities.list())
      for (const sha256 of await this.unitOfWork.read(id, (tx) => this.evidence.named(tx, waiting))) named.add(sha256);
    await this.files.settle([...named]);
    let gone = 0;
    for (const sha256 of waiting) if (!named.has(sha256) && (await this.files.giveUp(sha256, UNNAMED_MS_MAX))) gone++;
    return gone;
  }
}
