import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { DomainError, isAllowed, type AccountingPeriod, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, ApiPeriod, CurrentActor, IsPeriod, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { unitKinds, type UnitKind } from '../../communities/index.js';
import { AskUnitCorrection, type UnitCorrectionAsked } from '../application/ask-unit-correction.js';
import { DecideUnitCorrection, type UnitCorrectionDecided } from '../application/decide-unit-correction.js';
import { UnitCorrectionRequests, type UnitCorrectionRequestView } from '../application/unit-correction-requests.js';

export class AskUnitCorrectionBody {
  @ApiPeriod({ description: 'first month that the corrected facts count for' })
  @IsPeriod()
  from!: AccountingPeriod;

  @ApiProperty({ enum: unitKinds })
  @IsIn(unitKinds)
  kind!: UnitKind;

  @ApiProperty({ description: 'square metres', example: '88.50' })
  @IsString()
  @Length(1, 9)
  area!: string;

  @ApiProperty()
  @IsString()
  @Length(1, 200)
  reason!: string;

  @ApiProperty({ description: 'the paper that says so' })
  @IsString()
  @Length(1, 200)
  document!: string;
}

class DecideUnitCorrectionBody {
  @ApiProperty({ enum: ['AGREED', 'REFUSED'] })
  @IsIn(['AGREED', 'REFUSED'])
  decision!: 'AGREED' | 'REFUSED';

  @ApiProperty({ required: false, nullable: true, description: 'needed when it is refused' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string | null;
}

/** What is asked for of a unit and waits. Area in m²; why, and the paper, for whoever may read reasons. */
class UnitCorrectionRequestResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty()
  unit!: string;

  @ApiProperty()
  from!: string;

  @ApiProperty({ enum: unitKinds })
  kind!: UnitKind;

  @ApiProperty()
  area!: string;

  @ApiProperty({ nullable: true, type: String })
  reason!: string | null;

  @ApiProperty({ nullable: true, type: String })
  document!: string | null;

  @ApiProperty()
  askedAt!: string;

  static from(
    { id, unitCode, from, kind, area, reason, document, askedAt }: UnitCorrectionRequestView,
    { reasons }: { readonly reasons: boolean },
  ): UnitCorrectionRequestResponse {
    const why = reasons ? { reason, document } : { reason: null, document: null };
    return Object.assign(new UnitCorrectionRequestResponse(), { id, unit: unitCode, from, kind, area: area.toFixed(2), ...why, askedAt });
  }
}

/** Corrections of the area or kind of units: asked for by who makes the bills, decided on by the owner side. */
@Controller('api/v1/communities/:c')
export class UnitCorrectionsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: UnitCorrectionRequests,
    private readonly askUnitCorrection: AskUnitCorrection,
    private readonly decideUnitCorrection: DecideUnitCorrection,
  ) {}

  /** Those that wait for a decision. */
  @Get('unit-corrections')
  @RequirePermission('fee.read')
  async waiting(@CurrentActor() actor: Actor): Promise<UnitCorrectionRequestResponse[]> {
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.requests.all(tx, 'WAITING'));
    const reasons = isAllowed(actor.roles, 'fee.read-reasons');
    return rows.map((row) => UnitCorrectionRequestResponse.from(row, { reasons }));
  }

  /** Asks for a correction; no bill follows it before the owner side has agreed. */
  @Post('units/:unit/corrections')
  @HttpCode(200)
  @RequirePermission('unit.ask-correction')
  async ask(
    @MoneyContext() context: CommandContext,
    @Param('unit') unit: string,
    @Body() body: AskUnitCorrectionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UnitCorrectionAsked> {
    return answer(reply, await this.askUnitCorrection.execute(context, { unit, ...body }));
  }

  @Post('unit-corrections/:id/decision')
  @HttpCode(200)
  @RequirePermission('unit.correct')
  async decide(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { decision, reason }: DecideUnitCorrectionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UnitCorrectionDecided> {
    if (!Number.isSafeInteger(id)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.decideUnitCorrection.execute(context, { id: id as UnitCorrectionRequestView['id'], decision, reason: reason ?? null }));
  }
}
