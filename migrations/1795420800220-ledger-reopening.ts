import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Closed months are opened again by two persons of two organisations, for a reason and a time (I15); who asked and who agreed stays. */
export class LedgerReopening1795420800220 implements MigrationInterface {
  readonly name = 'LedgerReopening1795420800220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    // the owner is bound by a forced policy, and a foreign key that cannot see its rows is refused
    for (const table of ['book', 'period']) await runner.query(`alter table ledger.${table} no force row level security`);
    await runner.query(foreignKeys);
    for (const table of ['book', 'period']) await runner.query(`alter table ledger.${table} force row level security`);
    for (const sql of [assertReopenable, propose, reopen, triggers]) await runner.query(sql);
    for (const table of ['reopening', 'reopening_confirmation']) {
      await runner.query(`grant select, insert on ledger.${table} to mingbai_poster`);
      await runner.query(`select mingbai.protect_tenant_table('ledger.${table}', 'select')`);
    }
    await runner.query(`revoke all on function ledger.assert_reopenable(int, text) from public`);
    await runner.query(`select mingbai_admin.give_function('ledger.assert_reopenable(int, text)', 'mingbai_poster')`);
    for (const signature of ['propose_reopening(int, timestamptz, bigint, bigint, text, text, timestamptz)', 'reopen(int, timestamptz, bigint, bigint, int)']) {
      await runner.query(`revoke all on function ledger.${signature} from public`);
      await runner.query(`grant execute on function ledger.${signature} to mingbai_app`);
      await runner.query(`select mingbai_admin.give_function('ledger.${signature}', 'mingbai_poster')`);
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const DEFINER = `language plpgsql security definer set search_path = ledger, pg_temp`;

const tables = `
  create table ledger.reopening (
    community_id int, no int, month text not null check (month ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    reason text not null check (length(btrim(reason)) between 1 and 200 and reason !~ '[[:cntrl:]]'),
    expires_at timestamptz not null, proposed_at timestamptz not null, proposed_by bigint not null, proposed_for bigint not null,
    primary key (community_id, no), unique (community_id, no, proposed_by, proposed_for),
    check (expires_at > proposed_at and expires_at <= proposed_at + interval '30 days'));
  -- proposed_by and proposed_for again, so that the table itself holds two persons of two organisations
  create table ledger.reopening_confirmation (
    community_id int, no int, proposed_by bigint not null, proposed_for bigint not null,
    confirmed_at timestamptz not null, confirmed_by bigint not null, confirmed_for bigint not null, last_seq bigint not null,
    primary key (community_id, no), constraint two_persons check (confirmed_by <> proposed_by), constraint two_organisations check (confirmed_for <> proposed_for));`;

const foreignKeys = `
  alter table ledger.reopening add foreign key (community_id) references ledger.book;
  alter table ledger.reopening_confirmation add foreign key (community_id, no, proposed_by, proposed_for) references ledger.reopening (community_id, no, proposed_by, proposed_for);
  alter table ledger.period add foreign key (community_id, reopening_no) references ledger.reopening_confirmation;`;

/** A month that is closed; or, where more time is needed, the first of those that are open again, because one expiry binds them all. */
const assertReopenable = `
  create function ledger.assert_reopenable(p_community int, p_month text) returns void ${DEFINER} as $$
  declare held record; first_day date := (p_month || '-01')::date; last_day date := ((p_month || '-01')::date + interval '1 month - 1 day')::date;
  begin
    perform assert_tenant(p_community);
    select opened_on, closed_through, greatest(closed_through, reopened_through) as closed_once into held from book where community_id = p_community;
    if last_day > held.closed_once or last_day < held.opened_on then
      perform refuse('LEDGER_PERIOD_NOT_CLOSED', jsonb_build_object('month', p_month, 'closedThrough', held.closed_once));
    end if;
    if first_day > held.closed_through + 1 then
      perform refuse('LEDGER_REOPENING_EARLIER', jsonb_build_object('month', p_month, 'first', to_char(held.closed_through + 1, 'YYYY-MM')));
    end if;
  end $$;`;

const propose = `
  create function ledger.propose_reopening(p_community int, p_at timestamptz, p_by bigint, p_for bigint, p_month text, p_reason text, p_expires_at timestamptz) returns int ${DEFINER} as $$
  declare next_no int;
  begin
    perform 1 from lock(p_community);
    if (p_at between '2000-01-01' and '2200-01-01' and p_by > 0 and p_for > 0 and p_month ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$') is not true then perform refuse('REQUEST_INVALID', '{}'); end if;
    perform assert_reopenable(p_community, p_month);
    if length(btrim(coalesce(p_reason, ''))) not between 1 and 200 or p_reason ~ '[[:cntrl:]]' then perform refuse('LEDGER_REOPENING_REASON', '{}'); end if;
    if p_expires_at is null or p_expires_at <= p_at or p_expires_at > p_at + interval '30 days' then
      perform refuse('LEDGER_REOPENING_EXPIRY', jsonb_build_object('from', to_char(p_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'),
        'to', to_char((p_at + interval '30 days') at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')));
    end if;
    select coalesce(max(no), 0) + 1 into next_no from reopening where community_id = p_community;
    insert into reopening (community_id, no, month, reason, expires_at, proposed_at, proposed_by, proposed_for)
      values (p_community, next_no, p_month, btrim(p_reason), p_expires_at, p_at, p_by, p_for);
    return next_no;
  end $$;`;

/** The second person's word: the month and all later ones are open again, the closes they had are marked and kept. */
const reopen = `
  create function ledger.reopen(p_community int, p_at timestamptz, p_by bigint, p_for bigint, p_no int) returns void ${DEFINER} as $$
  declare held record; asked record;
  begin
    select * into held from lock(p_community);
    if (p_at between '2000-01-01' and '2200-01-01' and p_by > 0 and p_for > 0) is not true then perform refuse('REQUEST_INVALID', '{}'); end if;
    select * into asked from reopening where community_id = p_community and no = p_no;
    if not found then perform refuse('LEDGER_REOPENING_MISSING', jsonb_build_object('number', p_no)); end if;
    if exists (select from reopening_confirmation where community_id = p_community and no = p_no) then
      perform refuse('LEDGER_REOPENING_CONFIRMED', jsonb_build_object('number', p_no));
    end if;
    if p_by = asked.proposed_by or p_for = asked.proposed_for then perform refuse('LEDGER_REOPENING_SAME_PARTY', jsonb_build_object('number', p_no)); end if;
    if p_at >= asked.expires_at then
      perform refuse('LEDGER_REOPENING_LAPSED', jsonb_build_object('number', p_no, 'until', to_char(asked.expires_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')));
    end if;
    perform assert_reopenable(p_community, asked.month);
    insert into reopening_confirmation (community_id, no, proposed_by, proposed_for, confirmed_at, confirmed_by, confirmed_for, last_seq)
      values (p_community, p_no, asked.proposed_by, asked.proposed_for, p_at, p_by, p_for, held.last_seq);
    update period set state = 'REOPENED', reopening_no = p_no, reopened_seq = held.last_seq where community_id = p_community and state = 'CLOSED' and month >= asked.month;
    update book set closed_through = least(closed_through, (asked.month || '-01')::date - 1), reopened_through = greatest(closed_through, reopened_through), reopened_until = asked.expires_at
      where community_id = p_community;
  end $$;`;

const triggers = `
  create trigger append_only before update or delete or truncate on ledger.reopening for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on ledger.reopening_confirmation for each statement execute function mingbai.refuse_change();
  create trigger one_gate before insert on ledger.reopening for each statement execute function ledger.only_the_poster();
  create trigger one_gate before insert on ledger.reopening_confirmation for each statement execute function ledger.only_the_poster();`;
