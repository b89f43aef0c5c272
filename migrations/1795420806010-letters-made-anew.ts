import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A new letter for a unit ends the older one and what was seen by it, and its household joins anew: so a person may have joined the same owner by two letters.
 * Of firms only the one whose contract runs says whose key is whose.
 */
export class LettersMadeAnew1795420806010 implements MigrationInterface {
  readonly name = 'LettersMadeAnew1795420806010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      alter table mingbai.unit_member drop constraint unit_member_pkey, add primary key (community_id, owner_id, person_id, code_mac)`);
    await runner.query(keyWall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** As before, and the firm is that of a contract of the day. */
const keyWall = `
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
    return new;
  end $$;`;
