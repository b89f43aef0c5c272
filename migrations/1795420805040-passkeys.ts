import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passkeys: what a device signs to register or to sign in is asked once, by the server, for five minutes. */
export class Passkeys1795420805040 implements MigrationInterface {
  readonly name = 'Passkeys1795420805040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      -- person_id: who registers; null of somebody who signs in
      create table mingbai.passkey_challenge (
        challenge bytea primary key check (octet_length(challenge) = 32), person_id bigint references mingbai.person,
        expires_at timestamptz not null default now() + interval '5 minutes');
      create index passkey_challenge_expires on mingbai.passkey_challenge (expires_at);
      grant select, insert, delete on mingbai.passkey_challenge to mingbai_app;
      grant update (counter, last_used_at) on mingbai.person_key to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
