import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A payee may be a person, whose name is nobody's to publish: it is said when the payee is registered, and stays. */
export class PersonsPaid1795420802000 implements MigrationInterface {
  readonly name = 'PersonsPaid1795420802000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // not valid: nobody said it of payees that were registered before; until then null counts as a person for the kinds that may be one
    await runner.query(`
      alter table mingbai.payee add column is_person boolean,
        add constraint person_or_organisation check (is_person is not null) not valid,
        add constraint kinds_that_may_be_persons check (not is_person or kind in ('VENDOR', 'COMMITTEE', 'OTHER'))`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
