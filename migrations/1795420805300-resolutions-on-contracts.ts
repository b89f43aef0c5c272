import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The owners also decide which firm serves them and by which contract, and what a year may cost. */
export class ResolutionsOnContracts1795420805300 implements MigrationInterface {
  readonly name = 'ResolutionsOnContracts1795420805300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      alter table mingbai.resolution drop constraint resolution_kind_check;
      alter table mingbai.resolution add constraint resolution_kind_check
        check (kind in ('FEE', 'WAIVER', 'COM_USE', 'SPENDING', 'MAINTENANCE', 'CONTRACT', 'BUDGET', 'OTHER'));`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
