import { Injectable } from '@nestjs/common';
import { DomainError, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { SecurityEvents } from './security-events.js';
import { Sessions } from './sessions.js';

/** `sessionId` is one of SessionQueries; null: all but the one whose token is given. */
export interface EndSessionsRequest {
  readonly personId: PersonId;
  readonly token: string;
  readonly sessionId: string | null;
}

/** A person signs out elsewhere: in one place, or in all but here. */
@Injectable()
export class EndSessions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly events: SecurityEvents,
  ) {}

  /** @throws NOT_FOUND, also for somebody else's and for one that has ended */
  async execute({ personId, token, sessionId }: EndSessionsRequest): Promise<void> {
    await this.unitOfWork.shared(async (tx) => {
      const ended = sessionId === null ? await this.sessions.revokeAll(tx, personId, token) : await this.sessions.revokeOne(tx, personId, sessionId);
      if (sessionId !== null && ended === 0) throw new DomainError('NOT_FOUND');
      if (ended > 0) await this.events.note(tx, personId, 'SESSIONS_ENDED');
    });
  }
}
