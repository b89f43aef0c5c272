import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A second thing to sign in with besides the password: a code that an app of the person's shows, and codes on paper for when the phone is lost. */
export class SecondFactors1795420805020 implements MigrationInterface {
  readonly name = 'SecondFactors1795420805020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(triggers);
    await runner.query(`
      grant select, insert, update (sealed, confirmed_at, last_step), delete on mingbai.totp to mingbai_app;
      grant select, insert, update (used_at), delete on mingbai.recovery_code to mingbai_app;
      grant select, insert, delete on mingbai.sign_in_step to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- nonce, 20 secret bytes and tag of AES-256-GCM: who reads the table alone makes no code
  create table mingbai.totp (
    person_id bigint primary key references mingbai.person, sealed bytea not null check (octet_length(sealed) = 48), created_at timestamptz not null default now(),
    confirmed_at timestamptz, last_step bigint not null default 0 check (last_step >= 0));

  create table mingbai.recovery_code (
    person_id bigint not null references mingbai.person, code_mac bytea not null check (octet_length(code_mac) = 32), created_at timestamptz not null default now(),
    used_at timestamptz, primary key (person_id, code_mac));

  -- the password fitted and the second factor is waited for; what the browser holds is not stored
  create table mingbai.sign_in_step (
    token_hash bytea primary key check (octet_length(token_hash) = 32), person_id bigint not null references mingbai.person,
    created_at timestamptz not null default now(), expires_at timestamptz not null default now() + interval '5 minutes',
    check (expires_at <= created_at + interval '5 minutes'));
  create index sign_in_step_person on mingbai.sign_in_step (person_id);`;

const triggers = `
  create function mingbai.use_totp_once() returns trigger language plpgsql as $$
  begin
    if old.confirmed_at is not null and (new.last_step < old.last_step or (new.sealed, new.confirmed_at) is distinct from (old.sealed, old.confirmed_at)) then
      raise exception 'a code of person % works once', old.person_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger once before update on mingbai.totp for each row execute function mingbai.use_totp_once();

  create function mingbai.use_recovery_code_once() returns trigger language plpgsql as $$
  begin
    if old.used_at is not null then
      raise exception 'a recovery code of person % works once', old.person_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger once before update on mingbai.recovery_code for each row execute function mingbai.use_recovery_code_once();`;
