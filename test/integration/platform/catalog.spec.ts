import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedTables } from '../../../src/platform/database/index.js';
import { TestDatabase } from '../../support/database.js';
import { catalogRules, sharedLedgerTables } from './catalog-rules.js';

/** For each rule, what somebody may add one day: the statement and what the rule then names. All of it is rolled back. */
const offences: { readonly [rule in keyof typeof catalogRules]: readonly [sql: string, named: RegExp][] } = {
  policy: [
    [`create table mingbai.bad (community_id int, id bigint, primary key (community_id, id))`, /mingbai\.bad/],
    [`alter table ledger.entry no force row level security`, /ledger\.entry/],
    [`create policy wide on mingbai.bill for select using (true)`, /mingbai\.bill$/],
    [`create policy poster on mingbai.bill to mingbai_poster using (true)`, /mingbai\.bill$/],
    [`alter policy poster on ledger.entry to mingbai_poster, mingbai_app`, /ledger\.entry/],
    [`drop policy tenant on ledger.entry`, /ledger\.entry/],
    [`alter policy tenant on mingbai.bill with check (true)`, /mingbai\.bill$/],
    [`alter table mingbai.person enable row level security`, /mingbai\.person/],
  ],
  column: [
    [`create table mingbai.bad (id bigint primary key)`, /mingbai\.bad/],
    [`create table mingbai.bad (community_id bigint, id bigint, primary key (community_id, id))`, /mingbai\.bad/],
    [`create table mingbai.bad (community_id int, id bigint)`, /mingbai\.bad/],
  ],
  keys: [
    [`create table mingbai.bad (community_id int not null, id bigint not null)`, /mingbai\.bad has no primary key/],
    [`create table mingbai.bad (community_id int not null, id bigint, primary key (id, community_id))`, /bad_pkey/],
    [`alter table mingbai.bill add unique (unit_id)`, /bill_unit_id_key/],
    [`create index bad on ledger.transfer (debit_account)`, /bad/],
    [`alter table mingbai.unit add constraint bad exclude using gist (int8range(id, id, '[]') with &&)`, /bad/],
    [`create index bad on mingbai.unit ((community_id + 0))`, /bad/],
  ],
  foreignKeys: [
    [`alter table mingbai.unit add unique (id); alter table mingbai.receipt add constraint bad foreign key (unit_id) references mingbai.unit (id)`, /bad of mingbai\.receipt/],
    [`alter table mingbai.unit add unique (building_id, community_id);
      alter table mingbai.receipt add constraint bad foreign key (community_id, year) references mingbai.unit (building_id, community_id)`, /bad of mingbai\.receipt/],
    [`alter table mingbai.person add constraint bad foreign key (id, id) references mingbai.unit (community_id, id)`, /bad of mingbai\.person/],
  ],
  givenIds: [
    [`alter table mingbai.unit add column bad serial`, /mingbai\.unit\.bad/],
    [`alter table mingbai.unit add column bad bigint generated always as identity`, /mingbai\.unit\.bad/],
    [`create type mingbai.kind as enum ('A'); alter table mingbai.unit add column bad mingbai.kind`, /mingbai\.unit\.bad/],
    [`create type mingbai.kind as enum ('A'); alter table mingbai.unit add column bad mingbai.kind[]`, /mingbai\.unit\.bad/],
    [`create type mingbai.kind as enum ('A'); create domain mingbai.kinds as mingbai.kind; alter table mingbai.unit add column bad mingbai.kinds`, /mingbai\.unit\.bad/],
  ],
  views: [
    [`create view mingbai.bad as select * from mingbai.unit`, /mingbai\.bad/],
    [`create view mingbai.bad with (security_invoker = false) as select * from mingbai.unit`, /mingbai\.bad/],
    [`create materialized view mingbai.bad as select * from mingbai.unit`, /mingbai\.bad/],
  ],
  noClock: [
    [`create function mingbai.bad() returns void language plpgsql as $$ begin update mingbai.bill set voided_on = now(); end $$`, /mingbai\.bad/],
    [`create function ledger.bad() returns date language sql as 'select current_date'`, /ledger\.bad/],
    [`alter table mingbai.unit alter created_at set default clock_timestamp()`, /mingbai\.unit\.created_at/],
    [`alter table mingbai.unit add column bad uuid default gen_random_uuid()`, /mingbai\.unit\.bad/],
    [`alter table mingbai.unit add constraint bad check (created_at <= now())`, /bad of mingbai\.unit/],
  ],
  noIsolation: [
    [`create function mingbai.bad() returns void language sql as 'select pg_advisory_xact_lock(1)'`, /mingbai\.bad/],
    [`create function mingbai.bad() returns void language plpgsql as $$ begin set transaction isolation level serializable; end $$`, /mingbai\.bad/],
    [`create function mingbai.bad() returns void language plpgsql as $$ begin perform set_config('app.community_id', '2', true); end $$`, /mingbai\.bad/],
    [`do $$ begin execute format('alter role mingbai_app in database %I set default_transaction_isolation = serializable', current_database()); end $$`, /mingbai_app has default_transaction_isolation/],
    [`do $$ begin execute format('alter role mingbai_app in database %I set app.community_id = 2', current_database()); end $$`, /mingbai_app has app\.community_id/],
  ],
  definers: [
    [`alter function ledger.lock(int) reset all`, /ledger\.lock/],
    [`alter function ledger.lock(int) set search_path = public, ledger`, /ledger\.lock/],
    [`grant execute on function ledger.lock(int) to public`, /ledger\.lock/],
    [`alter function ledger.lock(int) owner to mingbai_owner`, /ledger\.lock/],
    [`create function mingbai.bad() returns int language sql security definer set search_path = mingbai, pg_temp as 'select 1'; revoke all on function mingbai.bad() from public`, /mingbai\.bad/],
  ],
  rights: [
    [`grant insert on ledger.entry to mingbai_app`, /may INSERT ledger\.entry/],
    [`grant update (cash) on ledger.fund_balance to mingbai_app`, /may write ledger\.fund_balance/],
    [`grant truncate on mingbai.bill to mingbai_app`, /may TRUNCATE mingbai\.bill/],
    [`grant update on mingbai.bill to mingbai_app`, /may move a row of mingbai\.bill/],
    [`grant select on mingbai.unit_owner to public`, /everybody may SELECT mingbai\.unit_owner/],
  ],
  money: [
    [`alter table mingbai.unit add column bad double precision`, /mingbai\.unit\.bad/],
    [`alter table mingbai.unit add column bad numeric`, /mingbai\.unit\.bad/],
    [`alter table mingbai.bill add column bad numeric(18,3)`, /mingbai\.bill\.bad/],
  ],
  ownRows: [
    ['select count(*) from mingbai.bill where id = new.id', /from mingbai\.bill/],
    ['update mingbai.bill set paid = 0 where id = new.id', /update mingbai\.bill/],
    ['select from mingbai.bill b join mingbai.receipt r on r.id = b.id where b.community_id = new.community_id', /join mingbai\.receipt/],
  ].map(([sql, named]): [string, RegExp] => [
    `create function mingbai.bad() returns trigger language plpgsql as $$ begin perform 1; ${String(sql)}; return new; end $$;
     create trigger bad before insert on mingbai.unit for each row execute function mingbai.bad()`,
    named as RegExp,
  ]),
}; // prettier-ignore

