import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Statements of quarters and years beside those of months: each its own document, whose first version is named after its period. */
export class StatementPeriods1795420801480 implements MigrationInterface {
  readonly name = 'StatementPeriods1795420801480';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      alter table mingbai.statement
        drop constraint statement_period_check, drop constraint statement_kind_check, drop constraint other_kinds_follow_a_month,
        add constraint statement_period_check check (period ~ '^[12][0-9]{3}(-(0[1-9]|1[0-2]|Q[1-4]))?$'),
        add constraint statement_kind_check check (kind in ('MONTH', 'QUARTER', 'YEAR', 'SUPPLEMENT', 'CORRECTION')),
        add constraint first_version_of_its_period check (
          case when version > 1 then kind in ('SUPPLEMENT', 'CORRECTION') else kind = case when length(period) = 4 then 'YEAR' when period like '%Q%' then 'QUARTER' else 'MONTH' end end)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
