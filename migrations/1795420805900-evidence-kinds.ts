import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Evidence may also be a photo as telephones write it (HEIC) and a film (MP4) of up to 50 MB; a film has one copy, itself without place and maker. */
export class EvidenceKinds1795420805900 implements MigrationInterface {
  readonly name = 'EvidenceKinds1795420805900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      alter table mingbai.evidence drop constraint evidence_media_type_check, drop constraint evidence_byte_count_check,
        add constraint evidence_media_type_check check (media_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'video/mp4',
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')),
        add constraint evidence_byte_count_check check (byte_count between 1 and case media_type when 'video/mp4' then 52428800 else 20971520 end);
      alter table mingbai.evidence_copy drop constraint evidence_copy_media_type_check,
        add constraint evidence_copy_media_type_check check (media_type in ('image/jpeg', 'image/png', 'image/webp') or (kind, media_type) = ('CLEAN', 'video/mp4'))`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
