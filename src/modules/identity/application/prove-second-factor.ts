import { Injectable } from '@nestjs/common';
import { DomainError, networkOf } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { deviceOf } from '../domain/device.js';
import { SecondFactors } from './second-factors.js';
import { SecurityEvents } from './security-events.js';
import { Sessions, type SignedIn } from './sessions.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { SignInSteps } from './sign-in-steps.js';
import { Vault } from './vault.js';

/** `step` is what SignIn gave when the password fitted; `code` what the person typed. */
export interface ProveSecondFactorRequest {
  readonly step: string;
  readonly code: string;
  readonly address: string;
  readonly userAgent?: string | undefined;
}

/** The second half of signing in. Wrong codes are counted of the person wherever they come from, as only who knows the password gets here. */
@Injectable()
export class ProveSecondFactor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly steps: SignInSteps,
    private readonly attempts: SignInAttempts,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly events: SecurityEvents,
    private readonly vault: Vault,
  ) {}

  /** @throws IDENTITY_STEP_OVER, TOO_MANY_REQUESTS, IDENTITY_CODE_WRONG */
  async execute({ step, code, address, userAgent }: ProveSecondFactorRequest): Promise<SignedIn> {
    const vault = await this.vault.opened();
    const waiting = await this.unitOfWork.shared(async (tx) => {
      const found = await this.steps.find(tx, step);
      if (found) await this.attempts.begin(tx, { login: found.login, address, isSecondFactor: true });
      return found;
    });
    if (!waiting) throw new DomainError('IDENTITY_STEP_OVER');
    const { personId, personName, login } = waiting;
    const opened = await this.unitOfWork.shared(async (tx) => {
      if (!(await this.factors.takes(tx, vault, { personId, typed: code }))) {
        await this.events.note(tx, personId, 'SIGN_IN_REFUSED', address);
        return null;
      }
      await this.steps.close(tx, personId);
      for (const isSecondFactor of [true, false]) await this.attempts.succeed(tx, { login, address, isSecondFactor });
      await this.events.note(tx, personId, 'SIGNED_IN', address);
      return this.sessions.open(tx, personId, { device: deviceOf(userAgent), network: networkOf(address) });
    });
    if (!opened) throw new DomainError('IDENTITY_CODE_WRONG');
    return { ...opened, personId, personName };
  }
}
