import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What gave a penalty up stays once that is taken back (P18u), so that a month given up by the same entry could never be taken up again, and the close of that month waited for ever:
 * a penalty is given up by an entry of its own.
 */
export class PenaltiesGivenUpAlone1795420807700 implements MigrationInterface {
  readonly name = 'PenaltiesGivenUpAlone1795420807700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const wall = `
  create function mingbai.give_up_penalty_alone() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if exists (select from firm_clearing c where c.community_id = new.community_id and c.entry_seq = new.entry_seq and c.id <> new.id and 'PENALTY' in (c.due_kind, new.due_kind)) then
      raise exception 'entry % gives up a penalty beside another due: each is written off by itself', new.entry_seq using errcode = '23514';
    end if;
    return null;
  end $$;
  create trigger penalty_alone after insert on mingbai.firm_clearing for each row when (new.kind = 'WRITTEN_OFF') execute function mingbai.give_up_penalty_alone();`;
