import { Injectable } from '@nestjs/common';
import { DomainError, instant, Money, required, type BusinessDate, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { assertCovers, type ConfirmationState, type ResolutionId, type ResolutionTerms, type ResolutionUse } from '../domain/resolution.js';

/** A decision with its paper. `to` is its last day, of its own or because another takes its place; null while it is open. */
export interface ResolutionView extends ResolutionTerms {
  readonly id: ResolutionId;
  readonly title: string;
  readonly decidedOn: BusinessDate;
  readonly documentSha256: string;
  readonly documentName: string;
  /** Numbers of the resolution whose place it takes, and of the one that takes its place. */
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  /** The vote that it rests on, "TP2024-01"; null where its paper alone says so. */
  readonly vote: string | null;
  readonly recordedAt: Instant;
  readonly recordedBy: PersonId;
  readonly recordedFor: OrganisationId;
  readonly answer: ConfirmationView | null;
}

/** Who confirmed what was recorded by paper, or refused it and why. */
export interface ConfirmationView {
  readonly state: Exclude<ConfirmationState, 'WAITING'>;
  readonly reason: string | null;
  readonly for: OrganisationId;
  readonly at: Instant;
}

/** The answer to a record as its view tells it; `c` is its row of mingbai.confirmation, or nothing. */
export const ANSWER = `case when c.id is not null then json_build_object('state', c.decision, 'reason', c.reason, 'for', c.answered_for, 'at', c.answered_at) end as answer`;

const RESOLUTIONS = `select r.id, r.number, mingbai.resolution_state($1, r.id) as state, r.kind, r.title, r.decided_on as "decidedOn", r.effective_from as "from", least(r.effective_to, n.effective_from - 1) as "to",
    r.limit_amount as "limit", r.document_sha256 as "documentSha256", e.name as "documentName", o.number as replaces, n.number as "replacedBy", v.number as vote,
    r.recorded_at as "recordedAt", r.recorded_by as "recordedBy", r.recorded_for as "recordedFor", ${ANSWER}
  from mingbai.resolution r join mingbai.evidence e on e.community_id = $1 and e.sha256 = r.document_sha256
  left join mingbai.resolution o on o.community_id = $1 and o.id = r.replaces_id left join mingbai.resolution n on n.community_id = $1 and n.replaces_id = r.id and mingbai.resolution_state($1, n.id) = 'CONFIRMED'
  left join mingbai.confirmation c on c.community_id = $1 and c.resolution_id = r.id
  left join mingbai.vote v on v.community_id = $1 and v.id = r.vote_id
  where r.community_id = $1`;

type Row = Omit<ResolutionView, 'limit'> & { readonly limit: string | null };
const viewOf = (row: Row): ResolutionView => ({ ...row, limit: row.limit === null ? null : Money.parse(row.limit), answer: answerOf(row.answer) });

export const answerOf = (answer: ConfirmationView | null): ConfirmationView | null => answer && { ...answer, at: instant(answer.at) };

/** Reads what the owners decided. */
@Injectable()
export class ResolutionQueries {
  /** Every resolution, the latest number first. */
  async all(tx: Tx): Promise<ResolutionView[]> {
    return (await tx.query<Row>(`${RESOLUTIONS} order by r.year desc, r.serial desc`, [tx.communityId])).map(viewOf);
  }

  /** The resolution with this number, "JY2024-001", or null. */
  async byNumber(tx: Tx, number: string): Promise<ResolutionView | null> {
    const [row] = await tx.query<Row>(`${RESOLUTIONS} and r.number = $2`, [tx.communityId, number]);
    return row ? viewOf(row) : null;
  }

  async byId(tx: Tx, id: ResolutionId): Promise<ResolutionView | null> {
    const [row] = await tx.query<Row>(`${RESOLUTIONS} and r.id = $2`, [tx.communityId, id]);
    return row ? viewOf(row) : null;
  }

  /** The resolution by which something may be done. @throws RESOLUTION_UNKNOWN RESOLUTION_WAITING RESOLUTION_REFUSED RESOLUTION_KIND_DIFFERS RESOLUTION_NOT_IN_FORCE RESOLUTION_LIMIT_EXCEEDED */
  async covering(tx: Tx, number: string, use: ResolutionUse): Promise<ResolutionView> {
    const resolution = await this.byNumber(tx, number);
    if (!resolution) throw new DomainError('RESOLUTION_UNKNOWN', { number: number.slice(0, 20) });
    assertCovers(resolution, use);
    return resolution;
  }

  /**
   * What was done by a resolution on waivers so far: fees, and what leases and the firm owe, let off, and what the firm owes put back. Its limit is one for all of
   * them and spent once: what another resolution took back is not free again.
   */
  async waivedBy(tx: Tx, number: string): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select ((select coalesce(sum(w.amount), 0) from mingbai.waiver w join mingbai.waiver_decision d on d.community_id = $1 and d.waiver_id = w.id
            where w.community_id = $1 and w.resolution_no = $2 and d.decision = 'APPROVED')
         + (select coalesce(sum(a.from_receivable), 0) from mingbai.lease_adjustment a join mingbai.resolution r on r.community_id = $1 and r.id = a.resolution_id
            where a.community_id = $1 and r.number = $2)
         + (select coalesce(sum(c.amount), 0) from mingbai.firm_clearing c join mingbai.resolution r on r.community_id = $1 and r.id = c.resolution_id
            where c.community_id = $1 and r.number = $2)
         + (select coalesce(sum(c.amount), 0) from mingbai.firm_write_off_undo u join mingbai.resolution r on r.community_id = $1 and r.id = u.resolution_id
              join mingbai.firm_clearing f on f.community_id = $1 and f.id = u.clearing_id join mingbai.firm_clearing c on c.community_id = $1 and c.entry_seq = f.entry_seq
            where u.community_id = $1 and r.number = $2))::numeric(18,2) as amount`,
      [tx.communityId, number],
    );
    return Money.parse(required(row, 'sum').amount);
  }
}
