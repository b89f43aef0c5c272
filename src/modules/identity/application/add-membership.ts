import { Injectable } from '@nestjs/common';
import { Clock, required, type BusinessDate, type CommunityId, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type Outcome, type Tx } from '../../../platform/database/index.js';
import { CommunityQueries, retriedOnConflict } from '../../communities/index.js';
import type { InvitationId } from '../domain/invitation.js';
import { refuseConflict, type Membership, type MembershipId } from '../domain/membership.js';
import { memberRole, refuseForeignRole } from '../domain/organisation.js';
import { IdentityQueries } from './identity-queries.js';
import { Parties } from './parties.js';

/** `role` is one of the kernel's roles; `to` is the last day, null for open. */
export interface AddMembershipRequest {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  readonly communityId: CommunityId;
  readonly role: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
  /** By which it came; left out: the operator entered it. */
  readonly invitationId?: InvitationId;
}

export type MembershipAdded = { readonly membershipId: MembershipId };

/**
 * Gives a person a part in a compound. The operator's command; the same membership again adds nothing and is answered as a replay.
 * The person's row is locked first, so that two memberships added at once see each other.
 */
@Injectable()
export class AddMembership {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly identity: IdentityQueries,
    private readonly parties: Parties,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws IDENTITY_ROLE_UNKNOWN, IDENTITY_ROLE_NOT_OF_KIND, IDENTITY_DUTIES_NOT_SEPARATE, IDENTITY_TWO_ORGANISATIONS,
   * IDENTITY_MEMBERSHIP_OVERLAPS, IDENTITY_MEMBERSHIP_DAYS, IDENTITY_AUDITOR_WITHOUT_END, NOT_FOUND (person, organisation or compound)
   */
  async execute(request: AddMembershipRequest): Promise<Outcome<MembershipAdded>> {
    return retriedOnConflict(['membership_pkey'], () => this.unitOfWork.run(request.communityId, (tx) => this.add(tx, request)));
  }

  /** The same inside a command of the caller's, which runs again on a conflict of `membership_pkey`. */
  async add(tx: Tx, request: AddMembershipRequest): Promise<Outcome<MembershipAdded>> {
    const { personId, communityId, organisationId, from, to } = request;
    const asked: Membership = { organisationId, role: memberRole(request.role), from, to };
    await tx.query('select from mingbai.person where id = $1 for update', [personId]);
    await this.parties.person(tx, personId);
    await this.communities.of(tx);
    const { kind } = await this.parties.organisation(tx, organisationId);
    refuseForeignRole(asked.role, kind);
    const held = await this.identity.inCommunity(tx, personId, communityId);
    const same = held.find((other) => other.role === asked.role && other.organisationId === organisationId && other.from === from && other.to === to);
    if (same && request.invitationId === undefined) return { value: { membershipId: same.id }, replayed: true };
    refuseConflict(asked, held);
    return { value: { membershipId: await this.insert(tx, personId, { ...asked, kind, invitationId: request.invitationId ?? null }) }, replayed: false };
  }

  private async insert(
    tx: Tx,
    personId: PersonId,
    { organisationId, kind, role, from, to, invitationId }: Membership & { kind: string; invitationId: InvitationId | null },
  ): Promise<MembershipId> {
    const [added] = await tx.query<{ id: MembershipId }>(
      `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, to_on, created_at, invitation_id)
       select coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9 from mingbai.membership returning id`,
      [personId, organisationId, kind, tx.communityId, role, from, to, this.clock.now(), invitationId],
    );
    return required(added, 'the inserted row').id;
  }
}
