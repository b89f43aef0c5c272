import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsInt, IsOptional, IsString, Length, Min, ValidateNested } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { DomainError, type Actor, type BusinessDate, type Money, type Quarter } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, IsBusinessDate, IsMoney, IsQuarter, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { FirmDueQueries, type FirmWriteOffView, type PenaltyUndoView } from '../application/firm-due-queries.js';
import { ImposePenalty, OffsetFirmDue, RecordTaking, type FirmDueOffset, type FirmDueRecorded } from '../application/record-firm-due.js';
import { AnswerPenaltyUndo, AskPenaltyUndo, type PenaltyUndoStep } from '../application/undo-penalty.js';
import { UndoFirmDueWriteOff, WriteOffFirmDue, type FirmDueWrittenOff } from '../application/write-off-firm-due.js';
import { firmDueKinds, type FirmDueKind, type FirmDueView } from '../domain/firm-due.js';

/** A penalty of the contract on the firm. */
export class PenaltyBody {
  @IsQuarter()
  quarter!: Quarter;

  /** Left out where an event is named. */
  @IsOptional()
  @IsMoney()
  amount?: Money;

  /** The code of an event for which the contract fixes a fine. */
  @IsOptional()
  @IsString()
  @Length(1, 40)
  event?: string;

  /** The day of the event, where one is named. */
  @IsOptional()
  @IsBusinessDate()
  eventOn?: BusinessDate;

  @IsString()
  @Length(5, 200)
  reason!: string;

  @IsString()
  @Length(1, 200)
  document!: string;
}

/** Why a penalty is to be taken back. */
export class PenaltyUndoBody {
  @IsString()
  @Length(5, 200)
  reason!: string;
}

/** Whether it is; a refusal says why. */
export class PenaltyUndoAnswerBody {
  @IsIn(['CONFIRM', 'REFUSE'])
  decision!: 'CONFIRM' | 'REFUSE';

  @IsOptional()
  @IsString()
  @Length(5, 200)
  reason?: string;
}

/** An owner's fees that the firm took outside the account. */
export class TakingBody {
  @IsString()
  @Length(1, 40)
  unit!: string;

  @IsMoney()
  amount!: Money;

  @IsBusinessDate()
  takenOn!: BusinessDate;

  @IsString()
  @Length(5, 200)
  reason!: string;

  @IsString()
  @Length(1, 200)
  document!: string;
}

export class ClearedPart {
  @IsIn(firmDueKinds)
  kind!: FirmDueKind;

  @IsInt()
  @Min(1)
  id!: number;

  @IsMoney()
  amount!: Money;
}

/** What is taken off what the firm has earned, due by due. */
export class OffsetBody {
  @ValidateNested({ each: true })
  @Type(() => ClearedPart)
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  clears!: ClearedPart[];
}

/** What nobody will get any more, due by due, and the resolution that gives it up. */
export class FirmWriteOffBody extends OffsetBody {
  @IsString()
  @Length(1, 40)
  resolution!: string;
}

/** The later resolution that takes a write-off back, and why. */
export class FirmWriteOffUndoBody {
  @IsString()
  @Length(1, 40)
  resolution!: string;

  @IsString()
  @Length(5, 200)
  reason!: string;
}

/** Amounts are yuan as text: amount = takenOff + takenBack + paid + setOff + writtenOff + open. `takenOff` came off what the firm had earned and was never owed. */
export class FirmDueResponse {
  kind!: string;
  id!: number;
  label!: string;
  /** The event for which the contract fixes a fine; null for everything else. */
  @ApiProperty({ type: String, nullable: true })
  event!: string | null;
  /** The day of the event. */
  @ApiProperty({ type: String, nullable: true })
  eventOn!: string | null;
  unit!: string | null;
  effectiveOn!: string;
  amount!: string;
  takenOff!: string;
  takenBack!: string;
  paid!: string;
  setOff!: string;
  writtenOff!: string;
  open!: string;
  reason!: string | null;
  document!: string | null;

  static from({ kind, id, label, event, eventOn, unitCode: unit, effectiveOn, reason, document, ...view }: FirmDueView): FirmDueResponse {
    const cleared = {
      takenOff: view.takenOff.toString(),
      takenBack: view.takenBack.toString(),
      paid: view.paid.toString(),
      setOff: view.setOff.toString(),
      writtenOff: view.writtenOff.toString(),
    };
    const money = { amount: view.amount.toString(), ...cleared, open: view.open.toString() };
    return Object.assign(new FirmDueResponse(), { kind, id, label, event, eventOn, unit, effectiveOn, ...money, reason, document });
  }
}

export class FirmWriteOffUndoneResponse {
  entrySeq!: number;
  resolution!: string;
  reason!: string;
}

/** A part of a due that was given up; parts with one `id` are one write-off. */
export class FirmWriteOffResponse {
  id!: number;
  kind!: string;
  label!: string;
  amount!: string;
  on!: string;
  entrySeq!: number;
  resolution!: string;
  @ApiProperty({ type: FirmWriteOffUndoneResponse, nullable: true })
  undone!: FirmWriteOffUndoneResponse | null;

  static from({ clearingId: id, kind, label, amount, on, entrySeq, resolution, undone }: FirmWriteOffView): FirmWriteOffResponse {
    return Object.assign(new FirmWriteOffResponse(), { id, kind, label, amount: amount.toString(), on, entrySeq, resolution, undone });
  }
}

