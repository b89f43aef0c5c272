import { Injectable } from '@nestjs/common';
import { DomainError, instant, Money, type BusinessDate, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { ResolutionId, ResolutionKind } from '../domain/resolution.js';
import type { Elector, RecordedBallot, VoteChoice, VoteFigures, VoteId, VoteMatter, VoteState, VoteWay } from '../domain/vote.js';

/** A vote with what its ballots come to now, or came to when they were counted. Areas in 1/100 m². */
export interface VoteView {
  readonly id: VoteId;
  readonly number: string;
  readonly title: string;
  readonly matter: VoteMatter;
  readonly kind: ResolutionKind;
  readonly limit: Money | null;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
  readonly replacesId: ResolutionId | null;
  readonly openedOn: BusinessDate;
  readonly closesOn: BusinessDate;
  readonly units: number;
  readonly document: { readonly sha256: string; readonly name: string };
  readonly state: VoteState;
  readonly openedBy: PersonId;
  readonly openedFor: OrganisationId;
  readonly figures: VoteFigures;
  /** How many ballots were recorded, corrections too. */
  readonly ballots: number;
  /** How many ballots were recorded in place of wrong ones. */
  readonly corrections: number;
  readonly count: {
    readonly passed: boolean;
    readonly on: BusinessDate;
    readonly by: PersonId;
    readonly for: OrganisationId;
    readonly document: { readonly sha256: string; readonly name: string };
  } | null;
  readonly end: { readonly kind: 'CONFIRMED' | 'CANCELLED'; readonly reason: string | null; readonly for: OrganisationId; readonly at: Instant } | null;
  /** The resolution that it became. */
  readonly resolution: string | null;
}

/** What was recorded for a unit last; `unit` is its code. How it voted is told to nobody before the count. */
export interface BallotView {
  readonly unit: string;
  readonly choice: VoteChoice | null;
  readonly castOn: BusinessDate;
  readonly way: VoteWay;
  readonly revision: number;
  readonly reason: string | null;
}

type Row = Omit<VoteView, 'limit'> & { readonly limit: string | null };

const share = (area: string, heads: string): string => `json_build_object('area', ${area}, 'heads', ${heads})`;
const VOTES = `select v.id, v.number, v.title, v.matter, v.kind, v.limit_amount as "limit", v.effective_from as "from", v.effective_to as "to", v.replaces_id as "replacesId",
    v.opened_on as "openedOn", v.closes_on as "closesOn", v.total_units as units, json_build_object('sha256', e.sha256, 'name', e.name) as document, v.state,
    v.opened_by as "openedBy", v.opened_for as "openedFor", r.number as resolution,
    (select count(*)::int from mingbai.vote_ballot b where b.community_id = $1 and b.vote_id = v.id) as ballots,
    (select count(*)::int from mingbai.vote_ballot b where b.community_id = $1 and b.vote_id = v.id and b.revision > 1) as corrections,
    json_build_object('total', ${share('v.total_area', 'v.total_heads')}, 'voting', ${share('f.voting_area', 'f.voting_heads')},
      'inFavour', ${share('f.for_area', 'f.for_heads')}, 'against', ${share('f.against_area', 'f.against_heads')}) as figures,
    case when c.vote_id is not null then json_build_object('passed', c.passed, 'on', c.counted_on, 'by', c.counted_by, 'for', c.counted_for,
      'document', json_build_object('sha256', ce.sha256, 'name', ce.name)) end as count,
    case when d.vote_id is not null then json_build_object('kind', d.kind, 'reason', d.reason, 'for', d.ended_for, 'at', d.ended_at) end as "end"
  from mingbai.vote v join mingbai.evidence e on e.community_id = $1 and e.sha256 = v.document_sha256
  cross join lateral mingbai.vote_figures(v.community_id, v.id) f
  left join mingbai.vote_count c on c.community_id = $1 and c.vote_id = v.id left join mingbai.evidence ce on ce.community_id = $1 and ce.sha256 = c.document_sha256
  left join mingbai.vote_end d on d.community_id = $1 and d.vote_id = v.id left join mingbai.resolution r on r.community_id = $1 and r.vote_id = v.id
  where v.community_id = $1`;

const viewOf = (row: Row): VoteView => ({
  ...row,
  limit: row.limit === null ? null : Money.parse(row.limit),
  end: row.end && { ...row.end, at: instant(row.end.at) },
});

/** Reads the votes of a compound. */
@Injectable()
export class VoteQueries {
  /** The latest first; a compound has few. */
  async all(tx: Tx): Promise<VoteView[]> {
    return (await tx.query<Row>(`${VOTES} order by v.year desc, v.serial desc`, [tx.communityId])).map(viewOf);
  }

  /** @throws NOT_FOUND */
  async byNumber(tx: Tx, number: string): Promise<VoteView> {
    const [row] = await tx.query<Row>(`${VOTES} and v.number = $2`, [tx.communityId, number]);
    if (!row) throw new DomainError('NOT_FOUND');
    return viewOf(row);
  }

  electors(tx: Tx, id: VoteId): Promise<Elector[]> {
    return tx.query<Elector>('select unit_id as "unitId", area, head from mingbai.vote_unit where community_id = $1 and vote_id = $2 order by unit_id', [
      tx.communityId,
      id,
    ]);
  }

  /** What stands for each unit, in the order of the units. */
  ballots(tx: Tx, id: VoteId): Promise<BallotView[]> {
    return tx.query<BallotView>(
      `select distinct on (b.unit_id) u.code as unit, case when v.state <> 'OPEN' then b.choice end as choice, b.cast_on as "castOn", b.way, b.revision, b.reason
       from mingbai.vote_ballot b join mingbai.vote v on v.community_id = $1 and v.id = b.vote_id
       join mingbai.unit u on u.community_id = $1 and u.id = b.unit_id where b.community_id = $1 and b.vote_id = $2 order by b.unit_id, b.revision desc`,
      [tx.communityId, id],
    );
  }

  /** Every unit of the electorate by its code, with what stands for it. */
  async unitsByCode(
    tx: Tx,
    id: VoteId,
  ): Promise<Map<string, { readonly unitId: UnitId; readonly revision: number; readonly recorded: RecordedBallot | null }>> {
    const rows = await tx.query<{ code: string; unitId: UnitId; revision: number | null; choice: VoteChoice; castOn: BusinessDate }>(
      `select u.code, v.unit_id as "unitId", b.revision, b.choice, b.cast_on as "castOn" from mingbai.vote_unit v join mingbai.unit u on u.community_id = $1 and u.id = v.unit_id
       left join lateral (select b.revision, b.choice, b.cast_on from mingbai.vote_ballot b where b.community_id = $1 and b.vote_id = v.vote_id and b.unit_id = v.unit_id
         order by b.revision desc limit 1) b on true where v.community_id = $1 and v.vote_id = $2`,
      [tx.communityId, id],
    );
    return new Map(
      rows.map(({ code, unitId, revision, choice, castOn }) => [
        code,
        { unitId, revision: revision ?? 0, recorded: revision === null ? null : { choice, castOn } },
      ]),
    );
  }

  /** Who opened, recorded and counted: none of them confirms. */
  holders(tx: Tx, id: VoteId): Promise<{ personId: PersonId; organisationId: OrganisationId }[]> {
    return tx.query(
      `select opened_by as "personId", opened_for as "organisationId" from mingbai.vote where community_id = $1 and id = $2
       union select counted_by, counted_for from mingbai.vote_count where community_id = $1 and vote_id = $2
       union select recorded_by, recorded_for from mingbai.vote_ballot where community_id = $1 and vote_id = $2`,
      [tx.communityId, id],
    );
  }

  /** Units of the electorate that share an owner, by their codes. */
  async sharedOwners(tx: Tx, id: VoteId): Promise<string[][]> {
    const rows = await tx.query<{ units: string[] }>(
      `select array_agg(u.code order by u.id) as units from mingbai.vote_unit v join mingbai.unit u on u.community_id = $1 and u.id = v.unit_id
       where v.community_id = $1 and v.vote_id = $2 group by v.head having count(*) > 1 order by min(u.id)`,
      [tx.communityId, id],
    );
    return rows.map(({ units }) => units);
  }
}
