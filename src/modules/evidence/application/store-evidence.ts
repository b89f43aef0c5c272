import { Injectable } from '@nestjs/common';
import { assertAllowed } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { EvidenceFiles } from '../persistence/evidence-files.js';
import { EvidenceIntake, type AcceptedFile, type EvidenceStored } from './evidence-intake.js';

export type { EvidenceStored } from './evidence-intake.js';

export interface StoreEvidenceRequest {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Aborted when whoever hands it in has hung up. */
  readonly gone?: AbortSignal | undefined;
}

/**
 * Takes a file in as evidence, once a compound: the same bytes again are the same evidence, under the name they came with first. The file
 * lies on the disk before the row that names it commits.
 */
@Injectable()
export class StoreEvidence {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: EvidenceFiles,
    private readonly intake: EvidenceIntake,
  ) {}

  /** @throws NOT_ALLOWED, what EvidenceIntake.accept throws */
  async execute(context: CommandContext, { fileName, bytes, gone }: StoreEvidenceRequest): Promise<Outcome<EvidenceStored>> {
    assertAllowed(context.actor, 'evidence.store');
    const file = await this.files.spool.take([bytes]);
    const accepted: AcceptedFile[] = [];
    try {
      const one = await this.intake.accept(context.actor, { fileName, file, gone });
      accepted.push(one);
      await this.intake.keep(accepted);
      const request = { sha256: file.sha256, name: one.name };
      return await this.unitOfWork.once({ context, command: 'StoreEvidence', request }, (tx) => this.intake.record(tx, context.actor, one));
    } finally {
      await this.intake.drop(accepted);
      await this.files.spool.drop(file);
    }
  }
}
