import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { roles, type Actor, type BusinessDate, type Instant } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import {
  accessKinds,
  ApiInstant,
  CurrentActor,
  IsBusinessDate,
  PageRequest,
  RequirePermission,
  type AccessKind,
  type Page,
} from '../../../platform/http/index.js';
import { AccessLogRows, type AccessLogLine } from '../application/access-log.js';

/** `?limit=&cursor=&kind=&from=&to=`; the days are of Shanghai, both inside. */
export class AccessLogRequest extends PageRequest {
  @ApiPropertyOptional({ enum: accessKinds })
  @IsOptional()
  @IsIn(accessKinds)
  kind?: AccessKind;

  @IsOptional()
  @IsBusinessDate()
  from?: BusinessDate;

  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;
}

/** Who was refused what, or saw whole names or an original, and why. */
export class AccessLogResponse {
  @ApiInstant()
  at!: Instant;

  @ApiProperty({ enum: accessKinds })
  kind!: AccessKind;

  @ApiProperty()
  personId!: number;

  @ApiProperty({ type: String, nullable: true, description: 'null for somebody who never had a part in this compound' })
  person!: string | null;

  @ApiProperty({ type: String, nullable: true })
  organisation!: string | null;

  @ApiProperty({ enum: roles, isArray: true })
  roles!: readonly string[];

  @ApiProperty({ type: String, nullable: true })
  permission!: string | null;

  @ApiProperty()
  method!: string;

  @ApiProperty({ description: 'pattern of the route' })
  route!: string;

  @ApiProperty({ type: String, nullable: true })
  subject!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'code of the refusal; MORE_REFUSALS: the rest of this minute is not listed' })
  code!: string | null;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty()
  requestId!: string;

  static from({
    at,
    kind,
    personId,
    person,
    organisation,
    roles: held,
    permission,
    method,
    route,
    subject,
    code,
    reason,
    requestId,
  }: AccessLogLine): AccessLogResponse {
    const who = { personId, person, organisation, roles: held };
    return Object.assign(new AccessLogResponse(), { at, kind, ...who, permission, method, route, subject, code, reason, requestId });
  }
}

class AccessLogListResponse {
  @ApiProperty({ type: [AccessLogResponse] })
  items!: AccessLogResponse[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@ApiTags('access log')
@Controller('api/v1/communities/:c/access-log')
export class AccessLogController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: AccessLogRows,
  ) {}

  /** The access log of the compound, the latest line first. */
  @Get()
  @ApiOkResponse({ type: AccessLogListResponse })
  @RequirePermission('access-log.read')
  async list(@CurrentActor() actor: Actor, @Query() { limit, cursor, kind, from, to }: AccessLogRequest): Promise<Page<AccessLogResponse>> {
    const asked = { limit: limit + 1, ...(cursor && { before: cursor }), ...(kind && { kind }), ...(from && { from }), ...(to && { to }) };
    const lines = await this.unitOfWork.read(actor.communityId, (tx) => this.log.lines(tx, asked));
    const shown = lines.slice(0, limit);
    return { items: shown.map((line) => AccessLogResponse.from(line)), nextCursor: lines.length > limit ? (shown.at(-1)?.id ?? null) : null };
  }
}
