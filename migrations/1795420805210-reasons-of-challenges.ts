import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The words of a decision that is to be signed stand beside its text, which has but their hash: the page on which it is signed shows them again. */
export class ReasonsOfChallenges1795420805210 implements MigrationInterface {
  readonly name = 'ReasonsOfChallenges1795420805210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(
      `alter table mingbai.approval_challenge add column reason text check (length(reason) between 1 and 200 and reason !~ '[[:cntrl:]]'),
         add constraint text_speaks_of_reason check (text::jsonb ->> 'reason' is not distinct from encode(sha256(convert_to(reason, 'UTF8')), 'hex'))`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
