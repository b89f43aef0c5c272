import { Injectable } from '@nestjs/common';
import { Clock, DomainError, required, type BusinessDate, type Money, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { allowTheSame, resolutionKinds, resolutionNumber, type ResolutionId, type ResolutionKind } from '../domain/resolution.js';
import type { VoteId } from '../domain/vote.js';
import { Resolution } from '../persistence/resolution.js';
import { ResolutionQueries } from './resolution-queries.js';

const TITLE_MAX = 120;
const SERIALS_MAX = 999;

/** What a resolution says of itself, however it came about. */
export interface ResolutionSubject {
  readonly kind: ResolutionKind;
  readonly title: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
  readonly limit: Money | null;
}

/** A decision to be written: with the vote that it rests on, or by its paper alone. */
export interface ResolutionEntry extends ResolutionSubject {
  readonly decidedOn: BusinessDate;
  readonly documentSha256: string;
  readonly replacesId: ResolutionId | null;
  readonly voteId: VoteId | null;
  readonly recordedBy: PersonId;
  readonly recordedFor: OrganisationId;
}

export type ResolutionRecorded = { readonly resolutionId: ResolutionId; readonly number: string };

/** Title, kind, limit and year of a resolution, or of a vote that would become one. @throws RESOLUTION_TITLE RESOLUTION_KIND_UNKNOWN RESOLUTION_LIMIT_INVALID RESOLUTION_OF_A_YEAR */
export function assertSubject({ kind, title, from, to, limit }: ResolutionSubject): void {
  if (title === '' || title.length > TITLE_MAX || /\p{C}|\p{Zl}|\p{Zp}/u.test(title)) throw new DomainError('RESOLUTION_TITLE', { max: TITLE_MAX });
  if (!resolutionKinds.includes(kind)) throw new DomainError('RESOLUTION_KIND_UNKNOWN', { kind: String(kind), kinds: resolutionKinds.join(', ') });
  if (limit !== null && !limit.isPositive) throw new DomainError('RESOLUTION_LIMIT_INVALID');
  if (kind === 'BUDGET' && (limit === null || from.slice(0, 4) !== to?.slice(0, 4))) throw new DomainError('RESOLUTION_OF_A_YEAR');
}

/** Writes resolutions under the next number of their year. */
@Injectable()
export class ResolutionRegister {
  constructor(
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
    private readonly resolutions: ResolutionQueries,
  ) {}

  /** The resolution whose place another of its kind may take. @throws RESOLUTION_UNKNOWN RESOLUTION_REFUSED RESOLUTION_REPLACED RESOLUTION_KIND_DIFFERS */
  async replaced(tx: Tx, number: string, kind: ResolutionKind): Promise<ResolutionId> {
    const earlier = await this.resolutions.byNumber(tx, number);
    if (!earlier) throw new DomainError('RESOLUTION_UNKNOWN', { number: number.slice(0, 20) });
    if (earlier.state === 'REFUSED') throw new DomainError('RESOLUTION_REFUSED', { number });
    const by = (await this.resolutions.all(tx)).find(({ replaces, state }) => replaces === number && state !== 'REFUSED');
    if (by) throw new DomainError('RESOLUTION_REPLACED', { number, by: by.number });
    if (earlier.kind !== kind) throw new DomainError('RESOLUTION_KIND_DIFFERS', { number, kind: earlier.kind, needed: kind });
    return earlier.id;
  }

  /**
   * A paper is one resolution of a kind, and of kinds that allow the same, unless that was refused, however it came about: also the sheet of a vote that was counted, passed
   * and waits to be confirmed. @throws RESOLUTION_PAPER_USED with the number of the resolution or vote
   */
  async refuseUsed(tx: Tx, { kind, documentSha256 }: Pick<ResolutionEntry, 'kind' | 'documentSha256'>): Promise<void> {
    const resolutions = (await this.resolutions.all(tx)).filter((known) => known.documentSha256 === documentSha256 && known.state !== 'REFUSED');
    const votes = await tx.query<{ number: string; kind: ResolutionKind }>(
      `select v.number, v.kind from mingbai.vote v join mingbai.vote_count c on c.community_id = $1 and c.vote_id = v.id
       where v.community_id = $1 and v.state = 'COUNTED' and c.passed and c.document_sha256 = $2 order by v.id`,
      [tx.communityId, documentSha256],
    );
    const same = [...resolutions, ...votes].find((known) => allowTheSame(known.kind, kind));
    if (same) throw new DomainError('RESOLUTION_PAPER_USED', { number: same.number, kind: same.kind });
  }

  /** @throws RESOLUTION_SERIALS_USED */
  async add(tx: Tx, { from: effectiveFrom, to: effectiveTo, limit: limitAmount, ...entry }: ResolutionEntry): Promise<ResolutionRecorded> {
    const year = Number.parseInt(entry.decidedOn.slice(0, 4), 10);
    const [found] = await tx.query<{ last: number }>('select coalesce(max(serial), 0) as last from mingbai.resolution where community_id = $1 and year = $2', [
      tx.communityId,
      year,
    ]);
    const serial = required(found, 'the last number').last + 1;
    if (serial > SERIALS_MAX) throw new DomainError('RESOLUTION_SERIALS_USED', { year });
    const id = (await this.ledger.takeIds(tx, 1)) as ResolutionId;
    const row = { ...entry, id, year, serial, effectiveFrom, effectiveTo, limitAmount, recordedAt: this.clock.now() };
    await tx.manager.insert(Resolution, { communityId: tx.communityId, ...row });
    return { resolutionId: id, number: resolutionNumber(year, serial) };
  }
}
