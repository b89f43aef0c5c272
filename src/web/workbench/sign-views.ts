import { Injectable } from '@nestjs/common';
import { OpenChallenges } from '../../modules/disbursements/index.js';
import { DomainError } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { DemoProgress } from '../../platform/jobs/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { PayoutReader } from '../desk/payout/index.js';
import type { Visit } from '../desk/visit.js';
import type { SignView } from './sign-page.js';

/** Reads what the page shows on which a decision is signed. */
@Injectable()
export class SignViews {
  constructor(
    private readonly frames: DeskFrames,
    private readonly reader: PayoutReader,
    private readonly challenges: OpenChallenges,
    private readonly demo: DemoProgress,
  ) {}

  /** @throws NOT_FOUND, also for what was handed out to somebody else, or for another payout */
  async sign(tx: Tx, visit: Visit, asked: { readonly number: string; readonly challengeId: number; readonly refusal: Refusal | null }): Promise<SignView> {
    const { detail, facts } = await this.reader.read(tx, visit, asked.number);
    const open = await this.challenges.of(tx, visit.actor, asked.challengeId);
    if (open.disbursementId !== detail.id) throw new DomainError('NOT_FOUND');
    const { keyHash: hash, label, suite, credentialId, transports } = open.key;
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'queue' }),
      payout: facts,
      decision: open.decision,
      reason: open.reason,
      challengeId: open.id,
      challenge: open.challenge,
      text: open.text,
      shortHash: open.shortHash,
      until: open.until,
      key: { hash, label, suite, credentialId, transports, rpId: open.rpId },
      otherKeys: open.otherKeys.map((key) => ({ hash: key.keyHash, label: key.label })),
      isDemoKey: this.demo.signers.has(hash),
      version: detail.version,
      payloadSha256: open.payloadSha256,
      seal: () => formSeal(visit.session.formToken),
      refusal: asked.refusal,
    };
  }
}
