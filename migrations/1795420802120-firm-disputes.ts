import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the firm leaves, what it is owed may be disputed: the money is held apart until both parties, or one and the centre, agree what becomes of it (P28a, P28b). */
export class FirmDisputes1795420802120 implements MigrationInterface {
  readonly name = 'FirmDisputes1795420802120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(functions);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.firm_dispute', 'select, insert, update (${ANSWERED})')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const ANSWERED = 'state, answered_by, answered_for, answered_at, answer_reason, effective_on, entry_seq';

const table = `
  -- DISPUTE: amount of what the firm is owed (2101) is held apart (2601); DECISION: so much of a dispute is the firm's again (to_firm) or the owners' (to_owners)
  create table mingbai.firm_dispute (
    community_id int not null, id bigint not null, kind text not null check (kind in ('DISPUTE', 'DECISION')), dispute_id bigint, firm_id bigint not null,
    amount numeric(18,2) not null check (amount > 0 and amount < 1e13), to_firm numeric(18,2) not null check (to_firm >= 0), to_owners numeric(18,2) not null check (to_owners >= 0),
    reason text not null check (length(reason) between 5 and 200), document_sha256 text not null,
    asked_by bigint not null, asked_for bigint not null, asked_at timestamptz not null,
    state text not null check (state in ('ASKED', 'CONFIRMED', 'REFUSED', 'WITHDRAWN')),
    answered_by bigint, answered_for bigint, answered_at timestamptz, answer_reason text check (length(answer_reason) between 1 and 200), effective_on date, entry_seq bigint,
    primary key (community_id, id), foreign key (community_id, dispute_id) references mingbai.firm_dispute (community_id, id),
    foreign key (community_id, document_sha256) references mingbai.evidence, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint dispute_of_its_kind check (case kind when 'DISPUTE' then dispute_id is null and to_firm = 0 and to_owners = 0 else dispute_id is not null and to_firm + to_owners = amount end),
    constraint answered_whole check (num_nonnulls(answered_by, answered_for, answered_at) = case state when 'ASKED' then 0 else 3 end),
    constraint posted_when_confirmed check (num_nonnulls(effective_on, entry_seq) = case state when 'CONFIRMED' then 2 else 0 end),
    constraint refused_with_a_reason check (state in ('ASKED', 'CONFIRMED') or answer_reason is not null),
    constraint agreed_by_two_parties check (case state when 'ASKED' then true when 'WITHDRAWN' then answered_for = asked_for else answered_for <> asked_for and answered_by <> asked_by end));
  create index firm_dispute_of on mingbai.firm_dispute (community_id, dispute_id) where dispute_id is not null;
  create unique index one_decision_waits on mingbai.firm_dispute (community_id, dispute_id) where state = 'ASKED' and dispute_id is not null;`;

const functions = `
  create function mingbai.keep_firm_dispute() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - string_to_array('${ANSWERED}', ', ') is distinct from to_jsonb(old) - string_to_array('${ANSWERED}', ', ') or old.state <> 'ASKED' or new.state = 'ASKED' then
      raise exception 'dispute % is evidence: it is answered once, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create function mingbai.dispute_begins_asked() returns trigger language plpgsql as $$
  begin
    if new.state <> 'ASKED' then raise exception 'a dispute begins as ASKED' using errcode = '23514'; end if;
    return new;
  end $$;
  create function mingbai.decided_within_dispute() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from firm_dispute d where d.community_id = new.community_id and d.id = new.dispute_id and d.kind = 'DISPUTE' and d.state = 'CONFIRMED' and d.firm_id = new.firm_id
        and d.amount >= (select sum(x.amount) from firm_dispute x where x.community_id = new.community_id and x.dispute_id = new.dispute_id and x.state = 'CONFIRMED')) then
      raise exception 'decision % is about more than dispute % holds', new.id, new.dispute_id using errcode = '23514';
    end if;
    return null;
  end $$;`;

const triggers = `
  create trigger begins_asked before insert on mingbai.firm_dispute for each row execute function mingbai.dispute_begins_asked();
  create trigger keep_firm_dispute before update on mingbai.firm_dispute for each row execute function mingbai.keep_firm_dispute();
  create trigger within_dispute after update on mingbai.firm_dispute for each row when (new.kind = 'DECISION' and new.state = 'CONFIRMED') execute function mingbai.decided_within_dispute();
  create trigger append_only before delete or truncate on mingbai.firm_dispute for each statement execute function mingbai.refuse_change();`;
