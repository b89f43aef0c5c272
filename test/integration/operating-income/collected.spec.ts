import { posting, yuan } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn } from '../contracts/fixture.js';
import { journalForClaim } from '../../../src/modules/operating-income/domain/claim-journals.js';
import type { ClaimId, PassOnRequest } from '../../../src/modules/operating-income/index.js';
import { allEntities, claimScene, claimsOn, day, type ClaimScene } from './claims-fixture.js';

let database: TestDatabase;
let app: ReturnType<typeof claimsOn>;
let scene: ClaimScene;
let water = '';

beforeAll(async () => {
  database = await TestDatabase.create(allEntities);
  app = claimsOn(database);
});
beforeEach(async () => {
  scene = await claimScene(app);
  water = await register('VENDOR', 'ORGANISATION', '嘉善水务有限公司', '9907000000000001');
  scene.at('2024-02-10');
});
afterEach(async () => expect(await scene.violations()).toEqual([]));
afterAll(async () => {
  app.removeFiles();
  await database.destroy();
});

const register = async (kind: 'VENDOR' | 'COMMITTEE' | 'OTHER', party: 'ORGANISATION' | 'PERSON', name: string, accountNo: string) =>
  (await app.registerPayee.execute(scene.who.bookkeeper(), { kind, party, name, bankName: '嘉善农商银行', accountNo, accountName: name })).value.number;
async function refused(work: () => Promise<unknown>) {
  const before = await scene.footprint();
  const refusal = await refusedBy(work());
  expect(await scene.footprint()).toEqual(before);
  return refusal;
}
const receive = (amount: string, on: string, change: object = {}) =>
  scene.run((tx) =>
    app.collections.receive(tx, posting, {
      bankLineId: scene.nextLine(),
      bankAccountId: scene.bankAccountId,
      amount: yuan(amount),
      on: day(on),
      words: '1月水费',
      payee: water,
      ...change,
    }),
  );
const undo = (id: number) => scene.run((tx) => app.receipts.undo(tx, posting, { id, on: day('2024-01-31'), reason: '认错了' }));
const passOn = async (amount: string, change: Partial<PassOnRequest> = {}, context = scene.who.bookkeeper()) =>
  (
    await app.passOn.execute(context, {
      payee: water,
      period: '2024-01',
      amount: yuan(amount),
      description: '2024年1月水费',
      invoiceNo: null,
      evidence: [await scene.paper()],
      ...change,
    })
  ).value;
const held = async () =>
  (await scene.read((tx) => app.collected.all(tx))).map(
    ({ payee, received, passedOn, held: left, heldSince }) =>
      `${payee} ${received.toString()} ${passedOn.toString()} ${left.toString()} ${heldSince ?? 'none'}`,
  );
const books = async () => [await scene.balance('TRN', '2502'), await scene.balance('TRN', '2302')];

