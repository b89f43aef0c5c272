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

  /** `token` is that of the session. @throws IDENTITY_PROOF_OLD */
  async require(token: string | null): Promise<void> {
    const isFresh = token !== null && (await this.unitOfWork.shared((tx) => this.sessions.provedWithin(tx, token, MINUTES)));
    if (!isFresh) throw new DomainError('IDENTITY_PROOF_OLD', { minutes: MINUTES });
  }
}
