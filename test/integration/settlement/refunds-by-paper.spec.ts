import { Money } from '../../../src/kernel/index.js';
import { DisbursementQueries } from '../../../src/modules/disbursements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import {
  AskPaperRefund,
  CancelFeeRefund,
  DecidePaperRefund,
  FeeQueries,
  FeeRefunds,
  PaperRefundQueries,
  RequestFeeRefund,
} from '../../../src/modules/fees/index.js';
import { PostOpening, PrepareOpening, SignOpening } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const OPENED = ['account,fund,holder,month,amount', '1001,SVC,8866,,200.00', '2001,SVC,01-102,,200.00'];
const account = { accountNo: '6222020000000000456', accountName: '沈明发' };

/** 01-102 brought 200.00 from before the books, of which January took 75.23; then 300.00 came from an account, and cash of 50.00 for 01-101. */
describe('a prepayment that no line of the bank names an account for', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  let paper: string;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene({ basis: 'ACCRUED' });
    scene.at(day('01-02'));
    const { value } = await scene.app.get(PrepareOpening).execute(scene.as('bookkeeper'), { file: new TextEncoder().encode(OPENED.join('\n')), dryRun: false });
    const signed = { id: value.id ?? 0, sha256: value.sha256 ?? '' };
    for (const who of ['community', 'centre', 'firm'] as const) await scene.app.get(SignOpening).execute(scene.as(who), signed);
    await scene.app.get(PostOpening).execute(scene.as('bookkeeper'), { id: signed.id });
    scene.continueAfter('200.00', day('01-01'));
    await scene.begin(month('01'));
    await scene.statement(day('01-31'), [
      booking('01-05', '300.00', { remark: 'WY01-102', counterpartyName: '沈明', counterpartyAccount: '6222020000000000123' }),
      booking('01-06', '125.23', { remark: 'WY01-101', counterpartyName: '', counterpartyAccount: '' }),
    ]);
    await scene.match();
    const bytes = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
    paper = (await scene.app.get(StoreEvidence).execute(scene.as('bookkeeper'), { fileName: 'letter.pdf', bytes })).value.sha256;
    scene.at(day('02-05'));
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(async () => {
    await stage.close();
  });

  type Given = { unit?: string; accountNo?: string; accountName?: string; documentSha256?: string };
  const ask = async (amount: string, { unit = '01-102', ...given }: Given = {}, key?: string) => {
    const request = { unit, amount: Money.parse(amount), reason: '房屋已经出售', ...account, documentSha256: paper, ...given };
    return (await scene.app.get(AskPaperRefund).execute(scene.as('bookkeeper', key ?? null), request)).value;
  };
  const decide = (id: number, who: Parameters<SettlementScene['as']>[0] = 'centre', reason: string | null = null) =>
    scene.app.get(DecidePaperRefund).execute(scene.as(who), { id, decision: reason === null ? 'CONFIRM' : 'REFUSE', reason });
  const claims = async () => (await scene.read((tx) => scene.app.get(DisbursementQueries).documentClaims(tx))).map(({ claim }) => claim);
  const prepaid = async () => (await scene.read((tx) => scene.app.get(FeeQueries).prepayments(tx))).map(({ amount }) => amount.toString());
  const refused = async (work: Promise<unknown>) => {
    const footprint = async () => [await scene.fingerprint(), await prepaid(), await scene.read((tx) => scene.app.get(PaperRefundQueries).all(tx))];
    const before = await footprint();
    const refusal = await refusedBy(work);
    expect(await footprint()).toEqual(before);
    return refusal;
  };

  it('goes to the account of a paper once a second organisation has agreed, and approvers are told', async () => {
    const before = await scene.fingerprint();
    const { id } = await ask('124.77', {}, 'paper-refund-1');
    expect([await scene.fingerprint(), await claims()]).toEqual([before, []]);
    await decide(id);
    expect(await prepaid()).toEqual(['50.00', '300.00']);
    const [claim] = await claims();
    expect(claim).toMatchObject({ kind: 'REFUND', origin: account, originRecorded: true, documents: [paper], obstacle: null });
    const kept = await scene.read((tx) => tx.query('select * from mingbai.idempotency where community_id = $1', [tx.communityId]));
    expect(JSON.stringify(kept)).not.toContain(account.accountNo);
    const [refund] = await scene.read((tx) => scene.app.get(FeeRefunds).all(tx));
    await scene.app.get(CancelFeeRefund).execute(scene.as('bookkeeper'), { id: refund?.id ?? 0, reason: 'the paper was another’s' });
    expect(await prepaid()).toEqual(['50.00', '424.77']);
    expect((await refused(decide(id))).code).toBe('FEE_REFUND_PAPER_DECIDED');
  });

  it('of cash as well, and never more than came without an account: the rest goes back where it came from', async () => {
    expect(await refused(ask('124.78'))).toEqual({ code: 'FEE_REFUND_PAPER_KNOWN', details: { unit: '01-102', free: '124.77', asked: '124.78' } });
    expect((await refused(ask('424.78'))).code).toBe('FEE_REFUND_TOO_MUCH');
    await decide((await ask('50.00', { unit: '01-101' })).id, 'community');
    await decide((await ask('100.00')).id);
    expect((await refused(ask('1.00'))).code).toBe('FEE_REFUND_UNDER_WAY');
    const [newest] = await scene.read((tx) => scene.app.get(FeeRefunds).all(tx));
    await scene.app.get(CancelFeeRefund).execute(scene.as('bookkeeper'), { id: newest?.id ?? 0, reason: 'asked by mistake' });
    const back = { unit: '01-102', amount: Money.parse('300.01'), reason: '房屋已经出售', document: 'x' };
    expect((await refused(scene.app.get(RequestFeeRefund).execute(scene.as('bookkeeper'), back))).code).toBe('FEE_REFUND_OTHER_MONEY');
    await scene.app.get(RequestFeeRefund).execute(scene.as('bookkeeper'), { ...back, amount: Money.parse('300.00') });
    expect(await prepaid()).toEqual(['124.77']);
  });

  it('is held against what the unit has when the second person agrees', async () => {
    const { id } = await ask('124.77');
    await scene.begin(month('02'));
    scene.at(day('02-06'));
    expect(await refused(decide(id))).toEqual({ code: 'FEE_REFUND_PAPER_KNOWN', details: { unit: '01-102', free: '49.54', asked: '124.77' } });
    expect((await refused(ask('10.00'))).code).toBe('FEE_REFUND_PAPER_ASKED');
    expect((await refused(decide(id, 'centre', ' '))).code).toBe('FEE_REFUND_PAPER_REASON');
    await decide(id, 'centre', '金额变了');
    const [asked] = await scene.read((tx) => scene.app.get(PaperRefundQueries).all(tx));
    expect(asked).toMatchObject({ state: 'REFUSED', decisionReason: '金额变了' });
    await decide((await ask('49.54')).id);
  });

  it('is refused to one organisation alone, to strangers, and without a whole account and its paper', async () => {
    const { id } = await ask('10.00', { unit: '01-101' });
    for (const who of ['bookkeeper', 'cashier', 'firm', 'street'] as const) expect((await refused(decide(id, who))).code).toBe('NOT_ALLOWED');
    expect((await refused(decide(999_999))).code).toBe('FEE_REFUND_PAPER_MISSING');
    for (const wrong of [{ accountNo: '6222 0200' }, { accountNo: '622202*******456' }, { accountName: ' ' }, { accountName: 'a\nb' }])
      expect((await refused(ask('1.00', wrong))).code).toBe('FEE_REFUND_PAPER_ACCOUNT');
    expect((await refused(ask('1.00', { documentSha256: 'f'.repeat(64) }))).code).toBe('EVIDENCE_UNKNOWN');
    expect((await refused(ask('1.00', { unit: '99-999' }))).code).toBe('FEES_UNIT_UNKNOWN');
  });

  it('is looked at by verify books: what was agreed to by nobody else, or is no refund', async () => {
    const { id } = await ask('50.00', { unit: '01-101' });
    await decide(id);
    const check = 'P06 a refund by a paper is what a second organisation agreed to, of money that no account is known for';
    const forge = (change: string) =>
      scene.database.as('postgres', async (client) => {
        await client.query(
          `begin; set local session_replication_role = replica; update mingbai.paper_refund set ${change} where community_id = ${scene.communityId}; commit`,
        );
      });
    await forge('amount = 49.99');
    expect((await scene.violations()).filter((found) => found.startsWith(check))).toHaveLength(1);
    await forge('amount = 50.00');
  });

  it('is held by the database: agreed to by another, once, with its own amount, and of no money whose account is known', async () => {
    const run = (sql: string) => scene.run((tx) => tx.query(sql, [tx.communityId]));
    const { id } = await ask('124.77');
    const { organisationId, personId } = scene.people.bookkeeper;
    const confirm = (by: number, of: number) =>
      `update mingbai.paper_refund set state = 'CONFIRMED', decided_at = now(), decided_by = ${by}, decided_for = ${of} where community_id = $1 and id = ${id}`;
    await expect(run(confirm(personId, organisationId + 1))).rejects.toMatchObject({ code: '23514' });
    await expect(run(confirm(personId + 1, organisationId))).rejects.toMatchObject({ code: '23514' });
    await expect(run(`update mingbai.paper_refund set account_no = '6222020000000000999' where community_id = $1`)).rejects.toMatchObject({ code: '42501' });
    const owe = (paperId: number, amount: string) =>
      run(`insert into mingbai.fee_refund (community_id, id, unit_id, paper_refund_id, amount, reason, document, asked_on, asked_by, asked_at, entry_seq)
        select community_id, 999999, unit_id, ${paperId}, ${amount}, reason, document_sha256, '2024-02-05', 1, now(), 1 from mingbai.paper_refund where community_id = $1 and id = ${paperId}`);
    await expect(owe(id, '124.77')).rejects.toMatchObject({ code: '23514' });
    await decide(id);
    await expect(owe(id, '124.77')).rejects.toMatchObject({ code: '23505' });
    await expect(run(confirm(personId + 1, organisationId + 1))).rejects.toMatchObject({ code: 'MB001' });
    const insert = (amount: string, state: string) =>
      run(`insert into mingbai.paper_refund (community_id, id, unit_id, amount, reason, account_no, account_name, document_sha256, asked_on, asked_at, asked_by, asked_for, state)
        select community_id, 999998, unit_id, ${amount}, reason, account_no, account_name, document_sha256, asked_on, asked_at, asked_by, asked_for, '${state}' from mingbai.paper_refund where community_id = $1 and id = ${id}`);
    await expect(insert('1.00', 'CONFIRMED')).rejects.toMatchObject({ code: '23514' });
    const [known] = await scene.read((tx) => scene.app.get(FeeRefunds).all(tx));
    await scene.app.get(CancelFeeRefund).execute(scene.as('bookkeeper'), { id: known?.id ?? 0, reason: 'asked by mistake' });
    // what the application refuses: an amount that only the account of a receipt brought
    await scene.database.as('postgres', (client) =>
      client.query(
        `begin; set local session_replication_role = replica; insert into mingbai.paper_refund (community_id, id, unit_id, amount, reason, account_no, account_name, document_sha256, asked_on, asked_at, asked_by, asked_for, state, decided_at, decided_by, decided_for)
         select community_id, 999998, unit_id, 300.00, reason, account_no, account_name, document_sha256, asked_on, asked_at, asked_by, asked_for, state, decided_at, decided_by, decided_for
         from mingbai.paper_refund where community_id = ${scene.communityId} and id = ${id}; commit`,
      ),
    );
    await expect(owe(999_998, '300.00')).rejects.toMatchObject({ code: '23514' });
    await scene.database.as('postgres', (client) =>
      client.query(
        `begin; set local session_replication_role = replica; delete from mingbai.paper_refund where community_id = ${scene.communityId} and id = 999998; commit`,
      ),
    );
  });
});