describe('money collected for others', () => {
  it('is held for its payee until it is passed on: then it is owed to the payee, and a payout to its registered account may pay it', async () => {
    await receive('80.00', '2024-01-15');
    await receive('50.00', '2024-01-16');
    expect([await books(), await scene.lastRules(1)]).toEqual([['130.00', '0.00'], ['P31 2024-01-16']]);
    expect(await held()).toEqual([`${water} 130.00 0.00 130.00 2024-01-15`]);
    const { number, held: left } = await passOn('100.00', { invoiceNo: 'SF-0001' });
    expect([left, await books(), await scene.lastRules(1)]).toEqual(['30.00', ['30.00', '100.00'], ['P31b 2024-02-10']]);
    expect(await held()).toEqual([`${water} 130.00 100.00 30.00 2024-01-16`]);
    const claim = await scene.claim(number);
    expect(claim).toMatchObject({
      kind: 'PASS_ON',
      state: 'APPROVED',
      fund: 'TRN',
      payeeName: '嘉善水务有限公司',
      payeeIsPerson: false,
      resolutionNumber: null,
    });
    const [payable] = await scene.read((tx) => app.payable.open(tx));
    expect({ ...payable, amount: payable?.amount.toString() }).toMatchObject({
      kind: 'PASS_ON',
      fund: 'TRN',
      amount: '100.00',
      payeeId: claim.payeeId,
      bankLineIds: [],
      source: { code: '2302', holder: { type: 'payer', id: claim.id } },
      words: '2024年1月水费',
      resolutionNo: null,
    });
    expect(await scene.documents(day('2024-01-15'))).toEqual(['TRN 2502 80.00']);
    expect(await scene.documents(day('2024-01-31'))).toEqual(['TRN 2502 130.00']);
    expect(await scene.documents(day('2024-02-10'))).toEqual(['TRN 2302 100.00', 'TRN 2502 30.00']);
    expect((await scene.read((tx) => app.incomeClaims.documentCash(tx, day('2024-02-10')))).map(({ fund, amount }) => `${fund} ${amount.toString()}`)).toEqual([
      'TRN 130.00',
    ]);
    // it is nobody's use of common income
    expect(await scene.read((tx) => app.claims.decided(tx, { from: day('2024-01-01'), to: day('2024-12-31') }))).toEqual([]);
    expect(await scene.balance('COM', '4901')).toBe('0.00');
  });

  it('is never passed on beyond what is held for that payee, whatever is held for another', async () => {
    const gas = await register('VENDOR', 'ORGANISATION', '嘉善天然气公司', '9907000000000002');
    await receive('80.00', '2024-01-15');
    await receive('500.00', '2024-01-15', { payee: gas });
    expect(await refused(() => passOn('80.01'))).toEqual({ code: 'COLLECTED_SHORT', details: { payee: water, held: '80.00', asked: '80.01' } });
    expect(await refused(() => passOn('0.01', { payee: scene.payees.vendor }))).toMatchObject({ code: 'COLLECTED_SHORT', details: { held: '0.00' } });
    await passOn('80.00');
    expect((await refused(() => passOn('0.01'))).code).toBe('COLLECTED_SHORT');
    expect(await held()).toEqual([`${water} 80.00 80.00 0.00 none`, `${gas} 500.00 0.00 500.00 2024-01-15`]);
  });

  it('may be a person’s, whose name is not published', async () => {
    const person = await register('OTHER', 'PERSON', '王小二', '9907000000000003');
    await receive('80.00', '2024-01-15', { payee: person });
    expect(await scene.claim((await passOn('80.00', { payee: person })).number)).toMatchObject({ payeeName: '王小二', payeeIsPerson: true });
  });

  it('is collected for no party of the account and nobody who is not registered', async () => {
    const committee = await register('COMMITTEE', 'ORGANISATION', '日月星辰业主委员会', '9907000000000004');
    const firm = (await scene.read((tx) => app.payees.all(tx))).find(({ kind }) => kind === 'FIRM')?.number ?? '';
    for (const payee of [firm, committee, scene.payees.taxOffice, scene.payees.custodian, 'SK999', 'x'.repeat(30)]) {
      const expected = { code: 'COLLECTED_PAYEE_REFUSED', details: { payee: payee.slice(0, 20), kinds: 'VENDOR, OTHER' } };
      expect(await refused(() => receive('80.00', '2024-01-15', { payee }))).toEqual(expected);
      expect(await refused(() => passOn('80.00', { payee }))).toEqual(expected);
    }
    expect(firm).toMatch(/^SK\d{3}$/);
  });

  it('is passed on by the bookkeeper, with a paper that counts once, in words that can be read', async () => {
    await receive('80.00', '2024-01-15');
    const paper = await scene.paper();
    const street = contextIn(scene.communityId, scene.street, 'STREET');
    for (const context of [scene.who.owners(), scene.who.firm(), street]) expect((await refused(() => passOn('1.00', {}, context))).code).toBe('NOT_ALLOWED');
    expect((await refused(() => passOn('1.00', { evidence: [] }))).code).toBe('CLAIM_EVIDENCE_MISSING');
    expect((await refused(() => passOn('1.00', { evidence: ['b'.repeat(64)] }))).code).toBe('EVIDENCE_UNKNOWN');
    for (const [field, change] of Object.entries({ description: { description: ' ' }, period: { period: '2024-13' }, invoiceNo: { invoiceNo: '?' } }))
      expect(await refused(() => passOn('1.00', change))).toMatchObject({ code: 'CLAIM_FIELD_INVALID', details: { field } });
    expect((await refused(() => passOn('0.00'))).code).toBe('CLAIM_FIELD_INVALID');
    await passOn('1.00', { evidence: [paper], invoiceNo: 'SF-0002' });
    expect((await refused(() => passOn('1.00', { evidence: [paper] }))).code).toBe('CLAIM_EVIDENCE_USED');
    expect((await refused(() => passOn('1.00', { invoiceNo: 'SF-0002' }))).code).toBe('CLAIM_INVOICE_USED');
    // born decided: nobody decides on it again, and nobody takes it back
    const [claim] = await scene.read((tx) => app.claims.all(tx));
    expect((await refused(() => scene.decideOn(claim?.number ?? ''))).code).toBe('CLAIM_DECIDED');
  });

  it('is asked once under one key, and another request under it is refused', async () => {
    await receive('80.00', '2024-01-15');
    const evidence = [await scene.paper()];
    const first = await passOn('30.00', { evidence }, scene.who.bookkeeper('key-1'));
    expect(await passOn('30.00', { evidence }, scene.who.bookkeeper('key-1'))).toEqual(first);
    expect((await refused(() => passOn('31.00', { evidence }, scene.who.bookkeeper('key-1')))).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await books()).toEqual(['50.00', '30.00']);
  });

  it('is undone while nothing of it was passed on: the oldest money goes first', async () => {
    const [older, newer] = [await receive('80.00', '2024-01-15'), await receive('50.00', '2024-01-16')];
    await passOn('60.00');
    expect(await refused(() => undo(older.id))).toEqual({ code: 'COLLECTED_PASSED_ON', details: { amount: '80.00', held: '20.00' } });
    expect(await undo(newer.id)).toMatchObject({ reversesSeq: newer.entrySeq });
    expect(await held()).toEqual([`${water} 80.00 60.00 20.00 2024-01-15`]);
    expect(await scene.documents(day('2024-02-10'))).toEqual(['TRN 2302 60.00', 'TRN 2502 20.00']);
    expect((await refused(() => undo(newer.id))).code).toBe('OTHER_RECEIPT_UNKNOWN');
    // the line is free again
    await receive('50.00', '2024-01-16', { bankLineId: newer.bankLineId });
    expect((await refused(() => receive('50.00', '2024-01-16', { bankLineId: newer.bankLineId }))).code).toBe('OTHER_LINE_USED');
    expect((await refused(() => receive('1.00', '2024-01-16', { words: 'a\nb' }))).code).toBe('OTHER_WORDS_INVALID');
  });
});

