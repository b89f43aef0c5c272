import { Injectable } from '@nestjs/common';
import { DomainError, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { Parties } from './parties.js';
import { Passwords } from './passwords.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { Vault } from './vault.js';

export interface ProveAgainRequest {
  readonly personId: PersonId;
  readonly token: string;
  readonly password: string;
  /** Of the app, or one on paper; looked at where the second factor is on. */
  readonly code: string;
  readonly address: string;
}

/** A person who has been signed in for a while shows that it is still them, before they change what opens doors later. @see FreshProof */
@Injectable()
export class ProveAgain {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly passwords: Passwords,
    private readonly attempts: SignInAttempts,
    private readonly sessions: Sessions,
    private readonly factors: SecondFactors,
    private readonly vault: Vault,
  ) {}

  /** @throws TOO_MANY_REQUESTS, IDENTITY_PASSWORD_WRONG, IDENTITY_CODE_WRONG */
  async execute({ personId, token, password, code, address }: ProveAgainRequest): Promise<void> {
    await this.passwords.prove(personId, password, address);
    const vault = await this.vault.opened();
    const { login } = await this.unitOfWork.shared(async (tx) => {
      const person = await this.parties.person(tx, personId);
      await this.attempts.begin(tx, { login: person.login, address, isSecondFactor: true });
      return person;
    });
    const isProved = await this.unitOfWork.shared(async (tx) => {
      if ((await this.factors.isOn(tx, personId)) && !(await this.factors.takes(tx, vault, { personId, typed: code }))) return false;
      await this.attempts.succeed(tx, { login, address, isSecondFactor: true });
      await this.sessions.prove(tx, token);
      return true;
    });
    if (!isProved) throw new DomainError('IDENTITY_CODE_WRONG');
  }
}
