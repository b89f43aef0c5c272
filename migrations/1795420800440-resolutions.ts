import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the owners decided, each with its paper: rates, waivers, uses and spending of the common fund name it. */
export class Resolutions1795420800440 implements MigrationInterface {
  readonly name = 'Resolutions1795420800440';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      -- cited as JY2024-001: serial counts the decisions of a year in the order in which they were recorded
      create table mingbai.resolution (
        community_id int not null, id bigint not null, year int not null, serial int not null check (serial between 1 and 999),
        number text not null generated always as ('JY' || year || '-' || lpad(serial::text, 3, '0')) stored,
        kind text not null check (kind in ('FEE', 'WAIVER', 'COM_USE', 'SPENDING', 'MAINTENANCE', 'OTHER')), title text not null check (length(title) between 1 and 120),
        decided_on date not null, effective_from date not null, effective_to date check (effective_to >= effective_from),
        limit_amount numeric(18,2) check (limit_amount > 0 and limit_amount < 1e13), document_sha256 text not null, replaces_id bigint,
        recorded_by bigint not null, recorded_for bigint not null, recorded_at timestamptz not null,
        primary key (community_id, id), unique (community_id, year, serial), unique (community_id, number), unique (community_id, id, kind),
        foreign key (community_id, document_sha256) references mingbai.evidence,
        -- what takes the place of another decides about the same kind of thing, and only one does
        foreign key (community_id, replaces_id, kind) references mingbai.resolution (community_id, id, kind), constraint replaced_once unique (community_id, replaces_id),
        check (replaces_id <> id), check (extract(year from decided_on) = year));

      -- commands hold the lock of the book, so no other insert is under way
      create function mingbai.number_resolution() returns trigger language plpgsql as $$
      begin
        if new.serial <> coalesce((select max(r.serial) from mingbai.resolution r where r.community_id = new.community_id and r.year = new.year), 0) + 1 then
          raise exception 'resolution % of % leaves a gap', new.serial, new.year using errcode = 'MB001';
        end if;
        return new;
      end $$;
      create trigger number_resolution before insert on mingbai.resolution for each row execute function mingbai.number_resolution();
      create trigger append_only before update or delete or truncate on mingbai.resolution for each statement execute function mingbai.refuse_change();`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.resolution', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
