import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A rule of the bookkeeper may also name other income: money that comes again and again and is nobody's fee or rent. */
export class RulesForOtherIncome1795420802220 implements MigrationInterface {
  readonly name = 'RulesForOtherIncome1795420802220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      alter table mingbai.match_rule drop constraint match_rule_target_check,
        add constraint match_rule_target_check check (target in ('UNIT', 'LEASE', 'OTHER_INCOME', 'INTEREST', 'CHARGE', 'SUSPENSE'))`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
