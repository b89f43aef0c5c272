import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type Actor, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { Settings } from '../../../platform/config/index.js';
import { AccessControl, type Session } from '../../../platform/http/index.js';
import { CommunityQueries } from '../../communities/index.js';
import { actorAt, needsSecondFactor } from '../domain/membership.js';
import { IdentityQueries } from './identity-queries.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';

/** Tells platform/http who somebody is. A membership counts by the moment of the books, a session by real time. */
@Injectable()
export class SessionAccessControl extends AccessControl {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly identity: IdentityQueries,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly factors: SecondFactors,
  ) {
    super();
  }

  sessionOf(token: string): Promise<Session | null> {
    return this.unitOfWork.shared((tx) => this.sessions.find(tx, token));
  }

  actorOf(personId: PersonId, slug: string): Promise<Actor | null> {
    return this.unitOfWork.shared(async (tx) => {
      const community = await this.communities.find(tx, slug);
      if (!community) return null;
      const communityId = community.id;
      const actor = actorAt({ personId, communityId }, await this.identity.inCommunity(tx, personId, communityId), this.clock.now());
      if (this.settings.secondFactorRequired && actor && needsSecondFactor(actor.roles) && !(await this.factors.isOn(tx, personId)))
        throw new DomainError('IDENTITY_SECOND_FACTOR_MISSING');
      return actor;
    });
  }
}
