import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A photo says where it was taken and by whose telephone; whoever looks at it needs neither. Each picture has a copy without that, and a small one, of which the
 * disk holds the bytes under their SHA-256 as it does of the original.
 */
export class EvidenceCopies1795420805110 implements MigrationInterface {
  readonly name = 'EvidenceCopies1795420805110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      create table mingbai.evidence_copy (
        community_id int not null, sha256 text not null, kind text not null check (kind in ('CLEAN', 'THUMB')),
        copy_sha256 text not null check (copy_sha256 ~ '^[0-9a-f]{64}$'), media_type text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp')),
        byte_count int not null check (byte_count between 1 and 209715200), width int not null check (width between 1 and 65535), height int not null check (height between 1 and 65535),
        primary key (community_id, sha256, kind), foreign key (community_id, sha256) references mingbai.evidence);
      create trigger append_only before update or delete or truncate on mingbai.evidence_copy for each statement execute function mingbai.refuse_change();`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.evidence_copy', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
