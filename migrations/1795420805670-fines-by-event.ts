import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A penalty may name the event for which the contract fixes a fine; then it is that amount, of the terms of its quarter. */
export class FinesByEvent1795420805670 implements MigrationInterface {
  readonly name = 'FinesByEvent1795420805670';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  alter table mingbai.firm_due add column event text, add constraint a_penalty_names_the_event check (event is null or kind = 'PENALTY' and event ~ '^[A-Z][A-Z0-9_]{0,39}$');

  create function mingbai.fine_of_the_event() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.event is not null and not exists (
        select from contract_version v cross join lateral jsonb_array_elements(coalesce(v.terms -> 'fines', '[]')) f
        where v.community_id = new.community_id and v.id = new.contract_version_id and f ->> 'code' = new.event and (f ->> 'amount')::numeric = new.stated) then
      raise exception 'the contract has no fine of % for %', new.stated, new.event using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger fine_of_the_event before insert on mingbai.firm_due for each row execute function mingbai.fine_of_the_event();`;
