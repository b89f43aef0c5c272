import { Money, required, type AccountingPeriod } from '../../../src/kernel/index.js';
import { invariants as incomeInvariants } from '../../../src/modules/operating-income/index.js';
import { invariants as resolutionInvariants } from '../../../src/modules/resolutions/index.js';
import { posting, violations, yuan } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { allEntities, claimScene, claimsOn, day, type ClaimScene } from './claims-fixture.js';

let database: TestDatabase;
let app: ReturnType<typeof claimsOn>;
let scene: ClaimScene;

beforeAll(async () => {
  database = await TestDatabase.create(allEntities);
  app = claimsOn(database);
});
beforeEach(async () => {
  scene = await claimScene(app);
  scene.at('2024-02-10');
  await accrue('2024-01');
});
afterAll(async () => {
  app.removeFiles();
  await database.destroy();
});

const accrue = (period: string) => app.accrueOperatingIncome.execute(scene.who.bookkeeper(), { period: period as AccountingPeriod });
const pays = async (code: string, amount: string, on: string) => {
  const { id: leaseId } = required(
    (await scene.read((tx) => app.leases.all(tx))).find((lease) => lease.code === code),
    code,
  );
  await scene.run((tx) =>
    app.leaseReceipts.record(tx, posting, [
      { leaseId, amount: yuan(amount), receivedOn: day(on), bankLineId: scene.nextLine(), bankAccountId: scene.bankAccountId },
    ]),
  );
};
const end = async (lease: string, lastDay: string, change: object = {}) =>
  app.endLease.execute(scene.who.bookkeeper(), { lease, lastDay: day(lastDay), reason: '承租方撤场', documentSha256: await scene.paper(), ...change });
const january = async (code: string) =>
  (await scene.read((tx) => app.leases.income(tx, { from: day('2024-01-01'), to: day('2024-02-29') }))).find((lease) => lease.code === code);
const told = async (code: string) => {
  const { accrued, received, outstanding, inAdvance } = required(await january(code), code);
  return [accrued, received, outstanding, inAdvance].map((amount) => amount.toString());
};

describe('EndLease', () => {
  afterEach(async () => expect(await scene.violations()).toEqual([]));

  it('takes days that the lease no longer has off what is unpaid, in the open month', async () => {
    await scene.close('2024-01');
    expect((await end('ZL02', '2024-02-15')).value).toEqual({ lease: 'ZL02', lastDay: '2024-02-15', takenOff: '1483.52', owedBack: '0.00' });
    expect(await scene.lastRules(1)).toEqual(['P08r 2024-02-10']);
    expect(await told('ZL02')).toEqual(['1516.48', '0.00', '1516.48', '0.00']);
    await pays('ZL02', '1516.48', '2024-02-12');
    expect(await told('ZL02')).toEqual(['1516.48', '1516.48', '0.00', '0.00']);
  });

  it('owes back what was paid for them, and charges nothing for later months', async () => {
    await pays('ZL02', '3000.00', '2024-01-12');
    expect((await end('ZL02', '2024-02-15')).value).toMatchObject({ takenOff: '0.00', owedBack: '1483.52' });
    expect(await told('ZL02')).toEqual(['1516.48', '3000.00', '0.00', '1483.52']);
    expect((await scene.read((tx) => app.leases.claims(tx, day('2024-02-10')))).inAdvance.toString()).toBe('1483.52');
    scene.at('2024-04-02');
    await accrue('2024-02');
    await accrue('2024-03');
    expect((await accrue('2024-04')).value.charges).toBe(1); // ZL01 alone
    const refunded = await app.refundLease.execute(scene.who.bookkeeper(), { lease: 'ZL02', amount: yuan('1483.52'), reason: '提前终止退租金' });
    expect(refunded.value.inAdvance).toBe('0.00');
    expect((await scene.read((tx) => app.payable.open(tx)))[0]).toMatchObject({ kind: 'REFUND', fund: 'COM' });
  });

  it('leaves whole what it has whole, and ends a monthly lease by days in its last month', async () => {
    expect((await end('ZL01', '2024-02-14')).value).toMatchObject({ takenOff: '0.00', owedBack: '0.00' });
    await accrue('2024-02');
    const charges = (await scene.read((tx) => app.leases.open(tx))).filter(({ leaseCode }) => leaseCode === 'ZL01');
    expect(charges.map(({ period, amount }) => `${period} ${amount.toString()}`)).toEqual(['2024-01 8000.00', '2024-02 3862.07']); // 14 of 29 days
  });

  it('is told apart from arrears: what leases owe, by the days since it was due', async () => {
    await accrue('2024-02');
    await pays('ZL01', '8000.00', '2024-02-01');
    scene.at('2024-02-10');
    const arrears = await scene.read((tx) => app.leases.arrears(tx, day('2024-02-10')));
    expect(arrears.map(({ code, byAge, total }) => [code, ...byAge.map(String), total.toString()])).toEqual([
      ['ZL01', '8000.00', '0.00', '0.00', '0.00', '0.00', '8000.00'],
      ['ZL02', '0.00', '3000.00', '0.00', '0.00', '0.00', '3000.00'],
      ['ZL03', '3600.00', '0.00', '0.00', '0.00', '0.00', '3600.00'],
    ]);
  });

  it.each<[string, string, string, object, string]>([
    ['a lease that there is not', 'ZL99', '2024-02-15', {}, 'LEASE_UNKNOWN'],
    ['a day before it began', 'ZL02', '2023-12-31', {}, 'LEASE_END_OUTSIDE'],
    ['its own last day', 'ZL02', '2026-12-31', {}, 'LEASE_END_OUTSIDE'],
    ['no paper', 'ZL02', '2024-02-15', { documentSha256: 'c'.repeat(64) }, 'EVIDENCE_UNKNOWN'],
    ['no reason', 'ZL02', '2024-02-15', { reason: '' }, 'OTHER_WORDS_INVALID'],
  ])('refuses %s', async (_, lease, lastDay, change, code) => {
    expect((await refusedBy(end(lease, lastDay, change))).code).toBe(code);
  });

  it('refuses a second end, and anybody but the bookkeeper', async () => {
    await end('ZL02', '2024-02-15');
    expect((await refusedBy(end('ZL02', '2024-02-20'))).code).toBe('LEASE_ENDED');
    const asked = { lease: 'ZL01', lastDay: day('2024-02-15'), reason: 'x', documentSha256: await scene.paper() };
    expect((await refusedBy(app.endLease.execute(scene.who.owners(), asked))).code).toBe('NOT_ALLOWED');
  });
});

