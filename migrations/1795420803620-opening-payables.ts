import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the firm had earned before the books and was not yet paid (P26, 2101) opens by month, so that it is asked for, approved and paid like the base of any month. */
export class OpeningPayables1795420803620 implements MigrationInterface {
  readonly name = 'OpeningPayables1795420803620';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(walls);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.opening_payable', 'select, insert')`);
    await runner.query(
      `create trigger append_only before update or delete or truncate on mingbai.opening_payable for each statement execute function mingbai.refuse_change()`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  alter table mingbai.opening_line drop constraint opening_code, drop constraint month_of_what_is_owed,
    add constraint opening_code check (code in ('1001', '1101', '1103', '1104', '2001', '2002', '2101', '2501', '2502', '3001', '3002', '3003')),
    add constraint month_of_what_is_owed check ((code in ('1101', '1103', '2101')) = (period is not null));

  -- one row a month before the books; the contract version is that of the day on which they open
  create table mingbai.opening_payable (
    community_id int not null, period text not null check (period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'), opening_id bigint not null, firm_id bigint not null, contract_version_id bigint not null,
    amount numeric(18,2) not null check (amount > 0 and amount < 1e13), opened_on date not null, entry_seq bigint not null,
    primary key (community_id, period), foreign key (community_id, opening_id) references mingbai.opening, foreign key (community_id, contract_version_id) references mingbai.contract_version,
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint earned_before_the_books check (opened_on > (period || '-01')::date + interval '1 month - 1 day'));`;

const walls = `
  -- what opens is what the three parties signed, while it is being posted
  create function mingbai.payable_of_signed_opening() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.opening o join mingbai.opening_line l on l.community_id = o.community_id and l.opening_id = o.id
        where o.community_id = new.community_id and o.id = new.opening_id and o.opened_on = new.opened_on and l.code = '2101' and l.period = new.period and l.holder_id = new.firm_id
          and l.amount = new.amount)
        or (select count(*) from mingbai.opening_signature s where s.community_id = new.community_id and s.opening_id = new.opening_id) <> 3
        or exists (select from mingbai.opening_end e where e.community_id = new.community_id and e.opening_id = new.opening_id) then
      raise exception '% of % for firm % is not what three parties signed as opening balances %', new.amount, new.period, new.firm_id, new.opening_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger of_signed_opening before insert on mingbai.opening_payable for each row execute function mingbai.payable_of_signed_opening();`;
