import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was on duty was counted at the inspection alone. Now spot checks of those who supervise, and the firm's own roster, stand beside what the contract promises. */
export class Attendance1795420805830 implements MigrationInterface {
  readonly name = 'Attendance1795420805830';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      create table mingbai.attendance (
        community_id int not null, id bigint not null, quarter text not null, kind text not null check (kind in ('CHECK', 'ROSTER')), day date not null,
        checked_at timestamptz, post text not null check (length(post) between 1 and 40), promised int not null check (promised >= 1),
        present int not null check (present between 0 and 10000), source text check (source ~ '^[0-9a-f]{64}$'),
        recorded_by bigint not null, recorded_for bigint not null, recorded_at timestamptz not null,
        primary key (community_id, id),
        constraint attendance_of_its_quarter check (quarter = to_char(day, 'YYYY"-Q"Q')),
        constraint a_check_has_its_moment check ((kind = 'CHECK') = (checked_at is not null)),
        constraint a_check_is_seen_before_it_is_recorded check (recorded_at >= checked_at),
        constraint a_roster_has_its_list check ((kind = 'ROSTER') = (source is not null)));
      create unique index one_roster_a_day on mingbai.attendance (community_id, day, post) where kind = 'ROSTER';
      create index attendance_of on mingbai.attendance (community_id, quarter);
      create function mingbai.attendance_in_time() returns trigger language plpgsql as $$
      begin
        if exists (select from mingbai.assessment a where a.community_id = new.community_id and a.quarter = new.quarter and a.state in ('SCORED', 'APPEALED', 'REVIEWED', 'FINAL')) then
          raise exception 'the attendance of % stands', new.quarter using errcode = 'MB001';
        end if;
        return new;
      end $$;
      create trigger in_time before insert on mingbai.attendance for each row execute function mingbai.attendance_in_time();
      create trigger only_grows before update or delete or truncate on mingbai.attendance for each statement execute function mingbai.refuse_change();`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.attendance', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
