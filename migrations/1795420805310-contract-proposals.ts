import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['contract_proposal', 'contract_proposal_text', 'contract_notice', 'contract_signature', 'contract_withdrawal'];

/**
 * New terms, and every contract but a compound's first, are proposed as a text, hang out, and are signed by both sides over its hash. Where a proposal
 * stands is told by these rows, which only grow; there is no column of a state that somebody could set.
 */
export class ContractProposals1795420805310 implements MigrationInterface {
  readonly name = 'ContractProposals1795420805310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(walls);
    for (const table of TABLES) {
      await runner.query(
        `create trigger append_only before update or delete or truncate on mingbai.${table} for each statement execute function mingbai.refuse_change()`,
      );
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- cited as HT001; contract_id: whose terms change, null: a new contract with the firm
  create table mingbai.contract_proposal (
    community_id int not null, id bigint not null, number_no int not null check (number_no > 0),
    number text not null generated always as ('HT' || lpad(number_no::text, greatest(3, length(number_no::text)), '0')) stored,
    contract_id bigint, firm_id bigint not null, opened_by bigint not null, opened_for bigint not null, opened_at timestamptz not null,
    primary key (community_id, id), unique (community_id, number_no), foreign key (community_id) references mingbai.community,
    foreign key (community_id, contract_id) references mingbai.contract);

  -- the whole text in canonical JSON: whoever signs, signs its hash
  create table mingbai.contract_proposal_text (
    community_id int not null, proposal_id bigint not null, revision int not null check (revision > 0), sha256 text not null, text text not null,
    written_by bigint not null, written_for bigint not null, written_at timestamptz not null,
    primary key (community_id, proposal_id, revision), unique (community_id, proposal_id, revision, sha256),
    foreign key (community_id, proposal_id) references mingbai.contract_proposal,
    constraint the_hash_is_of_the_text check (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
    constraint share_is_a_part check (coalesce((text::jsonb #>> '{terms,shareAtRisk}')::numeric between 0 and 1, false)),
    constraint payout_rule_is_whole check (coalesce(mingbai.payout_rule_is_whole(text::jsonb #> '{terms,payoutRule}'), false)),
    constraint weights_are_whole check (coalesce(mingbai.weights_are_whole(text::jsonb #> '{terms,template}'), false)));

  create table mingbai.contract_notice (
    community_id int not null, proposal_id bigint not null, revision int not null, sha256 text not null, from_on date not null, until_on date not null,
    published_by bigint not null, published_for bigint not null, published_at timestamptz not null,
    primary key (community_id, proposal_id, revision), unique (community_id, proposal_id, revision, sha256),
    foreign key (community_id, proposal_id, revision, sha256) references mingbai.contract_proposal_text (community_id, proposal_id, revision, sha256));

  create table mingbai.contract_signature (
    community_id int not null, proposal_id bigint not null, revision int not null, sha256 text not null, side text not null check (side in ('OWNER_SIDE', 'FIRM')),
    person_id bigint not null, organisation_id bigint not null, document_sha256 text not null, resolution_id bigint, signed_at timestamptz not null,
    primary key (community_id, proposal_id, revision, side),
    constraint two_people unique (community_id, proposal_id, revision, person_id),
    constraint two_organisations unique (community_id, proposal_id, revision, organisation_id),
    foreign key (community_id, proposal_id, revision, sha256) references mingbai.contract_notice (community_id, proposal_id, revision, sha256),
    foreign key (community_id, document_sha256) references mingbai.evidence, foreign key (community_id, resolution_id) references mingbai.resolution,
    constraint the_owners_decide check (side = 'OWNER_SIDE' or resolution_id is null));

  create table mingbai.contract_withdrawal (
    community_id int not null, proposal_id bigint not null, reason text not null check (length(reason) between 5 and 200 and reason !~ '[[:cntrl:]]'),
    withdrawn_by bigint not null, withdrawn_for bigint not null, withdrawn_at timestamptz not null,
    primary key (community_id, proposal_id), foreign key (community_id, proposal_id) references mingbai.contract_proposal);

  alter table mingbai.contract_version add column proposal_id bigint, add column proposal_revision int,
    add check (num_nulls(proposal_id, proposal_revision) <> 1), add unique (community_id, proposal_id);
  alter table mingbai.contract_version no force row level security;
  alter table mingbai.contract_version add foreign key (community_id, proposal_id, proposal_revision) references mingbai.contract_proposal_text (community_id, proposal_id, revision);
  alter table mingbai.contract_version force row level security;`;

const walls = `
  -- the first quarter for which new terms can count: after the day, after what was billed and assessed, after the terms that stand
  create function mingbai.first_quarter_for_terms(community int, contract bigint, day date) returns text language plpgsql stable set search_path = mingbai, pg_temp as $$
  begin
    return to_char(greatest(date_trunc('quarter', day) + interval '3 months',
      (select date_trunc('quarter', max(make_date(left(b.period, 4)::int, right(b.period, 2)::int, 1) + make_interval(months => b.months)) + interval '2 months')
        from bill b where b.community_id = community and b.item = 'PM' and b.voided_on is null),
      (select max(make_date(left(a.quarter, 4)::int, right(a.quarter, 1)::int * 3 - 2, 1)) + interval '3 months'
        from assessment a where a.community_id = community and a.state <> 'VOID'),
      (select date_trunc('quarter', max(make_date(left(v.from_period, 4)::int, right(v.from_period, 2)::int, 1))) + interval '3 months'
        from contract_version v where v.community_id = community and v.contract_id = contract)), 'YYYY-MM');
  end $$;

  -- commands hold the lock of the book, so no other step is under way
  create function mingbai.guard_contract_proposal() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare last int; who bigint; organisation bigint; at timestamptz; parts text[] := array['COMMITTEE', 'COMMUNITY']; n record; t jsonb;
  begin
    case tg_table_name
      when 'contract_proposal_text' then who := new.written_by; organisation := new.written_for; at := new.written_at;
      when 'contract_notice' then who := new.published_by; organisation := new.published_for; at := new.published_at;
      when 'contract_withdrawal' then who := new.withdrawn_by; organisation := new.withdrawn_for; at := new.withdrawn_at;
      else who := new.person_id; organisation := new.organisation_id; at := new.signed_at; if new.side = 'FIRM' then parts := array['FIRM']; end if;
    end case;
    if not has_part(new.community_id, who, organisation, parts, at) then
      raise exception 'person % has no part of that day by which they act on proposal %', who, new.proposal_id using errcode = '23514';
    end if;
    if exists (select from contract_withdrawal w where w.community_id = new.community_id and w.proposal_id = new.proposal_id)
        or exists (select from contract_version v where v.community_id = new.community_id and v.proposal_id = new.proposal_id) then
      raise exception 'proposal % has ended', new.proposal_id using errcode = '23514';
    end if;
    if tg_table_name = 'contract_withdrawal' then return new; end if;
    select max(revision) into last from contract_proposal_text x where x.community_id = new.community_id and x.proposal_id = new.proposal_id;
    if new.revision <> (case tg_table_name when 'contract_proposal_text' then coalesce(last, 0) + 1 else last end) then
      raise exception 'revision % of proposal % is not the present one', new.revision, new.proposal_id using errcode = '23514';
    end if;
    if tg_table_name = 'contract_notice' then
      select text::jsonb into strict t from contract_proposal_text x where x.community_id = new.community_id and x.proposal_id = new.proposal_id and x.revision = new.revision;
      if new.from_on <> (at at time zone 'Asia/Shanghai')::date or new.until_on < new.from_on + coalesce((t #>> '{terms,publicNoticeDays}')::int, 7) - 1 then
        raise exception 'the notice of proposal % is too short', new.proposal_id using errcode = '23514';
      end if;
    elsif tg_table_name = 'contract_signature' then
      select until_on into strict n from contract_notice x where x.community_id = new.community_id and x.proposal_id = new.proposal_id and x.revision = new.revision;
      if n.until_on >= (at at time zone 'Asia/Shanghai')::date then raise exception 'the notice of proposal % is not over', new.proposal_id using errcode = '23514'; end if;
      if new.side = 'FIRM' and organisation <> (select firm_id from contract_proposal p where p.community_id = new.community_id and p.id = new.proposal_id) then
        raise exception 'proposal % is signed by its own firm', new.proposal_id using errcode = '23514';
      end if;
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.contract_proposal_text for each row execute function mingbai.guard_contract_proposal();
  create trigger guard before insert on mingbai.contract_notice for each row execute function mingbai.guard_contract_proposal();
  create trigger guard before insert on mingbai.contract_signature for each row execute function mingbai.guard_contract_proposal();
  create trigger guard before insert on mingbai.contract_withdrawal for each row execute function mingbai.guard_contract_proposal();

  -- of a compound's first contract the paper is recorded as it was signed; whatever comes later is what both sides have signed here, to the letter
  create function mingbai.terms_are_signed_by_both() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare c contract%rowtype; p contract_proposal%rowtype; t jsonb; signed date; sides int;
  begin
    select * into strict c from contract x where x.community_id = new.community_id and x.id = new.contract_id;
    if new.proposal_id is null then
      if new.version_no > 1 or exists (select from contract x where x.community_id = new.community_id and x.id <> new.contract_id) then
        raise exception 'version % of contract % has no proposal that both sides signed', new.version_no, c.number using errcode = 'MB001';
      end if;
      return new;
    end if;
    select * into strict p from contract_proposal x where x.community_id = new.community_id and x.id = new.proposal_id;
    select text::jsonb into strict t from contract_proposal_text x where x.community_id = new.community_id and x.proposal_id = new.proposal_id and x.revision = new.proposal_revision;
    select max((s.signed_at at time zone 'Asia/Shanghai')::date), count(*) into signed, sides
      from contract_signature s where s.community_id = new.community_id and s.proposal_id = new.proposal_id and s.revision = new.proposal_revision;
    if sides <> 2 or new.signed_on <> signed or new.terms <> t -> 'terms' or new.from_period <> t ->> 'fromPeriod' or c.number <> t ->> 'number' or c.firm_id <> p.firm_id
        or c.from_on <> (t ->> 'from')::date or c.to_on <> (t ->> 'to')::date
        or p.contract_id is distinct from (case when new.version_no = 1 then null else new.contract_id end) then
      raise exception 'version % of contract % is not what both sides signed in %', new.version_no, c.number, p.number using errcode = 'MB001';
    end if;
    if new.version_no > 1 and (new.from_period < first_quarter_for_terms(new.community_id, null, signed) or exists (select from contract_version v
        where v.community_id = new.community_id and v.contract_id = new.contract_id and v.id <> new.id and (v.version_no >= new.version_no or v.from_period >= new.from_period))) then
      raise exception 'version % of contract % begins in % and would change what has begun', new.version_no, c.number, new.from_period using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger signed_by_both after insert on mingbai.contract_version for each row execute function mingbai.terms_are_signed_by_both();`;