describe('what was passed on is taken back', () => {
  const back = async (number: string, reason = '登记错了收款人', context = scene.who.bookkeeper()) =>
    (await app.takeBackPassedOn.execute(context, { number, reason })).value;

  it('as long as nothing of it is in a payout: it is held again from that day on, its papers may be used again, and the claim keeps both entries', async () => {
    await receive('130.00', '2024-01-15');
    const again = { evidence: [await scene.paper()], invoiceNo: 'SF-0001' };
    const { number } = await passOn('100.00', again);
    scene.at('2024-02-12');
    const taken = await back(number);
    expect(taken).toMatchObject({ number, amount: '100.00', takenBackOn: '2024-02-12' });
    expect([await books(), await held(), await scene.lastRules(1)]).toEqual([
      ['130.00', '0.00'],
      [`${water} 130.00 0.00 130.00 2024-01-15`],
      ['REV 2024-02-12'],
    ]);
    expect(await scene.documents(day('2024-02-11'))).toEqual(['TRN 2302 100.00', 'TRN 2502 30.00']);
    expect(await scene.documents(day('2024-02-12'))).toEqual(['TRN 2502 130.00']);
    const claim = await scene.claim(number);
    expect(claim).toMatchObject({
      state: 'TAKEN_BACK',
      decidedOn: '2024-02-10',
      takenBack: { on: '2024-02-12', reason: '登记错了收款人', entrySeq: taken.entrySeq },
    });
    const [payable] = await scene.read((tx) => app.payable.open(tx));
    expect([payable?.label, payable?.isTakenBack]).toEqual([number, true]);
    const next = await passOn('130.00', again);
    expect(next.number).not.toBe(number);
    const list = (await scene.read((tx) => app.collected.passedOn(tx))).map((one) => [one.number, one.canBeTakenBack, one.takenBackOn]);
    expect(list).toEqual([[next.number, true, null], [number, false, '2024-02-12']]); // prettier-ignore
  });

  it('once, by the bookkeeper, for a reason, and nothing else is', async () => {
    await receive('80.00', '2024-01-15');
    const { number } = await passOn('80.00');
    const cost = await scene.ask();
    expect(await refused(() => back(cost))).toEqual({ code: 'COLLECTED_BACK_OTHER', details: { number: cost } });
    expect((await refused(() => back('FY2024-0099'))).code).toBe('CLAIM_UNKNOWN');
    for (const reason of [' ', 'a\nb', 'x'.repeat(201)]) expect((await refused(() => back(number, reason))).code).toBe('OTHER_WORDS_INVALID');
    for (const context of [scene.who.owners(), scene.who.firm()]) expect((await refused(() => back(number, 'x', context))).code).toBe('NOT_ALLOWED');
    const first = await back(number, 'x', scene.who.bookkeeper('back-1'));
    expect(await back(number, 'x', scene.who.bookkeeper('back-1'))).toEqual(first);
    expect(await refused(() => back(number))).toEqual({ code: 'COLLECTED_BACK_BEFORE', details: { number, on: '2024-02-10' } });
    expect(await books()).toEqual(['80.00', '0.00']);
  });

  it('and the database lets no claim be taken back otherwise', async () => {
    await receive('80.00', '2024-01-15');
    const { number } = await passOn('80.00');
    const forge = (where: string, change = '') =>
      scene
        .run((tx) =>
          tx.query(
            `update mingbai.claim set state = 'TAKEN_BACK', taken_back_on = '2024-02-10', taken_back_reason = 'x', taken_back_by = 1, taken_back_for = 1, taken_back_at = now(), taken_back_seq = 1 ${change}
             where community_id = ${scene.communityId} and ${where}`,
          ),
        )
        .then(() => 'written', (error: { code?: string; driverError?: { code?: string } }) => error.driverError?.code ?? error.code); // prettier-ignore
    expect(await forge(`number = '${number}'`)).toBe('23514'); // entry 1 reverses nothing
    expect(await forge(`number = '${number}'`, ', reason = null, decided_on = null')).toBe('MB001');
    await back(number);
    expect(await forge(`number = '${number}'`)).toBe('MB001');
    const cost = await scene.ask();
    expect(await forge(`number = '${cost}'`)).toBe('MB001');
  });

  it('and verify books sees a paper that says otherwise', async () => {
    await receive('80.00', '2024-01-15');
    await back((await passOn('80.00')).number);
    const forged = async (change: string) =>
      database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(`update mingbai.claim set taken_back_on = taken_back_on ${change} where community_id = ${scene.communityId} and kind = 'PASS_ON'`);
        return scene.violations();
      });
    expect((await forged('+ 1')).join()).toContain('P31 what was passed on is taken back exactly when its entry is reversed');
    expect(await forged('- 1')).toEqual([]);
  });
});

