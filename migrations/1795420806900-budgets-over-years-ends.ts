import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is used of a year's budget is what the bank paid in that year less what it gave back in it, as the statements say it: a payout that came back after the year's end
 * and was paid again counts in the year of its first payment, once, and leaves the next year's line whole.
 */
export class BudgetsOverYearsEnds1795420806900 implements MigrationInterface {
  readonly name = 'BudgetsOverYearsEnds1795420806900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`create index disbursement_return_booked_on on mingbai.disbursement_return (community_id, booked_on)`);
    // a function in SQL is planned when it is made, over tables whose row security binds the owner too
    await runner.query(`set local check_function_bodies = off`);
    await runner.query(functions);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const functions = `
  -- what the bank paid less what it gave back on the days from one through another, for each line of a budget
  create function mingbai.budget_paid(of_community int, from_day date, to_day date) returns table (fund text, code text, paid numeric) language sql stable as $$
    select d.fund, mingbai.budget_code(d.kind, c.cost_code), sum(m.amount) from (
      select disbursement_id, amount from mingbai.disbursement_settlement where community_id = of_community and booked_on between from_day and to_day
      union all select disbursement_id, -amount from mingbai.disbursement_return where community_id = of_community and booked_on between from_day and to_day) m
    join mingbai.disbursement d on d.community_id = of_community and d.id = m.disbursement_id left join mingbai.claim c on c.community_id = of_community and c.id = d.claim_id
    where mingbai.budget_code(d.kind, c.cost_code) is not null group by 1, 2
  $$;

  -- and what is asked for and waits, but of one payout
  create or replace function mingbai.budget_use(of_community int, of_year int, waiting boolean, except_id bigint) returns table (fund text, code text, used numeric) language sql stable as $$
    select u.fund, u.code, sum(u.amount) from (
      select p.fund, p.code, p.paid as amount from mingbai.budget_paid(of_community, make_date(of_year, 1, 1), make_date(of_year, 12, 31)) p
      union all
      select d.fund, mingbai.budget_code(d.kind, c.cost_code), d.amount from mingbai.disbursement d left join mingbai.claim c on c.community_id = of_community and c.id = d.claim_id
      where waiting and d.community_id = of_community and d.id <> except_id and d.state in ('SUBMITTED', 'APPROVING', 'DEFERRED', 'APPROVED', 'INSTRUCTED', 'FAILED', 'RETURNED')) u
    where u.code is not null group by 1, 2
  $$;`;
