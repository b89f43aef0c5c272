import { Injectable } from '@nestjs/common';
import { assert, DomainError, firstDay, lastDay, Money, together, type AccountingPeriod, type BusinessDate, type Json } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { assertInSuspense, assertUnplaced, type BankLineId, type BankLineState, type BankLineView, type MatchPart } from '../domain/bank-line.js';
import { BankMatch } from '../persistence/bank-match.js';
import { BankQueries } from './bank-queries.js';

/** A line, where its money went, and why. */
export interface LinePlacement {
  readonly lineId: BankLineId;
  readonly parts: readonly MatchPart[];
  readonly reason: Json;
}

/** Money of a line that waits: unidentified, or credited to us by mistake of the bank. */
export interface SuspendedLine {
  readonly lineId: BankLineId;
  readonly entrySeq: number;
  readonly reason: Json;
  readonly as?: 'SUSPENSE' | 'WRONG_CREDIT';
}

/** A match and the entry that reverses its own. */
export interface UndoneMatch {
  readonly matchId: number;
  readonly entrySeq: number;
}

interface Change extends LinePlacement {
  readonly takenFrom: 'LINE' | 'SUSPENSE';
  readonly state: BankLineState;
  readonly suspenseOpen: Money;
}

/** The only way to give a bank line its place. The caller holds the book's lock and has posted the entries it names. */
@Injectable()
export class BankLines {
  constructor(
    private readonly queries: BankQueries,
    private readonly ledger: LedgerService,
  ) {}

  /** Unplaced → MATCHED: Σ parts is the whole line (I16). @throws BANK_LINE_STATE, BANK_LINE_MISSING */
  async match(tx: Tx, posting: Posting, placements: readonly LinePlacement[]): Promise<void> {
    const lines = await this.linesOf(tx, placements);
    const changes = placements.map((placement): Change => {
      const line = lines(placement.lineId);
      assertUnplaced(line);
      assertWhole(line.amount, placement);
      return { ...placement, takenFrom: 'LINE', state: 'MATCHED', suspenseOpen: Money.zero };
    });
    await this.write(tx, posting, changes);
  }

  /** Unplaced → SUSPENSE: the whole line waits on 2301 under its own id. @throws BANK_LINE_STATE, BANK_LINE_MISSING */
  async suspend(tx: Tx, posting: Posting, suspended: readonly SuspendedLine[]): Promise<void> {
    const lines = await this.linesOf(tx, suspended);
    const changes = suspended.map(({ lineId, entrySeq, reason, as = 'SUSPENSE' }): Change => {
      const line = lines(lineId);
      assertUnplaced(line);
      const parts: MatchPart[] = [{ targetType: as, targetId: lineId, amount: line.amount, entrySeq }];
      return { lineId, reason, parts, takenFrom: 'LINE', state: 'SUSPENSE', suspenseOpen: line.amount };
    });
    await this.write(tx, posting, changes);
  }

  /** SUSPENSE → MATCHED; what a close has reconciled stays RECONCILED. Σ parts is what still waits. @throws BANK_LINE_NOT_IN_SUSPENSE, BANK_LINE_MISSING */
  async find(tx: Tx, posting: Posting, placement: LinePlacement): Promise<void> {
    const line = (await this.linesOf(tx, [placement]))(placement.lineId);
    assertInSuspense(line);
    assertWhole(line.suspenseOpen, placement);
    const state = line.state === 'RECONCILED' ? 'RECONCILED' : 'MATCHED';
    await this.write(tx, posting, [{ ...placement, takenFrom: 'SUSPENSE', state, suspenseOpen: Money.zero }]);
  }

  /**
   * Takes matches back, all of a line's that are not taken back yet: it is NEW again; what was found in suspense is back there when only
   * that is undone. A line that a close has reconciled stays so until its month is opened again.
   */
  async undo(tx: Tx, posting: Posting, undone: readonly UndoneMatch[]): Promise<void> {
    const firstId = await this.ledger.takeIds(tx, undone.length);
    const { communityId } = tx;
    const rows = await tx.query<{ lineId: BankLineId }>(
      `insert into mingbai.bank_match (community_id, id, line_id, taken_from, target_type, target_id, amount, entry_seq, matched_at, matched_by, undoes)
       select $1, u.id, m.line_id, m.taken_from, m.target_type, m.target_id, -m.amount, u.seq, $5, $6, m.id
       from unnest($2::bigint[], $3::bigint[], $4::bigint[]) u(id, match, seq) join mingbai.bank_match m on m.community_id = $1 and m.id = u.match returning line_id as "lineId"`,
      [
        communityId,
        undone.map((_, index) => firstId + index),
        undone.map(({ matchId }) => matchId),
        undone.map(({ entrySeq }) => entrySeq),
        posting.at,
        posting.by,
      ],
    );
    await tx.query(
      `update mingbai.bank_line l set suspense_open = s.open, reason = null,
         state = case when l.state = 'RECONCILED' then l.state when s.consumed = 0 then 'NEW' when s.open > 0 then 'SUSPENSE' else l.state end
       from (select line_id, sum(case when taken_from = 'LINE' then amount else 0 end) as consumed,
           sum(case when target_type in ('SUSPENSE', 'WRONG_CREDIT') then amount else 0 end) - sum(case when taken_from = 'SUSPENSE' then amount else 0 end) as open
         from mingbai.bank_match where community_id = $1 and line_id = any ($2::bigint[]) group by line_id) s
       where l.community_id = $1 and l.id = s.line_id`,
      [communityId, [...new Set(rows.map(({ lineId }) => lineId))]],
    );
  }

