import { Injectable } from '@nestjs/common';
import { Money, type BusinessDate, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { BudgetCode, BudgetFund, BudgetId, BudgetLine, BudgetUse } from '../domain/budget.js';
import type { ConfirmationState } from '../domain/resolution.js';
import { ANSWER, answerOf, type ConfirmationView } from './resolution-queries.js';

/** A version of a year's budget with its lines, in yuan. */
export interface BudgetView {
  readonly id: BudgetId;
  readonly year: number;
  readonly versionNo: number;
  readonly state: ConfirmationState;
  readonly resolution: string;
  readonly adoptedAt: Instant;
  readonly adoptedBy: PersonId;
  readonly adoptedFor: OrganisationId;
  readonly answer: ConfirmationView | null;
  readonly lines: readonly BudgetLine[];
}

type Row = Omit<BudgetView, 'lines'> & { readonly lines: readonly { readonly fund: BudgetFund; readonly code: BudgetCode; readonly amount: string }[] };

const BUDGETS = `select b.id, b.year, b.version_no as "versionNo", mingbai.budget_state($1, b.id) as state, r.number as resolution, b.adopted_at as "adoptedAt",
    b.adopted_by as "adoptedBy", b.adopted_for as "adoptedFor", ${ANSWER},
    (select json_agg(json_build_object('fund', l.fund, 'code', l.code, 'amount', l.amount::text) order by array_position(array['SVC', 'COM', 'QLT'], l.fund), l.code)
     from mingbai.budget_line l where l.community_id = $1 and l.budget_id = b.id) as lines
  from mingbai.budget b join mingbai.resolution r on r.community_id = $1 and r.id = b.resolution_id
  left join mingbai.confirmation c on c.community_id = $1 and c.budget_id = b.id where b.community_id = $1`;

/** The year of a day. */
export function yearOf(on: BusinessDate): number {
  return Number.parseInt(on.slice(0, 4), 10);
}

/** Reads budgets and what is used of them. */
@Injectable()
export class BudgetQueries {
  /** Every version, the latest year and version first. */
  async all(tx: Tx): Promise<BudgetView[]> {
    return (await tx.query<Row>(`${BUDGETS} order by b.year desc, b.version_no desc`, [tx.communityId])).map(viewOf);
  }

  /** Of each year, the latest first: what waits, what was refused since, and the version that counts. */
  async present(tx: Tx): Promise<BudgetView[]> {
    const all = await this.all(tx);
    return all.filter(({ year, versionNo }) => !all.some((later) => later.year === year && later.versionNo > versionNo && later.state === 'CONFIRMED'));
  }

  /** The version that counts for a year: its last one that is confirmed, or was by a day; null where there is none. */
  async of(tx: Tx, year: number, by: BusinessDate | null = null): Promise<BudgetView | null> {
    const [row] = await tx.query<Row>(
      `${BUDGETS} and b.year = $2 and mingbai.budget_state($1, b.id) = 'CONFIRMED'
         and ($3::date is null or (coalesce(c.answered_at, b.adopted_at) at time zone 'Asia/Shanghai')::date <= $3) order by b.version_no desc limit 1`,
      [tx.communityId, year, by],
    );
    return row ? viewOf(row) : null;
  }

  /**
   * What is used of each line of a year: what the bank paid in it less what it gave back in it, and in the year that has `today` what is asked for and not paid, but
   * of one payout (0: of all). What came back of a payment of an earlier year is taken off only while that payout waits to be paid again or was: then a line may be below 0;
   * of one that ended unpaid it frees nothing here, though the statement tells it as cash that came back.
   */
  async use(tx: Tx, year: number, { today, exceptId = 0 }: { readonly today: BusinessDate; readonly exceptId?: number }): Promise<BudgetUse[]> {
    const rows = await tx.query<{ fund: string; code: string; used: string }>(
      'select fund, code, used::numeric(18,2) as used from mingbai.budget_use($1, $2, $3, $4) order by fund, code',
      [tx.communityId, year, yearOf(today) === year, exceptId],
    );
    return rows.map((row) => ({ ...row, used: Money.parse(row.used) }));
  }
}

function viewOf({ lines, answer, ...row }: Row): BudgetView {
  return { ...row, answer: answerOf(answer), lines: lines.map((line) => ({ ...line, amount: Money.parse(line.amount) })) };
}
