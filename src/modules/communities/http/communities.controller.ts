import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError, isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import {
  answer,
  CurrentActor,
  CurrentReveal,
  MoneyContext,
  pageOf,
  PageRequest,
  RequirePermission,
  Reveals,
  type AccessNote,
  type Page,
} from '../../../platform/http/index.js';
import { ChangeUnitOwner, type UnitOwnerChanged } from '../application/change-unit-owner.js';
import { CommunityQueries } from '../application/community-queries.js';
import { RevealOwner } from '../application/reveal-owner.js';
import { UnitQueries } from '../application/unit-queries.js';
import { CommunityResponse } from './community-response.js';
import { ChangeUnitOwnerBody, RevealOwnerBody } from './unit-requests.js';
import { OwnerRevealedResponse, UnitCorrectionResponse, UnitResponse } from './unit-response.js';

@ApiTags('communities')
@Controller('api/v1/communities/:c')
export class CommunitiesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly units: UnitQueries,
    private readonly changeUnitOwner: ChangeUnitOwner,
    private readonly revealOwner: RevealOwner,
  ) {}

  /** The compound, for everybody who has a part in it. */
  @Get()
  async community(@CurrentActor() actor: Actor): Promise<CommunityResponse> {
    return CommunityResponse.from(await this.communities.byId(actor.communityId));
  }

  /** Its units with their owners, in the order in which they were recorded. */
  @Get('units')
  @Reveals()
  @RequirePermission('unit.read')
  async listUnits(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<Page<UnitResponse>> {
    const [afterId = 0] = page.position(1);
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.units.page(tx, { afterId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(rows, page.limit, (last) => [last.id]);
    const wholeName = isAllowed(actor.roles, 'unit.read-owner-name');
    return { items: items.map((unit) => UnitResponse.from(unit, { wholeName })), nextCursor };
  }

  /** The whole name of one owner, for a reason that is kept in the access log; nothing else changes. */
  @Post('units/:unit/owner-name')
  @HttpCode(200)
  @ApiOkResponse({ type: OwnerRevealedResponse })
  @RequirePermission('unit.reveal-owner')
  async reveal(
    @CurrentReveal() note: AccessNote,
    @Param('unit') unit: string,
    @Body() { reason }: RevealOwnerBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OwnerRevealedResponse> {
    void reply.header('cache-control', 'no-store');
    return this.revealOwner.execute(note, { unit, reason });
  }

  /** A unit has another owner from a day on; the one before stays on record, and what is owed stays with the unit. */
  @Post('units/:unit/owners')
  @HttpCode(200)
  @RequirePermission('unit.change-owner')
  async changeOwner(
    @MoneyContext() context: CommandContext,
    @Param('unit') unit: string,
    @Body() body: ChangeUnitOwnerBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UnitOwnerChanged> {
    return answer(reply, await this.changeUnitOwner.execute(context, { unit, ...body }));
  }

  /** What was corrected of a unit, in the order of the months; for a month the last one that begins by then counts. */
  @Get('units/:unit/corrections')
  @RequirePermission('unit.read')
  async corrections(@CurrentActor() actor: Actor, @Param('unit') code: string): Promise<UnitCorrectionResponse[]> {
    return this.unitOfWork.read(actor.communityId, async (tx) => {
      const unit = await this.units.byCode(tx, code);
      if (!unit) throw new DomainError('NOT_FOUND');
      return (await this.units.corrections(tx, unit.id)).map((correction) =>
        UnitCorrectionResponse.from(correction, { reasons: isAllowed(actor.roles, 'fee.read-reasons') }),
      );
    });
  }
}
