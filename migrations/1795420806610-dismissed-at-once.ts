import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is dismissed with this very day as the last decides nothing from that moment on; what they did before stays. A part that is about to end confirms no key and no resolution:
 * what it opens would stay open behind it.
 */
export class DismissedAtOnce1795420806610 implements MigrationInterface {
  readonly name = 'DismissedAtOnce1795420806610';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(hasPart);
    await runner.query(approvals);
    await runner.query(keys);
    await runner.query(papers);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Every wall that asks whether somebody has a part at a moment asks this. */
const hasPart = `
  create or replace function mingbai.has_part(community int, person bigint, organisation bigint, roles text[], at timestamptz) returns boolean language sql stable set search_path = mingbai, pg_temp as $$
    select exists (select from membership m where m.community_id = community and m.person_id = person and m.organisation_id = organisation and m.role = any (roles)
      and daterange(m.from_on, m.to_on, '[]') @> (at at time zone 'Asia/Shanghai')::date
      and (m.ended_at is null or m.ended_at > at or m.to_on > (m.ended_at at time zone 'Asia/Shanghai')::date))
  $$;`;

/** The roles that fill a slot, whichever body speaks for the owners on the day (`slotRoles` of contracts). */
const FILLED_BY = `case new.slot when 'OWNER_SIDE' then array['COMMITTEE', 'COMMUNITY'] when 'REGULATOR' then array['CENTRE'] else array['COMMUNITY', 'STREET'] end`;

/** As before; the part is that of the moment. */
const approvals = `
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
    if not new.role = any (${FILLED_BY}) or not mingbai.has_part(new.community_id, new.person_id, new.organisation_id, array[new.role], new.at) then
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

/** As before; by a part that lasts. */
const keys = `
  create or replace function mingbai.guard_key_confirmation() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare asked record; today date := (new.at at time zone 'Asia/Shanghai')::date;
  begin
    select * into strict asked from key_admission a where a.community_id = new.community_id and a.id = new.admission_id;
    if asked.person_id = new.person_id or asked.organisation_id = new.organisation_id then
      raise exception 'key % is confirmed by others than those who asked for it', asked.key_id using errcode = '23514';
    end if;
    if not mingbai.has_lasting_part(new.community_id, new.person_id, new.organisation_id, array[new.role], new.at) then
      raise exception 'person % has no part that lasts, in which they confirm a key', new.person_id using errcode = '23514';
    end if;
    if new.role = 'FIRM' and not exists (select from contract c where c.community_id = new.community_id and c.firm_id = new.organisation_id
        and c.from_on <= today and mingbai.contract_ends(c.community_id, c.id) >= today) then
      raise exception 'firm % has no contract by which it confirms a key', new.organisation_id using errcode = '23514';
    end if;
    if exists (select from key_refusal r where r.community_id = new.community_id and r.admission_id = new.admission_id)
        or tg_table_name = 'key_refusal' and mingbai.key_is_admitted(new.community_id, asked.key_id, asked.person_id, asked.organisation_id) then
      raise exception 'key % is refused or signs already', asked.key_id using errcode = '23514';
    end if;
    return new;
  end $$;`;

/** As before; by a part that lasts. */
const papers = `
  create or replace function mingbai.guard_confirmation() returns trigger language plpgsql as $$
  declare w record;
  begin
    if new.resolution_id is not null then
      select r.number as name, r.recorded_by as recorder, r.recorded_for as organisation, r.recorded_at, null::int as year, null::bigint as rests,
        mingbai.resolution_state(r.community_id, r.id) as state into w from mingbai.resolution r where r.community_id = new.community_id and r.id = new.resolution_id;
    else
      select format('the budget of %s, version %s', b.year, b.version_no) as name, b.adopted_by as recorder, b.adopted_for as organisation, b.adopted_at as recorded_at, b.year, b.resolution_id as rests,
        mingbai.budget_state(b.community_id, b.id) as state into w from mingbai.budget b where b.community_id = new.community_id and b.id = new.budget_id;
    end if;
    if w.state is distinct from 'WAITING' or new.answered_at < w.recorded_at then raise exception '% is %: it takes no answer', w.name, w.state using errcode = 'MB001'; end if;
    if not (new.decision = 'REFUSED' and new.answered_for = w.organisation
          and mingbai.has_lasting_part(new.community_id, new.answered_by, new.answered_for, array['COMMITTEE', 'COMMUNITY'], new.answered_at)
        or new.answered_for <> w.organisation and new.answered_by <> w.recorder
          and mingbai.has_lasting_part(new.community_id, new.answered_by, new.answered_for, array['COMMUNITY', 'CENTRE', 'STREET'], new.answered_at)) then
      raise exception '% is answered by another organisation and another person', w.name using errcode = '23514';
    end if;
    if w.rests is not null and new.decision = 'CONFIRMED' and (mingbai.resolution_state(new.community_id, w.rests) <> 'CONFIRMED'
        or not mingbai.covers_budget(new.community_id, w.rests, w.year, new.answered_at)) then
      raise exception '% rests on no resolution that counts', w.name using errcode = 'MB001';
    end if;
    return new;
  end $$;`;
