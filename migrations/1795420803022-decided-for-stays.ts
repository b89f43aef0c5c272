import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A return of money in suspense that is undone keeps for whom it was decided, and why, as it keeps who decided it. */
export class DecidedForStays1795420803022 implements MigrationInterface {
  readonly name = 'DecidedForStays1795420803022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      create or replace function mingbai.return_moves_forward() returns trigger language plpgsql as $$
      begin
        if (old.state, new.state) not in (('ASKED', 'CONFIRMED'), ('ASKED', 'REFUSED'), ('CONFIRMED', 'UNDONE'))
            or (new.state = 'UNDONE' and (new.decided_at, new.decided_by, new.decided_for, new.decision_reason, new.entry_seq)
              is distinct from (old.decided_at, old.decided_by, old.decided_for, old.decision_reason, old.entry_seq)) then
          raise exception 'return % cannot go from % to %', old.id, old.state, new.state using errcode = '23514';
        end if;
        return new;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
