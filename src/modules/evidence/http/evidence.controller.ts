import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError, isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { AccessLog, answer, CurrentActor, CurrentReveal, MoneyContext, RequirePermission, TakesUpload, type AccessNote } from '../../../platform/http/index.js';
import { isPicture, PictureCopies } from '../application/picture-copies.js';
import { EvidenceQueries, type EvidenceView } from '../application/evidence-queries.js';
import { StoreEvidence, type EvidenceStored } from '../application/store-evidence.js';
import { StoreEvidenceBody } from './evidence-requests.js';

@ApiTags('evidence')
@Controller('api/v1/communities/:c/evidence')
export class EvidenceController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly storeEvidence: StoreEvidence,
    private readonly evidence: EvidenceQueries,
    private readonly pictures: PictureCopies,
    private readonly log: AccessLog,
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

  /** The file, always as a download: it runs nothing on our page. Of a picture the copy that says neither place nor telephone. */
  @Get(':sha256')
  @ApiProduces('application/octet-stream')
  @RequirePermission('evidence.read')
  async download(@CurrentActor() actor: Actor, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const { found, clean } = await this.unitOfWork.read(actor.communityId, async (tx) => {
      const readable = await this.evidence.readable(tx, actor, sha256);
      return { found: readable, clean: await this.evidence.copy(tx, readable, 'CLEAN') };
    });
    await send(reply, found, await (clean ? this.evidence.bytes(clean) : this.withoutTraces(found)));
  }

  /** The file as it was handed in, with all that a photo says of place and telephone; that it was looked at is in the access log. */
  @Get(':sha256/original')
  @ApiProduces('application/octet-stream')
  @RequirePermission('evidence.read')
  async original(@CurrentReveal() note: AccessNote, @CurrentActor() actor: Actor, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.unitOfWork.read(actor.communityId, (tx) => this.evidence.readable(tx, actor, sha256));
    if (!isAllowed(actor.roles, 'evidence.read-original') && found.storedFor !== actor.organisationId) throw new DomainError('NOT_ALLOWED');
    await this.log.write({ ...note, kind: 'ORIGINAL' });
    await send(reply, found, await this.evidence.bytes(found));
  }

  /** A picture, small, to be shown on a page. */
  @Get(':sha256/thumb')
  @ApiProduces('image/webp')
  @RequirePermission('evidence.read')
  async thumb(@CurrentActor() actor: Actor, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.unitOfWork.read(actor.communityId, async (tx) => this.evidence.copy(tx, await this.evidence.readable(tx, actor, sha256), 'THUMB'));
    if (!found) throw new DomainError('NOT_FOUND');
    await reply
      .header('content-type', found.mediaType)
      .header('cache-control', 'private, max-age=3600')
      .send(await this.evidence.bytes(found));
  }

  /** Of a picture that came before copies were made, one is drawn now. */
  private async withoutTraces(found: EvidenceView): Promise<Buffer> {
    const bytes = await this.evidence.bytes(found);
    if (!isPicture(found.mediaType)) return bytes;
    const [clean] = await this.pictures.of(found.name, bytes, found.mediaType);
    return clean?.bytes ?? bytes;
  }
}

async function send(reply: FastifyReply, found: EvidenceView, bytes: Buffer): Promise<void> {
  await reply
    .header('content-type', found.mediaType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.name).replaceAll(/['()*]/g, escaped)}`)
    .header('cache-control', 'private, no-store')
    .send(bytes);
}

/** What encodeURIComponent leaves and RFC 8187 does not. */
const escaped = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
