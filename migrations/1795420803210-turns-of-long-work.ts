import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose turn it is: one piece of long work of a kind in a compound. Two that begin at one moment meet in this row, and the second is told to wait. */
export class TurnsOfLongWork1795420803210 implements MigrationInterface {
  readonly name = 'TurnsOfLongWork1795420803210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.long_work_turn', 'select, insert, update (work_id, seen_at)')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const table = `
  -- seen_at: when whoever has the turn was last heard of; -infinity once it has ended. It is in this row and not read from long_work, because who waits
  -- for the row sees its newest version and no newer version of any other
  create table mingbai.long_work_turn (
    community_id int not null, kind text not null check (kind in ('BANK_IMPORT', 'BILL_RUN')), work_id uuid not null, seen_at timestamptz not null,
    primary key (community_id, kind), foreign key (community_id, work_id) references mingbai.long_work (community_id, id));`;
