import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the firm owes and nobody will ever get may be written off by resolution (P33), as what a lease owes: WRITTEN_OFF clears a due like money, and is none. */
export class FirmDuesWrittenOff1795420803100 implements MigrationInterface {
  readonly name = 'FirmDuesWrittenOff1795420803100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // not valid: rows before have no resolution, and row security hides what a validation would read
    await runner.query(`
      alter table mingbai.firm_clearing add column resolution_id bigint,
        drop constraint firm_clearing_kind_check, add constraint firm_clearing_kind_check check (kind in ('PAID', 'OFFSET', 'WRITTEN_OFF')),
        add constraint written_off_by_resolution check ((kind = 'WRITTEN_OFF') = (resolution_id is not null)),
        add constraint firm_clearing_resolution foreign key (community_id, resolution_id) references mingbai.resolution (community_id, id) not valid;
      create index firm_clearing_by_resolution on mingbai.firm_clearing (community_id, resolution_id) where resolution_id is not null`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
