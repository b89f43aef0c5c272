import { Injectable } from '@nestjs/common';
import { Clock, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { withdrawOf } from './orphaned-invitations.js';
import { revokeWaysIn } from './passkeys.js';
import { Sessions } from './sessions.js';

/** Shuts a person out: no session goes on, none begins, and nobody comes by a link of theirs. The operator's command, for an account in wrong hands; undone by the same. */
@Injectable()
export class DisablePerson {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async execute({ personId, isDisabled }: { readonly personId: PersonId; readonly isDisabled: boolean }): Promise<void> {
    await this.unitOfWork.shared(async (tx) => {
      await tx.query('update mingbai.person set disabled_at = $2 where id = $1', [personId, isDisabled ? this.clock.now() : null]);
      if (!isDisabled) return;
      await this.sessions.revokeAll(tx, personId);
      await revokeWaysIn(tx, personId, this.clock.now());
      await withdrawOf(tx, personId, { by: null, at: this.clock.now() });
    });
  }
}
