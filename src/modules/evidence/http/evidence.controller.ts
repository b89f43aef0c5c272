import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission, TakesUpload } from '../../../platform/http/index.js';
import { EvidenceQueries } from '../application/evidence-queries.js';
import { StoreEvidence, type EvidenceStored } from '../application/store-evidence.js';
import { StoreEvidenceBody } from './evidence-requests.js';

@ApiTags('evidence')
@Controller('api/v1/communities/:c/evidence')
export class EvidenceController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly storeEvidence: StoreEvidence,
    private readonly evidence: EvidenceQueries,
  ) {}

  /** Takes a file in; other requests name it by its SHA-256. */
  @Post()
  @TakesUpload()
  @ApiConsumes('multipart/form-data')
  @RequirePermission('evidence.store')
  async store(
    @MoneyContext() context: CommandContext,
    @Body() { file }: StoreEvidenceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EvidenceStored> {
    return answer(reply, await this.storeEvidence.execute(context, { fileName: file.name, bytes: file.bytes }));
  }

  /** The file as it was handed in, always as a download: it runs nothing on our page. */
  @Get(':sha256')
  @ApiProduces('application/octet-stream')
  @RequirePermission('evidence.read')
  async download(@CurrentActor() actor: Actor, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.unitOfWork.read(actor.communityId, (tx) => this.evidence.readable(tx, actor, sha256));
    const bytes = await this.evidence.bytes(found);
    await reply
      .header('content-type', found.mediaType)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.name).replaceAll(/['()*]/g, escaped)}`)
      .header('cache-control', 'private, no-store')
      .send(bytes);
  }
}

/** What encodeURIComponent leaves and RFC 8187 does not. */
const escaped = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
