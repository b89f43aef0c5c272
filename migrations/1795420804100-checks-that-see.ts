import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is asked when a transaction commits is asked of rows that it must see: whoever turned the tenant of the session to another compound before the commit hid the line
 * and its matches from the question, and nothing was wrong with nothing.
 */
export class ChecksThatSee1795420804100 implements MigrationInterface {
  readonly name = 'ChecksThatSee1795420804100';

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
        if not found or m.consumed <> (case when m.state in ('NEW', 'SUGGESTED') then 0 else m.amount end) or m.open <> m.waits then
          raise exception 'bank line % of % is % with % matched and % of suspense % open', checked, m.amount, m.state, m.consumed, m.open, m.waits using errcode = '23514';
        end if;
        return null;
      end $$;
      create or replace function mingbai.error_is_given_back_once() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
      declare given numeric;
      begin
        select sum(amount) into given from bank_match where community_id = new.community_id and target_type in ('BANK_ERROR', 'CORRECTION') and target_id = new.target_id;
        if given is null or given > 0 then
          raise exception 'the error on bank line % would be closed by % too much: more of it is given back than the bank took', new.target_id, given using errcode = '23514';
        end if;
        return null;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
