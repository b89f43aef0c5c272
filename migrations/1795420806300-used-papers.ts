import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether a paper was used before is asked at every gate, and an index finds it: an invoice by its plain number, a file by its hash. Under row security an index answers only what
 * leaks nothing, as `=` of two texts and neither `&&` of arrays nor a function, so both stand in columns of their own.
 */
export class UsedPapers1795420806300 implements MigrationInterface {
  readonly name = 'UsedPapers1795420806300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(papers);
    await runner.query(`alter table mingbai.disbursement no force row level security`);
    await runner.query(`insert into mingbai.disbursement_paper select distinct community_id, id, unnest(documents) from mingbai.disbursement`);
    await runner.query(`alter table mingbai.disbursement force row level security`);
    await runner.query(walls);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.disbursement_paper', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const papers = `
  alter table mingbai.disbursement add column plain_invoice_no text generated always as (mingbai.plain_invoice(invoice_no)) stored;
  create index disbursement_invoice on mingbai.disbursement (community_id, plain_invoice_no);

  -- every file that a payout has named in any of its revisions
  create table mingbai.disbursement_paper (
    community_id int not null, disbursement_id bigint not null, sha256 text not null,
    primary key (community_id, sha256, disbursement_id), foreign key (community_id, disbursement_id) references mingbai.disbursement);`;

const walls = `
  create trigger only_grows before update or delete or truncate on mingbai.disbursement_paper for each statement execute function mingbai.refuse_change();

  create function mingbai.name_papers() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    insert into disbursement_paper (community_id, disbursement_id, sha256) select distinct new.community_id, new.id, unnest(new.documents) on conflict do nothing;
    return null;
  end $$;
  create trigger name_papers after insert or update of documents on mingbai.disbursement for each row execute function mingbai.name_papers();`;
