import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person sees where they are signed in and what happened to their account; an auditor's part has an end of at most a year. */
export class SessionsSeen1795420805010 implements MigrationInterface {
  readonly name = 'SessionsSeen1795420805010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      -- the family of the browser and the network, nothing that tells more about whoever uses them
      alter table mingbai.session add device text check (length(device) between 1 and 80), add network text check (length(network) between 1 and 60);

      create table mingbai.security_event (
        id uuid primary key, person_id bigint not null references mingbai.person, kind text not null check (kind ~ '^[A-Z_]{3,30}$'),
        network text check (length(network) between 1 and 60), at timestamptz not null default now());
      create index security_event_person on mingbai.security_event (person_id, at);
      create trigger append_only before update or delete or truncate on mingbai.security_event for each statement execute function mingbai.refuse_change();
      grant select, insert on mingbai.security_event to mingbai_app;

      -- of those who came before the rule none is changed; their end is set by hand
      alter table mingbai.membership add constraint auditor_has_an_end
        check (role <> 'AUDITOR' or to_on is not null and to_on - from_on < 366) not valid`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
