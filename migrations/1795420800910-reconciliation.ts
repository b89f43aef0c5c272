import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was reconciled before a close, signed by two persons of two organisations; and every balance that the bank has vouched for. */
export class Reconciliation1795420800910 implements MigrationInterface {
  readonly name = 'Reconciliation1795420800910';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    const targets = ['mingbai.bank_account', 'mingbai.bank_file', 'mingbai.evidence', 'ledger.period'];
    for (const target of targets) await runner.query(`alter table ${target} no force row level security`);
    await runner.query(foreignKeys);
    for (const target of targets) await runner.query(`alter table ${target} force row level security`);
    for (const table of ['reconciliation', 'reconciliation_signature', 'reconciliation_end', 'bank_balance', 'bank_balance_withdrawal']) {
      await runner.query(
        `create trigger evidence before update or delete or truncate on mingbai.${table} for each statement execute function mingbai.refuse_change()`,
      );
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- three legs that were equal to the fen when somebody prepared and signed it (I5); what else was signed is in detail
  create table mingbai.reconciliation (
    community_id int not null, id bigint not null, account_id bigint not null, file_id bigint not null,
    month text not null check (month ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'), reconciled_on date not null,
    bank_balance numeric(18,2) not null, fund_cash numeric(18,2) not null, document_claims numeric(18,2) not null,
    line_count int not null check (line_count >= 0), last_entry_seq bigint not null check (last_entry_seq >= 0), detail jsonb not null,
    prepared_at timestamptz not null, prepared_by bigint not null, prepared_for bigint not null, sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    primary key (community_id, id), unique (community_id, id, prepared_by, prepared_for, sha256),
    constraint three_legs check (bank_balance = fund_cash and fund_cash = document_claims));
  create index reconciliation_month on mingbai.reconciliation (community_id, month, id);

  -- prepared_by, prepared_for and sha256 again, so that the table itself holds two persons of two organisations and what they signed
  create table mingbai.reconciliation_signature (
    community_id int not null, reconciliation_id bigint not null, prepared_by bigint not null, prepared_for bigint not null, sha256 text not null,
    signed_at timestamptz not null, signed_by bigint not null, signed_for bigint not null,
    primary key (community_id, reconciliation_id), constraint two_persons check (signed_by <> prepared_by), constraint two_organisations check (signed_for <> prepared_for));

  -- one end for each: a close rests on it, which needs its signature (signed_id), or it was withdrawn
  create table mingbai.reconciliation_end (
    community_id int not null, reconciliation_id bigint not null, kind text not null check (kind in ('CLOSED', 'WITHDRAWN')),
    close_no int, signed_id bigint, reason text check (length(reason) between 1 and 200 and reason !~ '[[:cntrl:]]'), ended_at timestamptz not null, ended_by bigint not null,
    primary key (community_id, reconciliation_id), unique (community_id, close_no),
    check ((kind = 'CLOSED') = (close_no is not null)), check ((kind = 'CLOSED') = (signed_id is not null)), check (signed_id = reconciliation_id), check ((kind = 'WITHDRAWN') = (reason is not null)));

  -- a balance that the bank confirmed by letter; document_sha256 is that letter's
  create table mingbai.bank_balance (
    community_id int not null, id bigint not null, account_id bigint not null, balance_on date not null, balance numeric(18,2) not null check (abs(balance) < 1e13),
    document_sha256 text not null check (document_sha256 ~ '^[0-9a-f]{64}$'),
    noted_at timestamptz not null, noted_by bigint not null,
    primary key (community_id, id));
  create index bank_balance_day on mingbai.bank_balance (community_id, account_id, balance_on);
  create table mingbai.bank_balance_withdrawal (
    community_id int not null, bank_balance_id bigint not null, reason text not null check (length(reason) between 1 and 200 and reason !~ '[[:cntrl:]]'),
    withdrawn_at timestamptz not null, withdrawn_by bigint not null,
    primary key (community_id, bank_balance_id));`;

const foreignKeys = `
  alter table mingbai.reconciliation add foreign key (community_id, account_id, file_id) references mingbai.bank_file (community_id, account_id, id);
  alter table mingbai.reconciliation_signature add foreign key (community_id, reconciliation_id, prepared_by, prepared_for, sha256)
    references mingbai.reconciliation (community_id, id, prepared_by, prepared_for, sha256);
  alter table mingbai.reconciliation_end add foreign key (community_id, reconciliation_id) references mingbai.reconciliation,
    add foreign key (community_id, signed_id) references mingbai.reconciliation_signature, add foreign key (community_id, close_no) references ledger.period;
  alter table mingbai.bank_balance add foreign key (community_id, account_id) references mingbai.bank_account,
    add foreign key (community_id, document_sha256) references mingbai.evidence;
  alter table mingbai.bank_balance_withdrawal add foreign key (community_id, bank_balance_id) references mingbai.bank_balance;`;
