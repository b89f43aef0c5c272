import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type BusinessDate, type CommunityId } from '../../../kernel/index.js';
import { UnitOfWork, type Outcome } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { isPlainText } from '../domain/plain-text.js';
import { CommunityQueries, type CommunityView } from './community-queries.js';
import { retriedOnConflict } from './shared-ids.js';

/** The books begin on the first day of a month. `communityName` is the 社区. */
export interface CreateCommunityRequest {
  readonly slug: string;
  readonly name: string;
  readonly streetName: string;
  readonly countyName: string;
  readonly communityName: string;
  readonly builtYear: number;
  readonly booksOpenOn: BusinessDate;
}

export type CommunityCreated = { readonly communityId: CommunityId; readonly slug: string };

const NAMES = ['name', 'streetName', 'countyName', 'communityName'] as const;
const NAME_MAX = 60;
const BUILT_YEAR_MIN = 1900;

/**
 * Adds a compound and opens its book, both or neither. The operator's command: it has no actor, because nobody can have a role in
 * a compound that is not there yet. The same compound again adds nothing and is answered as a replay.
 */
@Injectable()
export class CreateCommunity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws COMMUNITY_SLUG_INVALID, COMMUNITY_TEXT_INVALID, COMMUNITY_BUILT_YEAR, COMMUNITY_SLUG_TAKEN, DATE_INVALID (not the first day of a month) */
  async execute(request: CreateCommunityRequest): Promise<Outcome<CommunityCreated>> {
    this.refuseInvalid(request);
    return retriedOnConflict(['community_pkey', 'community_slug_key'], async () => {
      const { known, nextId } = await this.unitOfWork.shared(async (tx) => {
        const [row] = await tx.query<{ nextId: CommunityId }>('select coalesce(max(id), 0) + 1 as "nextId" from mingbai.community');
        return { known: await this.communities.find(tx, request.slug), nextId: row?.nextId ?? (1 as CommunityId) };
      });
      if (known) return this.replay(known, request);
      await this.create(nextId, request);
      return { value: { communityId: nextId, slug: request.slug }, replayed: false };
    });
  }

  private refuseInvalid(request: CreateCommunityRequest): void {
    if (!/^[a-z0-9-]{3,40}$/.test(request.slug)) throw new DomainError('COMMUNITY_SLUG_INVALID');
    const wrong = NAMES.find((field) => !isPlainText(request[field], NAME_MAX));
    if (wrong) throw new DomainError('COMMUNITY_TEXT_INVALID', { field: wrong, max: NAME_MAX });
    const builtYearMax = Number.parseInt(this.clock.today().slice(0, 4), 10);
    const { builtYear } = request;
    if (!Number.isInteger(builtYear) || builtYear < BUILT_YEAR_MIN || builtYear > builtYearMax)
      throw new DomainError('COMMUNITY_BUILT_YEAR', { value: builtYear, min: BUILT_YEAR_MIN, max: builtYearMax });
  }

  private async create(id: CommunityId, request: CreateCommunityRequest): Promise<void> {
    const { slug, name, streetName, countyName, communityName, builtYear, booksOpenOn } = request;
    await this.unitOfWork.run(id, async (tx) => {
      await tx.query(
        `insert into mingbai.community (id, slug, name, street_name, county_name, neighbourhood_name, built_year, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, slug, name, streetName, countyName, communityName, builtYear, this.clock.now()],
      );
      await this.ledger.openBook(tx, booksOpenOn);
    });
  }

  private async replay(known: CommunityView, request: CreateCommunityRequest): Promise<Outcome<CommunityCreated>> {
    const book = await this.unitOfWork.read(known.id, (tx) => this.books.book(tx));
    const same = NAMES.every((field) => known[field] === request[field]) && known.builtYear === request.builtYear && book?.openedOn === request.booksOpenOn;
    if (!same) throw new DomainError('COMMUNITY_SLUG_TAKEN', { slug: known.slug });
    return { value: { communityId: known.id, slug: known.slug }, replayed: true };
  }
}
