import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { addMinutes, assertAllowed, Clock, DomainError, required, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { retriedOnConflict } from '../../communities/index.js';
import { INVITATION_DAYS, isOfAgency, refuseOthersPart, type InvitationId } from '../domain/invitation.js';
import { refuseConflict } from '../domain/membership.js';
import { memberRole, refuseForeignRole } from '../domain/organisation.js';
import { AddOrganisation } from './add-organisation.js';
import { refuseLeaving } from './orphaned-invitations.js';
import { Parties } from './parties.js';

/** `agency`: the name of a hired organisation, for books, cash and audit; null for the inviter's own organisation. */
export interface InviteRequest {
  readonly role: string;
  readonly agency: string | null;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
}

/** `token` is what the link carries; it is told this once and stored nowhere. */
export interface Invited {
  readonly invitationId: InvitationId;
  readonly token: string;
}

const MINUTES_OF_A_DAY = 1440;

/**
 * Invites a person whom nobody names into a part: whoever is given the link takes it, once, within seven days. Without an idempotency
 * key, as its outcome is a secret that is not kept: a second one is withdrawn.
 */
@Injectable()
export class Invite {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly addOrganisation: AddOrganisation,
    private readonly parties: Parties,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_ALLOWED, IDENTITY_ROLE_UNKNOWN, INVITATION_NOT_YOURS, IDENTITY_LEAVING, INVITATION_BEFORE_TODAY, IDENTITY_MEMBERSHIP_DAYS, IDENTITY_AUDITOR_WITHOUT_END,
   * IDENTITY_ROLE_NOT_OF_KIND, IDENTITY_TEXT_INVALID, IDENTITY_ORGANISATION_TAKEN
   */
  async execute({ actor }: CommandContext, { role: text, agency, from, to }: InviteRequest): Promise<Invited> {
    assertAllowed(actor, 'member.invite');
    const role = memberRole(text);
    refuseOthersPart(actor, { role, organisationId: actor.organisationId });
    refuseConflict({ organisationId: actor.organisationId, role, from, to }, []);
    if (from < this.clock.today()) throw new DomainError('INVITATION_BEFORE_TODAY', { from });
    const organisationId = isOfAgency(role, agency) ? await this.agency(agency) : actor.organisationId;
    const token = randomBytes(32).toString('base64url');
    return retriedOnConflict(['invitation_pkey'], () =>
      this.unitOfWork.run(actor.communityId, async (tx) => {
        await refuseLeaving(tx, actor, this.clock.today());
        refuseForeignRole(role, (await this.parties.organisation(tx, organisationId)).kind);
        const now = this.clock.now();
        const [added] = await tx.query<{ invitationId: InvitationId }>(
          `insert into mingbai.invitation (id, token_hash, community_id, organisation_id, role, from_on, to_on, invited_by, invited_for, invited_at, expires_at)
           select coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 from mingbai.invitation returning id as "invitationId"`,
          [
            invitationHash(token),
            tx.communityId,
            organisationId,
            role,
            from,
            to,
            actor.personId,
            actor.organisationId,
            now,
            addMinutes(now, INVITATION_DAYS * MINUTES_OF_A_DAY),
          ],
        );
        return { ...required(added, 'the inserted row'), token };
      }),
    );
  }

  private async agency(name: string) {
    const { value } = await this.addOrganisation.execute({ name, shortName: name.slice(0, 20), kind: 'AGENCY' });
    return value.organisationId;
  }
}

export function invitationHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
