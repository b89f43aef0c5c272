import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payouts, and everything that shows why each was paid: what was asked, each gate, each decision, each file to the bank. */
export class Disbursements1795420801100 implements MigrationInterface {
  readonly name = 'Disbursements1795420801100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    for (const sql of [payouts, decisions, payments, keepPayload, guardApprovals, evidence]) await runner.query(sql);
    await runner.query(
      `select mingbai.protect_tenant_table('mingbai.disbursement', 'select, insert, update (state, version, holds, instructions, releases, returns, ${SUBMITTED})')`,
    );
    for (const table of EVIDENCE) await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Rows that only grow. */
const EVIDENCE = [
  'disbursement_payload',
  'disbursement_step',
  'gate_result',
  'approval',
  'approval_withdrawal',
  'payment_list',
  'payment_line',
  'payment_format_choice',
  'payment_status_file',
  'payment_status',
  'disbursement_settlement',
  'disbursement_return',
] as const;

const STATES = `'DRAFT', 'SUBMITTED', 'GATE_FAILED', 'APPROVING', 'DEFERRED', 'APPROVED', 'INSTRUCTED', 'FAILED', 'SETTLED', 'RETURNED', 'REJECTED', 'CANCELLED', 'CLOSED_UNPAID'`;
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
const KINDS = `'BASE', 'PERFORMANCE', 'COST', 'TAX', 'SPENDING', 'MAINTENANCE', 'FLOAT', 'REFUND', 'SUSPENSE_BACK'`;
/** Out of which account of which fund a kind is paid (P13). */
const SOURCES = `('BASE', 'SVC', '2101'), ('PERFORMANCE', 'SVC', '2101'), ('COST', 'COM', '2104'), ('TAX', 'SVC', '2201'), ('TAX', 'COM', '2201'),
  ('SPENDING', 'COM', '2104'), ('SPENDING', 'QLT', '2104'), ('MAINTENANCE', 'COM', '2401'), ('FLOAT', 'COM', '1201'),
  ('REFUND', 'SVC', '2302'), ('REFUND', 'COM', '2302'), ('REFUND', 'TRN', '2302'), ('SUSPENSE_BACK', 'TRN', '2302')`;
/** What names the source of a payout, and never changes. */
const SOURCE = `community_id, id, number, kind, period, assessment_id, quarter, claim_id, claim_number, claim_words, source_code, source_holder_type, source_holder_id, fund, firm_id`;
const sourceColumnsOf = (row: 'old' | 'new') => SOURCE.replaceAll(/\w+/g, `${row}.$&`);
const FORMATS = `'LIST_CSV', 'PAIN_001_03', 'PAIN_001_09', 'ICBC_CSV', 'ABC_CSV', 'CCB_CSV', 'BOC_CSV', 'CMB_CSV', 'BOCOM_CSV', 'RURAL_CSV'`;
const SLOTS = `'OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'`;
/** What is submitted: it may be written again while the payout is with those who asked. */
const SUBMITTED = `amount, contract_version_id, contract_number, contract_version_no, required_slots, resolution_no, invoice_no, documents, payee_id, payee_account_id, payee_version,
  payee_bank_name, payee_account_no, payee_account_name, submitted_by, submitted_for, submitted_at, revision, payload_sha256`;
const submittedOf = (row: 'old' | 'new') => SUBMITTED.replaceAll(/\w+/g, `${row}.$&`);
/** One printed line, as people write it. */
const LINE = (column: string, min: number, max: number) => `check (length(${column}) between ${min} and ${max} and ${column} !~ '[[:cntrl:]]')`;

/** Foreign keys stand inside: one that is added later would read tables whose row security binds the owner too. */
const payouts = `
  create table mingbai.disbursement (
    community_id int not null, id bigint not null,
    number_year int not null, number_no int not null check (number_no > 0), number text not null,
    kind text not null check (kind in (${KINDS})), period text check (period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    assessment_id bigint, quarter text check (quarter ~ '^[12][0-9]{3}-Q[1-4]$'),
    claim_id bigint, claim_number text ${LINE('claim_number', 1, 40)}, claim_words text check (length(claim_words) <= 200 and claim_words !~ '[[:cntrl:]]'),
    source_code text not null, source_holder_type text, source_holder_id bigint,
    fund text not null check (fund in ('SVC', 'COM', 'QLT', 'TRN')), amount numeric(18,2) not null check (amount > 0 and amount < 1e13),
    firm_id bigint not null, contract_version_id bigint not null, contract_number text not null, contract_version_no int not null,
    required_slots text[] not null check (cardinality(required_slots) > 0 and required_slots <@ array[${SLOTS}]),
    resolution_no text, invoice_no text, documents text[] not null,
    payee_id bigint, payee_account_id bigint, payee_version int, payee_bank_name text not null, payee_account_no text not null, payee_account_name text not null,
    submitted_by bigint not null, submitted_for bigint not null, submitted_at timestamptz not null, revision int not null check (revision > 0), payload_sha256 text not null,
    state text not null check (state in (${STATES})), version int not null check (version > 0),
    holds int not null default 0, instructions int not null default 0, releases int not null default 0, returns int not null default 0,
    primary key (community_id, id), unique (community_id, number_year, number_no), unique (community_id, id, amount),
    foreign key (community_id) references mingbai.community, foreign key (community_id, contract_version_id) references mingbai.contract_version,
    foreign key (community_id, payee_account_id) references mingbai.payee_account, foreign key (community_id, assessment_id) references mingbai.assessment,
    check (number = 'BF' || number_year || '-' || lpad(number_no::text, greatest(4, length(number_no::text)), '0')),
    check ((kind = 'BASE') = (period is not null)), check ((kind = 'PERFORMANCE') = (assessment_id is not null)), check ((assessment_id is null) = (quarter is null)),
    check ((kind in ('BASE', 'PERFORMANCE')) = (claim_id is null)), check ((claim_id is null) = (claim_number is null) and (claim_id is null) = (claim_words is null)),
    constraint source_of_its_kind check ((kind, fund, source_code) in (${SOURCES})), check ((source_holder_type is null) = (source_holder_id is null)),
    constraint earned_by_the_firm check (claim_id is not null or source_holder_type = 'firm' and source_holder_id = firm_id and submitted_for = firm_id),
    -- money that goes back has no account in the register; every other payout has one
    constraint account_of_its_kind check ((kind in ('REFUND', 'SUSPENSE_BACK')) = (payee_account_id is null)),
    check ((payee_account_id is null) = (payee_version is null) and (payee_account_id is null) = (payee_id is null)),
    check (holds >= 0 and instructions >= 0 and releases >= 0 and returns >= 0));
  create index disbursement_claim on mingbai.disbursement (community_id, claim_id);
  create index disbursement_resolution on mingbai.disbursement (community_id, resolution_no);
  create index disbursement_number on mingbai.disbursement (community_id, number);
  create index disbursement_state on mingbai.disbursement (community_id, state);

  -- what an approver approves, in the bytes that were hashed; a revision never replaces an earlier one
  create table mingbai.disbursement_payload (
    community_id int not null, id bigint not null, disbursement_id bigint not null, revision int not null,
    sha256 text not null, text text not null, submitted_at timestamptz not null,
    primary key (community_id, id), unique (community_id, disbursement_id, revision), unique (community_id, disbursement_id, sha256),
    foreign key (community_id, disbursement_id) references mingbai.disbursement, check (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')));

  -- who did what, and where it left the payout; people are null where the bank acted
  create table mingbai.disbursement_step (
    community_id int not null, id bigint not null, disbursement_id bigint not null, version int not null,
    action text not null check (action in ('DRAFT', 'SUBMIT', 'GATES_PASSED', 'GATES_FAILED', 'APPROVE', 'RETURN', 'DEFER', 'REJECT', 'RESUME', 'WITHDRAW', 'INSTRUCT', 'FAIL', 'KEEP_HELD', 'SETTLE', 'BANK_RETURN', 'CLOSE_UNPAID', 'CANCEL')),
    state text not null check (state in (${STATES})), organisation_id bigint, person_id bigint, reason text, at timestamptz not null,
    primary key (community_id, id), unique (community_id, disbursement_id, version), foreign key (community_id, disbursement_id) references mingbai.disbursement);

  -- every gate each time it was evaluated; evaluation = the version of the payout at that moment
  create table mingbai.gate_result (
    community_id int not null, id bigint not null, disbursement_id bigint not null, evaluation int not null,
    stage text not null check (stage in ('SUBMISSION', 'APPROVAL', 'INSTRUCTION')), gate text not null check (gate ~ '^G[1-8]$'),
    outcome text not null check (outcome in ('PASSED', 'FAILED', 'NOT_IN_USE', 'NOT_NEEDED')), reason text, inputs jsonb not null, evaluated_at timestamptz not null,
    primary key (community_id, id), unique (community_id, disbursement_id, evaluation, gate),
    foreign key (community_id, disbursement_id) references mingbai.disbursement, check ((outcome = 'FAILED') = (reason is not null)));`;

const decisions = `
  create table mingbai.approval (
    community_id int not null, id bigint not null, disbursement_id bigint not null, payload_sha256 text not null,
    slot text not null check (slot in (${SLOTS})), organisation_id bigint not null, person_id bigint not null, role text not null, substitution_id bigint,
    decision text not null check (decision in ('APPROVE', 'RETURN', 'DEFER', 'REJECT')), reason text ${LINE('reason', 1, 200)}, at timestamptz not null,
    primary key (community_id, id), check (decision = 'APPROVE' or length(reason) >= 5), check (substitution_id is null or slot = 'OWNER_SIDE'),
    foreign key (community_id, disbursement_id, payload_sha256) references mingbai.disbursement_payload (community_id, disbursement_id, sha256),
    foreign key (community_id, substitution_id) references mingbai.substitution);
  create index approval_disbursement on mingbai.approval (community_id, disbursement_id);

  -- an approval is taken back by its person, or falls because a gate failed when the bank was to be told to pay, or the bank did not execute
  create table mingbai.approval_withdrawal (
    community_id int not null, id bigint not null, approval_id bigint not null, ground text not null check (ground in ('TAKEN_BACK', 'GATE_FAILED', 'NOT_EXECUTED')),
    organisation_id bigint not null, person_id bigint not null, reason text not null ${LINE('reason', 1, 200)}, at timestamptz not null,
    primary key (community_id, id), unique (community_id, approval_id), foreign key (community_id, approval_id) references mingbai.approval);`;

/** (id, amount) as key: what is instructed and what is settled is what was approved (I9). */
const payments = `
  create table mingbai.payment_list (
    community_id int not null, id bigint not null, sha256 text not null, bytes bytea not null, format text not null check (format in (${FORMATS})),
    message_id text not null, bank_account_id bigint not null, total numeric(18,2) not null check (total > 0),
    instructed_by bigint not null, instructed_at timestamptz not null,
    primary key (community_id, id), unique (community_id, sha256), unique (community_id, message_id), foreign key (community_id, bank_account_id) references mingbai.bank_account,
    check (sha256 = encode(sha256(bytes), 'hex')));
  create table mingbai.payment_line (
    community_id int not null, id bigint not null, list_id bigint not null, disbursement_id bigint not null, attempt int not null check (attempt > 0),
    amount numeric(18,2) not null, primary key (community_id, id), unique (community_id, disbursement_id, attempt),
    foreign key (community_id, list_id) references mingbai.payment_list,
    constraint instructed_is_approved foreign key (community_id, disbursement_id, amount) references mingbai.disbursement (community_id, id, amount));
  create index payment_line_list on mingbai.payment_line (community_id, list_id);

  -- in which form an account's payment files are made: the latest choice counts
  create table mingbai.payment_format_choice (
    community_id int not null, id bigint not null, bank_account_id bigint not null, format text not null check (format in (${FORMATS})),
    chosen_by bigint not null, chosen_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, bank_account_id) references mingbai.bank_account);
  create index payment_format_account on mingbai.payment_format_choice (community_id, bank_account_id);

  -- what the bank said about a file of ours, byte for byte, and about each payment; it settles nothing
  create table mingbai.payment_status_file (
    community_id int not null, id bigint not null, list_id bigint not null, sha256 text not null, bytes bytea not null, imported_by bigint not null, imported_at timestamptz not null,
    primary key (community_id, id), unique (community_id, sha256), foreign key (community_id, list_id) references mingbai.payment_list,
    check (sha256 = encode(sha256(bytes), 'hex')));
  create table mingbai.payment_status (
    community_id int not null, id bigint not null, file_id bigint not null, line_id bigint not null,
    status text not null check (status in ('RCVD', 'ACTC', 'ACCP', 'ACWC', 'ACSP', 'ACSC', 'ACCC', 'PDNG', 'RJCT')), reason text not null check (length(reason) <= 160),
    primary key (community_id, id), unique (community_id, file_id, line_id),
    foreign key (community_id, file_id) references mingbai.payment_status_file, foreign key (community_id, line_id) references mingbai.payment_line);
  create index payment_status_line on mingbai.payment_status (community_id, line_id);

  -- a payout settles once more than it came back at most (I9); a trigger below
  create table mingbai.disbursement_settlement (
    community_id int not null, id bigint not null, disbursement_id bigint not null, bank_line_id bigint not null, booked_on date not null,
    amount numeric(18,2) not null, entry_seq bigint not null, at timestamptz not null,
    primary key (community_id, id), unique (community_id, entry_seq), unique (community_id, id, disbursement_id, amount),
    constraint settled_is_approved foreign key (community_id, disbursement_id, amount) references mingbai.disbursement (community_id, id, amount),
    foreign key (community_id, bank_line_id) references mingbai.bank_line, foreign key (community_id, entry_seq) references ledger.entry);
  create index disbursement_settlement_line on mingbai.disbursement_settlement (community_id, bank_line_id);
  create index disbursement_settlement_payout on mingbai.disbursement_settlement (community_id, disbursement_id);

  -- what was paid came back, whole and once for each settlement
  create table mingbai.disbursement_return (
    community_id int not null, id bigint not null, disbursement_id bigint not null, settlement_id bigint not null, bank_line_id bigint not null, booked_on date not null,
    amount numeric(18,2) not null, entry_seq bigint not null, at timestamptz not null,
    primary key (community_id, id), constraint returned_once unique (community_id, settlement_id), unique (community_id, entry_seq),
    constraint returned_is_settled foreign key (community_id, settlement_id, disbursement_id, amount)
      references mingbai.disbursement_settlement (community_id, id, disbursement_id, amount),
    foreign key (community_id, bank_line_id) references mingbai.bank_line, foreign key (community_id, entry_seq) references ledger.entry);
  create index disbursement_return_payout on mingbai.disbursement_return (community_id, disbursement_id);
  create index disbursement_return_line on mingbai.disbursement_return (community_id, bank_line_id);

  create function mingbai.settle_once() returns trigger language plpgsql as $$
  begin
    perform from mingbai.disbursement d where d.community_id = new.community_id and d.id = new.disbursement_id for update;
    if exists (select from mingbai.disbursement_settlement s where s.community_id = new.community_id and s.disbursement_id = new.disbursement_id and s.id <> new.id
        and not exists (select from mingbai.disbursement_return r where r.community_id = s.community_id and r.settlement_id = s.id)) then
      raise exception 'payout % is settled already and did not come back', new.disbursement_id using errcode = '23505';
    end if;
    return new;
  end $$;
  create trigger settled_once before insert on mingbai.disbursement_settlement for each row execute function mingbai.settle_once();

  -- whoever tells the bank to pay has neither asked for the payout nor approved it
  create function mingbai.guard_payment_line() returns trigger language plpgsql as $$
  begin
    if exists (select from mingbai.payment_list l join mingbai.disbursement d on d.community_id = l.community_id and d.id = new.disbursement_id
        where l.community_id = new.community_id and l.id = new.list_id and (d.submitted_by = l.instructed_by or exists (
          select from mingbai.approval a where a.community_id = d.community_id and a.disbursement_id = d.id and a.payload_sha256 = d.payload_sha256
            and a.decision = 'APPROVE' and a.person_id = l.instructed_by
            and not exists (select from mingbai.approval_withdrawal w where w.community_id = a.community_id and w.approval_id = a.id)))) then
      raise exception 'payout % is instructed by somebody who asked for it or approved it', new.disbursement_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.payment_line for each row execute function mingbai.guard_payment_line();`;

const keepPayload = `
  -- every payout takes all its steps: none begins further on
  create function mingbai.begin_disbursement() returns trigger language plpgsql as $$
  begin
    if (new.state, new.version, new.revision, new.holds, new.instructions, new.releases, new.returns) is distinct from ('DRAFT', 1, 1, 0, 0, 0, 0) then
      raise exception 'payout % is not born a draft', new.number using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger born_draft before insert on mingbai.disbursement for each row execute function mingbai.begin_disbursement();

  -- what approvers see does not move under them: it is edited only while the payout is with those who asked, and never after its end
  create function mingbai.keep_disbursement() returns trigger language plpgsql as $$
  declare paid int; back int;
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
    if new.state in ('APPROVED', 'INSTRUCTED') and exists (select from unnest(new.required_slots) needed where not exists (
        select from mingbai.approval a where a.community_id = new.community_id and a.disbursement_id = new.id and a.payload_sha256 = new.payload_sha256
          and a.slot = needed and a.decision = 'APPROVE'
          and not exists (select from mingbai.approval_withdrawal w where w.community_id = a.community_id and w.approval_id = a.id))) then
      raise exception 'payout % lacks an approval', old.number using errcode = '23514';
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
  end $$;
  create trigger keep_payload before update on mingbai.disbursement for each row execute function mingbai.keep_disbursement();
  create trigger keep_rows before delete or truncate on mingbai.disbursement for each statement execute function mingbai.refuse_change();`;

/** The roles that fill a slot, whichever body speaks for the owners on the day (`slotRoles` of contracts). */
const FILLED_BY = `case new.slot when 'OWNER_SIDE' then array['COMMITTEE', 'COMMUNITY'] when 'REGULATOR' then array['CENTRE'] else array['COMMUNITY', 'STREET'] end`;

/** I10 and I11. The lock of the payout's row makes two approvals follow each other, whoever forgot the lock of the book. */
const guardApprovals = `
  create function mingbai.guard_approval() returns trigger language plpgsql as $$
  declare payout record; taken text;
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
    return new;
  end $$;
  create trigger guard before insert on mingbai.approval for each row execute function mingbai.guard_approval();

  create function mingbai.guard_withdrawal() returns trigger language plpgsql as $$
  declare payout record;
  begin
    select d.* into strict payout from mingbai.approval a join mingbai.disbursement d on d.community_id = a.community_id and d.id = a.disbursement_id
      where a.community_id = new.community_id and a.id = new.approval_id and a.decision = 'APPROVE' for update of d;
    if payout.state not in ('APPROVING', 'DEFERRED', 'APPROVED') then
      raise exception 'payout % is % and its approvals stand', payout.number, payout.state using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.approval_withdrawal for each row execute function mingbai.guard_withdrawal();`;

const evidence = EVIDENCE.map(
  (table) => `create trigger append_only before update or delete or truncate on mingbai.${table} for each statement execute function mingbai.refuse_change();`,
).join('\n');
