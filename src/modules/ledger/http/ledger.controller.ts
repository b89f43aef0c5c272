import { Controller, Get, Param, ParseIntPipe, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DomainError, type Actor } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { CurrentActor, PageRequest, pageOf, RequirePermission } from '../../../platform/http/index.js';
import { LedgerQueries } from '../application/ledger-queries.js';
import {
  AccountResponse,
  AccountsResponse,
  AccountTransferResponse,
  AccountTransfersResponse,
  EntriesResponse,
  EntryResponse,
  FundResponse,
  FundsResponse,
} from './ledger-responses.js';

/** The books of a compound, for those who supervise them. */
@ApiTags('ledger')
@Controller('api/v1/communities/:c')
@RequirePermission('book.read')
export class LedgerController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: LedgerQueries,
  ) {}

  @Get('funds')
  async funds(@CurrentActor() actor: Actor): Promise<FundsResponse> {
    const funds = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.funds(tx));
    return { items: funds.map(FundResponse.from) };
  }

  @Get('accounts')
  async accounts(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<AccountsResponse> {
    const [after] = page.position(1);
    const accounts = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.balances(tx, { afterAccount: after ?? 0, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(accounts, page.limit, (last) => [last.accountId]);
    return { items: items.map(AccountResponse.from), nextCursor };
  }

  @Get('accounts/:id/transfers')
  async transfers(@CurrentActor() actor: Actor, @Param('id', ParseIntPipe) id: number, @Query() page: PageRequest): Promise<AccountTransfersResponse> {
    const [afterSeq = 0, afterLine = 0] = page.position(2);
    const transfers = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.transfersOf(tx, id, { afterSeq, afterLine, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(transfers, page.limit, (last) => [last.entrySeq, last.line]);
    return { items: items.map(AccountTransferResponse.from), nextCursor };
  }

  @Get('entries')
  async entries(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<EntriesResponse> {
    const [afterSeq = 0] = page.position(1);
    const entries = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.entries(tx, { afterSeq, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(entries, page.limit, (last) => [last.seq]);
    return { items: items.map(EntryResponse.from), nextCursor };
  }

  @Get('entries/:seq')
  async entry(@CurrentActor() actor: Actor, @Param('seq', ParseIntPipe) seq: number): Promise<EntryResponse> {
    const entry = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.entry(tx, seq));
    if (!entry) throw new DomainError('LEDGER_ENTRY_MISSING', { seq });
    return EntryResponse.from(entry);
  }
}
