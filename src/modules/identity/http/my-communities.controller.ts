import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '../../../kernel/index.js';
import { CurrentSession, pageOf, PageRequest, type Page, type Session } from '../../../platform/http/index.js';
import { IdentityQueries } from '../application/identity-queries.js';
import { MyCommunityResponse } from './my-community-response.js';

/** Stands in this module because only it knows who has a part where. */
@ApiTags('communities')
@Controller('api/v1/communities')
export class MyCommunitiesController {
  constructor(
    private readonly identity: IdentityQueries,
    private readonly clock: Clock,
  ) {}

  /** The compounds in which the signed-in person has a part today. */
  @Get()
  async list(@CurrentSession() session: Session, @Query() page: PageRequest): Promise<Page<MyCommunityResponse>> {
    const [afterId = 0] = page.position(1);
    const mine = (await this.identity.communitiesOf(session.personId, this.clock.today())).filter(({ community }) => community.id > afterId);
    const { items, nextCursor } = pageOf(mine.slice(0, page.limit + 1), page.limit, ({ community }) => [community.id]);
    return { items: items.map(({ community, roles }) => MyCommunityResponse.of(community, roles)), nextCursor };
  }
}
