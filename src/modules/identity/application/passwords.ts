import { Injectable } from '@nestjs/common';
import { DomainError, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type SharedTx, type Tx } from '../../../platform/database/index.js';
import { newPassword, normalPassword } from '../domain/password.js';
import { CommonPasswords } from './common-passwords.js';
import { Parties } from './parties.js';
import { PasswordHasher } from './password-hasher.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { SignInSteps } from './sign-in-steps.js';

/** What the commands about passwords have in common: which may be one, how it is stored, and whether one fits. */
@Injectable()
export class Passwords {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly hasher: PasswordHasher,
    private readonly common: CommonPasswords,
    private readonly attempts: SignInAttempts,
    private readonly steps: SignInSteps,
  ) {}

  /** The hash of what may become the person's password. @throws NOT_FOUND, IDENTITY_PASSWORD_SHORT, …_LONG, …_IS_LOGIN, …_COMMON */
  async hashOf(personId: PersonId, text: string): Promise<string> {
    const { login } = await this.unitOfWork.shared((tx) => this.parties.person(tx, personId));
    return this.hashFor(login, text);
  }

  /** The same for a login that nobody has yet. */
  async hashFor(login: string, text: string): Promise<string> {
    const password = newPassword(text, login);
    await this.common.refuse(password);
    return this.hasher.hash(password);
  }

  /** What was begun with the old one ends. */
  async store(tx: SharedTx | Tx, personId: PersonId, hash: string): Promise<void> {
    await tx.query(
      `insert into mingbai.credential (person_id, hash, changed_at) values ($1, $2, now())
       on conflict (person_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`,
      [personId, hash],
    );
    await this.steps.close(tx, personId);
  }

  /** Counts like a sign-in: whoever finds an open session cannot guess here either. @throws TOO_MANY_REQUESTS, IDENTITY_PASSWORD_WRONG */
  async prove(personId: PersonId, password: string, address: string): Promise<void> {
    const { attempt, hash } = await this.unitOfWork.shared(async (tx) => {
      const { login } = await this.parties.person(tx, personId);
      await this.attempts.begin(tx, { login, address });
      const [found] = await tx.query<{ hash: string }>('select hash from mingbai.credential where person_id = $1', [personId]);
      return { attempt: { login, address }, hash: found?.hash ?? null };
    });
    if (!(await this.hasher.fits(normalPassword(password), hash))) throw new DomainError('IDENTITY_PASSWORD_WRONG');
    await this.unitOfWork.shared((tx) => this.attempts.succeed(tx, attempt));
  }
}
