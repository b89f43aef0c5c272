import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock, type Actor } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { CurrentActor, RequirePermission, type Page } from '../../../platform/http/index.js';
import { ContractQueries } from '../application/contract-queries.js';
import { ContractResponse } from './contract-response.js';

@ApiTags('contracts')
@Controller('api/v1/communities/:c/contracts')
export class ContractsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly contracts: ContractQueries,
    private readonly clock: Clock,
  ) {}

  /** Every version of every contract, the latest first: a compound has few, so they are one page. */
  @Get()
  @RequirePermission('contract.read')
  async list(@CurrentActor() actor: Actor): Promise<Page<ContractResponse>> {
    const versions = await this.unitOfWork.read(actor.communityId, (tx) => this.contracts.versions(tx));
    const today = this.clock.today();
    return { items: versions.map((version) => ContractResponse.from(version, today)), nextCursor: null };
  }
}
