import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/index.js';
import { OpenChallenges } from '../../modules/disbursements/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { DemoProgress } from '../../platform/jobs/index.js';
import { postedText } from '../desk/desk-form.js';
import type { Posted, Visit } from '../desk/visit.js';

/** Fields of a form that hold a signature; none of them is one of the decision itself. */
export const signatureFields = ['challengeId', 'suite', 'signature', 'authenticatorData', 'clientDataJSON', 'demoKey'] as const;

/** Base64 of either kind, as programs print it, in the one way in which the API takes it. */
const base64url = (text: string): string => text.replaceAll(/\s|=/g, '').replaceAll('+', '-').replaceAll('/', '_');

/** The number of the text that was handed out; null for a decision without one. */
export function challengeOfForm(posted: Posted): number | null {
  const text = postedText(posted, 'challengeId');
  return /^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : null;
}

/** The signature that a form brings: pasted, by a passkey, or by a key of the demo. */
@Injectable()
export class SignatureForms {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly challenges: OpenChallenges,
    private readonly demo: DemoProgress,
  ) {}

  /** As the API takes it; undefined for a decision without one. @throws NOT_FOUND for a text or a key of somebody else */
  async posted({ actor }: Visit, posted: Posted): Promise<object | undefined> {
    const challengeId = challengeOfForm(posted);
    if (challengeId === null) return undefined;
    if (postedText(posted, 'demoKey') !== '') {
      const { key, challenge } = await this.unitOfWork.read(actor.communityId, (tx) => this.challenges.of(tx, actor, challengeId));
      const signer = this.demo.signers.get(key.keyHash);
      if (!signer) throw new DomainError('NOT_FOUND');
      return { challengeId, suite: 'ed25519', signature: signer(challenge) };
    }
    const [suite, signature] = [postedText(posted, 'suite'), base64url(postedText(posted, 'signature'))];
    if (suite === 'ed25519') return { challengeId, suite, signature };
    return { challengeId, suite, signature, authenticatorData: postedText(posted, 'authenticatorData'), clientDataJSON: postedText(posted, 'clientDataJSON') };
  }
}
