import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A month that two parties have opened again has its bank lines back as they were before its close, so that a wrong place can be taken back: so far they stayed
 * RECONCILED, and the mistake for which a month is opened most often could not be put right. Lines of months that are open again when this comes move at once.
 */
export class LinesOfReopenedMonths1795420803700 implements MigrationInterface {
  readonly name = 'LinesOfReopenedMonths1795420803700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(moves);
    // the owner is bound by a forced policy; the triggers of a line read its matches
    const tables = ['mingbai.bank_line', 'mingbai.bank_match', 'ledger.book'];
    for (const table of tables) await runner.query(`alter table ${table} no force row level security`);
    await runner.query(openAgain);
    await runner.query(`set constraints all immediate`);
    for (const table of tables) await runner.query(`alter table ${table} force row level security`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Back to NEW, or into suspense again, only by matches that are undone; from RECONCILED only where the books are open on the day of the line. */
const moves = `
  create or replace function mingbai.bank_line_moves() returns trigger language plpgsql as $$
  begin
    if old.state = 'RECONCILED' and new.state in ('MATCHED', 'SUSPENSE') then
      if new.booked_on <= (select b.closed_through from ledger.book b where b.community_id = new.community_id) then
        raise exception 'bank line % of % cannot go from % to %: its month is closed', old.id, old.booked_on, old.state, new.state using errcode = '23514';
      end if;
    elsif (old.state, new.state) not in (('NEW', 'NEW'), ('NEW', 'SUGGESTED'), ('SUGGESTED', 'NEW'), ('SUGGESTED', 'SUGGESTED'), ('NEW', 'MATCHED'), ('SUGGESTED', 'MATCHED'),
        ('NEW', 'SUSPENSE'), ('SUGGESTED', 'SUSPENSE'), ('SUSPENSE', 'SUSPENSE'), ('SUSPENSE', 'MATCHED'), ('MATCHED', 'NEW'), ('SUSPENSE', 'NEW'), ('MATCHED', 'SUSPENSE'),
        ('MATCHED', 'RECONCILED'), ('SUSPENSE', 'RECONCILED'), ('RECONCILED', 'RECONCILED')) then
      raise exception 'bank line % cannot go from % to %', old.id, old.state, new.state using errcode = '23514';
    end if;
    return new;
  end $$`;

const openAgain = `
  update mingbai.bank_line l set state = case when l.suspense_open > 0 then 'SUSPENSE' else 'MATCHED' end
  from ledger.book b where b.community_id = l.community_id and b.reopened_through is not null and l.booked_on > b.closed_through and l.state = 'RECONCILED'`;
