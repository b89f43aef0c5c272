import { posting, yuan } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn } from '../contracts/fixture.js';
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
});
afterEach(async () => expect(await scene.violations()).toEqual([]));
afterAll(async () => {
  app.removeFiles();
  await database.destroy();
});

async function refused(work: () => Promise<unknown>) {
  const before = await scene.footprint();
  const refusal = await refusedBy(work());
  expect(await scene.footprint()).toEqual(before);
  return refusal;
}

const receive = (amount: string, change: object = {}) =>
  scene.run((tx) =>
    app.depositReceipts.receive(tx, posting, {
      bankLineId: scene.nextLine(),
      bankAccountId: scene.bankAccountId,
      amount: yuan(amount),
      on: day('2024-01-15'),
      words: '停车场经营押金',
      leaseId: null,
      payerName: '嘉善星泊停车管理有限公司',
      ...change,
    }),
  );
const release = (depositId: number, change: object = {}, context = scene.who.bookkeeper()) =>
  app.releaseDeposit.execute(context, { depositId, kind: 'BACK', amount: yuan('500.00'), reason: '合同到期', documentSha256: null, ...change });

describe('a deposit', () => {
  it('stays its payer’s until it is given back: then it is a refund to the account that it came from', async () => {
    const { id, bankLineId } = await receive('2000.00');
    expect([await scene.balance('TRN', '2501'), await scene.lastRules(1)]).toEqual(['2000.00', ['P31 2024-01-15']]);
    expect((await release(id)).value).toMatchObject({ held: '1500.00' });
    expect([await scene.balance('TRN', '2501'), await scene.balance('TRN', '2302')]).toEqual(['1500.00', '500.00']);
    const [payable] = await scene.read((tx) => app.payable.open(tx));
    expect({ ...payable, amount: payable?.amount.toString() }).toMatchObject({
      kind: 'REFUND',
      fund: 'TRN',
      amount: '500.00',
      payeeId: null,
      bankLineIds: [bankLineId],
      source: { code: '2302', holder: { type: 'payer', id: payable?.id } },
      words: '合同到期',
    });
    expect(payable?.label).not.toContain('星泊');
    expect(await scene.documents(day('2024-01-31'))).toEqual(['TRN 2501 2000.00']);
    expect(await scene.documents(day('2024-02-10'))).toEqual(['TRN 2302 500.00', 'TRN 2501 1500.00']);
  });

  it('is kept as income by the owner side alone, on a ground on paper', async () => {
    const { id } = await receive('2000.00');
    const kept = { kind: 'KEPT', reason: '损坏道闸', documentSha256: await scene.paper() };
    expect((await refused(() => release(id, kept))).code).toBe('NOT_ALLOWED');
    expect((await refused(() => release(id, { ...kept, documentSha256: null }, scene.who.owners()))).code).toBe('DEPOSIT_GROUND_MISSING');
    expect((await refused(() => release(id, { ...kept, documentSha256: 'b'.repeat(64) }, scene.who.owners()))).code).toBe('EVIDENCE_UNKNOWN');
    expect((await refused(() => release(id, {}, scene.who.owners()))).code).toBe('NOT_ALLOWED');
    const stranger = contextIn(scene.communityId, { ...scene.community, organisationId: scene.street.organisationId }, 'COMMUNITY');
    expect((await refused(() => release(id, kept, stranger))).code).toBe('OWNER_SIDE_ONLY');
    await release(id, kept, scene.who.owners());
    expect([await scene.balance('TRN', '2501'), await scene.balance('COM', '4901')]).toEqual(['1500.00', '500.00']);
    const cash = await scene.read(async (tx) =>
      (await app.incomeClaims.documentCash(tx, day('2024-02-10'))).map(({ fund, amount }) => `${fund} ${amount.toString()}`),
    );
    expect(cash).toEqual(['COM 500.00', 'TRN 1500.00']);
  });

  it('is never released beyond what is held of it', async () => {
    const { id } = await receive('2000.00');
    await release(id, { amount: yuan('1500.00') });
    expect(await refused(() => release(id, { amount: yuan('500.01') }))).toEqual({ code: 'DEPOSIT_SHORT', details: { held: '500.00', asked: '500.01' } });
    expect((await refused(() => release(id, { amount: yuan('0.00') }))).code).toBe('DEPOSIT_SHORT');
    expect((await refused(() => release(id, { reason: ' ' }))).code).toBe('OTHER_WORDS_INVALID');
    expect((await refused(() => release(999_999_999))).code).toBe('DEPOSIT_UNKNOWN');
    expect((await scene.read((tx) => app.deposits.all(tx))).map(({ held }) => held.toString())).toEqual(['500.00']);
  });
});

