import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { BankQueries } from '../application/bank-queries.js';
import { SaveMappingProfile } from '../application/save-mapping-profile.js';
import { shippedProfiles } from '../domain/bank-table-words.zh-CN.js';
import { MappingProfileRequest } from './mapping-profile-request.js';
import { MappingProfileResponse } from './mapping-profile-response.js';

@ApiTags('bank')
@Controller('api/v1/communities/:c/mapping-profiles')
export class MappingProfilesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: BankQueries,
    private readonly saveMappingProfile: SaveMappingProfile,
  ) {}

  /** Ways of reading the tables of banks: first the compound's own, then those that come with the product. */
  @Get()
  @RequirePermission('bank.read')
  async list(@CurrentActor() actor: Actor): Promise<{ items: MappingProfileResponse[] }> {
    const own = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.mappingProfiles(tx));
    return {
      items: [
        ...own.map((profile) => MappingProfileResponse.from(profile, true)),
        ...shippedProfiles.map((profile) => MappingProfileResponse.from(profile, false)),
      ],
    };
  }

  /** Keeps a way of reading; the newest of a name counts. */
  @Post()
  @HttpCode(200)
  @RequirePermission('bank.import')
  async save(
    @MoneyContext() context: CommandContext,
    @Body() request: MappingProfileRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ name: string }> {
    return answer(reply, await this.saveMappingProfile.execute(context, request.toProfile()));
  }
}
