import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the bank says: its files, its lines as one unbroken chain of balances, and where each line went. */
export class Bank1795420800900 implements MigrationInterface {
  readonly name = 'Bank1795420800900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    for (const target of ['mingbai.bank_account', 'ledger.entry']) await runner.query(`alter table ${target} no force row level security`);
    await runner.query(foreignKeys);
    for (const target of ['mingbai.bank_account', 'ledger.entry']) await runner.query(`alter table ${target} force row level security`);
    await runner.query(functions);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.bank_file', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.bank_line', 'select, insert, update (state, suspense_open, reason)')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.bank_match', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.mapping_profile', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.channel_file', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.channel_line', 'select, insert, update (state, bank_line_id)')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** What the money of a line can become; the ones in the last row are of documents of other modules. */
const MATCH_TARGETS = `'RECEIPT', 'LEASE_RECEIPT', 'DISBURSEMENT', 'SUSPENSE', 'INTEREST', 'CHARGE', 'BANK_ERROR', 'CORRECTION', 'WRONG_CREDIT', 'TAKEN_BACK', 'SENT_BACK',
      'BOUNCED_RECEIPT', 'RETURNED_PAYOUT', 'FIRM_DUE', 'CHANNEL_BATCH', 'OTHER_INCOME', 'DEPOSIT', 'FLOAT_BACK', 'OPENING'`;

const tables = `
  create table mingbai.bank_file (
    community_id int not null, id bigint not null, account_id bigint not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'), file_name text not null check (length(file_name) between 1 and 200),
    format text not null check (format ~ '^(camt[.]053[.]001[.](0[2-9]|1[0-2])|mt940|csv|xlsx|opening)$'),
    profile text check (profile ~ '^[a-z0-9-]{2,40}$'),
    from_on date not null, to_on date not null check (to_on >= from_on), opening numeric(18,2) not null, closing numeric(18,2) not null,
    line_count int not null check (line_count >= 0), new_line_count int not null check (new_line_count between 0 and line_count),
    imported_at timestamptz not null, imported_by bigint not null,
    primary key (community_id, id), constraint bank_file_once unique (community_id, sha256), unique (community_id, account_id, id), check ((profile is not null) = (format in ('csv', 'xlsx'))));

  -- position and balance_after make the lines of an account one chain: each balance is the one before it plus the amount
  create table mingbai.bank_line (
    community_id int not null, id bigint not null, account_id bigint not null, file_id bigint not null,
    position int not null check (position > 0), file_line int not null check (file_line > 0),
    booked_on date not null, value_on date not null, amount numeric(18,2) not null check (amount <> 0 and abs(amount) < 1e13),
    counterparty_name text not null, counterparty_account text not null, remark text not null,
    bank_reference text not null check (bank_reference <> ''), reversal boolean not null, balance_after numeric(18,2) not null,
    state text not null check (state in ('NEW', 'SUGGESTED', 'MATCHED', 'SUSPENSE', 'RECONCILED')),
    suspense_open numeric(18,2) not null default 0 check (suspense_open >= 0 and suspense_open <= abs(amount)),
    reason jsonb,
    primary key (community_id, id), unique (community_id, account_id, position), constraint bank_line_once unique (community_id, account_id, booked_on, amount, bank_reference),
    check ((state = 'SUSPENSE') = (suspense_open > 0) or state = 'RECONCILED'), check (state <> 'SUSPENSE' or amount > 0));
  create index bank_line_state on mingbai.bank_line (community_id, state, booked_on, position);
  create index bank_line_booked_on on mingbai.bank_line (community_id, account_id, booked_on, position);
  create index bank_line_file on mingbai.bank_line (community_id, file_id);

  -- taken_from: LINE is money of the bank line itself, SUSPENSE is money of it that stood in 2301 until then. undoes: the match that this one takes back
  create table mingbai.bank_match (
    community_id int not null, id bigint not null, line_id bigint not null,
    taken_from text not null check (taken_from in ('LINE', 'SUSPENSE')),
    target_type text not null check (target_type in (${MATCH_TARGETS})), target_id bigint not null,
    amount numeric(18,2) not null check (amount <> 0 and abs(amount) < 1e13), entry_seq bigint not null,
    matched_at timestamptz not null, matched_by bigint, undoes bigint,
    primary key (community_id, id),
    constraint match_from_suspense check (taken_from = 'LINE' or target_type in ('RECEIPT', 'LEASE_RECEIPT', 'TAKEN_BACK', 'SENT_BACK')),
    constraint match_direction check (target_type = 'CHANNEL_BATCH' or (amount < 0) = ((undoes is not null) <>
      (target_type in ('DISBURSEMENT', 'CHARGE', 'BANK_ERROR', 'BOUNCED_RECEIPT') or (target_type = 'TAKEN_BACK' and taken_from = 'LINE')))));
  create unique index match_undone_once on mingbai.bank_match (community_id, undoes) where undoes is not null;
  create index bank_match_line on mingbai.bank_match (community_id, line_id);
  create index bank_match_entry on mingbai.bank_match (community_id, entry_seq);
  create index bank_match_target on mingbai.bank_match (community_id, target_type, target_id);

  -- how a table of a bank is read, as the compound said; the newest of a name counts, the earlier ones say how earlier files were read
  create table mingbai.mapping_profile (
    community_id int not null, id bigint not null, name text not null check (name ~ '^[a-z0-9-]{2,40}$'), title text not null check (length(title) between 1 and 60),
    definition jsonb not null, saved_at timestamptz not null, saved_by bigint not null, primary key (community_id, id));
  create index mapping_profile_name on mingbai.mapping_profile (community_id, name, id);

  -- what a payment channel says: gross above zero in both kinds, fee what it keeps of a payment or gives back with a refund
  create table mingbai.channel_file (
    community_id int not null, id bigint not null, channel text not null check (channel in ('WECHAT', 'ALIPAY', 'POS')),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'), file_name text not null check (length(file_name) between 1 and 200),
    from_on date not null, to_on date not null check (to_on >= from_on),
    line_count int not null check (line_count >= 0), new_line_count int not null check (new_line_count between 0 and line_count),
    imported_at timestamptz not null, imported_by bigint not null,
    primary key (community_id, id), constraint channel_file_once unique (community_id, sha256), unique (community_id, channel, id));
  create table mingbai.channel_line (
    community_id int not null, id bigint not null, channel text not null, file_id bigint not null, file_line int not null check (file_line > 0),
    kind text not null check (kind in ('PAYMENT', 'REFUND')), order_no text not null check (order_no <> ''), paid_on date not null,
    gross numeric(18,2) not null check (gross > 0 and gross < 1e13), fee numeric(18,2) not null check (fee between 0 and gross),
    payer_name text not null, remark text not null,
    state text not null check (state in ('NEW', 'RECEIVED', 'SETTLED')), bank_line_id bigint,
    primary key (community_id, id), constraint channel_line_once unique (community_id, channel, kind, order_no), check ((state = 'SETTLED') = (bank_line_id is not null)));
  create index channel_line_state on mingbai.channel_line (community_id, state, channel, paid_on);
  create index channel_line_file on mingbai.channel_line (community_id, channel, file_id);
  create index channel_line_bank on mingbai.channel_line (community_id, bank_line_id) where bank_line_id is not null;`;

