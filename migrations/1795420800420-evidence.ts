import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that claims and decisions lean on: what they are and who handed them in. The bytes lie on the disk under the same SHA-256. */
export class Evidence1795420800420 implements MigrationInterface {
  readonly name = 'Evidence1795420800420';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      create table mingbai.evidence (
        community_id int not null, sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'), name text not null check (length(name) between 1 and 120 and name !~ '[[:cntrl:]/\\\\]'),
        media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/webp',
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')),
        byte_count int not null check (byte_count between 1 and 20971520), stored_at timestamptz not null, stored_by bigint not null, stored_for bigint not null,
        primary key (community_id, sha256), foreign key (community_id) references mingbai.community);
      create trigger append_only before update or delete or truncate on mingbai.evidence for each statement execute function mingbai.refuse_change();`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.evidence', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
