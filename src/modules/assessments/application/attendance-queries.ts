import { Injectable } from '@nestjs/common';
import type { BusinessDate, Quarter } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { Post } from '../../contracts/index.js';

/** A post through a quarter: promised, as the firm's roster says, and as spot checks found it. Means are text with two decimals; null where nobody counted. */
export type PostAttendance = Post & {
  readonly roster: { readonly days: number; readonly mean: string } | null;
  readonly checks: { readonly count: number; readonly mean: string } | null;
};

/** One spot check, with who was there. */
export interface SpotCheckView {
  readonly day: BusinessDate;
  readonly checkedAt: string;
  readonly organisation: string;
  readonly posts: readonly { readonly post: string; readonly promised: number; readonly present: number }[];
}

type Row = { readonly post: string; readonly kind: 'CHECK' | 'ROSTER'; readonly count: number; readonly mean: string };

/** Reads who was on duty in a compound. */
@Injectable()
export class AttendanceQueries {
  /** The promised posts of a quarter in the order of the contract, with what was counted. */
  async ofQuarter(tx: Tx, quarter: Quarter, promised: readonly Post[]): Promise<PostAttendance[]> {
    const rows = await tx.query<Row>(
      `select post, kind, count(*)::int as count, to_char(round(avg(present), 2), 'FM9999990.00') as mean from mingbai.attendance
       where community_id = $1 and quarter = $2 group by post, kind`,
      [tx.communityId, quarter],
    );
    const found = (post: string, kind: Row['kind']): Row | undefined => rows.find((row) => row.post === post && row.kind === kind);
    return promised.map((post) => {
      const [roster, checks] = [found(post.post, 'ROSTER'), found(post.post, 'CHECK')];
      return {
        ...post,
        roster: roster ? { days: roster.count, mean: roster.mean } : null,
        checks: checks ? { count: checks.count, mean: checks.mean } : null,
      };
    });
  }

  /** The spot checks of a quarter, the latest first. */
  checks(tx: Tx, quarter: Quarter): Promise<SpotCheckView[]> {
    return tx.query<SpotCheckView>(
      `select a.day, a.checked_at as "checkedAt", o.name as organisation,
         json_agg(json_build_object('post', a.post, 'promised', a.promised, 'present', a.present) order by a.id) as posts
       from mingbai.attendance a join mingbai.organisation o on o.id = a.recorded_for
       where a.community_id = $1 and a.quarter = $2 and a.kind = 'CHECK' group by a.day, a.checked_at, o.name order by a.checked_at desc`,
      [tx.communityId, quarter],
    );
  }

  /** What rosters say of posts on days: the number present by "2024-03-05 post". */
  async rosters(tx: Tx, days: readonly BusinessDate[]): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ day: BusinessDate; post: string; present: number }>(
      `select day, post, present from mingbai.attendance where community_id = $1 and kind = 'ROSTER' and day = any ($2::date[])`,
      [tx.communityId, days],
    );
    return new Map(rows.map(({ day, post, present }) => [`${day} ${post}`, present]));
  }

  /** The quarters that had a score, be it of an assessment that became VOID: they take nothing any more. */
  async closed(tx: Tx, quarters: readonly Quarter[]): Promise<Quarter[]> {
    const rows = await tx.query<{ quarter: Quarter }>(
      `select distinct quarter from mingbai.assessment where community_id = $1 and quarter = any ($2) and score is not null order by 1`,
      [tx.communityId, quarters],
    );
    return rows.map(({ quarter }) => quarter);
  }
}
