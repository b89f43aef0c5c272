import { Injectable } from '@nestjs/common';
import { assertAllowed, required } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import type { FormSender } from '../../../platform/http/index.js';
import { evidenceName } from '../domain/evidence-name.js';
import { EvidenceFiles } from '../persistence/evidence-files.js';
import { EvidenceIntake, type EvidenceStored } from './evidence-intake.js';

export type { EvidenceStored } from './evidence-intake.js';

export interface StoreEvidenceRequest {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Who sends it in a form. */
  readonly sender?: FormSender | undefined;
}

/**
 * Takes a file in as evidence, once a compound: the same bytes again are the same evidence, under the name they came with first. The file
 * lies on the disk before the row that names it commits.
 */
@Injectable()
export class StoreEvidence {
  constructor(
    private readonly files: EvidenceFiles,
    private readonly intake: EvidenceIntake,
  ) {}

  /** @throws NOT_ALLOWED, IDEMPOTENCY_KEY_REUSED, EVIDENCE_SPACE, EVIDENCE_SPACE_OF_BODY, what EvidenceIntake.accept throws */
  async execute(context: CommandContext, { fileName, bytes, sender }: StoreEvidenceRequest): Promise<Outcome<EvidenceStored>> {
    assertAllowed(context.actor, 'evidence.store');
    const file = await this.files.spool.take([bytes]);
    const handed = { fileName, file, sender };
    const call = { context, command: 'StoreEvidence', request: { sha256: file.sha256, name: evidenceName(fileName) } };
    try {
      return await this.intake.take(call, [handed], {
        accept: async (accepted) => void accepted.push(await this.intake.accept(context.actor, handed)),
        answer: ([stored]) => required(stored, 'the one file'),
      });
    } finally {
      await this.files.spool.drop(file);
    }
  }
}
