import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A discount counts once who speaks for the owners has agreed to it: so far the bookkeeper alone could let a unit off its fees, which a waiver never allowed. */
export class DiscountsAgreed1795420802300 implements MigrationInterface {
  readonly name = 'DiscountsAgreed1795420802300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(functions);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.fee_discount_decision', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const table = `
  -- discounts that were recorded before name no organisation: they were in force, bills rest on them, and they count as agreed. No later one can be without
  alter table mingbai.fee_discount add column recorded_for bigint, add constraint discount_as_recorded unique (community_id, id, recorded_by, recorded_for);

  create table mingbai.fee_discount_decision (
    community_id int not null, id bigint not null, discount_id bigint not null, recorded_by bigint not null, recorded_for bigint not null,
    decision text not null check (decision in ('AGREED', 'REFUSED')), reason text check (length(reason) between 1 and 200),
    decided_by bigint not null, decided_for bigint not null, decided_at timestamptz not null,
    primary key (community_id, id), constraint discount_decided_once unique (community_id, discount_id),
    foreign key (community_id, discount_id, recorded_by, recorded_for) references mingbai.fee_discount (community_id, id, recorded_by, recorded_for),
    constraint discount_decided_by_another check (decided_by <> recorded_by and decided_for <> recorded_for),
    constraint discount_refused_with_a_reason check (decision = 'AGREED' or reason is not null));`;

const functions = `
  create function mingbai.discount_recorded_for_somebody() returns trigger language plpgsql as $$
  begin
    if new.recorded_for is null then raise exception 'discount % names no organisation that records it', new.id using errcode = '23514'; end if;
    return new;
  end $$;
  create function mingbai.bill_by_agreed_discount() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from fee_discount d where d.community_id = new.community_id and d.id = new.discount_id and (d.recorded_for is null or exists (
        select from fee_discount_decision c where c.community_id = d.community_id and c.discount_id = d.id and c.decision = 'AGREED'))) then
      raise exception 'bill % rests on discount %, to which the owners did not agree', new.id, new.discount_id using errcode = '23514';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger recorded_for before insert on mingbai.fee_discount for each row execute function mingbai.discount_recorded_for_somebody();
  create trigger agreed_discount before insert on mingbai.bill for each row when (new.discount_id is not null) execute function mingbai.bill_by_agreed_discount();
  create trigger append_only before update or delete or truncate on mingbai.fee_discount_decision for each statement execute function mingbai.refuse_change();`;
