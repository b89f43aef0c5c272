import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was made good of a penalty that is taken back is owed to the firm of that penalty, and what was given up of it ends there: the wall summed 2101 and 5003 without asking
 * whose account it was, nor from which account it came.
 */
export class PenaltiesCreditedToTheirFirm1795420807710 implements MigrationInterface {
  readonly name = 'PenaltiesCreditedToTheirFirm1795420807710';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(answer);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const ANSWER_LESS = `string_to_array('state, answered_by, answered_for, answered_party, answered_at, answer_reason, effective_on, undo_seq, made_good, given_up, credit_seq', ', ')`;

const answer = `
  -- what a P18u moves from 1104 of a firm: to its 2101, to 5003, and whatever goes anywhere else
  create function mingbai.penalty_credit(p_community int, p_seq bigint, p_firm bigint) returns table (credited numeric, ended numeric, elsewhere numeric) language plpgsql stable as $$
  begin
    return query select coalesce(sum(s.amount) filter (where s.goes = 'CREDITED'), 0), coalesce(sum(s.amount) filter (where s.goes = 'ENDED'), 0), coalesce(sum(s.amount) filter (where s.goes = 'ELSEWHERE'), 0)
    from (select x.amount, case when (d.code, d.holder_type, d.holder_id) is distinct from ('1104', 'firm', p_firm) then 'ELSEWHERE'
        when (c.code, c.holder_type, c.holder_id) is not distinct from ('2101', 'firm', p_firm) then 'CREDITED' when c.code = '5003' then 'ENDED' else 'ELSEWHERE' end as goes
      from ledger.transfer x join ledger.account d on d.community_id = p_community and d.id = x.debit_account join ledger.account c on c.community_id = p_community and c.id = x.credit_account
      where x.community_id = p_community and x.entry_seq = p_seq) s;
  end $$;

  create or replace function mingbai.answer_penalty_undo() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare good numeric; given numeric; booked record;
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
    select b.* into booked from firm_due d
      left join ledger.entry e on e.community_id = d.community_id and e.seq = new.credit_seq and e.rule = 'P18u' and e.source_type = 'firm_due' and e.source_id = new.id and e.effective_on = new.effective_on
      cross join lateral penalty_credit(d.community_id, e.seq, d.firm_id) b where d.community_id = new.community_id and d.id = new.due_id;
    if (booked.credited, booked.ended, booked.elsewhere) is distinct from (good, given, 0::numeric) then
      raise exception 'entry % does not credit % that were made good and % that were given up of penalty % to its firm', new.credit_seq, good, given, new.due_id using errcode = '23514';
    end if;
    return new;
  end $$;`;
