import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EVIDENCE_FILES_MAX, FILM_BYTES_MAX } from '../../modules/evidence/index.js';
import type { CommandContext } from '../../platform/database/index.js';
import { CurrentContext, RequirePermission, TakesFiles } from '../../platform/http/index.js';
import { ItemDesk, type ItemPlace } from '../desk/assessment/index.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** The items of an inspection, one a page: to be walked through with a phone. */
@Controller('w/:c/assessments/:q/items/:n')
@RequirePermission('assessment.inspect')
export class InspectionItemsController {
  constructor(private readonly desk: ItemDesk) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Param() at: Pick<ItemPlace, 'q' | 'n'>, @Query('saved') saved: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.page(reply, visit, { ...at, area: 'w' }, { saved: saved === '1' });
  }

  @Post()
  @TakesFiles(EVIDENCE_FILES_MAX, FILM_BYTES_MAX)
  async save(
    @CurrentPost() post: PostedVisit,
    @CurrentContext() context: CommandContext,
    @Param() at: Pick<ItemPlace, 'q' | 'n'>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.save(reply, post, context, { ...at, area: 'w' });
  }
}
