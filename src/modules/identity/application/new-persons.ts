import { Injectable } from '@nestjs/common';
import { Clock, DomainError, required, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { newLogin } from '../domain/person.js';
import { Passwords } from './passwords.js';

/** Somebody who has no account yet. */
export interface NewPerson {
  readonly login: string;
  readonly name: string;
  readonly password: string;
}

/** A person who is known, or one whose password was looked at and hashed before the transaction. */
export type Comer = PersonId | (NewPerson & { readonly hash: string });

const NAME_MAX = 60;

/** People who begin an account with something that was handed to them: an invitation or the code of their unit. */
@Injectable()
export class NewPersons {
  constructor(
    private readonly passwords: Passwords,
    private readonly clock: Clock,
  ) {}

  /** @throws IDENTITY_TEXT_INVALID, IDENTITY_LOGIN_INVALID, what newPassword refuses, IDENTITY_PASSWORD_COMMON */
  async prepared(by: PersonId | NewPerson): Promise<Comer> {
    if (typeof by === 'number') return by;
    const { login, name, password } = by;
    if (!isPlainText(name, NAME_MAX)) throw new DomainError('IDENTITY_TEXT_INVALID', { field: 'name', max: NAME_MAX });
    return { ...by, hash: await this.passwords.hashFor(newLogin(login), password) };
  }

  /** A login that somebody has is never taken over. @throws IDENTITY_LOGIN_TAKEN */
  async personOf(tx: Tx, by: Comer): Promise<PersonId> {
    if (typeof by === 'number') return by;
    const known = await tx.query('select from mingbai.person where login = $1', [by.login]);
    if (known.length > 0) throw new DomainError('IDENTITY_LOGIN_TAKEN');
    const [added] = await tx.query<{ id: PersonId }>(
      'insert into mingbai.person (id, login, name, created_at) select coalesce(max(id), 0) + 1, $1, $2, $3 from mingbai.person returning id',
      [by.login, by.name, this.clock.now()],
    );
    const { id } = required(added, 'the inserted row');
    await this.passwords.store(tx, id, by.hash);
    return id;
  }
}
