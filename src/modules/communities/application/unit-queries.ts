import { Injectable } from '@nestjs/common';
import { Rate, type AccountingPeriod, type BusinessDate, type Instant } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { CorrectedFacts } from '../domain/unit-correction.js';
import type { UnitId, UnitView } from '../domain/unit.js';

type UnitRow = Omit<UnitView, 'area'> & { readonly area: string };

/** Who owned a unit, and when. `name` is personal data. */
export interface UnitOwnerView {
  readonly id: number;
  readonly name: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
}

/** A correction as it was recorded. */
export interface UnitCorrectionView extends CorrectedFacts {
  readonly reason: string;
  readonly document: string;
  readonly recordedAt: Instant;
}

/** `corrected` is a condition on the corrections c that count. */
const select = (
  corrected = '',
): string => `select u.id, u.building_id as "buildingId", u.code, b.name as building, u.label, coalesce(c.kind, u.kind) as kind, coalesce(c.area, u.area) as area,
    o.name as "ownerName"
  from mingbai.unit u
  join mingbai.building b on b.community_id = $1 and b.id = u.building_id
  left join mingbai.unit_owner o on o.community_id = $1 and o.unit_id = u.id and o.to_on is null
  left join (select distinct on (c.unit_id) c.unit_id, c.kind, c.area from mingbai.unit_correction c where c.community_id = $1 ${corrected} order by c.unit_id, c.from_period desc, c.id desc) c on c.unit_id = u.id
  where u.community_id = $1`;
const SELECT = select();

/** Reads the units of a compound with their present owners, always in the order in which they were recorded, with what was corrected since. */
@Injectable()
export class UnitQueries {
  async all(tx: Tx): Promise<UnitView[]> {
    return (await tx.query<UnitRow>(`${SELECT} order by u.id`, [tx.communityId])).map(viewOf);
  }

  /** All, with the area and kind that count in a month. */
  async allIn(tx: Tx, period: AccountingPeriod): Promise<UnitView[]> {
    return (await tx.query<UnitRow>(`${select('and c.from_period <= $2')} order by u.id`, [tx.communityId, period])).map(viewOf);
  }

  /** At most `limit` units after the one with the id `afterId` (0: from the first). */
  async page(tx: Tx, page: { afterId: number; limit: number }): Promise<UnitView[]> {
    return (await tx.query<UnitRow>(`${SELECT} and u.id > $2 order by u.id limit $3`, [tx.communityId, page.afterId, page.limit])).map(viewOf);
  }

  async byCode(tx: Tx, code: string): Promise<UnitView | null> {
    const [row] = await tx.query<UnitRow>(`${SELECT} and u.code = $2`, [tx.communityId, code]);
    return row ? viewOf(row) : null;
  }

  async byId(tx: Tx, id: UnitId): Promise<UnitView | null> {
    const [row] = await tx.query<UnitRow>(`${SELECT} and u.id = $2`, [tx.communityId, id]);
    return row ? viewOf(row) : null;
  }

  /** What was corrected of a unit, in the order of the months from which it counts: for a month the last one that begins by then. */
  async corrections(tx: Tx, unitId: UnitId): Promise<UnitCorrectionView[]> {
    const rows = await tx.query<Omit<UnitCorrectionView, 'area'> & { area: string }>(
      `select from_period as "from", kind, area, reason, document, recorded_at as "recordedAt" from mingbai.unit_correction where community_id = $1 and unit_id = $2 order by from_period, id`,
      [tx.communityId, unitId],
    );
    return rows.map((row) => ({ ...row, area: Rate.parse(row.area) }));
  }

  /** Everybody who owned a unit, the present owner first. */
  async owners(tx: Tx, unitId: UnitId): Promise<UnitOwnerView[]> {
    return tx.query<UnitOwnerView>(
      `select id, name, from_on as "from", to_on as "to" from mingbai.unit_owner where community_id = $1 and unit_id = $2 order by from_on desc`,
      [tx.communityId, unitId],
    );
  }
}

function viewOf(row: UnitRow): UnitView {
  return { ...row, area: Rate.parse(row.area) };
}
