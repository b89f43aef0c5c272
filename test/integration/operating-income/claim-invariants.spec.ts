import { invariants } from '../../../src/modules/operating-income/index.js';
import { posting, violations, yuan } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { allEntities, claimScene, claimsOn, day, type ClaimScene } from './claims-fixture.js';

/** Each rule is broken by somebody who went past every wall, and must be found. */
describe('the invariants of claims find', () => {
  let database: TestDatabase;
  let app: ReturnType<typeof claimsOn>;
  let scene: ClaimScene;

  beforeAll(async () => {
    database = await TestDatabase.create(allEntities);
    app = claimsOn(database);
  });
  afterAll(async () => {
    app.removeFiles();
    await database.destroy();
  });
  beforeEach(async () => {
    scene = await claimScene(app);
    scene.at('2024-04-10');
    await scene.comes('100000.00', '2024-01-10');
    await scene.decide({ limit: yuan('5000.00') });
    await scene.decide({ kind: 'MAINTENANCE', title: '三成' });
    await scene.decide({ kind: 'FEE', title: '收费' });
    await scene.decideOn(await scene.ask({ invoiceNo: 'A-0001' }));
    await scene.decideOn(
      await scene.ask({ kind: 'SPENDING', lease: null, costCode: '5401', resolution: 'JY2024-001', amount: yuan('3000.00'), invoiceNo: 'A-0002' }),
    );
    for (const month of ['2024-01', '2024-02', '2024-03']) await scene.close(month);
    await app.recordUseRule.execute(scene.who.owners(), { resolution: 'JY2024-002', share: '0.3', basis: 'QUARTER', reaches: null, keeps: null });
    const { number } = (
      await app.proposeMaintenance.execute(scene.who.bookkeeper(), {
        resolution: 'JY2024-002',
        period: '2024-Q1',
        payee: scene.payees.custodian,
        description: '三成',
      })
    ).value;
    await scene.decideOn(number);
    const { id } = await scene.run((tx) =>
      app.depositReceipts.receive(tx, posting, {
        bankLineId: 1,
        bankAccountId: scene.bankAccountId,
        amount: yuan('2000.00'),
        on: day('2024-04-02'),
        words: '押金',
        leaseId: null,
        payerName: '甲公司',
      }),
    );
    await app.releaseDeposit.execute(scene.who.bookkeeper(), { depositId: id, kind: 'BACK', amount: yuan('500.00'), reason: '到期', documentSha256: null });
    const leaseId = (await scene.read((tx) => app.leases.all(tx)))[0]?.id ?? (0 as never);
    await scene.run((tx) =>
      app.leaseReceipts.record(tx, posting, [
        { leaseId, amount: yuan('900.00'), receivedOn: day('2024-04-03'), bankLineId: 2, bankAccountId: scene.bankAccountId },
      ]),
    );
    await scene.run((tx) =>
      app.collections.receive(tx, posting, {
        bankLineId: 3,
        bankAccountId: scene.bankAccountId,
        amount: yuan('80.00'),
        on: day('2024-04-04'),
        words: '水费',
        payee: scene.payees.vendor,
      }),
    );
    const passed = {
      payee: scene.payees.vendor,
      period: '2024-03',
      amount: yuan('60.00'),
      description: '水费',
      invoiceNo: null,
      evidence: [await scene.paper()],
    };
    await app.passOn.execute(scene.who.bookkeeper(), passed);
    await app.refundLease.execute(scene.who.bookkeeper(), { lease: 'ZL01', amount: yuan('100.00'), reason: '多付' });
    expect(await scene.violations()).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'an amount of a claim that was changed',
      `update mingbai.claim set amount = amount + 1 where number = 'FY2024-0001'`,
      'every approved claim has its entry',
    ],
    ['a claim that is approved without an entry', `update mingbai.claim set entry_seq = 1 where number = 'FY2024-0001'`, 'every approved claim has its entry'],
    ['a claim that is gone', `delete from mingbai.claim where number = 'FY2024-0003'`, 'every approved claim has its entry'],
    [
      'a claim for another payee than its entry',
      `update mingbai.claim set payee_id = payee_id + 1 where number = 'FY2024-0001'`,
      'every claim is posted by the rule of its kind',
    ],
    ['a number that is missing', `update mingbai.claim set serial = 7 where number = 'FY2024-0001'`, 'I18 claims'],
    ['a claim that was decided by who asked', `update mingbai.claim set decided_by = asked_by where number = 'FY2024-0001'`, 'I10 nobody'],
    ['a claim that was decided by the organisation that asked', `update mingbai.claim set decided_for = asked_for where number = 'FY2024-0001'`, 'I10 nobody'],
    [
      'a paper that pays twice',
      `update mingbai.claim_evidence set sha256 = (select min(sha256) from mingbai.claim_evidence where COMMUNITY) where true`,
      'a paper pays once',
    ],
    [
      'an invoice that pays twice',
      `update mingbai.claim set invoice_no = 'A-0001', payee_id = (select min(payee_id) from mingbai.claim where COMMUNITY) where number < 'FY2024-0003'`,
      'an invoice pays once',
    ],
    ['a claim without its paper', `delete from mingbai.claim_evidence where true`, 'a claim shows its paper'],
    ['spending beyond what was resolved', `update mingbai.resolution set limit_amount = 2999.99 where number = 'JY2024-001'`, 'I21 spending'],
    [
      'spending by a resolution about something else',
      `update mingbai.claim set resolution_id = (select id from mingbai.resolution where COMMUNITY and kind = 'FEE') where kind = 'SPENDING'`,
      'I21 spending',
    ],
    ['spending without a resolution', `update mingbai.claim set resolution_id = null where kind = 'SPENDING'`, 'I21 spending'],
    [
      'figures that give another amount',
      `update mingbai.claim set figures = jsonb_set(figures, '{amount}', '"1.00"') where kind = 'MAINTENANCE'`,
      'P23 what is due',
    ],
    ['figures that do not add up', `update mingbai.claim set figures = jsonb_set(figures, '{cost}', '"1.00"') where kind = 'MAINTENANCE'`, 'P23 what is due'],
    ['a receipt that was changed', `update mingbai.other_receipt set amount = amount + 1 where kind = 'OTHER'`, 'every other receipt has its entry'],
    [
      'a receipt that is void and was not reversed',
      `update mingbai.other_receipt set voided_on = '2024-04-10', void_reason = 'x', void_seq = entry_seq where kind = 'OTHER'`,
      'a receipt is void by the reversal',
    ],
    ['a release that was changed', `update mingbai.deposit_release set amount = amount + 1 where true`, 'every release of a deposit has its entry'],
    [
      'a deposit of which the books hold something else',
      `update mingbai.other_receipt set amount = amount + 1 where kind = 'DEPOSIT'`,
      'I8 what is held of every deposit',
    ],
    [
      'money for others of which the books hold something else',
      `update mingbai.other_receipt set amount = amount + 1 where kind = 'FOR_OTHERS'`,
      'I8 what is held for every payee',
    ],
    [
      'money for others that is held for another payee than in the books',
      `update mingbai.other_receipt set payee_id = payee_id + 1 where kind = 'FOR_OTHERS'`,
      'I8 what is held for every payee',
    ],
    [
      'money that was passed on to another payee than in the books',
      `update mingbai.claim set payee_id = payee_id + 1 where kind = 'PASS_ON'`,
      'every claim is posted by the rule of its kind',
    ],
    [
      'money that was passed on by something else than its rule',
      `update mingbai.claim set kind = 'COST' where kind = 'PASS_ON'`,
      'every claim is posted by the rule of its kind',
    ],
    ['money that is collected for a party of the account', `update mingbai.payee set kind = 'CUSTODIAN' where kind = 'VENDOR'`, 'P31 nothing is collected'],
    ['more that was passed on than came in', `update mingbai.other_receipt set amount = 59.99 where kind = 'FOR_OTHERS'`, 'P31 nothing is collected'],
    ['a refund that was changed', `update mingbai.lease_refund set amount = amount + 1 where true`, 'every refund of an advance has its entry'],
  ])('%s', async (_, sql, name) => {
    const here = `community_id = ${scene.communityId}`;
    await database.as('postgres', async (client) => {
      await client.query(`begin; set local session_replication_role = replica`);
      for (const table of ['claim', 'claim_evidence', 'resolution', 'other_receipt', 'deposit_release', 'lease_refund', 'payee']) {
        const { rows } = await client.query<{ name: string }>(
          `select conname as name from pg_constraint where conrelid = 'mingbai.${table}'::regclass and contype in ('c', 'u', 'p')`,
        );
        for (const constraint of rows) await client.query(`alter table mingbai.${table} drop constraint if exists "${constraint.name}" cascade`);
      }
      await client.query('drop index if exists mingbai.claim_invoice');
      await client.query(`${sql.replaceAll('COMMUNITY', here)} and ${here}`);
      await client.query('commit');
    });
    expect((await violations(database, scene.communityId, invariants)).join('\n')).toContain(name);
  });
});
