import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Decisions about payouts that are signed by keys (decision 0013): two other parties admit a key to a compound, each decision has a text that is handed out
 * once, and an approval under a contract that wants signatures carries one over it.
 */
export class SignedApprovals1795420805200 implements MigrationInterface {
  readonly name = 'SignedApprovals1795420805200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(`alter table mingbai.approval no force row level security`);
    await runner.query(columns);
    await runner.query(`alter table mingbai.approval force row level security`);
    await runner.query(keyWalls);
    await runner.query(approvalWall);
    for (const table of ['key_admission', 'key_confirmation', 'approval_challenge']) {
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

const APPROVERS = `'COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'`;
/** Of the two parties that confirm a key, one at least is the owners' or the regulator: a firm and a street alone admit nobody. */
const TRUSTED = `'COMMITTEE', 'COMMUNITY', 'CENTRE'`;

/** Keys are rows of a table that no compound owns, so no foreign key says what the triggers say. */
const tables = `
  create table mingbai.key_admission (
    community_id int not null, id bigint not null, key_id bigint not null, person_id bigint not null, organisation_id bigint not null,
    role text not null check (role in (${APPROVERS})), asked_at timestamptz not null,
    primary key (community_id, id), unique (community_id, key_id), foreign key (community_id) references mingbai.community);

  create table mingbai.key_confirmation (
    community_id int not null, id bigint not null, admission_id bigint not null, person_id bigint not null, organisation_id bigint not null,
    role text not null check (role in (${APPROVERS}, 'FIRM')), at timestamptz not null,
    primary key (community_id, id), unique (community_id, admission_id, organisation_id), unique (community_id, admission_id, person_id),
    foreign key (community_id, admission_id) references mingbai.key_admission);

  create table mingbai.approval_challenge (
    community_id int not null, id bigint not null, disbursement_id bigint not null, payload_sha256 text not null,
    decision text not null check (decision in ('APPROVE', 'RETURN', 'DEFER', 'REJECT')), slot text not null, role text not null check (role in (${APPROVERS})),
    person_id bigint not null, organisation_id bigint not null, key_id bigint not null, text text not null, issued_at timestamptz not null,
    primary key (community_id, id),
    foreign key (community_id, disbursement_id, payload_sha256) references mingbai.disbursement_payload (community_id, disbursement_id, sha256),
    constraint text_says_it check ((text::jsonb ->> 't', text::jsonb ->> 'doc', text::jsonb ->> 'decision', text::jsonb ->> 'slot', text::jsonb ->> 'role')
      is not distinct from ('mingbai.approval/1', payload_sha256, decision, slot, role)));
  create index approval_challenge_payout on mingbai.approval_challenge (community_id, disbursement_id);`;

const columns = `
  alter table mingbai.approval add column challenge_id bigint, add column key_id bigint, add column suite text check (suite in ('ed25519', 'webauthn')),
    add column signature bytea, add column authenticator_data bytea, add column client_data bytea, add column origin text, add column rp_id text,
    add constraint signed_once unique (community_id, challenge_id),
    add foreign key (community_id, challenge_id) references mingbai.approval_challenge,
    add constraint signed_whole check (num_nulls(challenge_id, key_id, suite, signature) in (0, 4)),
    add constraint signature_of_suite check (case suite when 'webauthn' then num_nulls(authenticator_data, client_data, origin, rp_id) = 0
      else num_nonnulls(authenticator_data, client_data, origin, rp_id) = 0 end and (suite is distinct from 'ed25519' or octet_length(signature) = 64));`;

const keyWalls = `
  create function mingbai.guard_key_admission() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from person_key k where k.id = new.key_id and k.person_id = new.person_id and k.revoked_at is null and 'APPROVE' = any (k.purposes)) then
      raise exception 'key % is none with which person % signs', new.key_id, new.person_id using errcode = '23514';
    end if;
    if not mingbai.has_part(new.community_id, new.person_id, new.organisation_id, array[new.role], new.asked_at) then
      raise exception 'person % has no part in which a key signs', new.person_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.key_admission for each row execute function mingbai.guard_key_admission();

  create function mingbai.guard_key_confirmation() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare asked record;
  begin
    select * into strict asked from key_admission a where a.community_id = new.community_id and a.id = new.admission_id;
    if asked.person_id = new.person_id or asked.organisation_id = new.organisation_id then
      raise exception 'key % is confirmed by others than those who asked for it', asked.key_id using errcode = '23514';
    end if;
    if not mingbai.has_part(new.community_id, new.person_id, new.organisation_id, array[new.role], new.at) then
      raise exception 'person % has no part in which they confirm a key', new.person_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.key_confirmation for each row execute function mingbai.guard_key_confirmation();

  -- two other parties have confirmed the key of a person for an organisation, one of them the owners' or the regulator, and nobody has revoked it
  create function mingbai.key_is_admitted(community int, key bigint, person bigint, organisation bigint) returns boolean language sql stable set search_path = mingbai, pg_temp as $$
    select exists (select from key_admission a join key_confirmation c on c.community_id = community and c.admission_id = a.id
        where a.community_id = community and a.key_id = key and a.person_id = person and a.organisation_id = organisation
        group by a.id having count(*) >= 2 and bool_or(c.role in (${TRUSTED})))
      and exists (select from person_key k where k.id = key and k.revoked_at is null)
  $$;`;

/** The roles that fill a slot, whichever body speaks for the owners on the day (`slotRoles` of contracts). */
const FILLED_BY = `case new.slot when 'OWNER_SIDE' then array['COMMITTEE', 'COMMUNITY'] when 'REGULATOR' then array['CENTRE'] else array['COMMUNITY', 'STREET'] end`;

/** I10 and I11, as before, and from where it says "signed" what a signature must be; whether it verifies, PostgreSQL cannot compute: `verify books` does. */
const approvalWall = `
  create or replace function mingbai.guard_approval() returns trigger language plpgsql as $$
  declare payout record; taken text; challenge record; wants text;
  begin
    select * into strict payout from mingbai.disbursement d where d.community_id = new.community_id and d.id = new.disbursement_id for update;
    if payout.state not in ('APPROVING', 'DEFERRED') then raise exception 'payout % is % and not for decision', payout.number, payout.state using errcode = '23514'; end if;
    if payout.payload_sha256 <> new.payload_sha256 then raise exception 'the approval is of another payload than that of payout %', payout.number using errcode = '23514'; end if;
    if payout.submitted_by = new.person_id or payout.firm_id = new.organisation_id then
      raise exception 'the submitter and the firm decide nothing about payout %', payout.number using errcode = '23514';
    end if;
    if exists (select from mingbai.payee_account a
        where a.community_id = payout.community_id and a.id = payout.payee_account_id and a.registered_by = new.person_id) then
      raise exception 'who registered the account decides nothing about payout %', payout.number using errcode = '23514';
    end if;
    if not new.slot = any (payout.required_slots) then raise exception 'payout % needs no approval by %', payout.number, new.slot using errcode = '23514'; end if;
    select case when a.person_id = new.person_id then 'person' when a.organisation_id = new.organisation_id then 'organisation' else 'slot' end into taken
      from mingbai.approval a
      where a.community_id = new.community_id and a.disbursement_id = new.disbursement_id and a.payload_sha256 = new.payload_sha256 and a.decision = 'APPROVE'
        and (a.person_id = new.person_id or a.organisation_id = new.organisation_id or a.slot = new.slot)
        and not exists (select from mingbai.approval_withdrawal w where w.community_id = a.community_id and w.approval_id = a.id) limit 1;
    if found then raise exception 'this % has approved payout % already', taken, payout.number using errcode = '23505'; end if;
    -- the day of the decision is that of its own moment: the clock of a demo is not the server's
    if not new.role = any (${FILLED_BY}) or not exists (
        select from mingbai.membership m where m.community_id = new.community_id and m.person_id = new.person_id and m.organisation_id = new.organisation_id
          and m.role = new.role and daterange(m.from_on, m.to_on, '[]') @> (new.at at time zone 'Asia/Shanghai')::date) then
      raise exception 'person % has no part of that day that fills % of payout %', new.person_id, new.slot, payout.number using errcode = '23514';
    end if;
    -- signed
    select v.terms -> 'approvalPolicy' ->> 'signature' into wants from mingbai.contract_version v
      where v.community_id = payout.community_id and v.id = payout.contract_version_id;
    if wants = 'SIGNED' and new.challenge_id is null then raise exception 'decisions about payout % are signed', payout.number using errcode = '23514'; end if;
    if new.challenge_id is null then return new; end if;
    select * into strict challenge from mingbai.approval_challenge c where c.community_id = new.community_id and c.id = new.challenge_id;
    if (challenge.disbursement_id, challenge.payload_sha256, challenge.decision, challenge.slot, challenge.role, challenge.person_id, challenge.organisation_id, challenge.key_id)
        is distinct from (new.disbursement_id, new.payload_sha256, new.decision, new.slot, new.role, new.person_id, new.organisation_id, new.key_id) then
      raise exception 'what was signed is another decision than that about payout %', payout.number using errcode = '23514';
    end if;
    if new.at > challenge.issued_at + interval '10 minutes' then raise exception 'what was signed about payout % is too old', payout.number using errcode = '23514'; end if;
    if not mingbai.key_is_admitted(new.community_id, new.key_id, new.person_id, new.organisation_id) then
      raise exception 'key % is not admitted to sign about payout %', new.key_id, payout.number using errcode = '23514';
    end if;
    if new.suite is distinct from (select k.suite from mingbai.person_key k where k.id = new.key_id) or new.suite = 'webauthn'
        and convert_from(new.client_data, 'UTF8')::jsonb ->> 'challenge' is distinct from
          rtrim(translate(encode(sha256(convert_to('mingbai.approval/v1', 'UTF8') || '\\x00'::bytea || convert_to(challenge.text, 'UTF8')), 'base64'), '+/', '-_'), '=') then
      raise exception 'the passkey signed something else than the text about payout %', payout.number using errcode = '23514';
    end if;
    return new;
  end $$;`;
