import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/index.js';
import { languageOf, pageOf, PageRequest, Public, Unmetered, type Page } from '../../../platform/http/index.js';
import { PublicStatements, type StatementAddress } from '../application/public-statements.js';
import { statementPeriod } from '../domain/statement-period.js';
import { PublicCommunityResponse, PublicCompoundResponse } from './public-responses.js';
import { sendPublished } from './published-reply.js';

interface StatementPath {
  readonly slug: string;
  readonly file: string;
}

/** What everybody may read, without signing in. */
@Public()
@ApiTags('public')
@Controller('api/v1/public/communities')
export class PublicCommunitiesController {
  constructor(private readonly statements: PublicStatements) {}

  /** Every compound of this installation, by its slug. */
  @Get()
  async list(@Query() page: PageRequest): Promise<Page<PublicCommunityResponse>> {
    const [after = 0] = page.position(1);
    const all = await this.statements.list();
    const rows = all.map((community, index) => ({ community, place: index + 1 })).filter(({ place }) => place > after);
    const { items, nextCursor } = pageOf(rows.slice(0, page.limit + 1), page.limit, ({ place }) => [place]);
    return { items: items.map(({ community }) => PublicCommunityResponse.from(community)), nextCursor };
  }

  /** One compound: its money at the last statement, its statements, contract, scores, and who supervises. */
  @Get(':slug')
  @ApiOkResponse({ type: PublicCompoundResponse })
  async one(@Param('slug') slug: string): Promise<PublicCompoundResponse> {
    return PublicCompoundResponse.from(await this.statements.compound(slug));
  }

  /** A published statement in the bytes that were hashed, `2024-01` or `2024-01.json`; or as the stored page, `2024-01.html`; of a quarter `2024-Q1`, of a year `2024`. `v` names a version that stays for ever. */
  @Get(':slug/statements/:file')
  @Unmetered()
  @ApiParam({ name: 'slug' })
  @ApiParam({ name: 'file', example: '2024-01.json' })
  @ApiQuery({ name: 'v', required: false, type: Number })
  @ApiProduces('application/json', 'text/html')
  @ApiOkResponse({ description: 'The frozen snapshot, or its page' })
  async statement(@Param() path: StatementPath, @Query('v') v: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { address, format } = readAddress(path, v);
    const frozen = address.version !== undefined;
    if (format === 'html') {
      const page = await this.statements.page(address, languageOf(request));
      void reply.header('content-security-policy', page.policy).header('vary', 'accept-language');
      return sendPublished(request, reply, { body: page.bytes, sha256: page.sha256, type: 'text/html; charset=utf-8', frozen });
    }
    const document = await this.statements.document(address);
    return sendPublished(request, reply, {
      body: Buffer.from(document.json, 'utf8'),
      sha256: document.jsonSha256,
      type: 'application/json; charset=utf-8',
      frozen,
    });
  }
}

function readAddress({ slug, file }: StatementPath, v: unknown): { address: StatementAddress; format: 'json' | 'html' } {
  const match = /^(\d{4}(?:-(?:\d{2}|Q\d))?)(?:\.(json|html))?$/.exec(file);
  if (match === null) throw new DomainError('NOT_FOUND');
  if (v !== undefined && (typeof v !== 'string' || !/^[1-9]\d{0,3}$/.test(v)))
    throw new DomainError('REQUEST_INVALID', {}, [{ path: 'v', message: 'the number of a version' }]);
  const period = statementPeriod(match[1] ?? '');
  return { address: { slug, period, ...(typeof v === 'string' && { version: Number.parseInt(v, 10) }) }, format: match[2] === 'html' ? 'html' : 'json' };
}