describe('the catalog keeps the rules that make one compound one shard', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.destroy());

  it('knows every shared table by name', async () => {
    const { rows } = await database.as('postgres', (client) =>
      client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname in ('ledger', 'mingbai')`),
    );
    const names = new Set(rows.map(({ name }) => name));
    expect([...sharedTables, ...sharedLedgerTables].filter((name) => !names.has(name))).toEqual([]);
    expect(names.size).toBeGreaterThan(30);
  });

  describe.each(Object.entries(catalogRules))('%s', (name, rule) => {
    it(`holds: ${rule.title}`, async () => {
      expect(await database.as('postgres', (client) => rule.find(client))).toEqual([]);
    });

    it.each(offences[name as keyof typeof offences])('would name what breaks it: %s', async (sql, named) => {
      const found = await database.as('postgres', async (client) => {
        await client.query(`begin; set local row_security = off; ${sql}`);
        return rule.find(client);
      });
      expect(found.filter((fault) => named.test(fault))).toHaveLength(1);
    });
  });

  const sources = ['src', 'migrations'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(folder, file)),
  );
  const filesWith = (wrong: RegExp) => sources.filter((file) => wrong.test(readFileSync(file, 'utf8')));

  it('no code of the server relies on SERIALIZABLE or advisory locks, or sets the tenant but for one transaction', () => {
    const wrong = /isolation level serializable|'SERIALIZABLE'|pg_(try_)?advisory|set_config|set (session )?app\./i;
    expect(sources.length).toBeGreaterThan(300);
    expect(filesWith(wrong)).toEqual([]);
    expect(`select set_config('app.community_id', '2', false)`).toMatch(wrong);
  });

  it('no statement of the server asks the database for a time, a number or a name, but where people sign in, in shared tables', () => {
    const asks = /(?<![.\w])(now|clock_timestamp|statement_timestamp|gen_random_uuid|random)\(\)(?!\s*[:{])/;
    const signingIn = ['passkeys.ts', 'passwords.ts', 'second-factors.ts', 'security-events.ts', 'sessions.ts', 'sign-in-attempts.ts', 'sign-in-steps.ts'].map(
      (file) => join('src/modules/identity/application', file),
    );
    expect(filesWith(asks)).toEqual(expect.arrayContaining(signingIn));
    const migrations = [
      '1795420800400-identity.ts',
      '1795420805000-person-keys.ts',
      '1795420805010-sessions-seen.ts',
      '1795420805020-second-factors.ts',
      '1795420805040-passkeys.ts',
    ].map((file) => join('migrations', file));
    expect(filesWith(asks).filter((file) => ![...signingIn, ...migrations].includes(file))).toEqual([]);
  });
});
