import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CurrentSession, type Session } from '../../../platform/http/index.js';
import { AcceptInvitation } from '../application/accept-invitation.js';

/** What the link of an invitation carries. */
export class AcceptInvitationBody {
  @ApiProperty()
  @IsString()
  @MaxLength(100)
  token!: string;
}

export class InvitationAcceptedResponse {
  @ApiProperty({ type: Number, nullable: true, description: 'null of a part that another body confirms first' })
  membershipId!: number | null;
}

@ApiTags('members')
@Controller('api/v1/invitations')
export class InvitationsController {
  constructor(private readonly accept: AcceptInvitation) {}

  /** Takes the part that an invitation names, as the person who is signed in. */
  @Post('acceptance')
  @HttpCode(201)
  async take(@CurrentSession() { personId }: Session, @Body() { token }: AcceptInvitationBody): Promise<InvitationAcceptedResponse> {
    const { membershipId } = await this.accept.execute({ token, by: personId });
    return Object.assign(new InvitationAcceptedResponse(), { membershipId });
  }
}
