import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A contract may say how many of the slots that it names are enough, always with the owner side among them; a payout keeps it as it was submitted. */
export class EnoughApprovals1795420805660 implements MigrationInterface {
  readonly name = 'EnoughApprovals1795420805660';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(column);
    await runner.query(keepDisbursement);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** The table of states of domain.md 6, but FAILED (decision 0006); a test holds it against that of the code. */
const TRANSITIONS = [
  'DRAFT>SUBMITTED',
  'DRAFT>CANCELLED',
  'DRAFT>CLOSED_UNPAID',
  'SUBMITTED>GATE_FAILED',
  'SUBMITTED>APPROVING',
  'SUBMITTED>CANCELLED',
  'GATE_FAILED>DRAFT',
  'GATE_FAILED>CANCELLED',
  'GATE_FAILED>CLOSED_UNPAID',
  'APPROVING>APPROVED',
  'APPROVING>DRAFT',
  'APPROVING>DEFERRED',
  'APPROVING>REJECTED',
  'APPROVING>CANCELLED',
  'APPROVING>CLOSED_UNPAID',
  'DEFERRED>APPROVING',
  'DEFERRED>CANCELLED',
  'DEFERRED>CLOSED_UNPAID',
  'APPROVED>INSTRUCTED',
  'APPROVED>APPROVING',
  'APPROVED>CANCELLED',
  'APPROVED>CLOSED_UNPAID',
  'INSTRUCTED>SETTLED',
  'INSTRUCTED>FAILED',
  'FAILED>APPROVING',
  'SETTLED>RETURNED',
  'RETURNED>SUBMITTED',
  'RETURNED>CLOSED_UNPAID',
];
/** What names the source of a payout, and never changes. */
const SOURCE = `community_id, id, number, kind, period, assessment_id, quarter, claim_id, claim_number, claim_words, source_code, source_holder_type, source_holder_id, fund, firm_id`;
const sourceColumnsOf = (row: 'old' | 'new') => SOURCE.replaceAll(/\w+/g, `${row}.$&`);
/** What is submitted: it may be written again while the payout is with those who asked. */
const SUBMITTED = `amount, contract_version_id, contract_number, contract_version_no, required_slots, required_count, resolution_no, invoice_no, documents, payee_id, payee_account_id, payee_version,
  payee_bank_name, payee_account_no, payee_account_name, submitted_by, submitted_for, submitted_at, revision, payload_sha256`;
const submittedOf = (row: 'old' | 'new') => SUBMITTED.replaceAll(/\w+/g, `${row}.$&`);

const column = `
  -- null: every slot approves
  alter table mingbai.disbursement add column required_count int,
    add constraint enough_are_two_with_the_owners check (required_count is null or required_count between 2 and cardinality(required_slots) - 1 and 'OWNER_SIDE' = any (required_slots));
  grant update (required_count) on mingbai.disbursement to mingbai_app;`;

const keepDisbursement = `
  create or replace function mingbai.keep_disbursement() returns trigger language plpgsql as $$
  declare paid int; back int; filled int; owners boolean;
  begin
    if old.state in ('REJECTED', 'CANCELLED', 'CLOSED_UNPAID') or old.state = 'SETTLED' and new.state <> 'RETURNED' then
      raise exception 'payout % is % and changes no more', old.number, old.state using errcode = 'MB001';
    end if;
    if (${sourceColumnsOf('new')}) is distinct from (${sourceColumnsOf('old')}) then
      raise exception 'number and source of payout % never change', old.number using errcode = 'MB001';
    end if;
    if old.state not in ('DRAFT', 'GATE_FAILED', 'RETURNED') and
        (${submittedOf('new')}) is distinct from (${submittedOf('old')}) then
      raise exception 'payout % is % and what was submitted stays', old.number, old.state using errcode = 'MB001';
    end if;
    if new.state <> old.state and not old.state || '>' || new.state = any (array[${TRANSITIONS.map((step) => `'${step}'`).join(', ')}]) then
      raise exception 'payout % does not go from % to %', old.number, old.state, new.state using errcode = '23514';
    end if;
    if new.state in ('APPROVED', 'INSTRUCTED') then
      select count(distinct a.slot), coalesce(bool_or(a.slot = 'OWNER_SIDE'), false) into filled, owners from mingbai.approval a
        where a.community_id = new.community_id and a.disbursement_id = new.id and a.payload_sha256 = new.payload_sha256 and a.slot = any (new.required_slots) and a.decision = 'APPROVE'
          and not exists (select from mingbai.approval_withdrawal w where w.community_id = a.community_id and w.approval_id = a.id);
      if filled < coalesce(new.required_count, cardinality(new.required_slots)) or not owners and 'OWNER_SIDE' = any (new.required_slots) then
        raise exception 'payout % lacks an approval', old.number using errcode = '23514';
      end if;
    end if;
    if new.state in ('APPROVED', 'INSTRUCTED') and new.kind in ('SPENDING', 'MAINTENANCE', 'FLOAT') and not exists (
        select from mingbai.resolution r where r.community_id = new.community_id and r.number = new.resolution_no) then
      raise exception 'payout % needs a resolution', old.number using errcode = '23514';
    end if;
    if new.state in ('REJECTED', 'CANCELLED') and new.returns > 0 or new.state = 'CLOSED_UNPAID' and new.returns = 0 then
      raise exception 'payout % does not end %', old.number, new.state using errcode = '23514';
    end if;
    if new.state in ('SETTLED', 'RETURNED') and new.state <> old.state then
      select count(*) into paid from mingbai.disbursement_settlement s where s.community_id = new.community_id and s.disbursement_id = new.id;
      select count(*) into back from mingbai.disbursement_return r where r.community_id = new.community_id and r.disbursement_id = new.id;
      if paid - back <> (case new.state when 'SETTLED' then 1 else 0 end) or new.returns <> back then
        raise exception 'payout % is not % by a line of the bank', old.number, new.state using errcode = '23514';
      end if;
    elsif new.returns <> old.returns then
      raise exception 'payout % did not come back', old.number using errcode = 'MB001';
    end if;
    if new.holds - old.holds not in (0, 1) or new.instructions - old.instructions not in (0, 1) or new.releases - old.releases not in (0, 1) or new.returns - old.returns not in (0, 1) then
      raise exception 'the entries of payout % are counted one by one', old.number using errcode = 'MB001';
    end if;
    if new.version <= old.version then raise exception 'payout % is past version %', old.number, new.version using errcode = 'MB001'; end if;
    return new;
  end $$;`;
