import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No payout is approved by one body alone: nothing is agreed to by which it could be, nor asked for, approved or instructed. What stood before stays readable, and what the bank did
 * with such a payout is recorded as it came.
 */
export class TwoBodiesApprove1795420806600 implements MigrationInterface {
  readonly name = 'TwoBodiesApprove1795420806600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  create function mingbai.two_bodies_approve(policy jsonb) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce((policy ->> 'smallCount')::int >= 2, true) and coalesce((policy ->> 'largeCount')::int >= 2, true)
      and (select count(distinct slot) >= 2 from jsonb_array_elements_text(policy -> 'small') slot) and (select count(distinct slot) >= 2 from jsonb_array_elements_text(policy -> 'large') slot) $$;

  alter table mingbai.contract_version add constraint two_bodies_approve check (mingbai.two_bodies_approve(terms -> 'approvalPolicy')) not valid;
  alter table mingbai.contract_proposal_text add constraint two_bodies_approve check (mingbai.two_bodies_approve(text::jsonb #> '{terms,approvalPolicy}')) not valid;
  alter table mingbai.disbursement add constraint two_bodies_approve check (state not in ('SUBMITTED', 'APPROVED', 'INSTRUCTED') or cardinality(required_slots) >= 2) not valid;`;
