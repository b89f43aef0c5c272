import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A unit that was recorded with a wrong area, or whose kind changes, is corrected from a month on: so far the list of units could only grow, and a wrong area priced
 * every bill for ever. The row of the unit stays as it was recorded; what counts for a month is the latest correction that begins by then.
 */
export class UnitCorrections1795420803850 implements MigrationInterface {
  readonly name = 'UnitCorrections1795420803850';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(trigger);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.unit_correction', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const table = `
  create table mingbai.unit_correction (
    community_id int not null, id bigint not null, unit_id bigint not null, from_period text not null check (from_period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    kind text not null check (kind in ('FLAT', 'SHOP')), area numeric(10,2) not null check (area > 0 and area < 100000),
    reason text not null check (length(reason) between 1 and 200 and reason !~ '[[:cntrl:]]'), document text not null check (length(document) between 1 and 200 and document !~ '[[:cntrl:]]'),
    recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, unit_id) references mingbai.unit);
  create index unit_correction_of on mingbai.unit_correction (community_id, unit_id);`;

const trigger = `create trigger append_only before update or delete or truncate on mingbai.unit_correction for each statement execute function mingbai.refuse_change()`;
