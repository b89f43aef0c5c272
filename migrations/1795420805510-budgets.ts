import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the owners allow to be spent in a year, a line for each account of cost of a fund. A later version of a year takes the place of the earlier ones. What is used of a
 * line is computed from the payouts: what the bank has paid in the year, and, while the year is the present one, what is asked for and not ended.
 */
export class Budgets1795420805510 implements MigrationInterface {
  readonly name = 'Budgets1795420805510';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    // a function in SQL is planned when it is made, over tables whose row security binds the owner too
    await runner.query(`set local check_function_bodies = off`);
    await runner.query(functions);
    await runner.query(triggers);
    for (const table of ['budget', 'budget_line']) await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  create table mingbai.budget (
    community_id int not null, id bigint not null, year int not null check (year between 1900 and 2200), version_no int not null check (version_no > 0),
    resolution_id bigint not null, adopted_by bigint not null, adopted_for bigint not null, adopted_at timestamptz not null,
    primary key (community_id, id), unique (community_id, year, version_no), foreign key (community_id, resolution_id) references mingbai.resolution);

  create table mingbai.budget_line (
    community_id int not null, budget_id bigint not null, fund text not null, code text not null, amount numeric(18,2) not null check (amount >= 0 and amount < 1e13),
    primary key (community_id, budget_id, fund, code), foreign key (community_id, budget_id) references mingbai.budget,
    constraint line_of_a_fund check ((fund, code) in (('SVC', '5001.01'), ('SVC', '5001.02'), ('SVC', '5201'), ('COM', '5101'), ('COM', '5201'), ('COM', '5401'), ('COM', '5402'),
      ('COM', '5901'), ('QLT', '5401'), ('QLT', '5402'), ('QLT', '5901'))));`;

const functions = `
  create function mingbai.budget_use(of_community int, of_year int, waiting boolean, except_id bigint) returns table (fund text, code text, used numeric) language sql stable as $$
    select d.fund, case d.kind when 'BASE' then '5001.01' when 'PERFORMANCE' then '5001.02' when 'TAX' then '5201' when 'SPENDING' then coalesce(c.cost_code, '5901') else '5101' end,
      coalesce(sum(d.amount) filter (where case when d.state = 'SETTLED' then extract(year from s.booked_on) = of_year
        else waiting and d.state in ('SUBMITTED', 'APPROVING', 'DEFERRED', 'APPROVED', 'INSTRUCTED', 'FAILED', 'RETURNED') end), 0)
    from mingbai.disbursement d left join mingbai.claim c on c.community_id = of_community and c.id = d.claim_id
    left join lateral (select max(s.booked_on) as booked_on from mingbai.disbursement_settlement s where s.community_id = of_community and s.disbursement_id = d.id) s on true
    where d.community_id = of_community and d.kind in ('BASE', 'PERFORMANCE', 'COST', 'TAX', 'SPENDING', 'FLOAT') and d.id <> except_id group by 1, 2
  $$;

  -- commands hold the lock of the book, so no other insert is under way
  create function mingbai.adopt_budget() returns trigger language plpgsql as $$
  begin
    if new.version_no <> coalesce((select max(b.version_no) from mingbai.budget b where b.community_id = new.community_id and b.year = new.year), 0) + 1 then
      raise exception 'version % of the budget of % leaves a gap', new.version_no, new.year using errcode = 'MB001';
    end if;
    if not exists (select from mingbai.resolution r where r.community_id = new.community_id and r.id = new.resolution_id and r.kind in ('BUDGET', 'SPENDING')) then
      raise exception 'the budget of % rests on no resolution about it', new.year using errcode = 'MB001';
    end if;
    return new;
  end $$;

  -- the lines of a version are written with it, in one statement
  create function mingbai.lines_of_a_budget() returns trigger language plpgsql as $$
  begin
    if exists (select from mingbai.budget_line l join (select a.community_id, a.budget_id, count(*) as lines from added a group by a.community_id, a.budget_id) a
        on a.community_id = l.community_id and a.budget_id = l.budget_id group by l.community_id, l.budget_id, a.lines having count(*) <> a.lines) then
      raise exception 'a line joins a budget that was adopted' using errcode = 'MB001';
    end if;
    return null;
  end $$;`;

const triggers = `
  create trigger adopt_budget before insert on mingbai.budget for each row execute function mingbai.adopt_budget();
  create trigger lines_of_a_budget after insert on mingbai.budget_line referencing new table as added for each statement execute function mingbai.lines_of_a_budget();
  create trigger append_only before update or delete or truncate on mingbai.budget for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.budget_line for each statement execute function mingbai.refuse_change();`;
