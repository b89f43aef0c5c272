import type { Client } from 'pg';
import { LedgerService } from '../../../src/modules/ledger/index.js';
import { assertSafeRole, appDataSource } from '../../../src/platform/database/index.js';
import { openBook, posting, receiptDraft, violations } from '../../support/books.js';
import { communityOne, communityTwo, TestDatabase } from '../../support/database.js';

describe('the database as referee, past the application', () => {
  let database: TestDatabase;
  const ledger = new LedgerService();

  beforeAll(async () => {
    database = await TestDatabase.create();
    for (const community of [communityOne, communityTwo]) {
      await openBook(database, community);
      await database.unitOfWork.run(community, (tx) => ledger.post(tx, posting, [receiptDraft('75.23'), receiptDraft('90.27')]));
    }
  });
  afterAll(() => database.destroy());

  /** Runs one statement inside the tenant, as an attacker with the role's password would. */
  const attempt = (role: 'mingbai_app' | 'mingbai_owner' | 'postgres', sql: string, tenant: number | null = 1) =>
    database.as(role, async (client: Client) => {
      await client.query('begin');
      if (tenant !== null) await client.query(`set local app.community_id = '${tenant}'`);
      const result = await client.query(sql);
      await client.query('rollback');
      return result;
    });

  it('the server refuses to work as superuser or as owner of the tables', async () => {
    for (const role of ['postgres', 'mingbai_owner'] as const) {
      const dataSource = appDataSource({ url: database.url(role), entities: [], poolSize: 1 });
      await dataSource.initialize();
      await expect(assertSafeRole(dataSource)).rejects.toThrow(/must not have these rights/);
      await dataSource.destroy();
    }
    await expect(assertSafeRole(database.dataSource)).resolves.toBeUndefined();
  });

  it('nobody is a member of the poster, so nobody can become it', async () => {
    const members = await database.as('postgres', (client) => client.query(`select from pg_auth_members where roleid = 'mingbai_poster'::regrole`));
    expect(members.rowCount).toBe(0);
    await expect(attempt('mingbai_owner', 'set role mingbai_poster')).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('mingbai_app', 'set role mingbai_poster')).rejects.toMatchObject({ code: '42501' });
  });

  describe.each(['entry', 'transfer', 'account', 'period_balance', 'reopening', 'reopening_confirmation'])('ledger.%s only grows', (table) => {
    const column = table === 'transfer' ? 'amount' : 'community_id';
    it.each([`update ledger.${table} set ${column} = ${column}`, `delete from ledger.${table}`, `truncate ledger.${table} cascade`])(
      'the owner is refused: %s',
      async (sql) => {
        await expect(attempt('mingbai_owner', sql)).rejects.toMatchObject({ code: 'MB001' });
      },
    );
    it.each([`update ledger.${table} set ${column} = ${column}`, `delete from ledger.${table}`, `truncate ledger.${table} cascade`])(
      'the application is refused: %s',
      async (sql) => {
        await expect(attempt('mingbai_app', sql)).rejects.toMatchObject({ code: '42501' });
      },
    );
  });

  const forgeries = {
    entry: `insert into ledger.entry (community_id, seq, effective_on, recorded_at, voucher_year, voucher_no, rule, source_type, source_id, occurrence, description) values (1, 3, '2024-01-05', now(), 2024, 3, 'P02', 'receipt', 99, 1, 'forged')`,
    transfer: `insert into ledger.transfer (community_id, entry_seq, line, fund, debit_account, credit_account, amount, effective_on) values (1, 2, 2, 'SVC', 1, 2, 1.00, '2024-01-05')`,
    account: `insert into ledger.account values (1, 99, '4001', 'SVC', '', 0, 'C', false, false)`,
    balance: `update ledger.account_balance set debit = debit + 1`,
    fund: `update ledger.fund_balance set cash = cash + 1`,
    book: `update ledger.book set closed_through = '2020-12-31'`,
    period: `insert into ledger.period values (1, 1, '2024-01', 'CLOSED', now(), null, 2, 3)`,
    reopening: `insert into ledger.reopening values (1, 1, '2024-01', 'forged', now() + interval '1 day', now(), 1, 1)`,
    confirmation: `insert into ledger.reopening_confirmation values (1, 1, 1, 1, now(), 2, 2, 2)`,
    expiry: `update ledger.book set reopened_through = '2024-01-31', reopened_until = now()`,
    closed: `update ledger.period set state = 'REOPENED'`,
    snapshot: `insert into ledger.period_balance values (1, 1, '2024-01', 1, 1, 1)`,
  };
  it.each(Object.entries(forgeries))('a forged %s is refused to the owner and to the application', async (_, sql) => {
    await expect(attempt('mingbai_owner', sql)).rejects.toMatchObject({ code: 'MB002' });
    await expect(attempt('mingbai_app', sql)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    `insert into ledger.posting_pair values ('P19', 'COM', '5901', '1001')`,
    `update ledger.posting_rule set gate = 'NONE' where code = 'P13'`,
    `update ledger.chart set floored = false where code = '2101'`,
    `delete from ledger.posting_pair where rule = 'P01'`,
    `truncate ledger.posting_pair`,
  ])('the rules by which the gate judges are fixed, to the owner too: %s', async (sql) => {
    await expect(attempt('mingbai_owner', sql)).rejects.toMatchObject({ code: 'MB001' });
    await expect(attempt('mingbai_app', sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('the application cannot call what stands behind the gate', async () => {
    await expect(attempt('mingbai_app', `select ledger.refuse('X', '{}')`)).rejects.toMatchObject({ code: '42501' });
    const behind = await database.as('postgres', (client) =>
      client.query(
        `select p.proname as name, has_function_privilege('mingbai_app', p.oid, 'execute') as allowed from pg_proc p where p.pronamespace = 'ledger'::regnamespace and p.prorettype <> 'trigger'::regtype`,
      ),
    );
    const allowed = behind.rows.filter((row) => row.allowed).map((row) => row.name);
    expect(allowed.map(String).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'close_period',
      'lock',
      'open_book',
      'post',
      'propose_reopening',
      'reopen',
      'reverse',
      'take_ids',
    ]);
    expect(behind.rows.length).toBeGreaterThan(allowed.length);
  });

  it('a reopening is of two persons and two organisations even where no function looked', async () => {
    const asked = `set local session_replication_role = replica; insert into ledger.reopening values (1, 1, '2024-01', 'a reason', now() + interval '1 day', now(), 1, 1);`;
    const confirmed = (by: number, organisation: number) =>
      attempt('postgres', `${asked} insert into ledger.reopening_confirmation values (1, 1, 1, 1, now(), ${by}, ${organisation}, 2)`);
    await expect(confirmed(1, 2)).rejects.toMatchObject({ code: '23514', constraint: 'two_persons' });
    await expect(confirmed(2, 1)).rejects.toMatchObject({ code: '23514', constraint: 'two_organisations' });
    await confirmed(2, 2);
  });

  it('the helper of migrations hands over functions of the ledger and nothing else', async () => {
    const give = (sql: string) => attempt('mingbai_owner', `select mingbai_admin.give_function(${sql})`);
    await expect(give(`'pg_catalog.now()', 'mingbai_owner'`)).rejects.toMatchObject({ code: '42501' });
    await expect(give(`'ledger.only_the_poster()', 'postgres'`)).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('mingbai_app', `select mingbai_admin.give_function('ledger.only_the_poster()', 'mingbai_owner')`)).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('a read without a compound shows nothing, to the application as to the owner', async () => {
    for (const role of ['mingbai_app', 'mingbai_owner'] as const)
      for (const table of ['book', 'account', 'account_balance', 'fund_balance', 'entry', 'transfer'])
        expect((await attempt(role, `select * from ledger.${table}`, null)).rowCount).toBe(0);
  });

  it('one compound neither sees nor posts to another', async () => {
    const seen = await attempt('mingbai_app', 'select distinct community_id from ledger.transfer');
    expect(seen.rows).toEqual([{ community_id: 1 }]);
    await expect(attempt('mingbai_app', `select * from ledger.lock(2)`)).rejects.toMatchObject({ code: 'MB403' });
    await expect(attempt('mingbai_app', `select ledger.take_ids(2, 1)`)).rejects.toMatchObject({ code: 'MB403' });
    await expect(attempt('mingbai_app', `select ledger.close_period(2, '2024-01', now(), null)`)).rejects.toMatchObject({ code: 'MB403' });
    await expect(attempt('mingbai_app', `select ledger.propose_reopening(2, now(), 1, 1, '2024-01', 'x', now())`)).rejects.toMatchObject({ code: 'MB403' });
    await expect(attempt('mingbai_app', `select ledger.reopen(2, now(), 2, 2, 1)`)).rejects.toMatchObject({ code: 'MB403' });
    await expect(attempt('mingbai_app', `select ledger.open_book(3, '2024-01-01')`)).rejects.toMatchObject({ code: 'MB403' });
    await expect(attempt('mingbai_app', `select * from ledger.reverse(2, now(), null, 1, '2024-01-05', 'x')`)).rejects.toMatchObject({ code: 'MB403' });
  });

  it('a tampered amount is found and its row named, even when a superuser disabled the triggers', async () => {
    await database.as('postgres', (client) =>
      client.query(`set session_replication_role = replica; update ledger.transfer set amount = 75.24 where community_id = 1 and entry_seq = 1`),
    );
    const found = await violations(database, communityOne);
    expect(found.join('\n')).toMatch(/I2 the totals of every account follow from its transfers: account \d+ \(1001, SVC\): books say 165\.50 Dr .*165\.51/);
    expect(await violations(database, communityTwo)).toEqual([]);
  });
});
