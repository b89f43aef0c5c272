import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Response times were a figure that somebody typed. Now they are counted from a log of requests, which names nobody and stands still once it was counted. */
export class RepairLog1795420805810 implements MigrationInterface {
  readonly name = 'RepairLog1795420805810';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      create function mingbai.quarter_of(p_at timestamptz) returns text language sql stable as $$ select to_char(p_at at time zone 'Asia/Shanghai', 'YYYY"-Q"Q') $$;
      create function mingbai.repairs_are_counted(p_community int, p_quarter text) returns boolean language plpgsql stable as $$
      begin
        return exists (select from mingbai.assessment a where a.community_id = p_community and a.quarter = p_quarter and a.state <> 'VOID'
          and (a.state in ('SCORED', 'APPEALED', 'REVIEWED', 'FINAL')
            or exists (select from mingbai.assessment_record r where r.community_id = p_community and r.assessment_id = a.id and r.kind = 'MEASURE' and r.content->'log' is not null)));
      end $$;

      create table mingbai.repair_request (
        community_id int not null, number text not null check (number ~ '^[A-Z0-9][A-Z0-9_/-]{0,39}$'),
        quarter text not null, urgency text not null check (urgency in ('URGENT', 'NORMAL')), what text not null check (length(what) between 1 and 60),
        received_at timestamptz not null, source text check (source ~ '^[0-9a-f]{64}$'), recorded_by bigint not null, recorded_for bigint not null,
        recorded_at timestamptz not null check (recorded_at >= received_at),
        responded_at timestamptz check (responded_at >= received_at), response_by bigint, response_for bigint, response_recorded_at timestamptz check (response_recorded_at >= responded_at),
        primary key (community_id, number),
        constraint belongs_to_the_quarter_in_which_it_came check (quarter = mingbai.quarter_of(received_at)),
        constraint an_answer_says_by_whom check (num_nonnulls(responded_at, response_by, response_for, response_recorded_at) in (0, 4)));
      create index repair_request_of on mingbai.repair_request (community_id, quarter);

      -- a request is answered once, and nothing is added to a quarter whose log was counted
      create function mingbai.keep_repair() returns trigger language plpgsql as $$
      begin
        if mingbai.repairs_are_counted(new.community_id, new.quarter) then
          raise exception 'the repairs of % are counted', new.quarter using errcode = 'MB001';
        end if;
        if tg_op = 'UPDATE' and (old.responded_at is not null or (new.community_id, new.number, new.quarter, new.urgency, new.what, new.received_at, new.source, new.recorded_by, new.recorded_for, new.recorded_at)
            is distinct from (old.community_id, old.number, old.quarter, old.urgency, old.what, old.received_at, old.source, old.recorded_by, old.recorded_for, old.recorded_at)) then
          raise exception 'request % is answered once and stays as it is', old.number using errcode = 'MB001';
        end if;
        return new;
      end $$;
      create trigger keep_repair before insert or update on mingbai.repair_request for each row execute function mingbai.keep_repair();
      create trigger never_removed before delete or truncate on mingbai.repair_request for each statement execute function mingbai.refuse_change();`);
    await runner.query(
      `select mingbai.protect_tenant_table('mingbai.repair_request', 'select, insert, update (responded_at, response_by, response_for, response_recorded_at)')`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
