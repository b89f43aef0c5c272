import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Clock, DomainError, type BusinessDate, type Instant, type Role } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { AccessLog, Allowance, MORE_REFUSALS, type AccessKind, type AccessNote } from '../../../platform/http/index.js';
import { CommunityQueries } from '../../communities/index.js';

/** A line of the access log as it is shown. Of somebody who never had a part in the compound no name is told. */
export interface AccessLogLine {
  readonly id: string;
  readonly at: Instant;
  readonly kind: AccessKind;
  readonly personId: number;
  readonly person: string | null;
  readonly organisation: string | null;
  readonly roles: readonly Role[];
  readonly permission: string | null;
  readonly method: string;
  readonly route: string;
  readonly subject: string | null;
  readonly code: string | null;
  readonly reason: string | null;
  readonly requestId: string;
}

/** What of the log is asked for; the latest line first, `before` the id of the last one seen. */
export interface AccessLogPage {
  readonly limit: number;
  readonly before?: string;
  readonly kind?: AccessKind;
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
}

/** What one person is refused in a compound in a minute is written down so often, and then that there was more. */
const REFUSALS_A_MINUTE_MAX = 60;

/** Writes the access log and reads it again. Its rows are never changed: a statement trigger refuses it of everybody. */
@Injectable()
export class AccessLogRows extends AccessLog {
  private sequence = 0;
  private readonly refusals = new Allowance(REFUSALS_A_MINUTE_MAX);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly clock: Clock,
  ) {
    super();
  }

  async write(note: AccessNote): Promise<void> {
    const community = await this.unitOfWork.shared((tx) => this.communities.find(tx, note.slug));
    if (!community) return;
    // counted by the compound that there is: addresses of none use up nobody's lines
    const room = note.kind === 'REFUSED' ? this.refusals.take(`${note.personId} ${community.id}`) : 'room';
    if (room !== 'none') await this.unitOfWork.run(community.id, (tx) => this.add(tx, room === 'last' ? { ...note, code: MORE_REFUSALS } : note));
  }

  /** The same inside a command of the caller's, which is about the compound of the transaction. */
  async add(tx: Tx, { personId, actor, kind, permission, method, route, subject, code, reason, requestId }: AccessNote): Promise<void> {
    const at = this.clock.now();
    await tx.query(
      `insert into mingbai.access_log (community_id, id, at, person_id, organisation_id, roles, kind, permission, method, route, subject, code, reason, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        tx.communityId,
        this.idAt(at),
        at,
        personId,
        actor?.organisationId ?? null,
        actor?.roles ?? [],
        kind,
        permission,
        method,
        route,
        subject,
        code,
        reason,
        requestId,
      ],
    );
  }

  lines(tx: Tx, { limit, before, kind, from, to }: AccessLogPage): Promise<AccessLogLine[]> {
    if (before !== undefined && !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(before))
      throw new DomainError('REQUEST_INVALID', {}, [{ path: 'cursor', message: 'use the nextCursor of the previous page' }]);
    return tx.query<AccessLogLine>(
      `select l.id, l.at, l.kind, l.person_id as "personId", o.short_name as organisation, l.roles, l.permission, l.method, l.route, l.subject, l.code, l.reason,
         l.request_id as "requestId",
         case when exists (select from mingbai.membership m where m.person_id = l.person_id and m.community_id = l.community_id) then p.name end as person
       from mingbai.access_log l join mingbai.person p on p.id = l.person_id left join mingbai.organisation o on o.id = l.organisation_id
       where l.community_id = $1 and ($2::uuid is null or l.id < $2) and ($3::text is null or l.kind = $3)
         and ($4::date is null or l.at >= $4::timestamp at time zone 'Asia/Shanghai') and ($5::date is null or l.at < ($5::date + 1)::timestamp at time zone 'Asia/Shanghai')
       order by l.id desc limit $6`,
      [tx.communityId, before ?? null, kind ?? null, from ?? null, to ?? null, limit],
    );
  }

  /** A uuid of version 7: in the order of time, and inside a millisecond in that of this process. */
  private idAt(at: Instant): string {
    const time = BigInt(Date.parse(at)).toString(16).padStart(12, '0');
    this.sequence = (this.sequence + 1) % 4096;
    const tail = randomBytes(8).toString('hex');
    const variant = ((Number.parseInt(tail.slice(0, 1), 16) & 3) | 8).toString(16);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${this.sequence.toString(16).padStart(3, '0')}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}`;
  }
}
