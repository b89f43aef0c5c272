import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is paid out of common income, and what else comes in: claims with their evidence, deposits, other income, floats and refunds. */
export class IncomeClaims1795420800820 implements MigrationInterface {
  readonly name = 'IncomeClaims1795420800820';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(claimTables);
    await runner.query(moneyTables);
    await runner.query(claimFunctions);
    await runner.query(moneyFunctions);
    await runner.query(triggers);
    for (const table of ['use_rule', 'claim_evidence', 'deposit_release', 'lease_refund'])
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.claim', 'select, insert, update (${DECIDED})')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.other_receipt', 'select')`);
    await runner.query(receiptRights);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** What a claim gets when it is decided. */
const DECIDED = 'state, decided_on, decided_by, decided_for, decided_at, reason, entry_seq';

const claimTables = `
  -- by resolution a share of the net common income of a quarter or a year is due to the maintenance fund, until a stop
  create table mingbai.use_rule (
    community_id int not null, id bigint not null, resolution_id bigint not null, share numeric(5,4) not null check (share > 0 and share <= 1),
    basis text not null check (basis in ('QUARTER', 'YEAR')), reaches numeric(18,2) check (reaches > 0 and reaches < 1e13), keeps numeric(18,2) check (keeps >= 0 and keeps < 1e13),
    recorded_by bigint not null, recorded_for bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, resolution_id), foreign key (community_id, resolution_id) references mingbai.resolution);

  -- cited as FY2024-0001. source: what the money is paid from once the claim is approved; a float is approved and owed only when it is paid
  create table mingbai.claim (
    community_id int not null, id bigint not null, year int not null, serial int not null check (serial between 1 and 9999),
    number text not null generated always as ('FY' || year || '-' || lpad(serial::text, 4, '0')) stored,
    kind text not null, fund text not null, cost_code text, payee_id bigint not null, firm_id bigint, lease_id bigint, period text not null check (period ~ '^[12][0-9]{3}(-(0[1-9]|1[0-2]|Q[1-4]))?$'),
    amount numeric(18,2) not null check (amount > 0 and amount < 1e13), description text not null check (length(description) between 1 and 120 and description !~ '[[:cntrl:]]'),
    invoice_no text check (invoice_no ~ '^[0-9A-Za-z-]{4,40}$'), resolution_id bigint, use_rule_id bigint, figures jsonb,
    asked_on date not null, asked_by bigint not null, asked_for bigint not null, asked_at timestamptz not null,
    state text not null check (state in ('ASKED', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
    decided_on date, decided_by bigint, decided_for bigint, decided_at timestamptz, reason text check (length(reason) between 1 and 200), entry_seq bigint,
    primary key (community_id, id), unique (community_id, year, serial), unique (community_id, number),
    foreign key (community_id, payee_id) references mingbai.payee, foreign key (community_id, lease_id) references mingbai.lease,
    foreign key (community_id, resolution_id) references mingbai.resolution, foreign key (community_id, use_rule_id) references mingbai.use_rule,
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq), check (extract(year from asked_on) = year),
    constraint claim_of_its_kind check (coalesce(case kind
      when 'COST' then fund = 'COM' and cost_code = '5101' and firm_id is null and use_rule_id is null
      when 'TAX' then fund in ('SVC', 'COM') and cost_code = '5201' and firm_id is null and lease_id is null and use_rule_id is null and resolution_id is null
      when 'SPENDING' then fund in ('COM', 'QLT') and cost_code in ('5401', '5402', '5901') and firm_id is null and lease_id is null and use_rule_id is null
      when 'MAINTENANCE' then fund = 'COM' and cost_code = '5501' and firm_id is null and lease_id is null and use_rule_id is not null and figures is not null
      when 'FLOAT' then fund = 'COM' and cost_code is null and firm_id is not null and lease_id is null and use_rule_id is null
      when 'FLOAT_USE' then fund = 'COM' and cost_code = '5101' and firm_id is not null and use_rule_id is null end, false)),
    -- I21: common income and the quality fund go out by a resolution, but for taxes and the reasonable cost of operating
    constraint outflow_by_resolution check (kind in ('COST', 'TAX', 'FLOAT_USE') or resolution_id is not null),
    constraint decided_is_whole check (case state when 'ASKED' then num_nonnulls(decided_on, decided_by, decided_for, decided_at, reason, entry_seq) = 0
      else num_nonnulls(decided_on, decided_by, decided_for, decided_at) = 4 and (state in ('APPROVED', 'WITHDRAWN') or reason is not null) end),
    constraint approved_is_posted check ((entry_seq is not null) = (state = 'APPROVED' and kind <> 'FLOAT')),
    -- who asks does not decide, and neither does their organisation; what a law makes due is recorded, not decided; who asked may take it back
    constraint decided_by_others check (state in ('ASKED', 'WITHDRAWN') or kind = 'TAX' or (decided_by <> asked_by and decided_for <> asked_for)));
  create unique index claim_invoice on mingbai.claim (community_id, payee_id, invoice_no) where state in ('ASKED', 'APPROVED');
  -- the numbers of electronic invoices are the country's
  create unique index claim_e_invoice on mingbai.claim (community_id, invoice_no) where state in ('ASKED', 'APPROVED') and length(invoice_no) = 20;
  create unique index claim_maintenance on mingbai.claim (community_id, use_rule_id, period) where state in ('ASKED', 'APPROVED');
  create index claim_state on mingbai.claim (community_id, state, id);
  create index claim_resolution on mingbai.claim (community_id, resolution_id);
  create index claim_lease on mingbai.claim (community_id, lease_id);

  create table mingbai.claim_evidence (
    community_id int not null, claim_id bigint not null, sha256 text not null, place int not null check (place between 1 and 20),
    primary key (community_id, claim_id, sha256), unique (community_id, claim_id, place),
    foreign key (community_id, claim_id) references mingbai.claim, foreign key (community_id, sha256) references mingbai.evidence);
  create index claim_evidence_sha256 on mingbai.claim_evidence (community_id, sha256);`;

const moneyTables = `
  -- money of a bank line that is no rent: DEPOSIT of a lessee (2501), OTHER income (4901), FLOAT that the firm gives back (1201)
  create table mingbai.other_receipt (
    community_id int not null, id bigint not null, kind text not null check (kind in ('DEPOSIT', 'OTHER', 'FLOAT')), fund text not null, bank_line_id bigint not null,
    amount numeric(18,2) not null check (amount > 0), received_on date not null, words text not null check (length(words) between 1 and 120 and words !~ '[[:cntrl:]]'),
    lease_id bigint, payer_name text check (length(payer_name) between 1 and 60), firm_id bigint, released numeric(18,2) not null default 0,
    entry_seq bigint not null, recorded_at timestamptz not null, voided_on date, void_reason text check (length(void_reason) between 1 and 200), void_seq bigint,
    primary key (community_id, id), foreign key (community_id, lease_id) references mingbai.lease,
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq), foreign key (community_id, void_seq) references ledger.entry (community_id, seq),
    constraint receipt_of_its_kind check (case kind when 'DEPOSIT' then fund = 'TRN' and payer_name is not null and firm_id is null
      when 'OTHER' then fund = 'COM' and payer_name is null and firm_id is null and lease_id is null
      else fund = 'COM' and payer_name is null and firm_id is not null and lease_id is null end),
    constraint released_within_deposit check (released between 0 and amount and (kind = 'DEPOSIT' or released = 0)),
    constraint other_void_is_whole check (num_nonnulls(voided_on, void_reason, void_seq) in (0, 3) and (voided_on is null or (released = 0 and voided_on >= received_on))));
  create unique index other_receipt_line on mingbai.other_receipt (community_id, bank_line_id, kind, coalesce(lease_id, 0)) where voided_on is null;
  create index other_receipt_received_on on mingbai.other_receipt (community_id, received_on);

  -- BACK: owed to the payer again (2302), then paid by a payout; KEPT: income, by the owner side, with its ground on paper
  create table mingbai.deposit_release (
    community_id int not null, id bigint not null, deposit_id bigint not null, kind text not null check (kind in ('BACK', 'KEPT')), amount numeric(18,2) not null check (amount > 0),
    released_on date not null, reason text not null check (length(reason) between 1 and 120), document_sha256 text, entry_seq bigint not null,
    decided_by bigint not null, decided_for bigint not null, decided_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, deposit_id) references mingbai.other_receipt, foreign key (community_id, document_sha256) references mingbai.evidence,
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq), constraint kept_with_its_ground check (kind = 'BACK' or document_sha256 is not null));
  create index deposit_release_deposit on mingbai.deposit_release (community_id, deposit_id);

  -- what a lease paid in advance and is owed back (P06)
  create table mingbai.lease_refund (
    community_id int not null, id bigint not null, lease_id bigint not null, amount numeric(18,2) not null check (amount > 0), refunded_on date not null,
    reason text not null check (length(reason) between 1 and 120), entry_seq bigint not null, decided_by bigint not null, decided_for bigint not null, decided_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, lease_id) references mingbai.lease, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq));
  create index lease_refund_lease on mingbai.lease_refund (community_id, lease_id);`;

const claimFunctions = `
  -- commands hold the lock of the book, so no other insert is under way; only what a law makes due is born decided
  create function mingbai.number_claim() returns trigger language plpgsql as $$
  begin
    if new.serial <> coalesce((select max(c.serial) from mingbai.claim c where c.community_id = new.community_id and c.year = new.year), 0) + 1 then
      raise exception 'claim % of % leaves a gap', new.serial, new.year using errcode = 'MB001';
    end if;
    if (new.state <> case new.kind when 'TAX' then 'APPROVED' else 'ASKED' end) then
      raise exception 'claim % of % is not born %', new.serial, new.year, new.state using errcode = 'MB001';
    end if;
    return new;
  end $$;

  create function mingbai.keep_claim() returns trigger language plpgsql as $$
  begin
    -- a generated column is not computed yet
    if (to_jsonb(new) - '{number,${DECIDED.replaceAll(' ', '')}}'::text[]) is distinct from (to_jsonb(old) - '{number,${DECIDED.replaceAll(' ', '')}}'::text[])
        or old.state <> 'ASKED' or new.state = 'ASKED' then
      raise exception 'claim % is evidence: it is decided once, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;

  -- the same paper pays once: also under another number, to another payee, or as a use of the float
  create function mingbai.claim_evidence_once() returns trigger language plpgsql as $$
  declare other record;
  begin
    select c.number into other from mingbai.claim_evidence e join mingbai.claim c on c.community_id = new.community_id and c.id = e.claim_id and c.state in ('ASKED', 'APPROVED')
      where e.community_id = new.community_id and e.sha256 = new.sha256 and e.claim_id <> new.claim_id limit 1;
    if found then raise exception 'CLAIM_EVIDENCE_USED' using errcode = 'MB422', detail = jsonb_build_object('number', other.number)::text; end if;
    return new;
  end $$;

  -- what all claims by a resolution ask for stays within its limit
  create function mingbai.claim_within_limit() returns trigger language plpgsql as $$
  declare found record;
  begin
    select r.number, r.limit_amount, sum(c.amount) as used into found from mingbai.resolution r
      join mingbai.claim c on c.community_id = new.community_id and c.resolution_id = r.id and c.state in ('ASKED', 'APPROVED')
      where r.community_id = new.community_id and r.id = new.resolution_id group by r.number, r.limit_amount having sum(c.amount) > r.limit_amount;
    if found.number is not null then
      raise exception 'RESOLUTION_LIMIT_EXCEEDED' using errcode = 'MB422',
        detail = jsonb_build_object('number', found.number, 'limit', found.limit_amount::text, 'used', (found.used - new.amount)::text, 'asked', new.amount::text)::text;
    end if;
    return null;
  end $$;`;

const moneyFunctions = `
  -- runs as the owner, because nobody else may write other_receipt.released; the check on it refuses what is beyond the deposit
  create function mingbai.release_deposit() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  begin
    update other_receipt set released = released + new.amount where community_id = new.community_id and id = new.deposit_id and kind = 'DEPOSIT' and voided_on is null;
    if not found then raise exception 'deposit % is none', new.deposit_id using errcode = '23514'; end if;
    return null;
  end $$;
  revoke all on function mingbai.release_deposit() from public;

  create function mingbai.keep_other_receipt() returns trigger language plpgsql as $$
  begin
    if (to_jsonb(new) - '{released,voided_on,void_reason,void_seq}'::text[]) is distinct from (to_jsonb(old) - '{released,voided_on,void_reason,void_seq}'::text[])
        or old.voided_on is not null or new.released < old.released then
      raise exception 'receipt % is evidence: it may be released or void, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger append_only before update or delete or truncate on mingbai.use_rule for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.claim_evidence for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.deposit_release for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.lease_refund for each statement execute function mingbai.refuse_change();
  create trigger append_only before delete or truncate on mingbai.claim for each statement execute function mingbai.refuse_change();
  create trigger append_only before delete or truncate on mingbai.other_receipt for each statement execute function mingbai.refuse_change();
  create trigger number_claim before insert on mingbai.claim for each row execute function mingbai.number_claim();
  create trigger keep_claim before update on mingbai.claim for each row execute function mingbai.keep_claim();
  create trigger within_limit after insert on mingbai.claim for each row when (new.resolution_id is not null) execute function mingbai.claim_within_limit();
  create trigger evidence_once before insert on mingbai.claim_evidence for each row execute function mingbai.claim_evidence_once();
  create trigger release_deposit after insert on mingbai.deposit_release for each row execute function mingbai.release_deposit();
  create trigger keep_other_receipt before update on mingbai.other_receipt for each row execute function mingbai.keep_other_receipt();`;

const receiptRights = `
  grant insert (community_id, id, kind, fund, bank_line_id, amount, received_on, words, lease_id, payer_name, firm_id, entry_seq, recorded_at) on mingbai.other_receipt to mingbai_app;
  grant update (voided_on, void_reason, void_seq) on mingbai.other_receipt to mingbai_app;`;
