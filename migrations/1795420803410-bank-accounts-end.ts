import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who changes the account has the part for it; an account is given up only for its successor; and the bank's paper says when it was closed. */
export class BankAccountsEnd1795420803410 implements MigrationInterface {
  readonly name = 'BankAccountsEnd1795420803410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    for (const target of ['mingbai.bank_account', 'mingbai.evidence']) await runner.query(`alter table ${target} no force row level security`);
    await runner.query(`
      alter table mingbai.bank_account_end add foreign key (community_id, account_id) references mingbai.bank_account,
        add foreign key (community_id, document_sha256) references mingbai.evidence`);
    for (const target of ['mingbai.bank_account', 'mingbai.evidence']) await runner.query(`alter table ${target} force row level security`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.bank_account_end', 'select, insert')`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const table = `
  -- an account that was given up is asked for statements until the bank has closed it, by its own paper
  create table mingbai.bank_account_end (
    community_id int not null, account_id bigint not null, ended_on date not null, document_sha256 text not null check (document_sha256 ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz not null, recorded_by bigint not null, recorded_for bigint not null, primary key (community_id, account_id));`;

/** The day of a part is that of its own moment: the clock of a demo is not the server's. */
const walls = `
  create function mingbai.has_part(community int, person bigint, organisation bigint, roles text[], at timestamptz) returns boolean language sql stable set search_path = mingbai, pg_temp as $$
    select exists (select from membership m where m.community_id = community and m.person_id = person and m.organisation_id = organisation and m.role = any (roles)
      and daterange(m.from_on, m.to_on, '[]') @> (at at time zone 'Asia/Shanghai')::date)
  $$;

  create function mingbai.guard_account_change() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if tg_op = 'INSERT' then
      if not mingbai.has_part(new.community_id, new.asked_by, new.asked_for, array['COMMITTEE', 'COMMUNITY'], new.asked_at) then
        raise exception 'person % has no part by which they ask for another bank account', new.asked_by using errcode = 'MB001';
      end if;
    elsif not mingbai.has_part(new.community_id, new.answered_by, new.answered_for, case new.state when 'WITHDRAWN' then array['COMMITTEE', 'COMMUNITY'] else array['CENTRE'] end, new.answered_at) then
      raise exception 'person % has no part by which they answer account change %', new.answered_by, new.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger guard before insert or update on mingbai.account_change for each row execute function mingbai.guard_account_change();

  create function mingbai.guard_bank_account_end() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not mingbai.has_part(new.community_id, new.recorded_by, new.recorded_for, array['COMMITTEE', 'COMMUNITY'], new.recorded_at) then
      raise exception 'person % has no part by which they record the end of a bank account', new.recorded_by using errcode = 'MB001';
    end if;
    if exists (select from bank_account a where a.community_id = new.community_id and a.id = new.account_id and (a.closed_on is null or a.opened_on > new.ended_on))
        or exists (select from bank_line l where l.community_id = new.community_id and l.account_id = new.account_id and l.booked_on > new.ended_on)
        or (select l.balance_after from bank_line l where l.community_id = new.community_id and l.account_id = new.account_id order by l.position desc limit 1) <> 0 then
      raise exception 'bank account % is in use, or has money or lines after %', new.account_id, new.ended_on using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.bank_account_end for each row execute function mingbai.guard_bank_account_end();
  create trigger evidence before update or delete or truncate on mingbai.bank_account_end for each statement execute function mingbai.refuse_change();

  -- looked at when the transaction commits: the successor is written after
  create function mingbai.bank_account_is_followed() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.closed_on is not null and not exists (select from bank_account a join account_change c on c.community_id = a.community_id and c.account_id = a.id and c.state = 'CONFIRMED'
        where a.community_id = new.community_id and a.opened_on = new.closed_on + 1) then
      raise exception 'bank account % is given up without one that follows it', new.id using errcode = '23514';
    end if;
    return null;
  end $$;
  create constraint trigger followed after update on mingbai.bank_account deferrable initially deferred for each row execute function mingbai.bank_account_is_followed();`;
