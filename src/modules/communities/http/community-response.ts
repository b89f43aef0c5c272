import { ApiProperty } from '@nestjs/swagger';
import type { CommunityView } from '../application/community-queries.js';

/** A compound as the API shows it: named by its slug. */
export class CommunityResponse {
  @ApiProperty({ example: 'ryxc' })
  slug!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  streetName!: string;

  @ApiProperty()
  countyName!: string;

  @ApiProperty()
  communityName!: string;

  @ApiProperty()
  builtYear!: number;

  static from({ slug, name, streetName, countyName, communityName, builtYear }: CommunityView): CommunityResponse {
    return Object.assign(new CommunityResponse(), { slug, name, streetName, countyName, communityName, builtYear });
  }
}
