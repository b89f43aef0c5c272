import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/index.js';
import { Sessions } from './sessions.js';

/** Ends the session of a token for good; a token that has none is left alone. */
@Injectable()
export class SignOut {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
  ) {}

  execute(token: string): Promise<void> {
    return this.unitOfWork.shared((tx) => this.sessions.revoke(tx, token));
  }
}