describe('the database', () => {
  const forged = async (sql: string) =>
    await scene
      .run((tx) => tx.query(sql))
      .then(
        () => 'written',
        (error: { code?: string; driverError?: { code?: string } }) => error.driverError?.code ?? error.code,
      );
  const row = (kind: string, fund: string, payee: string) =>
    `insert into mingbai.other_receipt (community_id, id, kind, fund, bank_line_id, amount, received_on, words, payee_id, entry_seq, recorded_at)
     values (${scene.communityId}, 5000000, '${kind}', '${fund}', 1, 1.00, '2024-01-15', 'x', ${payee}, 1, '2024-02-10T00:00:00Z')`;

  it('holds money for a payee of the register that is no party of the account, in the transit fund, and for others alone', async () => {
    await receive('80.00', '2024-01-15');
    const id = (number: string) => `(select id from mingbai.payee where community_id = ${scene.communityId} and number = '${number}')`;
    expect(await forged(row('FOR_OTHERS', 'TRN', id(scene.payees.taxOffice)))).toBe('23514');
    expect(await forged(row('FOR_OTHERS', 'TRN', 'null'))).toBe('23514');
    expect(await forged(row('FOR_OTHERS', 'COM', id(water)))).toBe('23514');
    expect(await forged(row('OTHER', 'COM', id(water)))).toBe('23514');
  });

  it('lets nobody pass on more than is held for that payee, whoever asks: the account of the payee has a floor', async () => {
    await receive('80.00', '2024-01-15');
    const payeeId = (await scene.read((tx) => app.payees.byNumber(tx, water))).id;
    const entry = {
      id: 77 as ClaimId,
      number: 'FY2024-0077',
      kind: 'PASS_ON',
      fund: 'TRN',
      costCode: '2502',
      firmId: null,
      effectiveOn: day('2024-02-10'),
    } as const;
    const post = (amount: string) => scene.run((tx) => app.ledger.post(tx, posting, [journalForClaim({ ...entry, payeeId, amount: yuan(amount) })]));
    expect((await refused(() => post('80.01'))).code).toBe('LEDGER_FLOOR');
  });

  it('lets no claim pass on out of another fund, for a lease or by a resolution', async () => {
    await receive('80.00', '2024-01-15');
    await passOn('10.00');
    const copy = (change: string) =>
      forged(`insert into mingbai.claim (community_id, id, year, serial, kind, fund, cost_code, payee_id, period, amount, description, asked_on, asked_by, asked_for, asked_at, state, decided_on, decided_by, decided_for, decided_at, entry_seq)
        select community_id, id + 100000, year, serial + 1, ${change} payee_id, period, amount, description, asked_on, asked_by, asked_for, asked_at, state, decided_on, decided_by, decided_for, decided_at, entry_seq
        from mingbai.claim where community_id = ${scene.communityId} and kind = 'PASS_ON'`);
    expect(await copy(`'PASS_ON', 'COM', '2502',`)).toBe('23514');
    expect(await copy(`'PASS_ON', 'TRN', '2302',`)).toBe('23514');
    // a cost is never born decided, though what belongs to others is
    expect(await copy(`'COST', 'COM', '5101',`)).toBe('MB001');
  });
});
