import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One body, even the firm, kept every new key out: its refusal was the last word, and needed no reason. A refusal has a reason now, and the second of another organisation ends the
 * request, one of them at least the owners' or the regulator's. What was refused before by one alone waits again.
 */
export class KeysRefusedByTwo1795420806630 implements MigrationInterface {
  readonly name = 'KeysRefusedByTwo1795420806630';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Whose word must be among the two, as for a confirmation. */
const TRUSTED = `'COMMITTEE', 'COMMUNITY', 'CENTRE'`;

const table = `
  alter table mingbai.key_refusal drop constraint key_refusal_community_id_admission_id_key,
    add constraint an_organisation_refuses_once unique (community_id, admission_id, organisation_id),
    add column reason text,
    add constraint refused_with_a_reason check (reason is not null and length(reason) between 5 and 200 and reason !~ '[[:cntrl:]]') not valid;`;

/** As before; and nobody confirms what their own organisation refused. */
const walls = `
  create or replace function mingbai.guard_key_confirmation() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare asked record; today date := (new.at at time zone 'Asia/Shanghai')::date;
  begin
    select * into strict asked from key_admission a where a.community_id = new.community_id and a.id = new.admission_id;
    if asked.person_id = new.person_id or asked.organisation_id = new.organisation_id then
      raise exception 'key % is confirmed by others than those who asked for it', asked.key_id using errcode = '23514';
    end if;
    if not mingbai.has_lasting_part(new.community_id, new.person_id, new.organisation_id, array[new.role], new.at) then
      raise exception 'person % has no part that lasts, in which they confirm a key', new.person_id using errcode = '23514';
    end if;
    if new.role = 'FIRM' and not exists (select from contract c where c.community_id = new.community_id and c.firm_id = new.organisation_id
        and c.from_on <= today and mingbai.contract_ends(c.community_id, c.id) >= today) then
      raise exception 'firm % has no contract by which it confirms a key', new.organisation_id using errcode = '23514';
    end if;
    if (select count(*) >= 2 and bool_or(r.role in (${TRUSTED})) from key_refusal r where r.community_id = new.community_id and r.admission_id = new.admission_id)
        or exists (select from key_refusal r where r.community_id = new.community_id and r.admission_id = new.admission_id and (r.organisation_id = new.organisation_id or r.person_id = new.person_id))
        or tg_table_name = 'key_refusal' and mingbai.key_is_admitted(new.community_id, asked.key_id, asked.person_id, asked.organisation_id) then
      raise exception 'key % is refused or signs already', asked.key_id using errcode = '23514';
    end if;
    return new;
  end $$;`;
