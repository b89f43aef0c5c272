import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Another party can say that a key is not that person's, as long as it signs nothing: then nobody confirms it any more, and the person registers another. */
export class KeysRefused1795420806020 implements MigrationInterface {
  readonly name = 'KeysRefused1795420806020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // a key to a table under forced row security is checked by its owner, who would see no row
    await runner.query(`alter table mingbai.key_admission no force row level security`);
    await runner.query(table);
    await runner.query(`alter table mingbai.key_admission force row level security`);
    await runner.query(walls);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.key_refusal', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const table = `
  create table mingbai.key_refusal (
    community_id int not null, id bigint not null, admission_id bigint not null, person_id bigint not null, organisation_id bigint not null,
    role text not null check (role in ('COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM')), at timestamptz not null,
    primary key (community_id, id), unique (community_id, admission_id), foreign key (community_id, admission_id) references mingbai.key_admission);`;

/** Of a confirmation as before, and of a refusal the same: who says it is another party of that day. The first refusal is the last word. */
const walls = `
  create or replace function mingbai.guard_key_confirmation() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare asked record; today date := (new.at at time zone 'Asia/Shanghai')::date;
  begin
    select * into strict asked from key_admission a where a.community_id = new.community_id and a.id = new.admission_id;
    if asked.person_id = new.person_id or asked.organisation_id = new.organisation_id then
      raise exception 'key % is confirmed by others than those who asked for it', asked.key_id using errcode = '23514';
    end if;
    if not mingbai.has_part(new.community_id, new.person_id, new.organisation_id, array[new.role], new.at) then
      raise exception 'person % has no part in which they confirm a key', new.person_id using errcode = '23514';
    end if;
    if new.role = 'FIRM' and not exists (select from contract c where c.community_id = new.community_id and c.firm_id = new.organisation_id
        and c.from_on <= today and mingbai.contract_ends(c.community_id, c.id) >= today) then
      raise exception 'firm % has no contract by which it confirms a key', new.organisation_id using errcode = '23514';
    end if;
    if exists (select from key_refusal r where r.community_id = new.community_id and r.admission_id = new.admission_id)
        or tg_table_name = 'key_refusal' and mingbai.key_is_admitted(new.community_id, asked.key_id, asked.person_id, asked.organisation_id) then
      raise exception 'key % is refused or signs already', asked.key_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.key_refusal for each row execute function mingbai.guard_key_confirmation();
  create trigger append_only before update or delete or truncate on mingbai.key_refusal for each statement execute function mingbai.refuse_change();`;
