import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A wrong penalty is taken back although something of it was made good, also in a month that is closed: what the firm paid or had set off is owed to it again (P18u), what the
 * owners gave up ends with it. Nobody sets off or gives up a penalty while its taking back is asked for, and what cleared one that was taken back stays as it is.
 */
export class PenaltiesMadeGood1795420807120 implements MigrationInterface {
  readonly name = 'PenaltiesMadeGood1795420807120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(rule);
    await runner.query(columns);
    await runner.query(answer);
    await runner.query(clearings);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const rule = `
  alter table ledger.posting_rule disable trigger fixed;
  alter table ledger.posting_pair disable trigger fixed;
  insert into ledger.posting_rule (code, bank_fact, gate) values ('P18u', false, 'NONE');
  insert into ledger.posting_pair (rule, fund, debit, credit) values ('P18u', 'SVC', '1104', '2101'), ('P18u', 'SVC', '1104', '5003');
  alter table ledger.posting_rule enable trigger fixed;
  alter table ledger.posting_pair enable trigger fixed;`;

const columns = `
  -- not valid: rows before have no credit, and row security hides what a validation would read; of the penalty, what had been paid or set off and what had been given up when it was taken back; credit_seq is the entry of both
  alter table mingbai.firm_penalty_undo add column made_good numeric(18,2) not null default 0, add column given_up numeric(18,2) not null default 0, add column credit_seq bigint,
    add foreign key (community_id, credit_seq) references ledger.entry (community_id, seq) not valid,
    add constraint credited_whole check (made_good >= 0 and given_up >= 0 and (made_good + given_up > 0) = (credit_seq is not null) and (state = 'CONFIRMED' or credit_seq is null));
  grant update (made_good, given_up, credit_seq) on mingbai.firm_penalty_undo to mingbai_app;`;

const ANSWER_LESS = `string_to_array('state, answered_by, answered_for, answered_party, answered_at, answer_reason, effective_on, undo_seq, made_good, given_up, credit_seq', ', ')`;

const answer = `
  create or replace function mingbai.answer_penalty_undo() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare good numeric; given numeric; credited numeric; ended numeric;
  begin
    if to_jsonb(new) - ${ANSWER_LESS} is distinct from to_jsonb(old) - ${ANSWER_LESS} or old.state <> 'ASKED' or new.state = 'ASKED' then
      raise exception '% is evidence: it is answered once, and nothing else', old.id using errcode = 'MB001';
    end if;
    if has_part(new.community_id, new.answered_by, new.answered_for, roles_of_party(new.answered_party), new.answered_at) is not true then
      raise exception 'person % has no part by which they answer %', new.answered_by, new.id using errcode = 'MB001';
    end if;
    if new.state <> 'CONFIRMED' then return new; end if;
    if not exists (select from firm_due d join ledger.entry e on e.community_id = d.community_id and e.seq = new.undo_seq and e.reverses_seq = d.entry_seq
        and e.effective_on = new.effective_on where d.community_id = new.community_id and d.id = new.due_id) then
      raise exception 'penalty % is none that entry % reverses', new.due_id, new.undo_seq using errcode = '23514';
    end if;
    select coalesce(sum(c.amount) filter (where c.kind <> 'WRITTEN_OFF'), 0), coalesce(sum(c.amount) filter (where c.kind = 'WRITTEN_OFF'), 0) into good, given
      from firm_clearing c where c.community_id = new.community_id and c.due_kind = 'PENALTY' and c.due_id = new.due_id and c.undone_seq is null;
    if new.made_good <> good or new.given_up <> given then
      raise exception 'of penalty % were % made good and % given up, not % and %', new.due_id, good, given, new.made_good, new.given_up using errcode = '23514';
    end if;
    select coalesce(sum(x.amount) filter (where a.code = '2101'), 0), coalesce(sum(x.amount) filter (where a.code = '5003'), 0) into credited, ended from ledger.entry e
      join ledger.transfer x on x.community_id = e.community_id and x.entry_seq = e.seq join ledger.account a on a.community_id = x.community_id and a.id = x.credit_account
      where e.community_id = new.community_id and e.seq = new.credit_seq and e.rule = 'P18u' and e.source_type = 'firm_due' and e.source_id = new.id and e.effective_on = new.effective_on;
    if credited <> good or ended <> given then
      raise exception 'entry % does not credit % that were made good and % that were given up of penalty %', new.credit_seq, good, given, new.due_id using errcode = '23514';
    end if;
    return new;
  end $$;`;

const clearings = `
  create or replace function mingbai.keep_firm_clearing() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - 'undone_seq' is distinct from to_jsonb(old) - 'undone_seq' or old.undone_seq is not null then
      raise exception 'clearing % is evidence: it may be undone, once', old.id using errcode = 'MB001';
    end if;
    if old.kind = 'WRITTEN_OFF' and not exists (select from mingbai.firm_write_off_undo u join mingbai.firm_clearing f on f.community_id = u.community_id and f.id = u.clearing_id
        where u.community_id = old.community_id and u.undo_seq = new.undone_seq and f.entry_seq = old.entry_seq) then
      raise exception 'write-off % is taken back by a resolution of its own', old.id using errcode = '23514';
    end if;
    if old.due_kind = 'PENALTY' and exists (select from mingbai.firm_due d where d.community_id = old.community_id and d.id = old.due_id and d.undone_seq is not null) then
      raise exception 'what clearing % made good of penalty % was credited when that was taken back', old.id, old.due_id using errcode = '23514';
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
    -- a payment is a fact of the bank: it is recorded, and credited when the penalty is taken back
    if new.due_kind = 'PENALTY' and new.kind <> 'PAID' and exists (select from firm_penalty_undo u where u.community_id = new.community_id and u.due_id = new.due_id and u.state = 'ASKED') then
      raise exception 'penalty % may be taken back: nothing of it is set off or given up before that is answered', new.due_id using errcode = '23514';
    end if;
    return null;
  end $$;`;
