import { Injectable } from '@nestjs/common';
import { Clock, DomainError, required, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type Outcome } from '../../../platform/database/index.js';
import { isPlainText, retriedOnConflict } from '../../communities/index.js';
import { newLogin, type PersonView } from '../domain/person.js';

export interface AddPersonRequest {
  readonly login: string;
  readonly name: string;
}

export type PersonAdded = { readonly personId: PersonId };

const NAME_MAX = 60;

/** Adds a person, who has no part in any compound and no password yet. The same person again adds nothing and is answered as a replay. */
@Injectable()
export class AddPerson {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws IDENTITY_LOGIN_INVALID, IDENTITY_TEXT_INVALID, IDENTITY_LOGIN_TAKEN */
  async execute(request: AddPersonRequest): Promise<Outcome<PersonAdded>> {
    const login = newLogin(request.login);
    const { name } = request;
    if (!isPlainText(name, NAME_MAX)) throw new DomainError('IDENTITY_TEXT_INVALID', { field: 'name', max: NAME_MAX });
    return retriedOnConflict(['person_pkey', 'person_login_key'], () =>
      this.unitOfWork.shared(async (tx) => {
        const [known] = await tx.query<PersonView>('select id, login, name from mingbai.person where login = $1', [login]);
        if (known && known.name !== name) throw new DomainError('IDENTITY_LOGIN_TAKEN');
        if (known) return { value: { personId: known.id }, replayed: true };
        const [added] = await tx.query<PersonAdded>(
          `insert into mingbai.person (id, login, name, created_at) select coalesce(max(id), 0) + 1, $1, $2, $3 from mingbai.person returning id as "personId"`,
          [login, name, this.clock.now()],
        );
        return { value: required(added, 'the inserted row'), replayed: false };
      }),
    );
  }
}
