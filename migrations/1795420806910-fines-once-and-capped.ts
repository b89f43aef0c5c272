import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A fine for an event says the day of the event, and there is one for an event and a day. It is imposed once the quarter is closed, because its cap is a part of what the firm
 * earned in the whole quarter; and whatever is imposed, the fines of a quarter stay within the cap.
 */
export class FinesOnceAndCapped1795420806910 implements MigrationInterface {
  readonly name = 'FinesOnceAndCapped1795420806910';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(day);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const day = `
  -- not valid: fines of before have no day, and stand
  alter table mingbai.firm_due add column event_on date,
    add constraint a_fine_says_its_day check ((event is null) = (event_on is null)) not valid,
    add constraint a_fine_is_of_its_quarter check (event_on <= happened_on and quarter = extract(year from event_on)::int || '-Q' || extract(quarter from event_on)::int);
  create unique index one_fine_an_event_and_day on mingbai.firm_due (community_id, event, event_on) where event_on is not null;`;

const walls = `
  create function mingbai.fines_within_the_cap() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare fines numeric; most numeric;
  begin
    if new.event is not null and (select b.closed_through from ledger.book b where b.community_id = new.community_id)
        < (make_date(left(new.quarter, 4)::int, right(new.quarter, 1)::int * 3, 1) + interval '1 month - 1 day')::date then
      raise exception 'fines for events of % wait until it is closed', new.quarter using errcode = '23514';
    end if;
    select new.amount + coalesce(sum(d.amount), 0) into fines from firm_due d where d.community_id = new.community_id and d.quarter = new.quarter;
    select round((v.terms ->> 'fineCap')::numeric * coalesce((select sum(m.earned) from entitlement_month m where m.community_id = new.community_id and m.quarter = new.quarter), 0), 2) into most
      from contract_version v where v.community_id = new.community_id and v.id = new.contract_version_id;
    if most is null or fines > most then
      raise exception 'fines of % come to %, and % count at most', new.quarter, fines, most using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger fines_within_the_cap before insert on mingbai.firm_due for each row when (new.kind = 'PENALTY') execute function mingbai.fines_within_the_cap();`;
