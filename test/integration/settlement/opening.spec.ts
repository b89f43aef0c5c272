import { accountingPeriod, businessDate, Money } from '../../../src/kernel/index.js';
import { FeeQueries } from '../../../src/modules/fees/index.js';
import { FirmDueQueries } from '../../../src/modules/entitlements/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { LeaseQueries, RefundLease } from '../../../src/modules/operating-income/index.js';
import { RegisterPayee } from '../../../src/modules/contracts/index.js';
import { DisbursementQueries } from '../../../src/modules/disbursements/index.js';
import { OpeningQueries, PostOpening, PrepareOpening, SignOpening, UndoMatches, WithdrawOpening } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const JANUARY = month('01');
const LIST = [
  'account,fund,holder,month,amount',
  '1001,SVC,8866,,1000.00',
  '1001,COM,8866,,500.00',
  '1101,SVC,01-101,2023-11,75.23',
  '1101,SVC,01-101,2023-12,75.23',
  '2001,SVC,01-102,,100.00',
  '3001,SVC,,,1050.46',
  '3002,COM,,,500.00',
];

describe('opening balances', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene();
    scene.at(day('01-02'));
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(() => stage.close());

  type Who = Parameters<SettlementScene['as']>[0];
  const prepare = (lines = LIST, { who = 'bookkeeper', dryRun = false }: { who?: Who; dryRun?: boolean } = {}) =>
    scene.app.get(PrepareOpening).execute(scene.as(who), { file: new TextEncoder().encode(lines.join('\n')), dryRun });
  const sign = (who: Who, request: { id: number | null; sha256: string | null }) =>
    scene.app.get(SignOpening).execute(scene.as(who), { id: request.id ?? 0, sha256: request.sha256 ?? '' });
  const post = (id: number | null, who: Who = 'bookkeeper', key: string | null = null) =>
    scene.app.get(PostOpening).execute(scene.as(who, key), { id: id ?? 0 });
  const withdraw = (id: number | null, reason = 'a unit is missing', who: Who = 'bookkeeper') =>
    scene.app.get(WithdrawOpening).execute(scene.as(who), { id: id ?? 0, reason });
  const states = async () => (await scene.read((tx) => scene.app.get(OpeningQueries).all(tx))).map(({ state }) => state);

  async function open(): Promise<void> {
    const { value } = await prepare();
    for (const who of ['community', 'centre', 'firm'] as const) await sign(who, value);
    expect((await post(value.id)).value).toMatchObject({ openedOn: '2024-01-01', entries: 7, bankBalance: '1500.00' });
  }

  it('are posted first of all once three parties have signed: cash, balances, bills and prepayments, with nothing left on 3901', async () => {
    expect((await prepare(LIST, { dryRun: true })).value).toEqual({ dryRun: true, id: null, sha256: null, lines: 7, bankBalance: '1500.00' });
    expect(await states()).toEqual([]);
    await open();
    expect(await states()).toEqual(['POSTED']);
    const balances = await scene.read((tx) => scene.app.get(LedgerQueries).balances(tx));
    const of = (code: string) => balances.filter((account) => account.code === code).map(({ fund, balance }) => `${fund} ${balance.toString()}`);
    expect([of('1001').toSorted(), of('1101'), of('2001'), of('3001'), of('3002'), of('3901').toSorted()]).toEqual([
      ['COM 500.00', 'SVC 1000.00'],
      ['SVC 150.46'],
      ['SVC 100.00'],
      ['SVC 1050.46'],
      ['COM 500.00'],
      ['COM 0.00', 'SVC 0.00'],
    ]);
    const [line] = await scene.lines();
    expect(line).toMatchObject({
      position: 1,
      bookedOn: '2023-12-31',
      amount: Money.parse('1500.00'),
      balanceAfter: Money.parse('1500.00'),
      state: 'RECONCILED',
    });
    expect((await scene.matches()).map(({ targetType, amount }) => `${targetType} ${amount.toString()}`)).toEqual(['OPENING 1000.00', 'OPENING 500.00']);
    // and stay so: what three parties signed is taken back by no bookkeeper
    const before = await scene.fingerprint();
    const undo = scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: line ? [line.id] : [], reason: 'a wrong balance' });
    expect(await refusedBy(undo)).toEqual({ code: 'UNDO_OTHER_DOCUMENT', details: { document: 'OPENING' } });
    expect(await scene.fingerprint()).toEqual(before);
  });

  it('are settled and used like any other bill and prepayment, and the month closes on them', async () => {
    await open();
    scene.continueAfter('1500.00', day('01-01'));
    await scene.begin(JANUARY);
    const bills = async () =>
      (await scene.read((tx) => scene.app.get(FeeQueries).openBills(tx))).map(({ unitCode, period, open: left }) => `${unitCode} ${period} ${left.toString()}`);
    expect(await bills()).toContain('01-101 2023-11 75.23');
    expect(await bills()).not.toContain('01-102 2024-01 75.23'); // the prepayment has paid it
    await scene.statement(day('01-31'), [booking('01-05', '100.00', { remark: 'WY01-101' })]);
    await scene.match();
    expect(await bills()).toContain('01-101 2023-12 50.46'); // oldest first
    scene.at(day('02-05'));
    expect(await scene.close(JANUARY)).toMatchObject({ bankBalance: '1600.00', lines: 1, earned: '175.23' });
    const owed = await scene.read((tx) => scene.app.get(FeeQueries).prepayments(tx));
    expect(owed.map(({ amount }) => amount.toString())).toEqual(['24.77']);
    const range = (from: string) => ({ from: accountingPeriod(from), through: day('01-31') });
    const billed = async (from: string) => (await scene.read((tx) => scene.app.get(FeeQueries).figures(tx, range(from)))).billed.toString();
    expect(await billed('2023-01')).toBe(await billed('2024-01')); // the opened bills are no billing
  });

  const OLDER = [
    ...LIST.slice(0, 3),
    '1103,COM,ZL01,2023-11,8000.00',
    '1103,COM,ZL01,2023-12,8000.00',
    '1104,SVC,,,300.00',
    '3001,SVC,,,1300.00',
    '3002,COM,,,16500.00',
  ];
  const opened = async (lines: readonly string[]): Promise<void> => {
    const { value } = await prepare([...lines]);
    for (const who of ['community', 'centre', 'firm'] as const) await sign(who, value);
    await post(value.id);
  };

  it('are also what leases and the firm owed: later money settles both, and the month closes on them', async () => {
    await opened(OLDER);
    const owed = async () => (await scene.read((tx) => scene.app.get(LeaseQueries).open(tx))).map(({ period, open: left }) => `${period} ${left.toString()}`);
    expect(await owed()).toEqual(['2023-11 8000.00', '2023-12 8000.00']);
    const dues = async () =>
      (await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx, { openOnly: true }))).map(({ kind, open: left }) => `${kind} ${left.toString()}`);
    expect(await dues()).toEqual(['OPENING 300.00']);
    scene.continueAfter('1500.00', day('01-01'));
    await scene.begin(JANUARY);
    await scene.statement(day('01-31'), [
      booking('01-08', '12000.00', { remark: 'ZL01' }),
      booking('01-09', '300.00', { counterpartyName: '久旺物业', counterpartyAccount: '9903000000000001' }),
    ]);
    const [firm] = await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx));
    const line = (await scene.lines()).find(({ amount }) => amount.toString() === '300.00');
    await scene.assign(line?.id ?? (0 as never), [{ target: 'FIRM_DUE', reference: `OPENING-${firm?.id}` }]);
    await scene.match();
    expect(await owed()).toEqual(['2023-12 4000.00', '2024-01 8000.00']); // the oldest first
    expect(await dues()).toEqual([]);
    scene.at(day('02-05'));
    expect(await scene.close(JANUARY)).toMatchObject({ bankBalance: '13800.00' });
    // what leases and units owed before the books is owed, and income and billing of no month in them
    const [income] = await scene.read((tx) => scene.app.get(LeaseQueries).income(tx, { from: businessDate('2023-01-01'), to: day('01-31') }));
    expect([income?.accrued, income?.received, income?.outstanding].map(String)).toEqual(['8000.00', '12000.00', '12000.00']);
  });

  it('are also what a lease had paid in advance: it is used up by what falls due', async () => {
    await opened([...LIST.slice(0, 3), '2002,COM,ZL01,,500.00', '3001,SVC,,,1000.00']);
    scene.continueAfter('1500.00', day('01-01'));
    await scene.begin(JANUARY);
    const left = async () => (await scene.read((tx) => scene.app.get(LeaseQueries).open(tx))).map(({ period, open: due }) => `${period} ${due.toString()}`);
    expect(await left()).toEqual(['2024-01 7500.00']);
    await scene.statement(day('01-31'), []);
    scene.at(day('02-05'));
    expect(await scene.close(JANUARY)).toMatchObject({ bankBalance: '1500.00' });
  });

  it('are also what a lease gets back of that: to a payee of the register, since no line names an account, and to nobody without one', async () => {
    await opened([...LIST.slice(0, 3), '2002,COM,ZL01,,500.00', '3001,SVC,,,1000.00']);
    const refund = (amount: string, payee?: string) =>
      scene.app
        .get(RefundLease)
        .execute(scene.as('bookkeeper'), { lease: 'ZL01', amount: Money.parse(amount), reason: '合同提前结束', ...(payee && { payee }) });
    const before = await scene.fingerprint();
    expect(await refusedBy(refund('500.00'))).toEqual({ code: 'LEASE_REFUND_NO_ACCOUNT', details: { lease: 'ZL01' } });
    expect((await refusedBy(refund('500.00', 'SK999'))).code).toBe('LEASE_REFUND_PAYEE');
    expect(await scene.fingerprint()).toEqual(before);
    const lessee = { kind: 'VENDOR' as const, name: '嘉善星泊停车管理有限公司', bankName: '嘉善农商银行', accountNo: '9905000000000001' };
    const { value } = await scene.app.get(RegisterPayee).execute(scene.as('bookkeeper'), { ...lessee, accountName: lessee.name });
    await refund('500.00', value.number);
    const [view] = await scene.read((tx) => scene.app.get(DisbursementQueries).documentClaims(tx));
    expect(view?.claim).toMatchObject({ kind: 'REFUND', fund: 'COM', payeeId: value.payeeId, origin: null, obstacle: null });
    const forge = scene.run((tx) =>
      tx.query(
        `insert into mingbai.lease_refund (community_id, id, lease_id, payee_id, amount, refunded_on, reason, entry_seq, decided_by, decided_for, decided_at)
         select community_id, 999999, lease_id, payee_id, 0.01, refunded_on, reason, entry_seq, decided_by, decided_for, decided_at from mingbai.lease_refund where community_id = $1`,
        [tx.communityId],
      ),
    );
    await expect(forge).rejects.toMatchObject({ code: '23514' });
  });

  it('are not posted without all three, nor signed twice, unread, by who prepared them or by a role that has no part in it', async () => {
    const { value } = await prepare();
    const before = await scene.fingerprint();
    for (const who of ['bookkeeper', 'cashier', 'street'] as const) expect(await refusedBy(sign(who, value))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(sign('community', { ...value, sha256: '0'.repeat(64) }))).toMatchObject({ code: 'OPENING_OTHER' });
    expect(await refusedBy(sign('community', { ...value, id: 999_999 }))).toMatchObject({ code: 'OPENING_MISSING' });
    const elsewhere = { ...scene.as('community').actor, organisationId: scene.people.street.organisationId };
    const stranger = scene.app.get(SignOpening).execute({ actor: elsewhere, idempotencyKey: null }, { id: value.id ?? 0, sha256: value.sha256 ?? '' });
    expect(await refusedBy(stranger)).toMatchObject({ code: 'OWNER_SIDE_ONLY' });
    await sign('community', value);
    expect(await refusedBy(sign('community', value))).toEqual({ code: 'OPENING_PARTY_SIGNED', details: { id: value.id, party: 'OWNER_SIDE' } });
    const { bookkeeper, community, centre } = scene.people;
    const actAs = (actor: object) =>
      scene.app.get(SignOpening).execute({ actor: { ...centre, ...actor }, idempotencyKey: null }, { id: value.id ?? 0, sha256: value.sha256 ?? '' });
    for (const party of [
      { personId: bookkeeper.personId },
      { organisationId: bookkeeper.organisationId },
      { personId: community.personId },
      { organisationId: community.organisationId },
    ])
      expect(await refusedBy(actAs(party))).toMatchObject({ code: 'OPENING_SAME_PARTY' });
    await sign('firm', value);
    expect(await refusedBy(post(value.id))).toEqual({ code: 'OPENING_NOT_SIGNED', details: { id: value.id, missing: 'CENTRE' } });
    for (const who of ['community', 'centre', 'firm', 'cashier'] as const) expect(await refusedBy(post(value.id, who))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(post(999_999))).toMatchObject({ code: 'OPENING_MISSING' });
    expect(await scene.fingerprint()).toEqual(before);
  });

  it('are one list at a time, withdrawn with a reason, and posted once for ever', async () => {
    const first = (await prepare()).value;
    expect(await refusedBy(prepare())).toEqual({ code: 'OPENING_STATE', details: { id: first.id, state: 'PREPARED' } });
    for (const reason of ['', 'a\nb', 'x'.repeat(201)]) expect(await refusedBy(withdraw(first.id, reason))).toMatchObject({ code: 'OPENING_REASON' });
    expect(await refusedBy(withdraw(first.id, 'x', 'cashier'))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(withdraw(999_999))).toMatchObject({ code: 'OPENING_MISSING' });
    await withdraw(first.id, 'a unit is missing', 'firm');
    expect(await refusedBy(sign('community', first))).toMatchObject({ code: 'OPENING_STATE', details: { state: 'WITHDRAWN' } });
    await open();
    const [posted] = await scene.read((tx) => scene.app.get(OpeningQueries).all(tx));
    expect(await refusedBy(post(posted?.id ?? 0))).toMatchObject({ code: 'OPENING_STATE', details: { state: 'POSTED' } });
    expect(await refusedBy(withdraw(posted?.id ?? 0))).toMatchObject({ code: 'OPENING_STATE' });
    expect(await refusedBy(prepare())).toMatchObject({ code: 'OPENING_BOOK_BEGUN', details: { entries: 7 } });
    expect(await states()).toEqual(['POSTED', 'WITHDRAWN']);
  });

  it('come before the first entry and the first statement', async () => {
    const { value } = await prepare();
    for (const who of ['community', 'centre', 'firm'] as const) await sign(who, value);
    await scene.statement(day('01-03'), []);
    expect(await refusedBy(post(value.id))).toMatchObject({ code: 'OPENING_BANK_BEGUN' });
    await scene.begin(JANUARY);
    expect(await refusedBy(post(value.id))).toMatchObject({ code: 'OPENING_BOOK_BEGUN' });
  });

  it('refuse a list that is wrong, with the line, and write nothing', async () => {
    const before = await scene.fingerprint();
    expect(await refusedBy(prepare([...LIST.slice(0, -1), '3002,COM,,,499.99']))).toMatchObject({
      code: 'OPENING_UNBALANCED',
      details: { fund: 'COM', difference: '0.01' },
    });
    expect(await refusedBy(prepare([...LIST, '2001,SVC,09-999,,5.00']))).toMatchObject({ code: 'OPENING_HOLDER', details: { line: 9, value: '09-999' } });
    expect(await refusedBy(prepare(LIST, { who: 'community' }))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await scene.fingerprint()).toEqual(before);
    expect(await states()).toEqual([]);
  });

  it('are posted by three signatures over their own fingerprint, whoever asks the database', async () => {
    const { value } = await prepare();
    const { communityId } = scene;
    const posted = `insert into mingbai.opening_end (community_id, opening_id, kind, first_seq, last_seq, ended_at, ended_by) values (${communityId}, ${value.id}, 'POSTED', 1, 1, now(), 1)`;
    const signature = (party: string, who: Who, sha256 = value.sha256) => {
      const { bookkeeper, [who]: signer } = scene.people;
      return `insert into mingbai.opening_signature (community_id, opening_id, party, prepared_by, prepared_for, sha256, signed_at, signed_by, signed_for)
        values (${communityId}, ${value.id}, '${party}', ${bookkeeper.personId}, ${bookkeeper.organisationId}, '${sha256}', '2024-01-02T10:00+08:00', ${signer.personId}, ${signer.organisationId})`;
    };
    const asked = (role: 'mingbai_app' | 'mingbai_owner' | 'postgres', ...statements: string[]) =>
      stage.database
        .as(role, async (client) => {
          await client.query(`begin; set local app.community_id = '${communityId}'`);
          try {
            for (const statement of statements) await client.query(statement);
          } finally {
            await client.query('rollback');
          }
          return 'taken';
        })
        .catch((error: Error) => error.message);
    for (const role of ['mingbai_app', 'mingbai_owner', 'postgres'] as const) {
      expect(await asked(role, posted)).toMatch(/are not signed by OWNER_SIDE, CENTRE, FIRM/);
      expect(await asked(role, signature('CENTRE', 'firm'))).toMatch(/has no part of that day/);
      expect(await asked(role, signature('OWNER_SIDE', 'street'))).toMatch(/has no part of that day/);
      expect(await asked(role, signature('CENTRE', 'centre', 'f'.repeat(64)), posted)).toMatch(/foreign key|are not signed by/);
      expect(await asked(role, signature('OWNER_SIDE', 'community'), signature('CENTRE', 'centre'), posted)).toMatch(/are not signed by FIRM/);
    }
    await withdraw(value.id);
    expect(await asked('mingbai_app', signature('CENTRE', 'centre'))).toMatch(/take no more signatures/);
  });

  it('are seen by verify when somebody changes what was signed', async () => {
    await open();
    const tamper = (sql: string) =>
      stage.database.as('postgres', (client) =>
        client.query(`begin; set local session_replication_role = replica; ${sql} and community_id = ${scene.communityId}; commit`),
      );
    await tamper(`update mingbai.opening_line set amount = amount + 1 where code = '2001'`);
    expect(await scene.violations()).toEqual([
      expect.stringMatching(
        /^P26 every opening balance comes from a list .*: line 6 of opening balances \d+: 101\.00 of 01-102 on account 2001, its entry carries 100\.00$/,
      ),
      expect.stringMatching(/^P26 the opening balances are as they were signed: opening balances \d+ are no longer what [0-9a-f]{64} was signed for$/),
    ]);
    await tamper(`update mingbai.opening_line set amount = amount - 1 where code = '2001'`);
    await tamper(`delete from mingbai.opening_signature where party = 'FIRM'`);
    expect(await scene.violations()).toContainEqual(expect.stringMatching(/were posted with 2 signatures$/));
    await stage.database.as('postgres', (client) =>
      client.query(
        `begin; set local session_replication_role = replica; insert into mingbai.opening_signature select community_id, opening_id, 'FIRM', prepared_by, prepared_for, sha256, signed_at, 999999, 999999 from mingbai.opening_signature where community_id = ${scene.communityId} and party = 'CENTRE'; commit`,
      ),
    );
  });
});
