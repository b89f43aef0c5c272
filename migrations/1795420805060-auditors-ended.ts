import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The part of an auditor that began before it had to have an end can be ended: the rule held it against its own end too, so that it went on for ever. */
export class AuditorsEnded1795420805060 implements MigrationInterface {
  readonly name = 'AuditorsEnded1795420805060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table mingbai.membership drop constraint auditor_has_an_end;
      alter table mingbai.membership add constraint auditor_has_an_end check (role <> 'AUDITOR' or ended_at is not null or to_on is not null and to_on - from_on < 366) not valid`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
