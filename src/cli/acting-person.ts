import type { INestApplicationContext } from '@nestjs/common';
import { Clock, DomainError } from '../kernel/index.js';
import { CommunityQueries } from '../modules/communities/index.js';
import { IdentityQueries } from '../modules/identity/index.js';
import type { CommandContext } from '../platform/database/index.js';

/** Who a command acts for: the operator has no business rights, so each command that writes names a person of the compound. */
export interface ActingOptions {
  readonly community: string;
  readonly as: string;
}

/** The person as actor in the compound. @throws NOT_FOUND without a part in it */
export async function contextOf(app: INestApplicationContext, options: ActingOptions): Promise<CommandContext> {
  const community = await app.get(CommunityQueries).bySlug(options.community);
  const identity = app.get(IdentityQueries);
  const person = await identity.byLogin(options.as);
  const actor = await identity.actorOf(person.id, community.id, app.get(Clock).today());
  if (!actor) throw new DomainError('NOT_FOUND');
  return { actor, idempotencyKey: null };
}
