import { Injectable } from '@nestjs/common';
import { required, type Instant, type Quarter } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { StatedRepair } from '../domain/repair-log.js';

/** A request as it stands in the log. */
export interface RepairView extends StatedRepair {
  readonly quarter: Quarter;
  readonly recordedAt: Instant;
  /** Whether a firm wrote it down itself. */
  readonly byFirm: boolean;
  /** SHA-256 of the list that it came with; null for one that somebody wrote down. */
  readonly source: string | null;
  readonly responseRecordedAt: Instant | null;
}

const REPAIR = `select number, quarter, what, urgency, received_at as "receivedAt", responded_at as "respondedAt", recorded_at as "recordedAt",
  exists (select from mingbai.organisation o where o.id = recorded_for and o.kind = 'FIRM') as "byFirm", source, response_recorded_at as "responseRecordedAt" from mingbai.repair_request where community_id = $1`;

/** Reads the log of repairs of a compound, which names nobody. */
@Injectable()
export class RepairQueries {
  /** All requests of a quarter, in the order in which they came. */
  ofQuarter(tx: Tx, quarter: Quarter): Promise<RepairView[]> {
    return tx.query<RepairView>(`${REPAIR} and quarter = $2 order by received_at, number`, [tx.communityId, quarter]);
  }

  byNumbers(tx: Tx, numbers: readonly string[]): Promise<RepairView[]> {
    return tx.query<RepairView>(`${REPAIR} and number = any ($2)`, [tx.communityId, numbers]);
  }

  /** Quarters that have requests, the latest first. */
  async quarters(tx: Tx): Promise<Quarter[]> {
    const rows = await tx.query<{ quarter: Quarter }>('select distinct quarter from mingbai.repair_request where community_id = $1 order by quarter desc', [
      tx.communityId,
    ]);
    return rows.map(({ quarter }) => quarter);
  }

  /** The next number of a request that somebody writes down in a year: BX2024-0001, and BX2024-10000 after 9999. */
  async nextNumber(tx: Tx, year: string): Promise<string> {
    const [row] = await tx.query<{ next: string }>(
      `select (coalesce(max(substr(number, 8)::numeric), 0) + 1)::text as next from mingbai.repair_request where community_id = $1 and number ~ ('^BX' || $2 || '-[0-9]+$')`,
      [tx.communityId, year],
    );
    return `BX${year}-${required(row, 'the next number').next.padStart(4, '0')}`;
  }

  /** The quarters of a list whose figures stand already: they take nothing any more. */
  async counted(tx: Tx, quarters: readonly Quarter[]): Promise<Quarter[]> {
    const rows = await tx.query<{ quarter: Quarter }>(
      'select quarter from unnest($2::text[]) quarter where mingbai.repairs_are_counted($1, quarter) order by 1',
      [tx.communityId, quarters],
    );
    return rows.map(({ quarter }) => quarter);
  }
}
