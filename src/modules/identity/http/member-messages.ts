import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { roles, type BusinessDate, type Role } from '../../../kernel/index.js';
import { ApiDate, IsBusinessDate } from '../../../platform/http/index.js';
import type { InvitationView } from '../application/invitation-queries.js';
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

  static from({ id, person, organisation, role, from, to }: MemberView): MemberResponse {
    return Object.assign(new MemberResponse(), { id, person, organisation, role, from, to });
  }
}

export class EndMembershipBody {
  @ApiDate({ description: 'Last day of the part, today at the earliest' })
  @IsBusinessDate()
  lastDay!: BusinessDate;
}
