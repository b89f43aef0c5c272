import { Injectable } from '@nestjs/common';
import { DomainError, type PersonId, networkOf } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { deviceOf } from '../domain/device.js';
import { normalPassword } from '../domain/password.js';
import { typedLogin } from '../domain/person.js';
import { PasswordHasher } from './password-hasher.js';
import { ProveSecondFactor } from './prove-second-factor.js';
import { SecondFactors } from './second-factors.js';
import { SecurityEvents } from './security-events.js';
import { Sessions, type SignedIn } from './sessions.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { SignInSteps, type SignInStep } from './sign-in-steps.js';

/** `address` is where the request comes from, `userAgent` what the browser says of itself. */
export interface SignInRequest {
  readonly login: string;
  readonly password: string;
  readonly address: string;
  readonly userAgent?: string | undefined;
}

interface Candidate {
  readonly personId: PersonId;
  readonly personName: string;
  readonly hash: string | null;
}

/**
 * Opens a session for a login and its password, where the person has a second factor only with that. Unknown login, wrong password and none set look alike and take as long.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly attempts: SignInAttempts,
    private readonly sessions: Sessions,
    private readonly events: SecurityEvents,
    private readonly factors: SecondFactors,
    private readonly steps: SignInSteps,
    private readonly secondFactor: ProveSecondFactor,
  ) {}

  /** Both halves at once, for a client that sends the code with the password. @throws TOO_MANY_REQUESTS, IDENTITY_SIGN_IN_REFUSED, IDENTITY_SECOND_FACTOR, IDENTITY_CODE_WRONG */
  async execute(request: SignInRequest & { readonly code?: string | undefined }): Promise<SignedIn> {
    const begun = await this.begin(request);
    if (!('step' in begun)) return begun;
    if (request.code === undefined) throw new DomainError('IDENTITY_SECOND_FACTOR');
    return this.secondFactor.execute({ step: begun.step, code: request.code, address: request.address, userAgent: request.userAgent });
  }

  /** The first half: a session, or the step that waits for the second factor. @throws TOO_MANY_REQUESTS, IDENTITY_SIGN_IN_REFUSED */
  async begin(request: SignInRequest): Promise<SignedIn | SignInStep> {
    const attempt = { login: typedLogin(request.login), address: request.address };
    const candidate = await this.unitOfWork.shared(async (tx) => {
      await this.attempts.begin(tx, attempt);
      const [found] = await tx.query<Candidate>(
        `select p.id as "personId", p.name as "personName", c.hash from mingbai.person p left join mingbai.credential c on c.person_id = p.id
         where p.login = $1 and p.disabled_at is null`,
        [attempt.login],
      );
      return found;
    });
    // outside a transaction: it takes tens of milliseconds of work
    const fits = await this.hasher.fits(normalPassword(request.password), candidate?.hash ?? null);
    if (!candidate || !fits) {
      if (candidate) await this.unitOfWork.shared((tx) => this.events.note(tx, candidate.personId, 'SIGN_IN_REFUSED', request.address));
      throw new DomainError('IDENTITY_SIGN_IN_REFUSED');
    }
    return this.unitOfWork.shared(async (tx) => {
      // its failures are forgiven only with the code: else whoever knows the password could try codes for ever
      if (await this.factors.isOn(tx, candidate.personId)) return this.steps.open(tx, candidate.personId);
      await this.attempts.succeed(tx, attempt);
      await this.events.note(tx, candidate.personId, 'SIGNED_IN', request.address);
      const session = await this.sessions.open(tx, candidate.personId, { device: deviceOf(request.userAgent), network: networkOf(request.address) });
      return { ...session, personId: candidate.personId, personName: candidate.personName };
    });
  }
}
