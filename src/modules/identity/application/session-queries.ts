import { Injectable } from '@nestjs/common';
import type { PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { Sessions, type SessionView } from './sessions.js';

/** Where a person is signed in. */
@Injectable()
export class SessionQueries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
  ) {}

  /** Those that live, the one last used first; `token` is that of the session which asks. */
  of(personId: PersonId, token: string): Promise<SessionView[]> {
    return this.unitOfWork.shared((tx) => this.sessions.list(tx, personId, token));
  }
}