const foreignKeys = `
  alter table mingbai.bank_file add foreign key (community_id, account_id) references mingbai.bank_account;
  alter table mingbai.bank_line add foreign key (community_id, account_id, file_id) references mingbai.bank_file (community_id, account_id, id);
  alter table mingbai.bank_match add foreign key (community_id, line_id) references mingbai.bank_line;
  alter table mingbai.bank_match add foreign key (community_id, entry_seq) references ledger.entry;
  alter table mingbai.channel_line add foreign key (community_id, channel, file_id) references mingbai.channel_file (community_id, channel, id);
  alter table mingbai.channel_line add foreign key (community_id, bank_line_id) references mingbai.bank_line;`;

/** I16: looked at when the transaction commits, so that a line and its matches may be written in any order. */
const functions = `
  create function mingbai.bank_line_is_consumed_once() returns trigger language plpgsql set search_path = mingbai, pg_temp set enable_seqscan = off as $$
  declare checked bigint; l record; m record;
  begin
    if tg_table_name = 'bank_line' then checked := new.id; else checked := new.line_id; end if;
    select amount, state, suspense_open into l from bank_line where community_id = new.community_id and id = checked;
    select coalesce(sum(amount) filter (where taken_from = 'LINE'), 0) as consumed,
        coalesce(sum(amount) filter (where target_type in ('SUSPENSE', 'WRONG_CREDIT')), 0) as suspended, coalesce(sum(amount) filter (where taken_from = 'SUSPENSE'), 0) as found
      into m from bank_match where community_id = new.community_id and line_id = checked;
    if m.consumed <> (case when l.state in ('NEW', 'SUGGESTED') then 0 else l.amount end) or l.suspense_open <> m.suspended - m.found then
      raise exception 'bank line % of % is % with % matched and % of suspense % open', checked, l.amount, l.state, m.consumed, l.suspense_open, m.suspended - m.found using errcode = '23514';
    end if;
    return null;
  end $$;

  create function mingbai.bank_lines_continue_the_chain() returns trigger language plpgsql set search_path = mingbai, pg_temp set enable_seqscan = off as $$
  declare broken record;
  begin
    if exists (select from added where state <> 'NEW') then raise exception 'a bank line begins as NEW' using errcode = '23514'; end if;
    select n.id, n.position, n.balance_after, n.amount, p.balance_after as balance_before into broken from added n
      left join bank_line p on p.community_id = n.community_id and p.account_id = n.account_id and p.position = n.position - 1
      where (p.id is null and n.position > 1) or n.booked_on < p.booked_on or n.balance_after <> coalesce(p.balance_after, 0) + n.amount limit 1;
    if found then
      raise exception 'bank line % at position %: % follows % by %', broken.id, broken.position, broken.balance_after, broken.balance_before, broken.amount using errcode = '23514';
    end if;
    return null;
  end $$;

  -- back to NEW, or into suspense again, only by matches that are undone: what is open is compared with them when the transaction commits
  create function mingbai.bank_line_moves() returns trigger language plpgsql as $$
  begin
    if (old.state, new.state) not in (('NEW', 'NEW'), ('NEW', 'SUGGESTED'), ('SUGGESTED', 'NEW'), ('SUGGESTED', 'SUGGESTED'), ('NEW', 'MATCHED'), ('SUGGESTED', 'MATCHED'),
        ('NEW', 'SUSPENSE'), ('SUGGESTED', 'SUSPENSE'), ('SUSPENSE', 'SUSPENSE'), ('SUSPENSE', 'MATCHED'), ('MATCHED', 'NEW'), ('SUSPENSE', 'NEW'), ('MATCHED', 'SUSPENSE'),
        ('MATCHED', 'RECONCILED'), ('SUSPENSE', 'RECONCILED'), ('RECONCILED', 'RECONCILED')) then
      raise exception 'bank line % cannot go from % to %', old.id, old.state, new.state using errcode = '23514';
    end if;
    return new;
  end $$;

  -- forward by a receipt and by its batch; back, step by step, where one of these is undone
  create function mingbai.channel_line_moves_by_steps() returns trigger language plpgsql as $$
  begin
    if (old.state, new.state) not in (('NEW', 'RECEIVED'), ('RECEIVED', 'SETTLED'), ('SETTLED', 'RECEIVED'), ('RECEIVED', 'NEW')) then
      raise exception 'channel line % cannot go from % to %', old.id, old.state, new.state using errcode = '23514';
    end if;
    return new;
  end $$;

  create function mingbai.channel_line_begins_new() returns trigger language plpgsql as $$
  begin
    if exists (select from added where state <> 'NEW') then raise exception 'a channel line begins as NEW' using errcode = '23514'; end if;
    return null;
  end $$;

  create function mingbai.undo_is_the_opposite() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from bank_match m where m.community_id = new.community_id and m.id = new.undoes and m.undoes is null
        and (m.line_id, m.taken_from, m.target_type, m.target_id, m.amount) = (new.line_id, new.taken_from, new.target_type, new.target_id, -new.amount)) then
      raise exception 'match % does not take match % back as it is', new.id, new.undoes using errcode = '23514';
    end if;
    return new;
  end $$;`;

