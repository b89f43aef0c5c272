import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type Actor,
  type BusinessDate,
  type CommunityId,
  type Instant,
  type OrganisationId,
  type PersonId,
  type Role,
} from '../../../kernel/index.js';
import { UnitOfWork, type SharedTx, type Tx } from '../../../platform/database/index.js';
import { CommunityQueries, type CommunityView } from '../../communities/index.js';
import { actorAt, holdsOn, type MembershipView } from '../domain/membership.js';
import type { OrganisationView } from '../domain/organisation.js';
import type { PersonView } from '../domain/person.js';
import { Parties } from './parties.js';

/** A compound and the roles that a person has in it. */
export interface CommunityOfPerson {
  readonly community: CommunityView;
  readonly roles: readonly Role[];
}

const MEMBERSHIPS = `select id, person_id as "personId", organisation_id as "organisationId", community_id as "communityId", role, from_on as "from", to_on as "to", ended_at as "endedAt"
  from mingbai.membership where person_id = $1`;

/** Reads who is who, each in a transaction of its own; inside a command use `Parties`. */
@Injectable()
export class IdentityQueries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly communities: CommunityQueries,
  ) {}

  /** The person as actor in a compound at a moment, or null without a part in it. */
  actorOf(personId: PersonId, communityId: CommunityId, at: Instant): Promise<Actor | null> {
    return this.unitOfWork.shared(async (tx) => actorAt({ personId, communityId }, await this.inCommunity(tx, personId, communityId), at));
  }

  /** The parts that a person has on a day, in all compounds. */
  async memberships(personId: PersonId, on: BusinessDate): Promise<MembershipView[]> {
    const all = await this.unitOfWork.shared((tx) => tx.query<MembershipView>(`${MEMBERSHIPS} order by community_id, id`, [personId]));
    return all.filter((membership) => holdsOn(membership, on));
  }

  /** The compounds in which a person has a part on a day, by id, with their roles there. */
  async communitiesOf(personId: PersonId, on: BusinessDate): Promise<CommunityOfPerson[]> {
    const held = await this.memberships(personId, on);
    const mine = (await this.communities.list()).filter((community) => held.some(({ communityId }) => communityId === community.id));
    return mine
      .toSorted((a, b) => a.id - b.id)
      .map((community) => ({ community, roles: held.filter(({ communityId }) => communityId === community.id).map(({ role }) => role) }));
  }

  /** Whether a password was ever set for the person. */
  async hasPassword(personId: PersonId): Promise<boolean> {
    const found = await this.unitOfWork.shared((tx) => tx.query('select from mingbai.credential where person_id = $1', [personId]));
    return found.length > 0;
  }

  /** Every part that a person has or had in a compound, read inside a transaction. */
  inCommunity(tx: Tx | SharedTx, personId: PersonId, communityId: CommunityId): Promise<MembershipView[]> {
    return tx.query<MembershipView>(`${MEMBERSHIPS} and community_id = $2 order by id`, [personId, communityId]);
  }

  /** The organisations that act in a role in a compound on a day. */
  organisationsInRole(communityId: CommunityId, role: Role, on: BusinessDate): Promise<OrganisationView[]> {
    return this.unitOfWork.read(communityId, (tx) => this.parties.inRole(tx, role, on));
  }

  /** @throws NOT_FOUND */
  organisation(id: OrganisationId): Promise<OrganisationView> {
    return this.unitOfWork.shared((tx) => this.parties.organisation(tx, id));
  }

  /** @throws NOT_FOUND */
  person(id: PersonId): Promise<PersonView> {
    return this.unitOfWork.shared((tx) => this.parties.person(tx, id));
  }

  /** The person with this login: the operator's commands name people so. @throws NOT_FOUND */
  async byLogin(login: string): Promise<PersonView> {
    const [found] = await this.unitOfWork.shared((tx) => tx.query<PersonView>('select id, login, name from mingbai.person where login = $1', [login]));
    if (!found) throw new DomainError('NOT_FOUND');
    return found;
  }
}
