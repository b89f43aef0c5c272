import { Injectable } from '@nestjs/common';
import { Rate, type AccountingPeriod, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { UnitId, UnitKind } from '../../communities/index.js';
import type { UnitCorrectionRequestId } from '../persistence/unit-correction-request.js';

/** Area in m²; `decision` null while it waits. */
export interface UnitCorrectionRequestView {
  readonly id: UnitCorrectionRequestId;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly from: AccountingPeriod;
  readonly kind: UnitKind;
  readonly area: Rate;
  readonly reason: string;
  readonly document: string;
  readonly askedBy: PersonId;
  readonly askedFor: OrganisationId;
  readonly askedAt: Instant;
  readonly decision: 'AGREED' | 'REFUSED' | null;
  readonly decisionReason: string | null;
  readonly decidedAt: Instant | null;
}

/** Reads what bookkeepers asked to be corrected of units, and what was decided. */
@Injectable()
export class UnitCorrectionRequests {
  /** Those that wait, or all of one unit, or one; the latest first. */
  async all(tx: Tx, filter: 'WAITING' | { readonly unitId: UnitId } | { readonly id: UnitCorrectionRequestId }): Promise<UnitCorrectionRequestView[]> {
    const [where, value] =
      filter === 'WAITING' ? ['d.id is null and $2::bigint is null', null] : 'unitId' in filter ? ['r.unit_id = $2', filter.unitId] : ['r.id = $2', filter.id];
    const rows = await tx.query<Omit<UnitCorrectionRequestView, 'area'> & { area: string }>(
      `select r.id, r.unit_id as "unitId", u.code as "unitCode", r.from_period as "from", r.kind, r.area, r.reason, r.document, r.asked_by as "askedBy", r.asked_for as "askedFor",
         r.asked_at as "askedAt", d.decision, d.reason as "decisionReason", d.decided_at as "decidedAt"
       from mingbai.unit_correction_request r join mingbai.unit u on u.community_id = $1 and u.id = r.unit_id
         left join mingbai.unit_correction_decision d on d.community_id = $1 and d.request_id = r.id where r.community_id = $1 and ${where} order by r.id desc`,
      [tx.communityId, value],
    );
    return rows.map((row) => ({ ...row, area: Rate.parse(row.area) }));
  }
}
