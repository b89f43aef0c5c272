import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A discount ends early for a reason that is kept, and only once who speaks for the owners has agreed: so far the bookkeeper alone could take it from an
 * owner, and nobody could tell later who had done it or why. Those that ended before this stay as they are, without one.
 */
export class EndsOfDiscounts1795420803200 implements MigrationInterface {
  readonly name = 'EndsOfDiscounts1795420803200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(`alter table mingbai.fee_discount no force row level security`);
    await runner.query(reference);
    await runner.query(`alter table mingbai.fee_discount force row level security`);
    await runner.query(functions);
    await runner.query(triggers);
    for (const table of ['fee_discount_end', 'fee_discount_end_decision'])
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
    await runner.query(`grant update (end_id) on mingbai.fee_discount to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- withdrawn: who recorded a discount took it back, or made it shorter, while it waited for the owner side; that takes nothing from anybody
  create table mingbai.fee_discount_end (
    community_id int not null, id bigint not null, discount_id bigint not null, last_on date not null, reason text not null check (length(reason) between 1 and 200),
    withdrawn boolean not null, asked_by bigint not null, asked_for bigint not null, asked_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, discount_id) references mingbai.fee_discount (community_id, id),
    constraint discount_end_of unique (community_id, discount_id, id, last_on), constraint discount_end_as_asked unique (community_id, id, asked_by, asked_for));

  create table mingbai.fee_discount_end_decision (
    community_id int not null, id bigint not null, end_id bigint not null, asked_by bigint not null, asked_for bigint not null,
    decision text not null check (decision in ('AGREED', 'REFUSED')), reason text check (length(reason) between 1 and 200),
    decided_by bigint not null, decided_for bigint not null, decided_at timestamptz not null,
    primary key (community_id, id), constraint discount_end_decided_once unique (community_id, end_id),
    foreign key (community_id, end_id, asked_by, asked_for) references mingbai.fee_discount_end (community_id, id, asked_by, asked_for),
    constraint discount_end_decided_by_another check (decided_by <> asked_by and decided_for <> asked_for),
    constraint discount_end_refused_with_a_reason check (decision = 'AGREED' or reason is not null));`;

const reference = `
  alter table mingbai.fee_discount add column end_id bigint, add constraint an_end_has_its_day check (end_id is null or ended_on is not null),
    add constraint ended_as_asked foreign key (community_id, id, end_id, ended_on) references mingbai.fee_discount_end (community_id, discount_id, id, last_on);`;

const functions = `
  create function mingbai.withdraw_while_it_waits() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.withdrawn and not exists (select from fee_discount d where d.community_id = new.community_id and d.id = new.discount_id and d.recorded_for is not null
        and not exists (select from fee_discount_decision c where c.community_id = d.community_id and c.discount_id = d.id)) then
      raise exception 'discount % was decided on: its end is the owners'' to agree to', new.discount_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create or replace function mingbai.keep_fee_discount() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if to_jsonb(new) - 'ended_on' - 'end_id' is distinct from to_jsonb(old) - 'ended_on' - 'end_id' or old.ended_on is not null then
      raise exception 'discount % is evidence: it may be ended, once', old.id using errcode = 'MB001';
    end if;
    if new.ended_on is not null and not exists (select from fee_discount_end e where e.community_id = new.community_id and e.id = new.end_id and e.discount_id = new.id
        and (e.withdrawn or exists (select from fee_discount_end_decision c where c.community_id = e.community_id and c.end_id = e.id and c.decision = 'AGREED'))) then
      raise exception 'discount % ends as nobody agreed that it should', new.id using errcode = '23514';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger withdraw_while_it_waits before insert on mingbai.fee_discount_end for each row execute function mingbai.withdraw_while_it_waits();
  create trigger append_only before update or delete or truncate on mingbai.fee_discount_end for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.fee_discount_end_decision for each statement execute function mingbai.refuse_change();`;
