import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was to be passed on and has not been paid is held for its payee again (P31b reversed): with who took it back, when and why, and the entry that reverses its own. */
export class PassOnsTakenBack1795420803710 implements MigrationInterface {
  readonly name = 'PassOnsTakenBack1795420803710';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    for (const target of ['mingbai.claim', 'ledger.entry']) await runner.query(`alter table ${target} no force row level security`);
    await runner.query(columns);
    for (const target of ['mingbai.claim', 'ledger.entry']) await runner.query(`alter table ${target} force row level security`);
    await runner.query(keep);
    await runner.query(`grant update (${TAKEN_BACK}) on mingbai.claim to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** What a claim gets when it is decided, and when it is taken back. */
const DECIDED = 'state, decided_on, decided_by, decided_for, decided_at, reason, entry_seq';
const TAKEN_BACK = 'taken_back_on, taken_back_reason, taken_back_by, taken_back_for, taken_back_at, taken_back_seq';

/** What is there was held by the narrower checks before. Papers and invoices of a claim that was taken back may be used again: the indexes and triggers on them ask for ASKED and APPROVED. */
const columns = `
  alter table mingbai.claim add column taken_back_on date, add column taken_back_reason text check (length(taken_back_reason) between 1 and 200 and taken_back_reason !~ '[[:cntrl:]]'),
    add column taken_back_by bigint, add column taken_back_for bigint, add column taken_back_at timestamptz, add column taken_back_seq bigint,
    drop constraint claim_state_check, add constraint claim_state_check check (state in ('ASKED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'TAKEN_BACK')),
    drop constraint decided_is_whole, add constraint decided_is_whole check (case state when 'ASKED' then num_nonnulls(decided_on, decided_by, decided_for, decided_at, reason, entry_seq) = 0
      else num_nonnulls(decided_on, decided_by, decided_for, decided_at) = 4 and (state in ('APPROVED', 'WITHDRAWN', 'TAKEN_BACK') or reason is not null) end),
    drop constraint approved_is_posted, add constraint approved_is_posted check ((entry_seq is not null) = (state in ('APPROVED', 'TAKEN_BACK') and kind <> 'FLOAT')),
    add constraint taken_back_is_whole check (num_nonnulls(${TAKEN_BACK}) = case state when 'TAKEN_BACK' then 6 else 0 end),
    add constraint taken_back_of_a_pass_on check (state <> 'TAKEN_BACK' or (kind = 'PASS_ON' and taken_back_on >= decided_on)),
    add constraint claim_taken_back_entry foreign key (community_id, taken_back_seq) references ledger.entry (community_id, seq);`;

const keep = `
  create or replace function mingbai.keep_claim() returns trigger language plpgsql as $$
  declare settable text[] := case when old.state = 'ASKED' then '{number,${DECIDED.replaceAll(' ', '')}}'::text[] else '{number,state,${TAKEN_BACK.replaceAll(' ', '')}}'::text[] end;
  begin
    -- a generated column is not computed yet
    if (to_jsonb(new) - settable) is distinct from (to_jsonb(old) - settable)
        or not (case old.state when 'ASKED' then new.state in ('APPROVED', 'REJECTED', 'WITHDRAWN') when 'APPROVED' then new.state = 'TAKEN_BACK' else false end) then
      raise exception 'claim % is evidence: it is decided once, and may be taken back where it passes on', old.id using errcode = 'MB001';
    end if;
    if new.state = 'TAKEN_BACK' and not exists (select from ledger.entry e where e.community_id = new.community_id and e.seq = new.taken_back_seq and e.reverses_seq = old.entry_seq) then
      raise exception 'claim % is not taken back by the entry that reverses its own', old.id using errcode = '23514';
    end if;
    return new;
  end $$;`;
