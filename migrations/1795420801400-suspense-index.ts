import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stands or stood in 2301 is a handful of matches among tens of thousands, and every reconciliation asks for it. */
export class SuspenseIndex1795420801400 implements MigrationInterface {
  readonly name = 'SuspenseIndex1795420801400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index bank_match_suspense on mingbai.bank_match (community_id, line_id)
      where target_type in ('SUSPENSE', 'WRONG_CREDIT') or taken_from = 'SUSPENSE'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
