import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The end of an account that no statement proves is confirmed by the centre, like its beginning; a mistaken end is withdrawn, with its reason; and an account
 * that has ended takes no line after its end. A successor is asked for also of an account that is written with its last day.
 */
export class AccountEndsAnswered1795420803950 implements MigrationInterface {
  readonly name = 'AccountEndsAnswered1795420803950';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`alter table mingbai.bank_account_end no force row level security`);
    await runner.query(columns);
    await runner.query(`alter table mingbai.bank_account_end force row level security`);
    await runner.query(`grant update (state, answered_at, answered_by, answered_for, answer_reason, withdrawn_at, withdrawn_by, withdrawn_for, withdrawal_reason)
      on mingbai.bank_account_end to mingbai_app`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** An account ended once at most before, so its id is free among the ends of its compound: both come from the same counter. */
const columns = `
  drop trigger evidence on mingbai.bank_account_end;
  drop trigger guard on mingbai.bank_account_end;
  alter table mingbai.bank_account_end add column id bigint, add column state text not null default 'RECORDED' check (state in ('ASKED', 'RECORDED', 'CONFIRMED', 'REFUSED', 'WITHDRAWN')),
    add column answered_at timestamptz, add column answered_by bigint, add column answered_for bigint,
    add column answer_reason text check (length(answer_reason) between 1 and 200 and answer_reason !~ '[[:cntrl:]]'),
    add column withdrawn_at timestamptz, add column withdrawn_by bigint, add column withdrawn_for bigint,
    add column withdrawal_reason text check (length(withdrawal_reason) between 5 and 200 and withdrawal_reason !~ '[[:cntrl:]]');
  update mingbai.bank_account_end set id = account_id;
  alter table mingbai.bank_account_end alter id set not null, alter state drop default, drop constraint bank_account_end_pkey, add primary key (community_id, id),
    add check (num_nulls(answered_at, answered_by, answered_for) in (0, 3)), add check (num_nulls(withdrawn_at, withdrawn_by, withdrawn_for, withdrawal_reason) in (0, 4)),
    add check (case state when 'CONFIRMED' then answered_at is not null when 'REFUSED' then answered_at is not null and answer_reason is not null when 'WITHDRAWN' then true else answered_at is null end),
    add check ((state = 'WITHDRAWN') = (withdrawn_at is not null)),
    add constraint two_parties check (answered_at is null or (answered_by <> recorded_by and answered_for <> recorded_for));
  create unique index one_end_of_an_account on mingbai.bank_account_end (community_id, account_id) where state in ('ASKED', 'RECORDED', 'CONFIRMED');`;

const walls = `
  create or replace function mingbai.guard_bank_account_end() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare is_stated boolean := exists (select from bank_file f where f.community_id = new.community_id and f.account_id = new.account_id);
  begin
    if tg_op = 'INSERT' then
      if new.state not in ('ASKED', 'RECORDED') then raise exception 'the end of a bank account begins as asked or recorded' using errcode = '23514'; end if;
      if not mingbai.has_part(new.community_id, new.recorded_by, new.recorded_for, array['COMMITTEE', 'COMMUNITY'], new.recorded_at) then
        raise exception 'person % has no part by which they record the end of a bank account', new.recorded_by using errcode = 'MB001';
      end if;
    else
      if to_jsonb(new) - array['state', 'answered_at', 'answered_by', 'answered_for', 'answer_reason', 'withdrawn_at', 'withdrawn_by', 'withdrawn_for', 'withdrawal_reason']
          is distinct from to_jsonb(old) - array['state', 'answered_at', 'answered_by', 'answered_for', 'answer_reason', 'withdrawn_at', 'withdrawn_by', 'withdrawn_for', 'withdrawal_reason']
          or (case new.state when 'WITHDRAWN' then old.state not in ('ASKED', 'RECORDED', 'CONFIRMED')
              or (new.answered_at, new.answered_by, new.answered_for, new.answer_reason) is distinct from (old.answered_at, old.answered_by, old.answered_for, old.answer_reason)
            when 'RECORDED' then true when 'ASKED' then true else old.state <> 'ASKED' end) then
        raise exception 'the end of bank account % is evidence: it is answered once, and withdrawn once', new.account_id using errcode = 'MB001';
      end if;
      if new.state = 'WITHDRAWN' then
        if not mingbai.has_part(new.community_id, new.withdrawn_by, new.withdrawn_for, array['COMMITTEE', 'COMMUNITY'], new.withdrawn_at) then
          raise exception 'person % has no part by which they withdraw the end of a bank account', new.withdrawn_by using errcode = 'MB001';
        end if;
        -- a closed month said that there was nothing to state
        if old.state <> 'ASKED' and exists (select from ledger.book b join bank_account a on a.community_id = new.community_id and a.id = new.account_id where b.community_id = new.community_id
            and b.closed_through > coalesce((select max(f.to_on) from bank_file f where f.community_id = new.community_id and f.account_id = new.account_id), greatest(a.opened_on, b.opened_on) - 1)) then
          raise exception 'closed months rest on the end of bank account %', new.account_id using errcode = '23514';
        end if;
      elsif not mingbai.has_part(new.community_id, new.answered_by, new.answered_for, array['CENTRE'], new.answered_at) then
        raise exception 'person % has no part by which they confirm the end of bank account %', new.answered_by, new.account_id using errcode = 'MB001';
      end if;
    end if;
    if new.state = 'RECORDED' and not is_stated then
      raise exception 'bank account % was never imported: its end needs a second party', new.account_id using errcode = '23514';
    end if;
    if new.state in ('ASKED', 'RECORDED', 'CONFIRMED') and (exists (select from bank_account a where a.community_id = new.community_id and a.id = new.account_id and (a.closed_on is null or a.opened_on > new.ended_on))
        or exists (select from bank_line l where l.community_id = new.community_id and l.account_id = new.account_id and l.booked_on > new.ended_on)
        or (select l.balance_after from bank_line l where l.community_id = new.community_id and l.account_id = new.account_id order by l.position desc limit 1) <> 0) then
      raise exception 'bank account % is in use, or has money or lines after %', new.account_id, new.ended_on using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert or update on mingbai.bank_account_end for each row execute function mingbai.guard_bank_account_end();
  create trigger evidence before delete or truncate on mingbai.bank_account_end for each statement execute function mingbai.refuse_change();

  create function mingbai.bank_lines_end_with_their_account() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare late record;
  begin
    select n.id, n.booked_on, e.ended_on into late from bank_account_end e join added n on n.community_id = e.community_id and n.account_id = e.account_id and n.booked_on > e.ended_on
      where e.state in ('RECORDED', 'CONFIRMED') limit 1;
    if found then raise exception 'bank line % of % lies after the end of its account on %', late.id, late.booked_on, late.ended_on using errcode = '23514'; end if;
    return null;
  end $$;
  create trigger before_the_end after insert on mingbai.bank_line referencing new table as added for each statement execute function mingbai.bank_lines_end_with_their_account();

  -- also of an account that is written with its last day: else one transaction gives up an account for a successor that has ended itself
  drop trigger followed on mingbai.bank_account;
  create constraint trigger followed after insert or update on mingbai.bank_account deferrable initially deferred for each row execute function mingbai.bank_account_is_followed();`;
