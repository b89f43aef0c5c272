import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { CurrentActor, pageOf, PageRequest, RequirePermission, type Page } from '../../../platform/http/index.js';
import { CommunityQueries } from '../application/community-queries.js';
import { UnitQueries } from '../application/unit-queries.js';
import { CommunityResponse } from './community-response.js';
import { UnitResponse } from './unit-response.js';

@ApiTags('communities')
@Controller('api/v1/communities/:c')
export class CommunitiesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly units: UnitQueries,
  ) {}

  /** The compound, for everybody who has a part in it. */
  @Get()
  async community(@CurrentActor() actor: Actor): Promise<CommunityResponse> {
    return CommunityResponse.from(await this.communities.byId(actor.communityId));
  }

  /** Its units with their owners, in the order in which they were recorded. */
  @Get('units')
  @RequirePermission('unit.read')
  async listUnits(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<Page<UnitResponse>> {
    const [afterId = 0] = page.position(1);
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.units.page(tx, { afterId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(rows, page.limit, (last) => [last.id]);
    const wholeName = isAllowed(actor.roles, 'unit.read-owner-name');
    return { items: items.map((unit) => UnitResponse.from(unit, { wholeName })), nextCursor };
  }
}