const triggers = `
  create constraint trigger consumed_once after update on mingbai.bank_line deferrable initially deferred for each row execute function mingbai.bank_line_is_consumed_once();
  create constraint trigger consumed_once after insert on mingbai.bank_match deferrable initially deferred for each row execute function mingbai.bank_line_is_consumed_once();
  create trigger one_chain after insert on mingbai.bank_line referencing new table as added for each statement execute function mingbai.bank_lines_continue_the_chain();
  create trigger moves before update on mingbai.bank_line for each row execute function mingbai.bank_line_moves();
  create trigger opposite before insert on mingbai.bank_match for each row when (new.undoes is not null) execute function mingbai.undo_is_the_opposite();

  create trigger facts before update of account_id, file_id, position, file_line, booked_on, value_on, amount, counterparty_name, counterparty_account, remark, bank_reference, reversal,
    balance_after on mingbai.bank_line for each statement execute function mingbai.refuse_change();
  create trigger evidence before delete or truncate on mingbai.bank_line for each statement execute function mingbai.refuse_change();
  create trigger evidence before update or delete or truncate on mingbai.bank_file for each statement execute function mingbai.refuse_change();
  create trigger evidence before update or delete or truncate on mingbai.bank_match for each statement execute function mingbai.refuse_change();
  create trigger by_steps before update on mingbai.channel_line for each row execute function mingbai.channel_line_moves_by_steps();
  create trigger begins_new after insert on mingbai.channel_line referencing new table as added for each statement execute function mingbai.channel_line_begins_new();
  create trigger facts before update of channel, file_id, file_line, kind, order_no, paid_on, gross, fee, payer_name, remark on mingbai.channel_line
    for each statement execute function mingbai.refuse_change();
  create trigger evidence before delete or truncate on mingbai.channel_line for each statement execute function mingbai.refuse_change();
  create trigger evidence before update or delete or truncate on mingbai.mapping_profile for each statement execute function mingbai.refuse_change();
  create trigger evidence before update or delete or truncate on mingbai.channel_file for each statement execute function mingbai.refuse_change();`;
