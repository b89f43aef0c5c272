import { Injectable } from '@nestjs/common';
import { Rate, required, type BusinessDate, type Id, type Instant, type Quarter } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { CountedLog } from '../domain/record-content.js';
import { responseMeasure, type ResponseHours, type ResponseMeasure, type StatedRepair } from '../domain/repair-log.js';

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

/** What the log of a quarter was counted to, `on` a day for the assessment that has it last; `first`: the record that counted it, by the rule of its figures and as of `at`. */
export interface LogCount {
  readonly assessmentId: Id<'assessment'>;
  readonly first: Id<'assessment_record'>;
  readonly on: BusinessDate;
  readonly at: Instant;
  readonly log: CountedLog;
  readonly score: Rate;
}

/** `countedAt`: the moment of which the figures are, where the log was counted and stands still. */
export type LogMeasure = { readonly measure: ResponseMeasure | null; readonly countedAt: Instant | null };

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

  /** Null before any assessment of the quarter, VOID or not, has counted its log; from then on the log stands still. */
  async countOf(tx: Tx, quarter: Quarter): Promise<LogCount | null> {
    const [count] = await tx.query<Omit<LogCount, 'score'> & { readonly score: string }>(
      `select assessment_id as "assessmentId", first, counted_on as "on", counted_at as "at", log, score from mingbai.count_of_log($1, $2)`,
      [tx.communityId, quarter],
    );
    return count ? { ...count, score: Rate.parse(count.score) } : null;
  }

  /** What the log of a quarter gives: as it was counted, or before that as it stands at a moment; no measure while there is nothing to count. */
  async measureOf(tx: Tx, quarter: Quarter, { hours, asOf }: { hours: ResponseHours; asOf: Instant }): Promise<LogMeasure> {
    const count = await this.countOf(tx, quarter);
    if (count) return { measure: { ...count.log, score: count.score }, countedAt: count.at };
    return { measure: responseMeasure(await this.ofQuarter(tx, quarter), hours, asOf), countedAt: null };
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
