import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a bank line is consumed once is asked in one query and not in two, of tables by their whole names: it is asked twice for every line of a match. */
export class OneLookAtALine1795420803970 implements MigrationInterface {
  readonly name = 'OneLookAtALine1795420803970';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function mingbai.bank_line_is_consumed_once() returns trigger language plpgsql set enable_seqscan = off as $$
      declare checked bigint; m record;
      begin
        if tg_table_name = 'bank_line' then checked := new.id; else checked := new.line_id; end if;
        select l.amount, l.state, l.suspense_open as open, coalesce(sum(b.amount) filter (where b.taken_from = 'LINE'), 0) as consumed,
            coalesce(sum(b.amount) filter (where b.target_type in ('SUSPENSE', 'WRONG_CREDIT')), 0) - coalesce(sum(b.amount) filter (where b.taken_from = 'SUSPENSE'), 0) as waits
          into m from mingbai.bank_line l left join mingbai.bank_match b on b.community_id = new.community_id and b.line_id = checked
          where l.community_id = new.community_id and l.id = checked group by l.amount, l.state, l.suspense_open;
        if m.consumed <> (case when m.state in ('NEW', 'SUGGESTED') then 0 else m.amount end) or m.open <> m.waits then
          raise exception 'bank line % of % is % with % matched and % of suspense % open', checked, m.amount, m.state, m.consumed, m.open, m.waits using errcode = '23514';
        end if;
        return null;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