describe('other receipts', () => {
  it('are income of the common fund, once a bank line', async () => {
    const line = scene.nextLine();
    const record = () =>
      scene.run((tx) =>
        app.otherIncome.record(tx, posting, {
          bankLineId: line,
          bankAccountId: scene.bankAccountId,
          amount: yuan('88.00'),
          on: day('2024-01-20'),
          words: '废纸出售',
        }),
      );
    await record();
    expect([await scene.balance('COM', '4901'), await scene.lastRules(1)]).toEqual(['88.00', ['P32 2024-01-20']]);
    expect((await refused(record)).code).toBe('OTHER_LINE_USED');
    expect((await refused(() => scene.comes('1.00', '2024-01-20', 'a\nb'))).code).toBe('OTHER_WORDS_INVALID');
  });

  it('are undone whole: the entry reversed, the document void, the line free again', async () => {
    const { id, bankLineId, entrySeq } = await receive('2000.00');
    const undo = (on = '2024-02-10') => scene.run((tx) => app.receipts.undo(tx, posting, { id, on: day(on), reason: '认错了' }));
    expect(await undo()).toMatchObject({ reversesSeq: entrySeq });
    expect(await scene.balance('TRN', '2501')).toBe('0.00');
    expect(await scene.documents(day('2024-01-31'))).toEqual(['TRN 2501 2000.00']);
    expect(await scene.documents(day('2024-02-10'))).toEqual([]);
    expect((await refused(() => undo())).code).toBe('OTHER_RECEIPT_UNKNOWN');
    expect((await refused(() => release(id))).code).toBe('DEPOSIT_UNKNOWN');
    await receive('2000.00', { bankLineId });
  });

  it('are not undone once something of a deposit was released', async () => {
    const { id } = await receive('2000.00');
    await release(id);
    expect((await refused(() => scene.run((tx) => app.receipts.undo(tx, posting, { id, on: day('2024-02-10'), reason: '认错了' })))).code).toBe(
      'DEPOSIT_RELEASED',
    );
  });

  it('take back no float that the firm does not have', async () => {
    const back = () =>
      scene.run((tx) =>
        app.floats.back(tx, posting, {
          bankLineId: scene.nextLine(),
          bankAccountId: scene.bankAccountId,
          amount: yuan('10.00'),
          on: day('2024-01-20'),
          words: '备用金交回',
          firmId: scene.firm.organisationId,
        }),
      );
    // a bank fact of the books: what the firm never had cannot come back as its float
    expect((await refused(back)).code).toBe('LEDGER_FLOOR');
  });
});

describe('an advance of a lease', () => {
  it('is owed back as far as no charge has used it', async () => {
    const leaseId = (await scene.read((tx) => app.leases.all(tx)))[0]?.id ?? (0 as never);
    await app.accrueOperatingIncome.execute(scene.who.bookkeeper(), { period: '2024-01' as never });
    const [first, later] = [scene.nextLine(), scene.nextLine()];
    const comes = (amount: string, on: string, bankLineId: number) =>
      scene.run((tx) =>
        app.leaseReceipts.record(tx, posting, [{ leaseId, amount: yuan(amount), receivedOn: day(on), bankLineId, bankAccountId: scene.bankAccountId }]),
      );
    await comes('9000.00', '2024-01-08', first);
    const refund = (amount: string) => app.refundLease.execute(scene.who.bookkeeper(), { lease: 'ZL01', amount: yuan(amount), reason: '多付租金' });
    expect(await refused(() => refund('1000.01'))).toEqual({ code: 'LEASE_ADVANCE_SHORT', details: { lease: 'ZL01', inAdvance: '1000.00', asked: '1000.01' } });
    expect((await refund('400.00')).value).toMatchObject({ inAdvance: '600.00' });
    expect([await scene.balance('COM', '2002'), await scene.balance('COM', '2302')]).toEqual(['600.00', '400.00']);
    const payable = async () => (await scene.read((tx) => app.payable.open(tx))).map(({ kind, fund, bankLineIds }) => ({ kind, fund, bankLineIds }));
    expect(await payable()).toEqual([{ kind: 'REFUND', fund: 'COM', bankLineIds: [first] }]);
    expect((await scene.read((tx) => app.leases.claims(tx, day('2024-02-10')))).inAdvance.toString()).toBe('600.00');
    // what is left is used by the next charge
    await app.accrueOperatingIncome.execute(scene.who.bookkeeper(), { period: '2024-02' as never });
    expect(await scene.balance('COM', '2002')).toBe('0.00');
    expect((await refused(() => refund('0.01'))).code).toBe('LEASE_ADVANCE_SHORT');
    // money that came later, and was owed, is no part of it; of what is paid beyond that, the latest goes back first
    await comes('7400.00', '2024-02-08', later);
    expect(await payable()).toEqual([{ kind: 'REFUND', fund: 'COM', bankLineIds: [first] }]);
    await comes('1.00', '2024-02-09', later + 1);
    await refund('1.00');
    expect((await payable()).map(({ bankLineIds }) => bankLineIds)).toEqual([[first], [later + 1]]);
    expect((await refused(() => app.refundLease.execute(scene.who.owners(), { lease: 'ZL01', amount: yuan('1.00'), reason: 'x' }))).code).toBe('NOT_ALLOWED');
  });
});
