import { Injectable } from '@nestjs/common';
import { DomainError, type CommunityId } from '../../../kernel/index.js';
import { UnitOfWork, type SharedTx, type Tx } from '../../../platform/database/index.js';

/** A compound as everybody may know it; outside it is named by its slug. `communityName` is its 社区. */
export interface CommunityView {
  readonly id: CommunityId;
  readonly slug: string;
  readonly name: string;
  readonly streetName: string;
  readonly countyName: string;
  readonly communityName: string;
  readonly builtYear: number;
}

const COLUMNS = `id, slug, name, street_name as "streetName", county_name as "countyName", neighbourhood_name as "communityName", built_year as "builtYear"`;

/** Reads the compounds of this installation: a shared table, so no tenant is needed. */
@Injectable()
export class CommunityQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws NOT_FOUND */
  async bySlug(slug: string): Promise<CommunityView> {
    return found(await this.unitOfWork.shared((tx) => this.find(tx, slug)));
  }

  /** @throws NOT_FOUND */
  async byId(id: CommunityId): Promise<CommunityView> {
    const [community] = await this.unitOfWork.shared((tx) => tx.query<CommunityView>(`select ${COLUMNS} from mingbai.community where id = $1`, [id]));
    return found(community);
  }

  /** Every compound, by slug. */
  list(): Promise<CommunityView[]> {
    return this.unitOfWork.shared((tx) => tx.query<CommunityView>(`select ${COLUMNS} from mingbai.community order by slug`));
  }

  /** The compound of a transaction, read inside it. @throws NOT_FOUND */
  async of(tx: Tx): Promise<CommunityView> {
    const [community] = await tx.query<CommunityView>(`select ${COLUMNS} from mingbai.community where id = $1`, [tx.communityId]);
    return found(community);
  }

  /** The compound with this slug, or null, read inside a transaction. */
  async find(tx: Tx | SharedTx, slug: string): Promise<CommunityView | null> {
    const [community] = await tx.query<CommunityView>(`select ${COLUMNS} from mingbai.community where slug = $1`, [slug]);
    return community ?? null;
  }
}

function found(community: CommunityView | null | undefined): CommunityView {
  if (!community) throw new DomainError('NOT_FOUND');
  return community;
}