/** What asks for a penalty to be taken back; yuan as text: `amount` of it, `madeGood` what of it had been paid or set off and is owed to the firm again; `entrySeq` of the reversal. */
export class PenaltyUndoResponse {
  id!: number;
  penaltyId!: number;
  amount!: string;
  reason!: string;
  asker!: string;
  askedAt!: string;
  state!: string;
  answerer!: string | null;
  answerReason!: string | null;
  effectiveOn!: string | null;
  @ApiProperty({ type: Number, nullable: true })
  entrySeq!: number | null;
  madeGood!: string;

  static from({ amount, madeGood, ...view }: PenaltyUndoView): PenaltyUndoResponse {
    const { id, penaltyId, reason, asker, askedAt, state, answerer, answerReason, effectiveOn, entrySeq } = view;
    const asked = { id, penaltyId, amount: amount.toString(), reason, asker, askedAt };
    return Object.assign(new PenaltyUndoResponse(), { ...asked, state, answerer, answerReason, effectiveOn, entrySeq, madeGood: madeGood.toString() });
  }
}

/** What the firm owes: months taken back, penalties, and fees that it took outside the account. It pays by a line of the bank alone. */
@ApiTags('firm-dues')
@Controller('api/v1/communities/:c/firm-dues')
export class FirmDuesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: FirmDueQueries,
    private readonly penalties: ImposePenalty,
    private readonly takings: RecordTaking,
    private readonly offsets: OffsetFirmDue,
    private readonly writeOffs: WriteOffFirmDue,
    private readonly undoWriteOff: UndoFirmDueWriteOff,
    private readonly askUndo: AskPenaltyUndo,
    private readonly answerUndo: AnswerPenaltyUndo,
  ) {}

  @Get()
  @RequirePermission('firm-due.read')
  async list(@CurrentActor() actor: Actor): Promise<{ items: FirmDueResponse[] }> {
    const dues = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.dues(tx));
    return { items: ofReader(actor, dues).map((due) => FirmDueResponse.from(due)) };
  }

  @Post('penalties')
  @HttpCode(200)
  @RequirePermission('firm-due.penalise')
  async penalise(
    @MoneyContext() context: CommandContext,
    @Body() body: PenaltyBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FirmDueRecorded> {
    return answer(reply, await this.penalties.execute(context, body));
  }

  /** Who asked for which penalty to be taken back, and what became of it. */
  @Get('penalty-undos')
  @RequirePermission('firm-due.read')
  async listUndos(@CurrentActor() actor: Actor): Promise<{ items: PenaltyUndoResponse[] }> {
    const undos = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.penaltyUndos(tx));
    return { items: ofReader(actor, undos).map((undo) => PenaltyUndoResponse.from(undo)) };
  }

  @Post('penalties/:penalty/undo')
  @HttpCode(200)
  @RequirePermission('firm-due.penalise')
  async takeBack(
    @MoneyContext() context: CommandContext,
    @Param('penalty', ParseIntPipe) penaltyId: number,
    @Body() { reason }: PenaltyUndoBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PenaltyUndoStep> {
    if (!Number.isSafeInteger(penaltyId)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.askUndo.execute(context, { penaltyId, reason }));
  }

  /** Another body confirms it or refuses; whoever asked takes it back by a refusal. */
  @Post('penalty-undos/:undo/answer')
  @HttpCode(200)
  @RequirePermission('firm-due.penalise')
  async answerTakingBack(
    @MoneyContext() context: CommandContext,
    @Param('undo', ParseIntPipe) id: number,
    @Body() { decision, reason }: PenaltyUndoAnswerBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PenaltyUndoStep> {
    if (!Number.isSafeInteger(id)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.answerUndo.execute(context, { id, decision, reason: reason ?? null }));
  }

  @Post('takings')
  @HttpCode(200)
  @RequirePermission('firm-due.record')
  async take(@MoneyContext() context: CommandContext, @Body() body: TakingBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<FirmDueRecorded> {
    return answer(reply, await this.takings.execute(context, body));
  }

  @Post('offsets')
  @HttpCode(200)
  @RequirePermission('firm-due.penalise')
  async offset(@MoneyContext() context: CommandContext, @Body() body: OffsetBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<FirmDueOffset> {
    return answer(reply, await this.offsets.execute(context, body));
  }

  @Post('write-offs')
  @HttpCode(200)
  @RequirePermission('firm-due.write-off')
  async writeOff(
    @MoneyContext() context: CommandContext,
    @Body() body: FirmWriteOffBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FirmDueWrittenOff> {
    return answer(reply, await this.writeOffs.execute(context, body));
  }

  /** What was given up of what the firm owed, whatever became of it. */
  @Get('write-offs')
  @RequirePermission('firm-due.read')
  async listWriteOffs(@CurrentActor() actor: Actor): Promise<{ items: FirmWriteOffResponse[] }> {
    const writeOffs = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.writeOffs(tx));
    return { items: ofReader(actor, writeOffs).map((writeOff) => FirmWriteOffResponse.from(writeOff)) };
  }

  @Post('write-offs/:writeOff/undo')
  @HttpCode(200)
  @RequirePermission('firm-due.write-off')
  async undo(
    @MoneyContext() context: CommandContext,
    @Param('writeOff', ParseIntPipe) clearingId: number,
    @Body() body: FirmWriteOffUndoBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FirmDueWrittenOff> {
    if (!Number.isSafeInteger(clearingId)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.undoWriteOff.execute(context, { ...body, clearingId }));
  }
}

/** A firm reads what it owes itself, and not what another one before or after it owed. */
function ofReader<Row extends { readonly firmId: number }>({ roles, organisationId }: Actor, rows: readonly Row[]): readonly Row[] {
  return roles.every((role) => role === 'FIRM' || role === 'OWNER') ? rows.filter(({ firmId }) => firmId === organisationId) : rows;
}
