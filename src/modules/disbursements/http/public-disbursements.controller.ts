import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '../../../platform/database/index.js';
import { Public } from '../../../platform/http/index.js';
import { CommunityQueries } from '../../communities/index.js';
import { DisbursementQueries } from '../application/disbursement-queries.js';
import { PublicDisbursementResponse } from './disbursement-responses.js';

/** Every payout for everybody, without signing in. */
@Public()
@ApiTags('public')
@Controller('api/v1/public/communities/:slug/disbursements')
export class PublicDisbursementsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly queries: DisbursementQueries,
  ) {}

  @Get(':d')
  @ApiOkResponse({ type: PublicDisbursementResponse })
  async one(@Param('slug') slug: string, @Param('d') number: string): Promise<PublicDisbursementResponse> {
    const { id: communityId } = await this.communities.bySlug(slug);
    const view = await this.unitOfWork.read(communityId, async (tx) => this.queries.publicView(tx, await this.queries.idOf(tx, number)));
    return PublicDisbursementResponse.from(view);
  }
}
