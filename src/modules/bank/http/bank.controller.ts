import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, pageOf, RequirePermission, Reveals, TakesUpload, type Page } from '../../../platform/http/index.js';
import { BankQueries } from '../application/bank-queries.js';
import { ImportBankFile, type BankFileImported } from '../application/import-bank-file.js';
import { ReconciliationQueries } from '../application/reconciliation-queries.js';
import type { BankLineId } from '../domain/bank-line.js';
import { BANK_FILE_BYTES_MAX } from '../domain/parsed-bank-file.js';
import { BankImportRequest } from './bank-import-request.js';
import { BankLineResponse } from './bank-line-response.js';
import { BankLinesRequest } from './bank-lines-request.js';
import { ReconciliationResponse } from './reconciliation-response.js';

@ApiTags('bank')
@Controller('api/v1/communities/:c')
export class BankController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly importBankFile: ImportBankFile,
    private readonly queries: BankQueries,
    private readonly reconciliations: ReconciliationQueries,
  ) {}

  /** Reads a statement and, unless it is a dry run, adds its lines to the account. */
  @Post('bank-imports')
  @HttpCode(200)
  @TakesUpload(BANK_FILE_BYTES_MAX)
  @ApiConsumes('multipart/form-data')
  @RequirePermission('bank.import')
  async importFile(
    @MoneyContext() context: CommandContext,
    @Body() request: BankImportRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BankFileImported> {
    const { name: fileName, bytes: file } = request.file;
    const { profile, from, to, account } = request;
    return answer(reply, await this.importBankFile.execute(context, { fileName, file, dryRun: request.dryRun === 'true', profile, from, to, account }));
  }

  /** Lines in the order of each account. */
  @Get('bank-lines')
  @Reveals()
  @RequirePermission('bank.read')
  async listLines(@CurrentActor() actor: Actor, @Query() request: BankLinesRequest): Promise<Page<BankLineResponse>> {
    const { limit, state, from, to } = request;
    const [after = 0] = request.position(1);
    const page = after > 0 && { after: after as BankLineId };
    const filter = { ...(state && { states: [state] }), ...(from && { from }), ...(to && { to }), ...page, limit: limit + 1 };
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.lines(tx, filter));
    const { items, nextCursor } = pageOf(rows, limit, (last) => [last.id]);
    const wholeName = isAllowed(actor.roles, 'unit.read-owner-name');
    return { items: items.map((line) => BankLineResponse.from(line, { wholeName })), nextCursor };
  }

  /** Every reconciliation that was prepared, with its state, the first month first. */
  @Get('reconciliations')
  @RequirePermission('bank.read')
  async listReconciliations(@CurrentActor() actor: Actor): Promise<{ items: ReconciliationResponse[] }> {
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.reconciliations.prepared(tx));
    return { items: rows.map((row) => ReconciliationResponse.from(row)) };
  }
}