  /** Says of unplaced lines why they have no place: NEW without a likely one, SUGGESTED with one that a person may confirm. */
  async explain(tx: Tx, explained: readonly { lineId: BankLineId; reason: object; suggested?: boolean }[]): Promise<void> {
    await tx.query(
      `update mingbai.bank_line l set reason = c.reason, state = c.state from unnest($2::bigint[], $3::jsonb[], $4::text[]) c(id, reason, state)
       where l.community_id = $1 and l.id = c.id and l.state in ('NEW', 'SUGGESTED') and (l.state, l.reason) is distinct from (c.state, c.reason)`,
      [
        tx.communityId,
        explained.map(({ lineId }) => lineId),
        explained.map(({ reason }) => JSON.stringify(reason)),
        explained.map(({ suggested = false }) => (suggested ? 'SUGGESTED' : 'NEW')),
      ],
    );
  }

  /** Every placed line of a month becomes RECONCILED. @returns how many @throws BANK_LINE_UNPLACED */
  async reconcileThrough(tx: Tx, month: AccountingPeriod): Promise<number> {
    const range = [tx.communityId, firstDay(month), lastDay(month)];
    const [left] = await tx.query<{ count: number }>(
      `select count(*) as count from mingbai.bank_line where community_id = $1 and booked_on <= $2 and state in ('NEW', 'SUGGESTED')`,
      [tx.communityId, lastDay(month)],
    );
    if (left && left.count > 0) throw new DomainError('BANK_LINE_UNPLACED', { month, count: left.count });
    await tx.query(
      `update mingbai.bank_line set state = 'RECONCILED' where community_id = $1 and booked_on between $2 and $3 and state in ('MATCHED', 'SUSPENSE')`,
      range,
    );
    const [done] = await tx.query<{ count: number }>(
      `select count(*) as count from mingbai.bank_line where community_id = $1 and booked_on between $2 and $3`,
      range,
    );
    return done?.count ?? 0;
  }

  /** Every line that a close had reconciled and whose day is open again is as it was before it: MATCHED, or waiting in suspense. */
  async openAfter(tx: Tx, closedThrough: BusinessDate): Promise<void> {
    await tx.query(
      `update mingbai.bank_line set state = case when suspense_open > 0 then 'SUSPENSE' else 'MATCHED' end where community_id = $1 and booked_on > $2 and state = 'RECONCILED'`,
      [tx.communityId, closedThrough],
    );
  }

  private async linesOf(tx: Tx, placements: readonly { lineId: BankLineId }[]): Promise<(id: BankLineId) => BankLineView> {
    const ids = placements.map(({ lineId }) => lineId);
    assert(new Set(ids).size === ids.length, 'a line is placed once in a call');
    const found = new Map((await this.queries.lines(tx, { ids })).map((line) => [line.id, line]));
    return (id) => {
      const line = found.get(id);
      if (!line) throw new DomainError('BANK_LINE_MISSING', { line: id });
      return line;
    };
  }

  private async write(tx: Tx, posting: Posting, changes: readonly Change[]): Promise<void> {
    const firstId = await this.ledger.takeIds(
      tx,
      changes.reduce((count, { parts }) => count + parts.length, 0),
    );
    const { communityId } = tx;
    const matches = changes
      .flatMap(({ lineId, takenFrom, parts }) => parts.map((part) => ({ lineId, takenFrom, ...part })))
      .map((match, index) => ({ communityId, id: firstId + index, ...match, matchedAt: posting.at, matchedBy: posting.by, undoes: null }) as BankMatch);
    const inserted = insertRows(tx, BankMatch, matches);
    const updated = tx.query(
      `update mingbai.bank_line l set state = c.state, suspense_open = c.open, reason = c.reason
        from unnest($2::bigint[], $3::text[], $4::numeric[], $5::jsonb[]) c(id, state, open, reason) where l.community_id = $1 and l.id = c.id`,
      [
        communityId,
        changes.map(({ lineId }) => lineId),
        changes.map(({ state }) => state),
        changes.map(({ suspenseOpen }) => suspenseOpen.toString()),
        changes.map(({ reason }) => JSON.stringify(reason)),
      ],
    );
    await together([inserted, updated]);
  }
}

function assertWhole(amount: Money, { lineId, parts }: LinePlacement): void {
  const total = Money.sum(parts.map((part) => part.amount));
  assert(total.equals(amount), `the parts of bank line ${lineId} add up to ${total.toString()}, not ${amount.toString()}`);
}
