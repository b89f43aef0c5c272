import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, roles, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { retriedOnConflict } from '../../communities/index.js';
import { decidesOnPart, isOwnAppointment, needsConfirmation, type Appointment, type Invitation, type InvitationId } from '../domain/invitation.js';
import { AddMembership } from './add-membership.js';
import { refuseOrphaned } from './orphaned-invitations.js';

/** `isConfirmed`: the person has the part from now on; otherwise never by this invitation. */
export interface DecideAppointmentRequest {
  readonly invitationId: InvitationId;
  readonly isConfirmed: boolean;
}

export type AppointmentDecided = { readonly invitationId: InvitationId; readonly isConfirmed: boolean };

type Row = Appointment & Invitation & { readonly isOpen: boolean };

/**
 * Who was invited to keep the books or the cash, or to audit, has the part when a second body says so: one person of the community or the
 * centre alone fills none. Whoever appointed may still decline.
 */
@Injectable()
export class DecideAppointment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly addMembership: AddMembership,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, APPOINTMENT_DECIDED, APPOINTMENT_OWN, INVITATION_ENDED (whoever invited has gone), what AddMembership refuses */
  async execute(context: CommandContext, request: DecideAppointmentRequest): Promise<Outcome<AppointmentDecided>> {
    const { actor } = context;
    assertAllowed(actor, 'member.confirm');
    const { invitationId, isConfirmed } = request;
    return retriedOnConflict(['membership_pkey'], () =>
      this.unitOfWork.once({ context, command: 'decide-appointment', request: { invitationId, isConfirmed } }, async (tx) => {
        const row = await this.lockWaiting(tx, invitationId);
        const isOwn = isOwnAppointment(actor, row);
        if (isConfirmed ? isOwn : isOwn && !decidesOnPart(actor, row)) throw new DomainError('APPOINTMENT_OWN', { role: row.role });
        if (isConfirmed) await refuseOrphaned(tx, row, this.clock.today());
        await this.note(tx, actor, request);
        if (isConfirmed) await this.begin(tx, invitationId, row);
        return { invitationId, isConfirmed };
      }),
    );
  }

  private async lockWaiting(tx: Tx, invitationId: InvitationId): Promise<Row> {
    const [row] = await tx.query<Row>(
      `select organisation_id as "organisationId", role, from_on as "from", to_on as "to", invited_by as "invitedBy", invited_for as "invitedFor", used_by as "usedBy",
         decided_at is null and used_at is not null as "isOpen" from mingbai.invitation where community_id = $1 and id = $2 for update`,
      [tx.communityId, invitationId],
    );
    if (!row) throw new DomainError('NOT_FOUND');
    if (!row.isOpen || !needsConfirmation(row.role)) throw new DomainError('APPOINTMENT_DECIDED');
    return row;
  }

  private async note(tx: Tx, { personId, organisationId, roles: held }: Actor, { invitationId, isConfirmed }: DecideAppointmentRequest): Promise<void> {
    const role = required(
      roles.find((one) => held.includes(one) && decidingRoles.includes(one)),
      'a role that decides on appointments',
    );
    await tx.query(
      `update mingbai.invitation set decided_at = $3, decided_by = $4, decided_for = $5, decided_as = $6, is_confirmed = $7 where community_id = $1 and id = $2`,
      [tx.communityId, invitationId, this.clock.now(), personId, organisationId, role, isConfirmed],
    );
  }

  /** From its first day, or from today where that is over. */
  private async begin(tx: Tx, invitationId: InvitationId, { usedBy, organisationId, role, from, to }: Row): Promise<void> {
    const today = this.clock.today();
    const part = { personId: usedBy, organisationId, communityId: tx.communityId, role, from: from < today ? today : from, to, invitationId };
    await this.addMembership.add(tx, part);
  }
}

const decidingRoles: Actor['roles'] = ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'];
