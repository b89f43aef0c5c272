import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A contract does not close while payouts under it are suspended, and one that did is resumed: what the outgoing firm had earned is paid after the end (民法典 950).
 * A notice leaves the days that the terms in force on its day say, and steps are recorded in the order of their moments.
 */
export class NoContractClosesSuspended1795420805600 implements MigrationInterface {
  readonly name = 'NoContractClosesSuspended1795420805600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  create or replace function mingbai.guard_contract_step() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare c contract%rowtype; day date := (new.recorded_at at time zone 'Asia/Shanghai')::date; last_notice contract_step%rowtype; last_halt contract_step%rowtype;
    stands boolean; ended boolean; halted boolean; parts text[]; days int;
  begin
    select * into strict c from contract x where x.community_id = new.community_id and x.id = new.contract_id;
    select * into last_notice from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and s.kind in ('NOTICE_GIVEN', 'NOTICE_WITHDRAWN') order by s.id desc limit 1;
    select * into last_halt from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and s.kind in ('SUSPENDED', 'RESUMED') order by s.id desc limit 1;
    stands := coalesce(last_notice.kind = 'NOTICE_GIVEN', false);
    halted := coalesce(last_halt.kind = 'SUSPENDED', false);
    ended := contract_ends(c.community_id, c.id) < day;
    parts := (case new.kind when 'SUSPENDED' then array['COMMITTEE', 'COMMUNITY', 'CENTRE'] when 'RESUMED' then array['COMMITTEE', 'COMMUNITY', 'CENTRE']
      when 'NOTICE_GIVEN' then array['COMMITTEE', 'COMMUNITY', 'FIRM'] when 'NOTICE_WITHDRAWN' then array['COMMITTEE', 'COMMUNITY', 'FIRM'] else array['COMMITTEE', 'COMMUNITY'] end);
    if not has_part(new.community_id, new.recorded_by, new.recorded_for, parts, new.recorded_at) then
      raise exception 'person % has no part of that day by which they take step % of contract %', new.recorded_by, new.kind, c.number using errcode = '23514';
    end if;
    if exists (select from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and (s.recorded_at > new.recorded_at
        or s.kind = 'CLOSED' and new.kind <> 'RESUMED' or s.kind = 'HANDOVER' and new.kind not in ('CLOSED', 'SUSPENDED', 'RESUMED') or s.kind = 'HOLDOVER' and new.kind = 'HOLDOVER'))
      or not (case new.kind
        when 'HOLDOVER' then not stands and day > c.to_on - 92
        when 'NOTICE_GIVEN' then not stands and not ended and day >= c.from_on
        when 'NOTICE_WITHDRAWN' then stands and not ended and last_notice.recorded_for = new.recorded_for
        when 'SUSPENDED' then not halted
        when 'RESUMED' then halted and last_halt.recorded_for <> new.recorded_for
        when 'HANDOVER' then stands or ended
        else ended and not halted and exists (select from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and s.kind = 'HANDOVER') end) then
      raise exception 'contract % takes no step % now', c.number, new.kind using errcode = '23514';
    end if;
    if new.kind = 'NOTICE_GIVEN' then
      select coalesce((v.terms ->> 'noticeDays')::int, 60) into days from contract_version v where v.community_id = new.community_id and v.contract_id = c.id
        and v.from_period <= to_char(day, 'YYYY-MM') order by v.from_period desc limit 1;
      if new.ends_on < day + days or new.ends_on > contract_ends(c.community_id, c.id)
          or new.ends_on <> c.to_on and new.ends_on <> (date_trunc('quarter', new.ends_on) + interval '3 months')::date - 1 then
        raise exception 'contract % cannot end by notice on %', c.number, new.ends_on using errcode = '23514';
      end if;
    end if;
    return new;
  end $$;`;
