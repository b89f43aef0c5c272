import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { roles, type BusinessDate, type Role } from '../../../kernel/index.js';
import { ApiDate, IsBusinessDate } from '../../../platform/http/index.js';
import type { MembershipEnded } from '../application/end-membership.js';
import type { AppointmentView, InvitationView } from '../application/invitation-queries.js';
import type { Invited } from '../application/invite.js';
import type { MemberView } from '../application/member-queries.js';

/** The part that the invited person gets. */
export class InviteBody {
  @ApiProperty({ enum: roles })
  @IsIn(roles)
  role!: Role;

  @ApiProperty({ required: false, description: 'Name of the agency, for BOOKKEEPER, CASHIER and AUDITOR; left out: your own organisation' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  agency?: string;

  @ApiDate()
  @IsBusinessDate()
  from!: BusinessDate;

  @ApiDate({ required: false, description: 'Last day; an AUDITOR needs one' })
  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;
}

export class InvitedResponse {
  @ApiProperty()
  invitationId!: number;

  @ApiProperty({ description: 'Of the link /invitation/{token}; shown once' })
  token!: string;

  static from({ invitationId, token }: Invited): InvitedResponse {
    return Object.assign(new InvitedResponse(), { invitationId, token });
  }
}

/** An invitation that can still be used. */
export class InvitationResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty()
  organisation!: string;

  @ApiProperty({ enum: roles })
  role!: Role;

  @ApiDate()
  from!: BusinessDate;

  @ApiDate({ nullable: true })
  to!: BusinessDate | null;

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;

  static from({ id, organisation, role, from, to, expiresAt }: InvitationView): InvitationResponse {
    return Object.assign(new InvitationResponse(), { id, organisation, role, from, to, expiresAt });
  }
}

class ObjectionResponse {
  @ApiProperty()
  organisation!: string;

  @ApiProperty()
  reason!: string;
}

/** Somebody who took an invitation and waits until another body confirms it. */
export class AppointmentResponse extends InvitationResponse {
  @ApiProperty()
  person!: string;

  @ApiProperty({ description: 'Who invited' })
  invitedBy!: string;

  @ApiProperty({ description: 'For whom' })
  invitedFor!: string;

  @ApiProperty({ description: 'Whether you are of another body, and may confirm' })
  mayConfirm!: boolean;

  @ApiProperty({ description: 'They have the part already, from before another body had to confirm it' })
  isRunning!: boolean;

  @ApiProperty({ type: [ObjectionResponse], description: 'What other bodies say against it' })
  objections!: readonly ObjectionResponse[];

  static override from(view: AppointmentView): AppointmentResponse {
    const { person, inviter: invitedBy, inviterOrganisation: invitedFor, mayConfirm, isRunning, objections } = view;
    return Object.assign(new AppointmentResponse(), InvitationResponse.from(view), { person, invitedBy, invitedFor, mayConfirm, isRunning, objections });
  }
}

export class AppointmentDecisionBody {
  @ApiProperty({ description: 'false: of who appointed, the person never has the part by this invitation; of another body, it says why it would not confirm' })
  @IsBoolean()
  isConfirmed!: boolean;

  @ApiProperty({ required: false, description: 'Of another body that does not confirm: why, 5 to 200 characters' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

class EndAskedResponse {
  @ApiProperty()
  organisation!: string;

  @ApiDate()
  lastDay!: BusinessDate;
}

/** Somebody who acts in the compound. */
export class MemberResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty()
  person!: string;

  @ApiProperty()
  organisation!: string;

  @ApiProperty({ enum: roles })
  role!: Role;

  @ApiDate()
  from!: BusinessDate;

  @ApiDate({ nullable: true })
  to!: BusinessDate | null;

  @ApiProperty({ type: String, nullable: true, description: 'The organisation that appointed; null: entered by the operator' })
  appointedBy!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The other body that confirmed it, of books, cash and audit' })
  confirmedBy!: string | null;

  @ApiProperty({
    type: [EndAskedResponse],
    description: 'Bodies that ask for its end, of books, cash and audit, to which both appointing bodies agree where neither appointed',
  })
  endAsked!: readonly EndAskedResponse[];

  static from({ id, person, organisation, role, from, to, appointment, endAsked }: MemberView): MemberResponse {
    const [appointedBy, confirmedBy] = [appointment?.by.organisation ?? null, appointment?.confirmedBy?.organisation ?? null];
    return Object.assign(new MemberResponse(), { id, person, organisation, role, from, to, appointedBy, confirmedBy, endAsked });
  }
}

export class EndMembershipBody {
  @ApiDate({ description: 'Last day of the part, today at the earliest' })
  @IsBusinessDate()
  lastDay!: BusinessDate;
}

/** What came of it: whoever is told ASKED still acts. */
export class MembershipEndedResponse {
  @ApiProperty({ enum: ['ENDED', 'ASKED'], description: 'ASKED: the part goes on until the other appointing body asks for its end too' })
  outcome!: string;

  @ApiDate({ description: 'ENDED: last day of the part; ASKED: the day that was asked for' })
  lastDay!: BusinessDate;

  static from({ outcome, lastDay }: MembershipEnded): MembershipEndedResponse {
    return Object.assign(new MembershipEndedResponse(), { outcome, lastDay });
  }
}
