import { Injectable } from '@nestjs/common';
import { DomainError, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { normalPassword } from '../domain/password.js';
import { typedLogin } from '../domain/person.js';
import { PasswordHasher } from './password-hasher.js';
import { Sessions, type OpenedSession } from './sessions.js';
import { SignInAttempts } from './sign-in-attempts.js';

/** `address` is where the request comes from. */
export interface SignInRequest {
  readonly login: string;
  readonly password: string;
  readonly address: string;
}

export interface SignedIn extends OpenedSession {
  readonly personId: PersonId;
  readonly personName: string;
}

interface Candidate {
  readonly personId: PersonId;
  readonly personName: string;
  readonly hash: string | null;
}

/** Opens a session for a login and its password. Unknown login, wrong password and none set look alike and take as long. */
@Injectable()
export class SignIn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly attempts: SignInAttempts,
    private readonly sessions: Sessions,
  ) {}

  /** @throws TOO_MANY_REQUESTS, IDENTITY_SIGN_IN_REFUSED */
  async execute(request: SignInRequest): Promise<SignedIn> {
    const attempt = { login: typedLogin(request.login), address: request.address };
    const candidate = await this.unitOfWork.shared(async (tx) => {
      await this.attempts.begin(tx, attempt);
      const [found] = await tx.query<Candidate>(
        `select p.id as "personId", p.name as "personName", c.hash from mingbai.person p left join mingbai.credential c on c.person_id = p.id where p.login = $1`,
        [attempt.login],
      );
      return found;
    });
    // outside a transaction: it takes tens of milliseconds of work
    const fits = await this.hasher.fits(normalPassword(request.password), candidate?.hash ?? null);
    if (!candidate || !fits) throw new DomainError('IDENTITY_SIGN_IN_REFUSED');
    const session = await this.unitOfWork.shared(async (tx) => {
      await this.attempts.succeed(tx, attempt);
      return this.sessions.open(tx, candidate.personId);
    });
    return { ...session, personId: candidate.personId, personName: candidate.personName };
  }
}
