import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is used of a year's budget is read from the payouts of that year, and not from all that a compound ever made. */
export class UseOfBudgets1795420805700 implements MigrationInterface {
  readonly name = 'UseOfBudgets1795420805700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`create index disbursement_settlement_booked_on on mingbai.disbursement_settlement (community_id, booked_on)`);
    await runner.query(`create index disbursement_of_the_firm on mingbai.disbursement (community_id, kind, period, assessment_id) where claim_id is null`);
    // a function in SQL is planned when it is made, over tables whose row security binds the owner too
    await runner.query(`set local check_function_bodies = off`);
    await runner.query(code);
    await runner.query(use);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** The account of cost by which a payout stands in a budget; of SPENDING its claim says it. */
const code = `
  create function mingbai.budget_code(kind text, cost_code text) returns text language sql immutable as $$
    select case kind when 'BASE' then '5001.01' when 'PERFORMANCE' then '5001.02' when 'COST' then '5101' when 'FLOAT' then '5101' when 'TAX' then '5201'
      when 'SPENDING' then coalesce(cost_code, '5901') end
  $$`;

/** A payout counts in the year in which the bank paid it last; one that came back and waits again is no longer paid. */
const use = `
  create or replace function mingbai.budget_use(of_community int, of_year int, waiting boolean, except_id bigint) returns table (fund text, code text, used numeric) language sql stable as $$
    with counted as (
      select d.id from mingbai.disbursement_settlement s join mingbai.disbursement d on d.community_id = of_community and d.id = s.disbursement_id and d.state = 'SETTLED'
      where s.community_id = of_community and s.booked_on >= make_date(of_year, 1, 1) and s.booked_on <= make_date(of_year, 12, 31)
        and not exists (select from mingbai.disbursement_settlement l where l.community_id = of_community and l.disbursement_id = s.disbursement_id and l.booked_on > s.booked_on)
      union
      select d.id from mingbai.disbursement d
      where waiting and d.community_id = of_community and d.state in ('SUBMITTED', 'APPROVING', 'DEFERRED', 'APPROVED', 'INSTRUCTED', 'FAILED', 'RETURNED'))
    select d.fund, mingbai.budget_code(d.kind, c.cost_code), sum(d.amount)
    from counted u join mingbai.disbursement d on d.community_id = of_community and d.id = u.id left join mingbai.claim c on c.community_id = of_community and c.id = d.claim_id
    where mingbai.budget_code(d.kind, c.cost_code) is not null and d.id <> except_id group by 1, 2
  $$`;
