import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the firm and the owners agreed on, to whom money may be paid, and who speaks for owners without a committee: signed facts that only grow. */
export class Contracts1795420800500 implements MigrationInterface {
  readonly name = 'Contracts1795420800500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(termChecks);
    await runner.query(tables);
    await runner.query(triggers);
    for (const table of ['contract', 'contract_version', 'payee', 'payee_account', 'substitution'])
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const termChecks = `
  -- LINEAR, or bands [lo, hi) in ascending order that cover [0, 100] and pay between 0 and 1, never less for more
  create function mingbai.payout_rule_is_whole(p_rule jsonb) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case p_rule->>'kind'
      when 'LINEAR' then (p_rule->>'threshold')::numeric between 0 and 100
      when 'BANDED' then (
        select coalesce(min(lo) = 0 and max(hi) = 100 and bool_and(lo < hi and ratio between 0 and 1 and lo = coalesce(before.hi_before, 0) and ratio >= coalesce(before.ratio_before, 0)), false)
        from (select lo, hi, ratio, lag(hi) over (order by place) as hi_before, lag(ratio) over (order by place) as ratio_before
          from (select place, (band->>'lo')::numeric as lo, (band->>'hi')::numeric as hi, (band->>'ratio')::numeric as ratio
            from jsonb_array_elements(p_rule->'bands') with ordinality b(band, place)) bands) before)
      else false end $$;

  create function mingbai.weights_are_whole(p_template jsonb) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce((select sum((c->>'weight')::numeric) = 1 and bool_or(c->>'code' = 'INSPECTION') and bool_and((c->>'weight')::numeric > 0)
      from jsonb_array_elements(p_template->'components') c), false) $$;`;

const tables = `
  create table mingbai.contract (
    community_id int not null, id bigint not null, number text not null check (length(number) between 1 and 60), firm_id bigint not null,
    signed_on date not null, from_on date not null, to_on date not null, recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, number), foreign key (community_id) references mingbai.community, check (from_on < to_on),
    constraint whole_months check (extract(day from from_on) = 1 and extract(day from to_on + 1) = 1));

  -- from_period: the first month for which the version counts; earlier months keep theirs
  create table mingbai.contract_version (
    community_id int not null, id bigint not null, contract_id bigint not null, version_no int not null check (version_no > 0),
    from_period text not null check (from_period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'), signed_on date not null, terms jsonb not null,
    recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, contract_id, version_no), unique (community_id, contract_id, from_period),
    foreign key (community_id, contract_id) references mingbai.contract,
    constraint basis_is_known check (coalesce(terms->>'basis' in ('COLLECTED', 'ACCRUED'), false)),
    constraint share_is_a_part check (coalesce((terms->>'shareAtRisk')::numeric between 0 and 1, false)),
    constraint payout_rule_is_whole check (coalesce(mingbai.payout_rule_is_whole(terms->'payoutRule'), false)),
    constraint weights_are_whole check (coalesce(mingbai.weights_are_whole(terms->'template'), false)));

  -- to whom money may be paid: the firm by its contract, and whoever else the books name (holder of 2104)
  create table mingbai.payee (
    community_id int not null, id bigint not null, number_no int not null check (number_no > 0), number text not null,
    kind text not null check (kind in ('FIRM', 'VENDOR', 'TAX_OFFICE', 'CUSTODIAN', 'COMMITTEE', 'OTHER')),
    name text not null check (length(name) between 1 and 60 and name !~ '[[:cntrl:]]'), contract_id bigint,
    registered_by bigint not null, registered_at timestamptz not null,
    primary key (community_id, id), unique (community_id, number_no), unique (community_id, contract_id),
    foreign key (community_id) references mingbai.community, foreign key (community_id, contract_id) references mingbai.contract,
    check (number = 'SK' || lpad(number_no::text, greatest(3, length(number_no::text)), '0')),
    constraint firm_by_contract check ((kind = 'FIRM') = (contract_id is not null)));
  create unique index payee_name on mingbai.payee (community_id, name) where contract_id is null;

  create table mingbai.payee_account (
    community_id int not null, id bigint not null, payee_id bigint not null, version int not null check (version > 0),
    bank_name text not null check (length(bank_name) between 1 and 60), account_no text not null check (account_no ~ '^[0-9A-Z]{8,34}$'),
    account_name text not null check (length(account_name) between 1 and 60), registered_by bigint not null, registered_at timestamptz not null,
    primary key (community_id, id), unique (community_id, payee_id, version), foreign key (community_id, payee_id) references mingbai.payee);

  create table mingbai.substitution (
    community_id int not null, id bigint not null, ground text not null check (ground in ('NO_COMMITTEE', 'BELOW_HALF', 'VACANT')),
    legal_basis text not null check (length(legal_basis) between 1 and 200), organisation_id bigint not null,
    from_on date not null, to_on date check (to_on >= from_on), confirmed_by bigint not null, confirmed_for bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id) references mingbai.community, check (confirmed_for <> organisation_id));`;

const triggers = `
  -- one contract for each day (I28) and, since a quarter has one score, for each quarter; commands hold the lock of the book, so no other insert is under way
  create function mingbai.one_contract_a_day() returns trigger language plpgsql as $$
  declare other record; shared date;
  begin
    select number, from_on, to_on into other from mingbai.contract c
      where c.community_id = new.community_id and c.id <> new.id and c.from_on <= new.to_on and new.from_on <= c.to_on limit 1;
    if found then
      raise exception 'CONTRACT_OVERLAPS' using errcode = 'MB422',
        detail = jsonb_build_object('number', other.number, 'from', other.from_on, 'to', other.to_on)::text;
    end if;
    select number, from_on into other from mingbai.contract c where c.community_id = new.community_id and c.id <> new.id
      and date_trunc('quarter', c.from_on) <= date_trunc('quarter', new.to_on) and date_trunc('quarter', new.from_on) <= date_trunc('quarter', c.to_on) limit 1;
    if found then
      shared := date_trunc('quarter', greatest(new.from_on, other.from_on));
      raise exception 'CONTRACT_QUARTER_SPLIT' using errcode = 'MB422',
        detail = jsonb_build_object('number', other.number, 'quarter', to_char(shared, 'YYYY"-Q"Q'),
          'startsFrom', to_char(shared + interval '3 months', 'YYYY-MM'), 'endsWith', to_char(shared - 1, 'YYYY-MM'))::text;
    end if;
    return new;
  end $$;
  create trigger one_a_day before insert on mingbai.contract for each row execute function mingbai.one_contract_a_day();

  -- a quarter has one score, so its months have one version of the terms
  create function mingbai.terms_change_between_quarters() returns trigger language plpgsql as $$
  begin
    if right(new.from_period, 2) not in ('01', '04', '07', '10') and exists (select from mingbai.contract_version v
        where v.community_id = new.community_id and v.contract_id = new.contract_id and v.from_period < new.from_period) then
      raise exception 'contract version % begins in %: terms change between quarters', new.id, new.from_period using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger between_quarters before insert on mingbai.contract_version for each row execute function mingbai.terms_change_between_quarters();

  create trigger only_grows before update or delete or truncate on mingbai.contract for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.contract_version for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.payee for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.payee_account for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.substitution for each statement execute function mingbai.refuse_change();`;
