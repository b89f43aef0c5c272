import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWNERS = 'COMMITTEE,COMMUNITY';

/** By whom, for whom, when, in which parts; and the event that writes it. */
const WALLS: readonly (readonly [table: string, event: string, by: string, organisation: string, at: string, parts: string])[] = [
  ['vote', 'insert', 'opened_by', 'opened_for', 'opened_at', OWNERS],
  ['vote_ballot', 'insert', 'recorded_by', 'recorded_for', 'recorded_at', OWNERS],
  ['vote_count', 'insert', 'counted_by', 'counted_for', 'counted_at', OWNERS],
  ['vote_end', 'insert', 'ended_by', 'ended_for', 'ended_at', `${OWNERS},CENTRE,STREET`],
  ['survey', 'insert', 'opened_by', 'opened_for', 'opened_at', OWNERS],
  ['survey_letter', 'insert', 'issued_by', 'issued_for', 'issued_at', OWNERS],
  ['survey_paper', 'insert', 'recorded_by', 'recorded_for', 'recorded_at', OWNERS],
  ['survey_paper', 'update', 'decided_by', 'decided_for', 'decided_at', `${OWNERS},CENTRE,STREET`],
  ['paper_refund', 'insert', 'asked_by', 'asked_for', 'asked_at', 'BOOKKEEPER'],
  ['paper_refund', 'update', 'decided_by', 'decided_for', 'decided_at', `${OWNERS},CENTRE`],
  ['waiver_undo', 'insert', 'undone_by', 'undone_for', 'undone_at', OWNERS],
];

/**
 * Whoever stands behind a vote, a survey, a refund by paper or a waiver that was taken back had the part for it on that day. A vote in which somebody has voted is called off by those alone who
 * did not hold it; the kind of a resolution goes with its matter, which says how many must agree; days are those of their moments.
 */
export class ByWhoHasThePart1795420805630 implements MigrationInterface {
  readonly name = 'ByWhoHasThePart1795420805630';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(functions);
    for (const [table, event, by, organisation, at, parts] of WALLS)
      await runner.query(
        `create trigger by_who_has_the_part_on_${event} after ${event} on mingbai.${table} referencing new table as added for each statement
         execute function mingbai.by_who_has_the_part('${by}', '${organisation}', '${at}', '${parts}')`,
      );
    await runner.query(votes);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const functions = `
  create function mingbai.by_who_has_the_part() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare stranger record;
  begin
    select w.* into stranger from (
      select distinct a.community_id, (to_jsonb(a) ->> tg_argv[0])::bigint as person, (to_jsonb(a) ->> tg_argv[1])::bigint as organisation, (to_jsonb(a) ->> tg_argv[2])::timestamptz as at from added a) w
      where w.person is not null and not has_part(w.community_id, w.person, w.organisation, string_to_array(tg_argv[3], ','), w.at) limit 1;
    if found then
      raise exception 'person % has no part of that day by which they write %', stranger.person, tg_table_name using errcode = '23514';
    end if;
    return null;
  end $$;

  create or replace function mingbai.end_vote() returns trigger language plpgsql as $$
  declare v record; cast_ones boolean;
  begin
    select o.state, o.number into v from mingbai.vote o where o.community_id = new.community_id and o.id = new.vote_id;
    if v.state not in ('OPEN', 'COUNTED') or new.kind = 'CONFIRMED' and v.state <> 'COUNTED' then
      raise exception 'vote % is % and cannot be %', v.number, v.state, new.kind using errcode = 'MB001';
    end if;
    cast_ones := exists (select from mingbai.vote_ballot b where b.community_id = new.community_id and b.vote_id = new.vote_id);
    if (v.state = 'COUNTED' or cast_ones) and exists (
      select from mingbai.vote o where o.community_id = new.community_id and o.id = new.vote_id and (o.opened_by = new.ended_by or o.opened_for = new.ended_for)
      union all select from mingbai.vote_count c where c.community_id = new.community_id and c.vote_id = new.vote_id and (c.counted_by = new.ended_by or c.counted_for = new.ended_for)
      union all select from mingbai.vote_ballot b where b.community_id = new.community_id and b.vote_id = new.vote_id and (b.recorded_by = new.ended_by or b.recorded_for = new.ended_for)) then
      raise exception 'vote % is ended by those who held it', v.number using errcode = 'MB001';
    end if;
    return new;
  end $$;

  -- that of a vote is recorded for those who counted it, of whom the count says the same
  create function mingbai.resolution_of_the_owner_side() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.vote_id is null and not has_part(new.community_id, new.recorded_by, new.recorded_for, array['COMMITTEE', 'COMMUNITY'], new.recorded_at) then
      raise exception 'person % has no part of that day by which they record a resolution', new.recorded_by using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger of_the_owner_side after insert on mingbai.resolution for each row execute function mingbai.resolution_of_the_owner_side();`;

/** What stood before stays as it was decided. */
const votes = `
  alter table mingbai.vote
    add constraint matter_of_its_kind check (matter = case kind when 'COM_USE' then 'COMMON_PARTS' when 'CONTRACT' then 'FIRM' else matter end
      and (kind <> 'MAINTENANCE' or matter in ('FUND_USE', 'FUND_RAISING'))) not valid,
    add constraint opened_on_its_day check (opened_on = (opened_at at time zone 'Asia/Shanghai')::date) not valid;
  alter table mingbai.vote_ballot add constraint recorded_after_it_was_cast check (cast_on <= (recorded_at at time zone 'Asia/Shanghai')::date) not valid;
  alter table mingbai.vote_count add constraint sealed_on_its_day check (counted_on = (counted_at at time zone 'Asia/Shanghai')::date) not valid;`;
