import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What comes back of a payment of an earlier year leaves room in the line of this year only for its being paid again: a payout that ends unpaid, or lies with the firm to be
 * written anew, lets nothing else out of this year's budget.
 */
export class RoomOfWhatWasPaid1795420807100 implements MigrationInterface {
  readonly name = 'RoomOfWhatWasPaid1795420807100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // a function in SQL is planned when it is made, over tables whose row security binds the owner too
    await runner.query(`set local check_function_bodies = off`);
    await runner.query(use);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const use = `
  -- What the bank paid in the year less what it gave back in it (budget_paid, as the statements say it, which tell the cash and no room), and what is asked for and waits, but
  -- of one payout. A payment of an earlier year used the line of that year: its return is taken off here only while the payout waits to be paid again, or was, so that it is
  -- used once; of a payout that ended unpaid, or lies with the firm, it is added back. What a statement calls paid is less than what is used here by exactly these returns.
  create or replace function mingbai.budget_use(of_community int, of_year int, waiting boolean, except_id bigint) returns table (fund text, code text, used numeric) language sql stable as $$
    select u.fund, u.code, sum(u.amount) from (
      select p.fund, p.code, p.paid as amount from mingbai.budget_paid(of_community, make_date(of_year, 1, 1), make_date(of_year, 12, 31)) p
      union all
      select d.fund, mingbai.budget_code(d.kind, c.cost_code), r.amount from mingbai.disbursement_return r
      join mingbai.disbursement_settlement s on s.community_id = of_community and s.id = r.settlement_id and s.booked_on < make_date(of_year, 1, 1)
      join mingbai.disbursement d on d.community_id = of_community and d.id = r.disbursement_id and d.state in ('CLOSED_UNPAID', 'DRAFT', 'GATE_FAILED') and d.id <> except_id
      left join mingbai.claim c on c.community_id = of_community and c.id = d.claim_id
      where r.community_id = of_community and r.booked_on between make_date(of_year, 1, 1) and make_date(of_year, 12, 31)
      union all
      select d.fund, mingbai.budget_code(d.kind, c.cost_code), d.amount from mingbai.disbursement d left join mingbai.claim c on c.community_id = of_community and c.id = d.claim_id
      where waiting and d.community_id = of_community and d.id <> except_id and d.state in ('SUBMITTED', 'APPROVING', 'DEFERRED', 'APPROVED', 'INSTRUCTED', 'FAILED', 'RETURNED')) u
    where u.code is not null group by 1, 2
  $$`;
