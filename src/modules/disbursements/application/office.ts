import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, type Actor } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { holdsAt, IdentityQueries } from '../../identity/index.js';

/** Whether those who act hold the office in which they act: a session may be older than the end of its person's part in the compound. */
@Injectable()
export class Office {
  constructor(
    private readonly identity: IdentityQueries,
    private readonly clock: Clock,
  ) {}

  /** The actor with those roles alone that are still held now, and that nobody ended earlier today; read again inside the command's transaction. @throws NOT_ALLOWED */
  async held(tx: Tx, actor: Actor, permission: Parameters<typeof assertAllowed>[1]): Promise<Actor> {
    const now = this.clock.now();
    const memberships = (await this.identity.inCommunity(tx, actor.personId, tx.communityId)).filter((membership) => holdsAt(membership, now));
    const held = memberships.filter(({ organisationId }) => organisationId === actor.organisationId).map(({ role }) => role);
    const present = { ...actor, roles: actor.roles.filter((role) => held.includes(role)) };
    assertAllowed(present, permission);
    return present;
  }
}