describe('WriteOffCharge', () => {
  const writeOff = (amount: string, change: object = {}) =>
    app.writeOffCharge.execute(scene.who.bookkeeper(), {
      lease: 'ZL02',
      period: '2024-01' as AccountingPeriod,
      amount: yuan(amount),
      resolution: 'JY2024-001',
      reason: '承租方已注销',
      ...change,
    });

  beforeEach(async () => {
    await scene.decide({ kind: 'WAIVER', title: '核销', limit: yuan('2500.00') });
  });

  it('takes what nobody will pay off the receivable by resolution, up to its limit and to what is unpaid', async () => {
    await pays('ZL02', '100.00', '2024-01-12');
    expect((await writeOff('2000.00')).value).toEqual({ lease: 'ZL02', period: '2024-01', open: '900.00' });
    expect([await scene.lastRules(1), await scene.balance('COM', '5003')]).toEqual([['P33 2024-02-10'], '2000.00']);
    expect(await told('ZL02')).toEqual(['3000.00', '100.00', '900.00', '0.00']);
    expect((await refusedBy(writeOff('500.01'))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    expect(await refusedBy(writeOff('900.01'))).toEqual({
      code: 'LEASE_CHARGE_SHORT',
      details: { lease: 'ZL02', period: '2024-01', open: '900.00', asked: '900.01' },
    });
    expect(
      (
        await refusedBy(
          app.writeOffCharge.execute(scene.who.bookkeeper(), {
            lease: 'ZL02',
            period: '2024-01' as AccountingPeriod,
            amount: Money.zero,
            resolution: 'JY2024-001',
            reason: 'x',
          }),
        )
      ).code,
    ).toBe('LEASE_CHARGE_SHORT');
    await pays('ZL02', '900.00', '2024-02-09');
    expect((await refusedBy(writeOff('1.00'))).code).toBe('LEASE_CHARGE_NONE');
    expect(await scene.violations()).toEqual([]);
  });

  it('counts what was waived of fees by the same resolution', async () => {
    const waived = (id: number, amount: string, decision: 'APPROVED' | 'REFUSED') => `
      insert into mingbai.waiver values (${scene.communityId}, ${id}, 'WAIVER', 1, null, 1, ${amount}, '漏水未修期间', '协议', 'JY2024-001', 1, 1, now());
      insert into mingbai.waiver_decision values (${scene.communityId}, ${id + 1}, ${id}, 1, 1, '${decision}', '依据', 2, 2, now(), '2024-02-10', ${decision === 'APPROVED' ? 1 : 'null'});`;
    await database.as('postgres', async (client) => {
      await client.query(
        `begin; set local session_replication_role = replica; ${waived(900_001, '600.00', 'APPROVED')} ${waived(900_003, '700.00', 'REFUSED')} commit`,
      );
    });
    expect(await refusedBy(writeOff('1900.01'))).toMatchObject({ code: 'RESOLUTION_LIMIT_EXCEEDED', details: { used: '600.00', asked: '1900.01' } });
    await writeOff('1900.00');
  });

  it('needs a resolution that is about it', async () => {
    await scene.decide({ kind: 'SPENDING', title: '别的' });
    expect((await refusedBy(writeOff('1.00', { resolution: 'JY2024-002' }))).code).toBe('RESOLUTION_KIND_DIFFERS');
    await scene.decide({ kind: 'OTHER', title: '其他' });
    expect((await refusedBy(writeOff('1.00', { resolution: 'JY2024-003' }))).code).toBe('RESOLUTION_KIND_DIFFERS');
    expect((await refusedBy(writeOff('1.00', { resolution: 'JY2024-009' }))).code).toBe('RESOLUTION_UNKNOWN');
    expect((await refusedBy(writeOff('1.00', { lease: 'ZL99' }))).code).toBe('LEASE_CHARGE_NONE');
    expect(await scene.balance('COM', '5003')).toBe('0.00');
  });

  it.each<[string, string, string]>([
    [
      'an adjustment that was changed',
      'update mingbai.lease_adjustment set from_receivable = from_receivable + 1',
      'every adjustment of a charge has its entry',
    ],
    ['a charge of which more is off than its adjustments took', 'update mingbai.lease_charge set adjusted = 0', 'I20 what is taken off a charge'],
    ['a write-off beyond its resolution', 'update mingbai.resolution set limit_amount = 1.00', 'P04, P33 what is waived'],
  ])('is checked: %s is found', async (_, sql, name) => {
    await writeOff('2000.00');
    await database.as('postgres', async (client) => {
      await client.query(`begin; set local session_replication_role = replica; ${sql} where community_id = ${scene.communityId}; commit`);
    });
    expect((await violations(database, scene.communityId, [...incomeInvariants, ...resolutionInvariants])).join('\n')).toContain(name);
  });
});
