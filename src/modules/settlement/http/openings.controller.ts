import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { DomainError, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import {
  answer,
  CurrentActor,
  IsUploadedFile,
  MoneyContext,
  pageOf,
  PageRequest,
  RequirePermission,
  TakesUpload,
  type Page,
  type UploadedFile,
} from '../../../platform/http/index.js';
import { OpeningQueries } from '../application/opening-queries.js';
import { PostOpening, type OpeningPosted } from '../application/post-opening.js';
import { PrepareOpening, type OpeningPrepared } from '../application/prepare-opening.js';
import { SignOpening, WithdrawOpening, type OpeningSigned } from '../application/sign-opening.js';
import { OpeningDetailResponse, OpeningLineResponse, OpeningResponse, OpeningsResponse } from './opening-responses.js';

class PrepareOpeningBody {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description:
      'CSV in UTF-8 with the columns account,fund,holder,month,amount; holder: last four digits of the account, code of the unit or lease, number of the payee',
  })
  @IsUploadedFile()
  file!: UploadedFile;

  @ApiProperty({ required: false, enum: ['true', 'false'], description: 'true: say what is in it, write nothing' })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: string;
}

class SignOpeningBody {
  @ApiProperty({ description: 'fingerprint of the list that was read' })
  @Matches(/^[0-9a-f]{64}$/)
  sha256!: string;
}

class WithdrawOpeningBody {
  @ApiProperty({ example: 'a unit is missing' })
  @IsString()
  @Length(1, 200)
  reason!: string;
}

@ApiTags('settlement')
@Controller('api/v1/communities/:c/openings')
export class OpeningsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly openings: OpeningQueries,
    private readonly prepareOpening: PrepareOpening,
    private readonly signOpening: SignOpening,
    private readonly withdrawOpening: WithdrawOpening,
    private readonly postOpening: PostOpening,
  ) {}

  /** Every list of opening balances, the latest first, with its signatures. */
  @Get()
  @RequirePermission('opening.read')
  async list(@CurrentActor() actor: Actor): Promise<OpeningsResponse> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.openings.all(tx));
    return { items: all.map((view) => OpeningResponse.from(view)) };
  }

  /** One list with the sums of its funds and accounts: what is signed. */
  @Get(':id')
  @RequirePermission('opening.read')
  async one(@CurrentActor() actor: Actor, @Param('id', ParseIntPipe) id: number): Promise<OpeningDetailResponse> {
    return this.unitOfWork.read(actor.communityId, async (tx) => {
      const view = await this.openings.byId(tx, id);
      if (!view) throw new DomainError('OPENING_MISSING', { id });
      return OpeningDetailResponse.of(view, await this.openings.lines(tx, id));
    });
  }

  /** Every line of a list, as the file has it. */
  @Get(':id/lines')
  @RequirePermission('opening.read')
  async lines(@CurrentActor() actor: Actor, @Param('id', ParseIntPipe) id: number, @Query() page: PageRequest): Promise<Page<OpeningLineResponse>> {
    const [after = 0] = page.position(1);
    const rows = await this.unitOfWork.read(actor.communityId, async (tx) => {
      if (!(await this.openings.byId(tx, id))) throw new DomainError('OPENING_MISSING', { id });
      return this.openings.lines(tx, id, { after, limit: page.limit + 1 });
    });
    const { items, nextCursor } = pageOf(rows, page.limit, (last) => [last.line]);
    return { items: items.map((line) => OpeningLineResponse.from(line)), nextCursor };
  }

  /** Hands in the opening balances; nothing is posted before the three parties have signed. */
  @Post()
  @HttpCode(200)
  @TakesUpload()
  @ApiConsumes('multipart/form-data')
  @RequirePermission('opening.prepare')
  async prepare(
    @MoneyContext() context: CommandContext,
    @Body() body: PrepareOpeningBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpeningPrepared> {
    return answer(reply, await this.prepareOpening.execute(context, { file: body.file.bytes, dryRun: body.dryRun === 'true' }));
  }

  /** The word of one of the three parties, over the fingerprint that they have read. */
  @Post(':id/sign')
  @HttpCode(200)
  @RequirePermission('opening.sign')
  async sign(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { sha256 }: SignOpeningBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpeningSigned> {
    return answer(reply, await this.signOpening.execute(context, { id, sha256 }));
  }

  /** Takes a list back before it is posted; for whoever may prepare or sign one. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @RequirePermission('opening.read')
  async withdraw(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { reason }: WithdrawOpeningBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly id: number }> {
    return answer(reply, await this.withdrawOpening.execute(context, { id, reason }));
  }

  /** Posts what the three parties signed (P26), before any other entry of the book. */
  @Post(':id/post')
  @HttpCode(200)
  @RequirePermission('opening.prepare')
  async post(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpeningPosted> {
    return answer(reply, await this.postOpening.execute(context, { id }));
  }
}
