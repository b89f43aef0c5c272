import { Injectable } from '@nestjs/common';
import { Clock, dateOf, periodOf, required, withoutPersonalData, type BusinessDate, type Rate } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { AssessmentQueries } from '../../assessments/index.js';
import { BankAccountQueries, CommunityQueries, type CommunityView } from '../../communities/index.js';
import { ContractQueries, contractTermsJson, type ContractVersionView, ProposalQueries, termDifferences, termsOf } from '../../contracts/index.js';
import { Parties } from '../../identity/index.js';
import { VoteQueries, type VoteView } from '../../resolutions/index.js';
import { spanOf, type StatementPeriod } from '../domain/statement-period.js';
import { PublishedFiles } from '../persistence/published-files.js';
import type { PublicCommunity, PublicCompound, PublicVoided } from './public-views.js';
import { PartiesReader } from './sections/parties-reader.js';
import { StatementQueries, type StatementDocument, type StatementView } from './statement-queries.js';
import type { PageLocale } from './statement-renderer.js';

/** A period's statement, the newest or a version that stays for ever. */
export interface StatementAddress {
  readonly slug: string;
  readonly period: StatementPeriod;
  readonly version?: number;
}

/** The stored bytes of a page, their SHA-256 and the policy they are served with. */
export interface StoredStatementPage {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly policy: string;
}

