import { ApiProperty } from '@nestjs/swagger';
import { roles, type Role } from '../../../kernel/index.js';
import { CommunityResponse, type CommunityView } from '../../communities/index.js';

/** A compound in which the person who asks has a part, and the part. */
export class MyCommunityResponse extends CommunityResponse {
  @ApiProperty({ enum: roles, isArray: true })
  roles!: readonly Role[];

  static of(community: CommunityView, held: readonly Role[]): MyCommunityResponse {
    return Object.assign(new MyCommunityResponse(), CommunityResponse.from(community), { roles: held });
  }
}
