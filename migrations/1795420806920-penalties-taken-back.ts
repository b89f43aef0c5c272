import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A penalty that should not have been is taken back by two bodies, one that asks and one that confirms: its entry is reversed whole, and its event may be fined again. */
export class PenaltiesTakenBack1795420806920 implements MigrationInterface {
  readonly name = 'PenaltiesTakenBack1795420806920';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.firm_penalty_undo', 'select, insert, update (${ANSWERED})')`);
    await runner.query(ofPenalties);
    await runner.query(functions);
    await runner.query(triggers);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const ANSWERED = 'state, answered_by, answered_for, answered_at, answer_reason, effective_on, undo_seq';
const ANSWER_LESS = `string_to_array('${ANSWERED}', ', ')`;

const table = `
  -- undo_seq is the entry that reverses the penalty's
  create table mingbai.firm_penalty_undo (
    community_id int not null, id bigint not null, due_id bigint not null, reason text not null check (length(reason) between 5 and 200 and reason !~ '[[:cntrl:]]'),
    asked_by bigint not null, asked_for bigint not null, asked_at timestamptz not null, state text not null check (state in ('ASKED', 'CONFIRMED', 'REFUSED')),
    answered_by bigint, answered_for bigint, answered_at timestamptz, answer_reason text check (length(answer_reason) between 5 and 200 and answer_reason !~ '[[:cntrl:]]'),
    effective_on date, undo_seq bigint,
    primary key (community_id, id), unique (community_id, undo_seq), foreign key (community_id, due_id) references mingbai.firm_due (community_id, id),
    foreign key (community_id, undo_seq) references ledger.entry (community_id, seq),
    constraint answered_whole check (num_nonnulls(answered_by, answered_for, answered_at) = case state when 'ASKED' then 0 else 3 end and (state = 'REFUSED') = (answer_reason is not null)
      and num_nonnulls(undo_seq, effective_on) = case state when 'CONFIRMED' then 2 else 0 end),
    constraint taken_back_by_two check (state <> 'CONFIRMED' or answered_for <> asked_for and answered_by <> asked_by));
  create unique index one_undo_a_penalty on mingbai.firm_penalty_undo (community_id, due_id) where state <> 'REFUSED';`;

const ofPenalties = `
  alter table mingbai.firm_due add column undone_seq bigint, add constraint only_a_penalty_is_undone check (undone_seq is null or kind = 'PENALTY');
  drop index mingbai.one_fine_an_event_and_day;
  create unique index one_fine_an_event_and_day on mingbai.firm_due (community_id, event, event_on) where event_on is not null and undone_seq is null;
  grant update (undone_seq) on mingbai.firm_due to mingbai_app;`;

const functions = `
  create function mingbai.ask_penalty_undo() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.state <> 'ASKED' or not exists (select from firm_due d where d.community_id = new.community_id and d.id = new.due_id and d.kind = 'PENALTY' and d.undone_seq is null) then
      raise exception 'due % is no penalty that stands, or % is not asked first', new.due_id, new.id using errcode = '23514';
    end if;
    if not has_part(new.community_id, new.asked_by, new.asked_for, array['COMMITTEE', 'COMMUNITY', 'CENTRE'], new.asked_at) then
      raise exception 'person % has no part by which they ask for penalty % to be taken back', new.asked_by, new.due_id using errcode = 'MB001';
    end if;
    return new;
  end $$;

  create function mingbai.answer_penalty_undo() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if to_jsonb(new) - ${ANSWER_LESS} is distinct from to_jsonb(old) - ${ANSWER_LESS} or old.state <> 'ASKED' or new.state = 'ASKED' then
      raise exception '% is evidence: it is answered once, and nothing else', old.id using errcode = 'MB001';
    end if;
    if not has_part(new.community_id, new.answered_by, new.answered_for, array['COMMITTEE', 'COMMUNITY', 'CENTRE'], new.answered_at) then
      raise exception 'person % has no part by which they answer %', new.answered_by, new.id using errcode = 'MB001';
    end if;
    if new.state = 'CONFIRMED' and (not exists (select from firm_due d join ledger.entry e on e.community_id = d.community_id and e.seq = new.undo_seq and e.reverses_seq = d.entry_seq
          and e.effective_on = new.effective_on where d.community_id = new.community_id and d.id = new.due_id)
        or exists (select from firm_clearing c where c.community_id = new.community_id and c.due_kind = 'PENALTY' and c.due_id = new.due_id and c.undone_seq is null)) then
      raise exception 'penalty % is none that entry % reverses, or something of it is cleared', new.due_id, new.undo_seq using errcode = '23514';
    end if;
    return new;
  end $$;

  create function mingbai.keep_firm_due() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if to_jsonb(new) - 'undone_seq' is distinct from to_jsonb(old) - 'undone_seq' or old.undone_seq is not null then
      raise exception 'due % is evidence: a penalty may be taken back, once', old.id using errcode = 'MB001';
    end if;
    if not exists (select from firm_penalty_undo u where u.community_id = old.community_id and u.due_id = old.id and u.state = 'CONFIRMED' and u.undo_seq = new.undone_seq) then
      raise exception 'penalty % is taken back by two bodies', old.id using errcode = '23514';
    end if;
    return new;
  end $$;

  create or replace function mingbai.clear_within_due() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare due numeric; last_day date;
  begin
    if new.due_kind = 'MONTH' then
      select m.due_from_firm, (m.period || '-01')::date + interval '1 month - 1 day' into due, last_day from entitlement_month m where m.community_id = new.community_id and m.id = new.due_id;
      if new.kind = 'WRITTEN_OFF' and last_day > (select b.closed_through from ledger.book b where b.community_id = new.community_id) then
        raise exception 'due % of a month that is not closed cannot be written off', new.due_id using errcode = '23514';
      end if;
    else
      select d.amount - d.from_payable into due from firm_due d where d.community_id = new.community_id and d.id = new.due_id and d.kind = new.due_kind and d.undone_seq is null;
    end if;
    if due is null or due < (select sum(c.amount) from firm_clearing c where c.community_id = new.community_id and c.due_kind = new.due_kind and c.due_id = new.due_id and c.undone_seq is null) then
      raise exception 'due % % of the firm is cleared beyond its amount', new.due_kind, new.due_id using errcode = '23514';
    end if;
    return null;
  end $$;

  create or replace function mingbai.fines_within_the_cap() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare fines numeric; most numeric;
  begin
    if new.event is not null and (select b.closed_through from ledger.book b where b.community_id = new.community_id)
        < (make_date(left(new.quarter, 4)::int, right(new.quarter, 1)::int * 3, 1) + interval '1 month - 1 day')::date then
      raise exception 'fines for events of % wait until it is closed', new.quarter using errcode = '23514';
    end if;
    select new.amount + coalesce(sum(d.amount), 0) into fines from firm_due d where d.community_id = new.community_id and d.quarter = new.quarter and d.undone_seq is null;
    select round((v.terms ->> 'fineCap')::numeric * coalesce((select sum(m.earned) from entitlement_month m where m.community_id = new.community_id and m.quarter = new.quarter), 0), 2) into most
      from contract_version v where v.community_id = new.community_id and v.id = new.contract_version_id;
    if most is null or fines > most or new.undone_seq is not null then
      raise exception 'fines of % come to %, and % count at most', new.quarter, fines, most using errcode = '23514';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger asked before insert on mingbai.firm_penalty_undo for each row execute function mingbai.ask_penalty_undo();
  create trigger answered before update on mingbai.firm_penalty_undo for each row execute function mingbai.answer_penalty_undo();
  create trigger append_only before delete or truncate on mingbai.firm_penalty_undo for each statement execute function mingbai.refuse_change();
  drop trigger append_only on mingbai.firm_due;
  create trigger append_only before delete or truncate on mingbai.firm_due for each statement execute function mingbai.refuse_change();
  create trigger keep_firm_due before update on mingbai.firm_due for each row execute function mingbai.keep_firm_due();`;
