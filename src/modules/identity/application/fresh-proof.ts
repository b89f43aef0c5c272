import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { Sessions } from './sessions.js';

const MINUTES = 5;

/** What stands before everything that opens a door later (keys, codes, the password): a session that somebody left open is not enough. */
@Injectable()
export class FreshProof {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
  ) {}

  /** Whether nothing need be shown again yet. */
  isFresh(token: string): Promise<boolean> {
    return this.unitOfWork.shared((tx) => this.sessions.provedWithin(tx, token, MINUTES));
  }

  /** `token` is that of the session. @throws IDENTITY_PROOF_OLD */
  async require(token: string | null): Promise<void> {
    if (token === null || !(await this.isFresh(token))) throw new DomainError('IDENTITY_PROOF_OLD', { minutes: MINUTES });
  }
}
