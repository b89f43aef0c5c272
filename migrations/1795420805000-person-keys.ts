import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Public keys of persons: what somebody signs approvals with, or signs in with. Who may use one in a compound is said there, not here. */
export class PersonKeys1795420805000 implements MigrationInterface {
  readonly name = 'PersonKeys1795420805000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(`alter table mingbai.person_key add foreign key (person_id) references mingbai.person`);
    await runner.query(triggers);
    await runner.query(`grant select, insert, update (revoked_at) on mingbai.person_key to mingbai_app`);
    await runner.query(`grant update (proved_at) on mingbai.session to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  create table mingbai.person_key (
    id bigint primary key check (id > 0), person_id bigint not null, suite text not null check (suite in ('ed25519', 'webauthn')),
    public_key bytea not null check (octet_length(public_key) between 32 and 2048),
    key_hash bytea not null unique check (key_hash = sha256(public_key)),
    credential_id bytea unique check (octet_length(credential_id) between 1 and 1023), transports text[] not null, counter bigint not null check (counter >= 0),
    label text not null check (length(label) between 1 and 40),
    purposes text[] not null check (purposes <@ array['APPROVE', 'SIGN_IN'] and cardinality(purposes) between 1 and 2),
    created_at timestamptz not null, last_used_at timestamptz, revoked_at timestamptz,
    -- 32 raw bytes prove nothing about whoever sits at the screen, so they sign approvals and open no session
    constraint key_of_suite check (case suite
      when 'ed25519' then octet_length(public_key) = 32 and credential_id is null and transports = '{}' and counter = 0 and purposes = array['APPROVE']
      else credential_id is not null end));
  create index person_key_person on mingbai.person_key (person_id);

  -- when this session's person last proved who they are; what opens doors later (keys, codes, password) wants it to be recent
  alter table mingbai.session add proved_at timestamptz not null default now();`;

const triggers = `
  create function mingbai.keep_person_key() returns trigger language plpgsql as $$
  begin
    if old.revoked_at is not null or new.counter < old.counter
      or (to_jsonb(new) - array['counter', 'last_used_at', 'revoked_at']) <> (to_jsonb(old) - array['counter', 'last_used_at', 'revoked_at']) then
      raise exception 'key % stays as it was registered, and revoked for good', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger keep before update on mingbai.person_key for each row execute function mingbai.keep_person_key();
  create trigger never_removed before delete or truncate on mingbai.person_key for each statement execute function mingbai.refuse_change();`;
