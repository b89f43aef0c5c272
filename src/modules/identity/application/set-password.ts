import { Injectable } from '@nestjs/common';
import type { PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { newPassword } from '../domain/password.js';
import { Parties } from './parties.js';
import { PasswordHasher } from './password-hasher.js';
import { SignInAttempts } from './sign-in-attempts.js';

export interface SetPasswordRequest {
  readonly personId: PersonId;
  readonly password: string;
}

/** Sets a person's password and ends every session that the old one had opened. */
@Injectable()
export class SetPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly hasher: PasswordHasher,
    private readonly attempts: SignInAttempts,
  ) {}

  /** @throws NOT_FOUND, IDENTITY_PASSWORD_SHORT, IDENTITY_PASSWORD_LONG, IDENTITY_PASSWORD_IS_LOGIN */
  async execute({ personId, password }: SetPasswordRequest): Promise<void> {
    const { login } = await this.unitOfWork.shared((tx) => this.parties.person(tx, personId));
    const hash = await this.hasher.hash(newPassword(password, login));
    await this.unitOfWork.shared(async (tx) => {
      await tx.query(
        `insert into mingbai.credential (person_id, hash, changed_at) values ($1, $2, now())
         on conflict (person_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`,
        [personId, hash],
      );
      await tx.query('update mingbai.session set revoked_at = now() where person_id = $1 and revoked_at is null', [personId]);
      await this.attempts.forget(tx, login);
    });
  }
}