/** What everybody may read without signing in, each in a transaction of its own. */
@Injectable()
export class PublicStatements {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly communities: CommunityQueries,
    private readonly accounts: BankAccountQueries,
    private readonly contracts: ContractQueries,
    private readonly organisations: Parties,
    private readonly parties: PartiesReader,
    private readonly statements: StatementQueries,
    private readonly files: PublishedFiles,
    private readonly votes: VoteQueries,
    private readonly proposals: ProposalQueries,
    private readonly assessments: AssessmentQueries,
  ) {}

  /** Every compound, by slug, or those in whose name, street, community or county a text occurs. */
  async list(search = ''): Promise<PublicCommunity[]> {
    const wanted = search.trim().toLowerCase();
    const found = (await this.communities.list()).filter((community) =>
      [community.name, community.slug, community.streetName, community.communityName, community.countyName].some((text) => text.toLowerCase().includes(wanted)),
    );
    const lines: PublicCommunity[] = [];
    for (const community of found) {
      const [latest] = await this.unitOfWork.read(community.id, (tx) => this.statements.published(tx, { limit: 1 }));
      lines.push({ ...nameOf(community), latest: latest ? { period: latest.period, closing: latest.closing.toString() } : null });
    }
    return lines;
  }

  /** @throws NOT_FOUND */
  async compound(slug: string): Promise<PublicCompound> {
    const community = await this.communities.bySlug(slug);
    return this.unitOfWork.read(community.id, async (tx) => {
      const today = this.clock.today();
      const published = await this.statements.published(tx);
      const outdated = await this.statements.outdated(tx);
      const contract = await this.contracts.findVersion(tx, periodOf(today));
      const [newest] = published;
      return {
        ...nameOf(community),
        builtYear: community.builtYear,
        account: await this.account(tx, today),
        balance: newest ? balanceOf(await this.statements.document(tx, newest.period)) : null,
        statements: published.map((view) => ({ ...listed(view, outdated), period: view.period })),
        wholes: (await this.statements.publishedWholes(tx)).map((view) => listed(view, outdated)),
        contract: contract && (await this.contract(tx, contract)),
        notices: await this.notices(tx),
        parties: await this.parties.on(tx, today, contract?.firmId ?? null),
        votes: (await this.votes.all(tx)).map(publicVote),
        scores: (await this.statements.scores(tx)).map(({ quarter, score }) => ({ quarter, score })),
        voided: await this.voided(tx),
      };
    });
  }

  /** The published snapshot in the bytes that were hashed. @throws NOT_FOUND */
  async document({ slug, period, version }: StatementAddress): Promise<StatementDocument> {
    const { id } = await this.communities.bySlug(slug);
    return this.unitOfWork.read(id, (tx) => this.statements.document(tx, period, version));
  }

  /** The page as it was rendered when it was published. @throws NOT_FOUND */
  async page({ slug, period, version }: StatementAddress, locale: PageLocale): Promise<StoredStatementPage> {
    const { id } = await this.communities.bySlug(slug);
    const stored = await this.unitOfWork.read(id, async (tx) => this.statements.page(tx, (await this.statements.document(tx, period, version)).id, locale));
    return { bytes: await this.files.read(stored.sha256), sha256: stored.sha256, policy: stored.policy };
  }

  /** Assessments that became VOID, with the words that everybody may read. */
  async voided(tx: Tx): Promise<PublicVoided[]> {
    const told: PublicVoided[] = [];
    for (const { organisationId, ...voided } of await this.assessments.voided(tx))
      told.push({ ...voided, organisation: (await this.organisations.organisation(tx, organisationId)).name });
    return withoutPersonalData(told);
  }

  private async account(tx: Tx, today: BusinessDate): Promise<PublicCompound['account']> {
    const open = (await this.accounts.all(tx)).find((account) => account.openedOn <= today && (account.closedOn === null || account.closedOn >= today));
    return open ? { bankName: open.bankName, last4: open.last4 } : null;
  }

  private async notices(tx: Tx): Promise<PublicCompound['notices']> {
    const shown = (await this.proposals.all(tx)).filter(({ state }) => state === 'PUBLIC_NOTICE');
    if (shown.length === 0) return [];
    const versions = await this.contracts.versions(tx);
    return shown.flatMap(({ number, contractId, text, notice, sha256 }) => {
      const present = versions.find((version) => version.contractId === contractId);
      const { number: contract, firm, fromPeriod, terms } = text;
      const differences = termDifferences(present ? contractTermsJson(termsOf(present)) : null, terms);
      return notice ? [{ number, contract, firm, from: notice.from, until: notice.until, fromPeriod, sha256, differences }] : [];
    });
  }

  private async contract(tx: Tx, version: ContractVersionView): Promise<PublicCompound['contract']> {
    const { number, from, to, basis, shareAtRisk, rates, staffing } = version;
    return {
      number,
      firm: (await this.organisations.organisation(tx, version.firmId)).name,
      from,
      to,
      basis,
      shareAtRisk: shareAtRisk.toString(),
      rates: rates.map((rate) => ({ kind: rate.unitKind, rate: printedRate(rate.yuanPerSquareMetre) })),
      staffing: staffing.map(({ post, promised }) => ({ post, promised })),
    };
  }
}

/** At least two decimals, and never fewer than the price has. */
function printedRate(price: Rate): string {
  return price.rounded(2).equals(price) ? price.toFixed(2) : price.toString();
}

function nameOf({ slug, name, countyName, streetName, communityName }: CommunityView): Omit<PublicCommunity, 'latest'> {
  return { slug, name, countyName, streetName, communityName };
}

function listed({ period, version, publishedAt, closing }: StatementView, outdated: readonly StatementPeriod[]): PublicCompound['wholes'][number] {
  const publishedOn = dateOf(required(publishedAt, 'the moment of a publication'));
  return { period, version, publishedOn, closing: closing.toString(), isOutdated: outdated.includes(period) };
}

function balanceOf({ period, snapshot }: StatementDocument): PublicCompound['balance'] {
  return { asOf: spanOf(period).to, ...snapshot.sections.balance.total };
}

function publicVote({ number, title, matter, openedOn, closesOn, state, figures, count, end, resolution }: VoteView): PublicCompound['votes'][number] {
  const { total, voting, inFavour } = figures;
  const told = { number, title, matter, openedOn, closesOn, state, total, voting, resolution };
  return { ...told, inFavour: count && inFavour, passed: count?.passed ?? null, reason: end?.reason ?? null };
}
