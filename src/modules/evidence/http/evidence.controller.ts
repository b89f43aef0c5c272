import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiConsumes, ApiCreatedResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError, isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import {
  AccessLog,
  answer,
  CurrentActor,
  CurrentReveal,
  MoneyContext,
  RequirePermission,
  TakesFiles,
  TakesUpload,
  type AccessNote,
} from '../../../platform/http/index.js';
import { EvidenceQueries, type EvidenceView } from '../application/evidence-queries.js';
import { LateCopies } from '../application/late-copies.js';
import { StoreEvidenceFiles } from '../application/store-evidence-files.js';
import { StoreEvidence, type EvidenceStored } from '../application/store-evidence.js';
import { EVIDENCE_FILES_MAX, FILM_BYTES_MAX, mediaTypes } from '../domain/media-type.js';
import { EvidenceFilesStoredResponse, StoreEvidenceBody, StoreEvidenceFilesBody } from './evidence-requests.js';

@ApiTags('evidence')
@Controller('api/v1/communities/:c/evidence')
export class EvidenceController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly storeEvidence: StoreEvidence,
    private readonly evidence: EvidenceQueries,
    private readonly storeFiles: StoreEvidenceFiles,
    private readonly lateCopies: LateCopies,
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
    return answer(reply, await this.storeEvidence.execute(context, { fileName: file.name, bytes: file.bytes, sender: file.sender }));
  }

  /** Takes up to ten files in, all of them or none. */
  @Post('files')
  @TakesFiles(EVIDENCE_FILES_MAX, FILM_BYTES_MAX)
  @ApiConsumes('multipart/form-data')
  @RequirePermission('evidence.store')
  @ApiCreatedResponse({ type: EvidenceFilesStoredResponse })
  async storeAll(
    @MoneyContext() context: CommandContext,
    @Body() { files }: StoreEvidenceFilesBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EvidenceFilesStoredResponse> {
    const handed = files.map(({ name, file, sender }) => ({ fileName: name, file, sender }));
    return answer(reply, await this.storeFiles.execute(context, { files: handed }));
  }

  /** The file, always as a download: it runs nothing on our page. Of a picture or film the copy that says neither place nor telephone. */
  @Get(':sha256')
  @ApiProduces('application/octet-stream')
  @RequirePermission('evidence.read')
  async download(@CurrentActor() actor: Actor, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const { found, clean } = await this.unitOfWork.read(actor.communityId, async (tx) => {
      const readable = await this.evidence.readable(tx, actor, sha256);
      return { found: readable, clean: await this.evidence.copy(tx, readable, 'CLEAN') };
    });
    const copy = clean ?? (await this.lateCopies.of(actor, found));
    await send(reply, shownAs(found, clean), await this.evidence.bytes(copy ?? found));
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
}

/** A photo of a telephone is shown as a JPEG, so it is called like one. */
function shownAs({ name, mediaType }: EvidenceView, copy: Pick<EvidenceView, 'mediaType'> | null): Shown {
  return mediaType === mediaTypes.heic && copy ? { name: `${name.replace(/\.(heic|heif)$/i, '')}.jpg`, mediaType: copy.mediaType } : { name, mediaType };
}

type Shown = Pick<EvidenceView, 'name' | 'mediaType'>;

async function send(reply: FastifyReply, found: Shown, bytes: Buffer): Promise<void> {
  await reply
    .header('content-type', found.mediaType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.name).replaceAll(/['()*]/g, escaped)}`)
    .header('cache-control', 'private, no-store')
    .send(bytes);
}

/** What encodeURIComponent leaves and RFC 8187 does not. */
const escaped = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
