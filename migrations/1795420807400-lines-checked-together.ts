import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether bank lines are consumed once was asked for each line and again for each match, 25,000 times in the books of three years. The
 * lines that a statement touches are noted in one row, and asked for together when the transaction commits: a month of lines costs two
 * questions. The row goes with its answer, so nobody ever reads one; only the triggers write it.
 */
export class LinesCheckedTogether1795420807400 implements MigrationInterface {
  readonly name = 'LinesCheckedTogether1795420807400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    for (const sql of [table, functions, triggers]) await runner.query(sql);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.bank_line_check', 'select')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const table = `
  -- line_id is the first of its lines; another statement of the transaction that begins with the same one writes the row again, and is asked for as well
  create table mingbai.bank_line_check (community_id int not null, line_id bigint not null, line_ids bigint[] not null, primary key (community_id, line_id))`;
const AGAIN = 'on conflict (community_id, line_id) do update set line_ids = excluded.line_ids';

/** A line that cannot be seen at the commit, because the session was turned to another compound, is refused as well. */
const functions = `
  create function mingbai.bank_lines_are_consumed_once() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp set enable_seqscan = off as $$
  declare wrong record;
  begin
    select c.id, l.amount, l.state, l.suspense_open as open, m.consumed, m.waits into wrong
      from unnest(new.line_ids) c(id)
      left join bank_line l on l.community_id = new.community_id and l.id = c.id
      cross join lateral (
        select coalesce(sum(b.amount) filter (where b.taken_from = 'LINE'), 0) as consumed,
          coalesce(sum(b.amount) filter (where b.target_type in ('SUSPENSE', 'WRONG_CREDIT')), 0) - coalesce(sum(b.amount) filter (where b.taken_from = 'SUSPENSE'), 0) as waits
        from bank_match b where b.community_id = new.community_id and b.line_id = c.id) m
      where (m.consumed = case when l.state in ('NEW', 'SUGGESTED') then 0 else l.amount end and m.waits = l.suspense_open) is not true
      order by c.id limit 1;
    if found then
      raise exception 'bank line % of % is % with % matched and % of suspense % open', wrong.id, wrong.amount, wrong.state, wrong.consumed, wrong.open, wrong.waits using errcode = '23514';
    end if;
    delete from bank_line_check where community_id = new.community_id and line_id = new.line_id;
    return null;
  end $$;

  create function mingbai.check_matched_lines() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  begin
    insert into bank_line_check (community_id, line_id, line_ids)
      select community_id, min(line_id), array_agg(distinct line_id) from added group by community_id ${AGAIN};
    return null;
  end $$;

  -- A close marks thousands of lines whose state and open suspense need no second look at their matches.
  create function mingbai.check_moved_lines() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  begin
    insert into bank_line_check (community_id, line_id, line_ids)
      select n.community_id, min(n.id), array_agg(n.id) from (
        select community_id, id, suspense_open, state in ('NEW', 'SUGGESTED') from after
        except select community_id, id, suspense_open, state in ('NEW', 'SUGGESTED') from before) n
      group by n.community_id ${AGAIN};
    return null;
  end $$;
  revoke all on function mingbai.bank_lines_are_consumed_once(), mingbai.check_matched_lines(), mingbai.check_moved_lines() from public`;

const triggers = `
  create constraint trigger consumed_once after insert or update on mingbai.bank_line_check deferrable initially deferred for each row execute function mingbai.bank_lines_are_consumed_once();
  drop trigger consumed_once on mingbai.bank_line;
  drop trigger consumed_once on mingbai.bank_match;
  drop function mingbai.bank_line_is_consumed_once();
  create trigger consumed_once after insert on mingbai.bank_match referencing new table as added for each statement execute function mingbai.check_matched_lines();
  create trigger consumed_once after update on mingbai.bank_line referencing old table as before new table as after for each statement execute function mingbai.check_moved_lines()`;
