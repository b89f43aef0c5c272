import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock, DomainError, withoutPersonalData } from '../../kernel/index.js';
import { CommunityQueries } from '../../modules/communities/index.js';
import {
  ContractQueries,
  contractStateOn,
  contractTermsJson,
  ProposalQueries,
  termDifferences,
  termsOf,
  type ContractLifeView,
  type ContractVersionView,
} from '../../modules/contracts/index.js';
import { Settings } from '../../platform/config/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Public } from '../../platform/http/index.js';
import { messages } from '../messages/index.js';
import { renderPage } from '../render.js';
import { ContractPage, type ContractPageView, type ShownVersion } from './contract-page.js';
import { inBoth, localeOf } from './locale.js';

/** The contract as everybody may read it, without signing in and without script. */
@Public()
@Controller()
export class PublicContractController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly contracts: ContractQueries,
    private readonly proposals: ProposalQueries,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get(inBoth('p/:slug/contract'))
  async contract(@Param('slug') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const m = messages[localeOf(request)];
    const { id, name: communityName } = await this.communities.bySlug(slug);
    const view = await this.unitOfWork.read(id, (tx) => this.view(tx));
    const demoTime = this.settings.demo ? m.moment(this.clock.now()) : null;
    const page = renderPage(<ContractPage m={m} view={{ ...view, slug, communityName, demoTime }} />);
    await reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  }

  /** The contract that rules today, and where none has begun yet the latest one. @throws NOT_FOUND */
  private async view(tx: Tx): Promise<Omit<ContractPageView, 'slug' | 'communityName' | 'demoTime'>> {
    const today = this.clock.today();
    const all = await this.contracts.versions(tx);
    if (all.length === 0) throw new DomainError('NOT_FOUND');
    const begun = all.some(({ from }) => from <= today);
    const present = begun ? await this.contracts.policyFor(tx, today) : all[0];
    if (!present) throw new DomainError('NOT_FOUND');
    const life = blotted(await this.contracts.life(tx, present.number));
    const numbers = [...new Set(all.map(({ number }) => number))].filter((number) => number !== present.number);
    const others: ContractLifeView[] = [];
    for (const number of numbers) others.push(await this.contracts.life(tx, number));
    return { life, present, others, state: contractStateOn(present, life.steps, today), versions: await this.versions(tx, all, present) };
  }

  private async versions(tx: Tx, all: readonly ContractVersionView[], { contractId }: ContractVersionView): Promise<ShownVersion[]> {
    const own = all.filter((version) => version.contractId === contractId);
    const proposals = await this.proposals.all(tx);
    return own.map((version) => {
      const before = own.find(({ versionNo }) => versionNo === version.versionNo - 1);
      const proposal = proposals.find(({ number }) => number === version.proposal) ?? null;
      const differences = before ? termDifferences(contractTermsJson(termsOf(before)), contractTermsJson(termsOf(version))) : [];
      return { version, proposal, differences: differences.filter(({ path }) => !isCode(path)) };
    });
  }
}

/** The code beside a name is for machines. */
const isCode = (path: string): boolean => path.endsWith('.code');

/** What looks like data about a person is taken out of the words of the steps. */
function blotted(life: ContractLifeView): ContractLifeView {
  return { ...life, steps: life.steps.map((step) => ({ ...step, reason: withoutPersonalData(step.reason) })) };
}
