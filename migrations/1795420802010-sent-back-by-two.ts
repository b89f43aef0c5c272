import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money leaves suspense by the word of two organisations, as every other decision about money: so far two persons of one would do. */
export class SentBackByTwo1795420802010 implements MigrationInterface {
  readonly name = 'SentBackByTwo1795420802010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // of returns that were asked for before, the organisation was not kept; they are decided by two persons, as they were asked
    await runner.query(`
      alter table mingbai.suspense_return add column asked_for bigint, add column decided_for bigint,
        add constraint return_by_two_organisations check (decided_for <> asked_for),
        add constraint return_decided_for_somebody check (asked_for is null or (decided_for is null) = (decided_by is null));
      create function mingbai.return_asked_for_somebody() returns trigger language plpgsql as $$
      begin
        if new.asked_for is null then raise exception 'return % names no organisation that asks', new.id using errcode = '23514'; end if;
        return new;
      end $$;
      create trigger asked_for before insert on mingbai.suspense_return for each row execute function mingbai.return_asked_for_somebody();
      create trigger asked_for_stays before update of asked_for on mingbai.suspense_return for each statement execute function mingbai.refuse_change();
      grant update (decided_for) on mingbai.suspense_return to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
