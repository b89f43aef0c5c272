import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One party still held up for ever that a penalty is set off: it took each question back before the other refused it, and asked again. Only the first question of a party about a penalty
 * holds up what is set off or given up, however it ended; a later one that is confirmed credits what was set off meanwhile.
 */
export class FirstQuestionsHoldUp1795420808240 implements MigrationInterface {
  readonly name = 'FirstQuestionsHoldUp1795420808240';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(clearings);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const clearings = `
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
    if new.due_kind = 'PENALTY' and new.kind <> 'PAID' and exists (select from firm_penalty_undo u where u.community_id = new.community_id and u.due_id = new.due_id and u.state = 'ASKED'
        and not exists (select from firm_penalty_undo r where r.community_id = u.community_id and r.due_id = u.due_id and r.asked_party = u.asked_party and r.id < u.id)) then
      raise exception 'penalty % may be taken back: nothing of it is set off or given up before that is answered', new.due_id using errcode = '23514';
    end if;
    return null;
  end $$;`;
