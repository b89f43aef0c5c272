import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Opening balances of a compound that begins in mid-life (P26): a list, signed by the three parties, posted once before anything else. */
export class Openings1795420801220 implements MigrationInterface {
  readonly name = 'Openings1795420801220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    const targets = ['mingbai.bank_account', 'ledger.entry'];
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    for (const target of targets) await runner.query(`alter table ${target} no force row level security`);
    await runner.query(foreignKeys);
    for (const target of targets) await runner.query(`alter table ${target} force row level security`);
    for (const table of ['opening', 'opening_line', 'opening_signature', 'opening_end']) {
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
  create table mingbai.opening (
    community_id int not null, id bigint not null, account_id bigint not null, opened_on date not null, bank_balance numeric(18,2) not null check (bank_balance >= 0),
    file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'), line_count int not null check (line_count > 0),
    prepared_at timestamptz not null, prepared_by bigint not null, prepared_for bigint not null, sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    primary key (community_id, id), unique (community_id, id, prepared_by, prepared_for, sha256));
  -- period: the month of a bill, of 1101 alone
  create table mingbai.opening_line (
    community_id int not null, opening_id bigint not null, line int not null check (line > 0), code text not null, fund text not null,
    holder_type text not null, holder_id bigint not null, holder text not null, period text check (period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    amount numeric(18,2) not null check (amount > 0 and amount < 1e13),
    primary key (community_id, opening_id, line), check ((code = '1101') = (period is not null)),
    check (code in ('1001', '1101', '2001', '3001', '3002', '3003')));
  create unique index opening_line_once on mingbai.opening_line (community_id, opening_id, code, fund, holder_id, coalesce(period, ''));
  -- the three parties, each another person of another organisation, none of them who prepared it
  create table mingbai.opening_signature (
    community_id int not null, opening_id bigint not null, party text not null check (party in ('OWNER_SIDE', 'CENTRE', 'FIRM')),
    prepared_by bigint not null, prepared_for bigint not null, sha256 text not null, signed_at timestamptz not null, signed_by bigint not null, signed_for bigint not null,
    primary key (community_id, opening_id, party), unique (community_id, opening_id, signed_by), unique (community_id, opening_id, signed_for),
    constraint other_person check (signed_by <> prepared_by), constraint other_organisation check (signed_for <> prepared_for));
  create table mingbai.opening_end (
    community_id int not null, opening_id bigint not null, kind text not null check (kind in ('POSTED', 'WITHDRAWN')),
    first_seq bigint, last_seq bigint, reason text check (length(reason) between 1 and 200 and reason !~ '[[:cntrl:]]'), ended_at timestamptz not null, ended_by bigint not null,
    primary key (community_id, opening_id), check ((kind = 'POSTED') = (first_seq is not null and last_seq is not null)), check ((kind = 'WITHDRAWN') = (reason is not null)),
    check (first_seq = 1 and last_seq >= first_seq));
  create unique index opened_once on mingbai.opening_end (community_id) where kind = 'POSTED';`;

const foreignKeys = `
  alter table mingbai.opening add foreign key (community_id, account_id) references mingbai.bank_account;
  alter table mingbai.opening_line add foreign key (community_id, opening_id) references mingbai.opening;
  alter table mingbai.opening_signature add foreign key (community_id, opening_id, prepared_by, prepared_for, sha256) references mingbai.opening (community_id, id, prepared_by, prepared_for, sha256);
  alter table mingbai.opening_end add foreign key (community_id, opening_id) references mingbai.opening, add foreign key (community_id, first_seq) references ledger.entry (community_id, seq),
    add foreign key (community_id, last_seq) references ledger.entry (community_id, seq);`;
