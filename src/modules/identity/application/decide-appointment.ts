import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, roles, type Actor, type Role } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { retriedOnConflict } from '../../communities/index.js';
import {
  APPOINTMENT_DAYS,
  decidesOnPart,
  isOwnAppointment,
  needsConfirmation,
  objectionReason,
  type Appointment,
  type Invitation,
  type InvitationId,
} from '../domain/invitation.js';
import { AddMembership } from './add-membership.js';
import { refuseLeaving, refuseOrphaned } from './orphaned-invitations.js';

/** `isConfirmed`: the person has the part from now on; otherwise who appointed takes it back, or another body says, with a `reason`, what stands against it. */
export interface DecideAppointmentRequest {
  readonly invitationId: InvitationId;
  readonly isConfirmed: boolean;
  readonly reason: string | null;
}

export type AppointmentDecided = { readonly invitationId: InvitationId; readonly outcome: 'CONFIRMED' | 'TAKEN_BACK' | 'OBJECTED' };

/** `isRunning`: it began before another body had to confirm it. */
type Row = Appointment & Invitation & { readonly isOpen: boolean; readonly isOver: boolean; readonly isRunning: boolean };

/**
 * Who was invited to keep the books or the cash, or to audit, has the part when a second body says so: one person of the community or the
 * centre alone fills none. Who appointed takes it back; one body alone prevents none either, it says why it would not confirm and others decide.
 */
@Injectable()
export class DecideAppointment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly addMembership: AddMembership,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_ALLOWED, NOT_FOUND, APPOINTMENT_DECIDED, APPOINTMENT_EXPIRED, APPOINTMENT_OWN, APPOINTMENT_RUNNING, APPOINTMENT_REASON, APPOINTMENT_OBJECTED,
   * IDENTITY_LEAVING, INVITATION_ENDED (whoever invited has gone), what AddMembership refuses
   */
  async execute(context: CommandContext, request: DecideAppointmentRequest): Promise<Outcome<AppointmentDecided>> {
    const { actor } = context;
    assertAllowed(actor, 'member.confirm');
    const { invitationId, isConfirmed, reason } = request;
    return retriedOnConflict(['membership_pkey'], () =>
      this.unitOfWork.once({ context, command: 'decide-appointment', request: { invitationId, isConfirmed, reason } }, async (tx) => {
        const row = await this.lockWaiting(tx, invitationId);
        await refuseLeaving(tx, actor, this.clock.today());
        const outcome = outcomeOf(actor, row, isConfirmed);
        if (outcome === 'CONFIRMED' && !row.isRunning) await refuseOrphaned(tx, row, this.clock.today());
        if (outcome === 'OBJECTED') await this.object(tx, actor, { invitationId, reason: objectionReason(reason) });
        else await this.note(tx, actor, { invitationId, isConfirmed });
        if (outcome === 'CONFIRMED' && !row.isRunning) await this.begin(tx, invitationId, row);
        return { invitationId, outcome };
      }),
    );
  }

  private async lockWaiting(tx: Tx, invitationId: InvitationId): Promise<Row> {
    const [row] = await tx.query<Row>(
      `select organisation_id as "organisationId", role, from_on as "from", to_on as "to", invited_by as "invitedBy", invited_for as "invitedFor", used_by as "usedBy",
         decided_at is null and used_at is not null as "isOpen", coalesce(used_at + make_interval(days => ${APPOINTMENT_DAYS}) < $3, false) as "isOver",
         exists (select from mingbai.membership m where m.invitation_id = i.id) as "isRunning"
       from mingbai.invitation i where community_id = $1 and id = $2 for update`,
      [tx.communityId, invitationId, this.clock.now()],
    );
    if (!row) throw new DomainError('NOT_FOUND');
    if (!row.isOpen || !needsConfirmation(row.role)) throw new DomainError('APPOINTMENT_DECIDED');
    if (row.isOver && !row.isRunning) throw new DomainError('APPOINTMENT_EXPIRED', { days: APPOINTMENT_DAYS });
    return row;
  }

  private async note(tx: Tx, actor: Actor, { invitationId, isConfirmed }: Omit<DecideAppointmentRequest, 'reason'>): Promise<void> {
    await tx.query(
      `update mingbai.invitation set decided_at = $3, decided_by = $4, decided_for = $5, decided_as = $6, is_confirmed = $7 where community_id = $1 and id = $2`,
      [tx.communityId, invitationId, this.clock.now(), actor.personId, actor.organisationId, decidingRole(actor), isConfirmed],
    );
  }

  private async object(tx: Tx, actor: Actor, { invitationId, reason }: { invitationId: InvitationId; reason: string }): Promise<void> {
    const added = await tx.query(
      `insert into mingbai.appointment_objection (community_id, invitation_id, organisation_id, person_id, role, reason, at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing returning 1`,
      [tx.communityId, invitationId, actor.organisationId, actor.personId, decidingRole(actor), reason, this.clock.now()],
    );
    if (added.length === 0) throw new DomainError('APPOINTMENT_OBJECTED');
  }

  /** From its first day, or from today where that is over. */
  private async begin(tx: Tx, invitationId: InvitationId, { usedBy, organisationId, role, from, to }: Row): Promise<void> {
    const today = this.clock.today();
    const part = { personId: usedBy, organisationId, communityId: tx.communityId, role, from: from < today ? today : from, to, invitationId };
    await this.addMembership.add(tx, part);
  }
}

/** @throws APPOINTMENT_OWN, APPOINTMENT_RUNNING */
function outcomeOf(actor: Actor, row: Row, isConfirmed: boolean): AppointmentDecided['outcome'] {
  const isOwn = isOwnAppointment(actor, row);
  if (!isOwn) return isConfirmed ? 'CONFIRMED' : 'OBJECTED';
  if (isConfirmed || row.invitedFor !== actor.organisationId || !decidesOnPart(actor, row)) throw new DomainError('APPOINTMENT_OWN', { role: row.role });
  if (row.isRunning) throw new DomainError('APPOINTMENT_RUNNING', { role: row.role });
  return 'TAKEN_BACK';
}

function decidingRole({ roles: held }: Actor): Role {
  return required(
    roles.find((one) => held.includes(one) && decidingRoles.includes(one)),
    'a role that decides on appointments',
  );
}

const decidingRoles: readonly Role[] = ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'];
