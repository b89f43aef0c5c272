import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The area and kind of a unit, by which it is billed, are corrected by two organisations: who makes the bills asks, who speaks for the owners agrees. So far one person
 * of the owner side could make a flat small, perhaps their own.
 */
export class UnitCorrectionsAgreed1795420804110 implements MigrationInterface {
  readonly name = 'UnitCorrectionsAgreed1795420804110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(functions);
    await runner.query(triggers);
    for (const table of ['unit_correction_request', 'unit_correction_decision'])
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  create table mingbai.unit_correction_request (
    community_id int not null, id bigint not null, unit_id bigint not null, from_period text not null check (from_period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    kind text not null check (kind in ('FLAT', 'SHOP')), area numeric(10,2) not null check (area > 0 and area < 100000),
    reason text not null check (length(reason) between 1 and 200 and reason !~ '[[:cntrl:]]'), document text not null check (length(document) between 1 and 200 and document !~ '[[:cntrl:]]'),
    asked_by bigint not null, asked_for bigint not null, asked_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, unit_id) references mingbai.unit);
  create index unit_correction_request_of on mingbai.unit_correction_request (community_id, unit_id);

  create table mingbai.unit_correction_decision (
    community_id int not null, id bigint not null, request_id bigint not null, decision text not null check (decision in ('AGREED', 'REFUSED')),
    reason text check (length(reason) between 1 and 200 and reason !~ '[[:cntrl:]]'), decided_by bigint not null, decided_for bigint not null, decided_at timestamptz not null,
    primary key (community_id, id), constraint correction_decided_once unique (community_id, request_id),
    foreign key (community_id, request_id) references mingbai.unit_correction_request,
    constraint correction_refused_with_a_reason check (decision = 'AGREED' or reason is not null));`;

const functions = `
  create function mingbai.unit_correction_asked() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not has_part(new.community_id, new.asked_by, new.asked_for, array['BOOKKEEPER'], new.asked_at) then
      raise exception 'person % has no part by which they ask for a unit to be corrected', new.asked_by using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create function mingbai.unit_correction_decided() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not has_part(new.community_id, new.decided_by, new.decided_for, array['COMMITTEE', 'COMMUNITY'], new.decided_at) then
      raise exception 'person % has no part by which they decide on correction %', new.decided_by, new.request_id using errcode = 'MB001';
    end if;
    if exists (select from unit_correction_request r where r.community_id = new.community_id and r.id = new.request_id and (r.asked_by = new.decided_by or r.asked_for = new.decided_for)) then
      raise exception 'correction % is decided on by who asked for it', new.request_id using errcode = '23514';
    end if;
    return new;
  end $$;
  -- what was recorded before this stands; a later correction is a request that was agreed to, word for word
  create function mingbai.unit_corrected_as_agreed() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from unit_correction_decision d join unit_correction_request r on r.community_id = d.community_id and r.id = d.request_id
        where d.community_id = new.community_id and d.id = new.id and d.decision = 'AGREED' and (d.decided_by, d.decided_at) = (new.recorded_by, new.recorded_at)
          and (r.unit_id, r.from_period, r.kind, r.area, r.reason, r.document) = (new.unit_id, new.from_period, new.kind, new.area, new.reason, new.document)) then
      raise exception 'correction % of unit % is none that was asked for and agreed to', new.id, new.unit_id using errcode = '23514';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger by_the_bookkeeper before insert on mingbai.unit_correction_request for each row execute function mingbai.unit_correction_asked();
  create trigger by_the_owner_side before insert on mingbai.unit_correction_decision for each row execute function mingbai.unit_correction_decided();
  create trigger as_agreed before insert on mingbai.unit_correction for each row execute function mingbai.unit_corrected_as_agreed();
  create trigger append_only before update or delete or truncate on mingbai.unit_correction_request for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.unit_correction_decision for each statement execute function mingbai.refuse_change();`;
