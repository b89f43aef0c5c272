import { Injectable } from '@nestjs/common';
import { Rate, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { UnitId, UnitView } from '../domain/unit.js';

type UnitRow = Omit<UnitView, 'area'> & { readonly area: string };

/** Who owned a unit, and when. `name` is personal data. */
export interface UnitOwnerView {
  readonly id: number;
  readonly name: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
}

const SELECT = `select u.id, u.building_id as "buildingId", u.code, b.name as building, u.label, u.kind, u.area, o.name as "ownerName"
  from mingbai.unit u
  join mingbai.building b on b.community_id = $1 and b.id = u.building_id
  left join mingbai.unit_owner o on o.community_id = $1 and o.unit_id = u.id and o.to_on is null
  where u.community_id = $1`;

/** Reads the units of a compound with their present owners, always in the order in which they were recorded. */
@Injectable()
export class UnitQueries {
  async all(tx: Tx): Promise<UnitView[]> {
    return (await tx.query<UnitRow>(`${SELECT} order by u.id`, [tx.communityId])).map(viewOf);
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
