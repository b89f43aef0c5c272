import { createHash } from 'node:crypto';
import { businessDate, Money, required, type Role } from '../../../src/kernel/index.js';
import { BankQueries } from '../../../src/modules/bank/index.js';
import { CommunityQueries } from '../../../src/modules/communities/index.js';
import { ChangePayeeAccount, RegisterPayee, type RegisterPayeeRequest } from '../../../src/modules/contracts/index.js';
import { DisbursementQueries, lineSeenBy, PaidPayouts, seenBy } from '../../../src/modules/disbursements/index.js';
import { DisbursementDetailResponse, PublicDisbursementResponse } from '../../../src/modules/disbursements/http/disbursement-responses.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { FeeReceipts, ReceiptQueries, RequestFeeRefund } from '../../../src/modules/fees/index.js';
import { LedgerQueries, LedgerService } from '../../../src/modules/ledger/index.js';
import {
  AskClaim,
  DecideClaim,
  ImportLeases,
  LeaseQueries,
  LeaseReceipts,
  RecordTax,
  RefundLease,
  type AskClaimRequest,
} from '../../../src/modules/operating-income/index.js';
import { PublicPayouts } from '../../../src/modules/statements/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { posting } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { resolved } from '../../support/resolved.js';
import { openStage, type PayoutScene } from './fixture.js';

/** What documents give a right to, paid: costs, taxes, spending and floats by resolution, refunds. */
describe('payouts for documents', () => {
  const day = businessDate;
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let vendor: { payeeId: number; number: string };
  let papers = 0;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene();
    scene.at('2024-02-05');
    const account = { bankName: '嘉善农商银行', accountNo: '9905000000000001', accountName: '嘉善安防用品店' };
    vendor = (await scene.app.get(RegisterPayee).execute(scene.as('bookkeeper'), { kind: 'VENDOR', name: '嘉善安防用品店', ...account })).value;
    await scene.receiveCommonIncome('5000.00');
    scene.at('2024-02-10');
  });

  const paper = async (who: 'bookkeeper' | 'community' = 'bookkeeper'): Promise<string> => {
    const bytes = new TextEncoder().encode(`%PDF-1.4 paper ${++papers} ${scene.slug}`);
    await scene.app.get(StoreEvidence).execute(scene.as(who), { fileName: `凭据${papers}.pdf`, bytes });
    return createHash('sha256').update(bytes).digest('hex');
  };
  /** A claim of the bookkeeper that the owner side approved. @returns its number */
  const approved = async (change: Partial<AskClaimRequest> = {}): Promise<string> => {
    const request: AskClaimRequest = {
      kind: 'COST',
      payee: vendor.number,
      lease: null,
      period: '2024-01',
      amount: Money.parse('600.00'),
      description: '门禁维修',
      invoiceNo: '24332000000123456789',
      resolution: null,
      costCode: null,
      fund: null,
      evidence: [await paper()],
      ...change,
    };
    const { number } = (await scene.app.get(AskClaim).execute(scene.as('bookkeeper'), request)).value;
    await scene.app.get(DecideClaim).execute(scene.as('community'), { number, decision: 'APPROVE', reason: null });
    return number;
  };
  const resolution = async (limit: string | null, kind: 'SPENDING' | 'MAINTENANCE' = 'SPENDING'): Promise<string> =>
    resolved(
      scene.app,
      { owners: scene.as('community'), other: scene.as('centre') },
      {
        kind,
        title: '聘请审计',
        decidedOn: day('2024-02-01'),
        from: day('2024-02-01'),
        to: null,
        limit: limit === null ? null : Money.parse(limit),
        documentSha256: await paper('community'),
        replaces: null,
      },
    );
  const idOf = async (kind: Parameters<PayoutScene['prepare']>[0], number: string) =>
    (await scene.read((tx) => scene.queries.documentClaim(tx, kind, number))).claimId;
  /** What the public page of a payout is made of. */
  const publicPage = async (number: string) => {
    const { app } = scene;
    const { slug } = await app.get(CommunityQueries).byId(scene.communityId);
    const [unitOfWork, communities, queries] = [app.get(UnitOfWork), app.get(CommunityQueries), app.get(DisbursementQueries)];
    return new PublicPayouts(unitOfWork, communities, queries, app.get(PaidPayouts), new BankQueries(), app.get(LedgerQueries)).byNumber(slug, number);
  };
  const gate = async (id: number, name: string) => (await scene.detail(id)).gatesNow?.find((found) => found.gate === name);

  it('pay an approved cost to the vendor, by all three approvals since it is the owners’ money', async () => {
    const number = await approved();
    const asked = await scene.prepare('COST', await idOf('COST', number), '600.00');
    expect(asked).toMatchObject({ state: 'APPROVING', failed: [] });
    expect(await scene.detail(asked.id)).toMatchObject({
      purpose: `合理经营成本：门禁维修（${number}）`,
      fund: 'COM',
      requiredSlots: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'],
      payee: { accountNo: '9905000000000001', accountName: '嘉善安防用品店', version: 1 },
      papers: { invoiceNo: '24332000000123456789', resolutionNo: null },
    });
    await scene.approveAll(asked.id);
    expect([await scene.balance('2104'), await scene.balance('2111')]).toEqual(['0.00', '600.00']);
    scene.clock.advanceMinutes(10);
    await scene.instruct(asked.id);
    scene.at('2024-02-16');
    const to = { name: '嘉善安防用品店', account: '9905000000000001' };
    const [line = 0] = await scene.bankBook.through(day('2024-02-15'), [{ on: day('2024-02-12'), amount: '-600.00', remark: 'BF2024-0001', from: to }]);
    await scene.settle({ disbursementId: asked.id, bankLineId: line, bookedOn: day('2024-02-12'), amount: Money.parse('600.00') });
    expect(await scene.read((tx) => scene.queries.publicView(tx, asked.id))).toMatchObject({ payee: '嘉善安防用品店', payeeLast4: '0001', kind: 'COST' });
    expect(await scene.violations()).toEqual([]);
  });

  it('pay no invoice twice, however its number is typed, and under whichever entry of the register its writer stands', async () => {
    const first = await scene.prepare('COST', await idOf('COST', await approved({ invoiceNo: 'FP-2024-0001' })), '600.00');
    expect(first.failed).toEqual([]);
    scene.at('2024-02-05');
    const again = (name: string, accountNo: string) =>
      scene.app
        .get(RegisterPayee)
        .execute(scene.as('bookkeeper'), { kind: 'VENDOR', party: 'ORGANISATION', name, bankName: '农行嘉善支行', accountNo, accountName: name });
    const sameName = (await again('嘉善安防 用品店', '9905000000000055')).value.number;
    const sameAccount = (await again('安防经营部', '9905000000000001')).value.number;
    const another = (await again('别家五金店', '9905000000000056')).value.number;
    scene.at('2024-02-10');
    const outcomes = [];
    for (const payee of [undefined, sameName, sameAccount, another])
      outcomes.push((await scene.prepare('COST', await idOf('COST', await approved({ ...(payee && { payee }), invoiceNo: 'fp20240001' })), '600.00')).failed);
    const used = [{ gate: 'G5', reason: 'EVIDENCE_USED' }];
    expect(outcomes).toEqual([used, used, used, []]);
  });

  it('name nobody in public whose payee is a person, nor to the firm; an account’s name that is not the vendor’s stays unpublished', async () => {
    const register = async (request: Pick<RegisterPayeeRequest, 'kind' | 'party' | 'name'>, accountNo: string) =>
      (await scene.app.get(RegisterPayee).execute(scene.as('bookkeeper'), { ...request, bankName: '农行嘉善支行', accountNo, accountName: '王小二' })).value
        .number;
    scene.at('2024-02-06');
    const person = await register({ kind: 'OTHER', party: 'PERSON', name: '王小二' }, '9905000000000077');
    const shop = await register({ kind: 'VENDOR', party: 'ORGANISATION', name: '小二五金店' }, '9905000000000078');
    scene.at('2024-02-10');
    const description = '修理 13812345678 门禁';
    const pay = async (payee: string, invoiceNo: string) =>
      scene.prepare('COST', await idOf('COST', await approved({ payee, invoiceNo, description })), '600.00');
    const published = async (payoutId: number) => {
      const { purpose, number } = await scene.read((tx) => scene.queries.publicView(tx, payoutId));
      return [purpose, (await publicPage(number)).purpose];
    };
    const { id } = await pay(person, '24332000000123456701');
    expect(await scene.read((tx) => scene.queries.publicView(tx, id))).toMatchObject({ payee: null, payeeLast4: '' });
    const detail = await scene.detail(id);
    expect(await published(id)).toEqual(Array(2).fill('合理经营成本（FY2024-0001）'));
    expect(detail).toMatchObject({ personal: true, publishedPayee: null, payeeName: '王小二' });
    const asFirm = JSON.stringify([DisbursementDetailResponse.from(detail, scene.people.firm), seenBy(detail, scene.people.firm)]);
    for (const text of ['王小二', '0077', '农行嘉善支行']) expect(asFirm).not.toContain(text);
    expect(DisbursementDetailResponse.from(detail, scene.people.community)).toMatchObject({ payee: '王小二', payeeAccount: '9905000000000077' });
    const other = await pay(shop, '24332000000123456702');
    expect(await scene.read((tx) => scene.queries.publicView(tx, other.id))).toMatchObject({ payee: '小二五金店', payeeLast4: '0078' });
    expect(await published(other.id)).toEqual(Array(2).fill('合理经营成本：修理 *** 门禁（FY2024-0002）'));
  });

  it('of others show the firm no word that anybody wrote, and its own with the reasons of those who decided; no other firm and no visitor reads a reason', async () => {
    const { firm, community } = scene.people;
    const words = /门禁维修|张小明|24332000000123456789/;
    const cost = await scene.prepare('COST', await idOf('COST', await approved()), '600.00');
    await scene.decide('centre', cost.id, { decision: 'DEFER', reason: '等张小明到现场核实' });
    const others = await scene.detail(cost.id);
    expect(JSON.stringify(DisbursementDetailResponse.from(others, community))).toMatch(/门禁维修.*张小明/s);
    const shown = seenBy(others, firm);
    expect(JSON.stringify([shown, DisbursementDetailResponse.from(others, firm)])).not.toMatch(words);
    expect(shown).toMatchObject({
      amount: others.amount,
      payeeName: '嘉善安防用品店',
      purpose: '合理经营成本（FY2024-0001）',
      decisions: [{ decision: 'DEFER', reason: null }],
    });
    expect(lineSeenBy(others, firm).claimWords).toBeNull();
    expect(lineSeenBy(others, community).claimWords).toBe('门禁维修');

    const everybody = await scene.read((tx) => scene.queries.publicView(tx, cost.id));
    expect(JSON.stringify([everybody, PublicDisbursementResponse.from(everybody), await publicPage(everybody.number)])).not.toContain('张小明');

    const float = { kind: 'FLOAT' as const, payee: null, amount: Money.parse('500.00'), description: '备用金', invoiceNo: null };
    const own = await scene.prepare('FLOAT', await idOf('FLOAT', await approved({ ...float, resolution: await resolution('500.00') })), '500.00');
    await scene.decide('centre', own.id, { decision: 'RETURN', reason: '请张小明补签收据' });
    const detail = await scene.detail(own.id);
    expect(seenBy(detail, firm)).toEqual(detail);
    expect(JSON.stringify(DisbursementDetailResponse.from(detail, firm))).toContain('请张小明补签收据');
    const stranger = { ...firm, organisationId: 999 as typeof firm.organisationId };
    expect(JSON.stringify([seenBy(detail, stranger), DisbursementDetailResponse.from(detail, stranger)])).not.toMatch(/张小明|备用金：/);
  });

  it('wait 72 hours for a new account of the payee, and stop when it changes', async () => {
    const claimId = await idOf('COST', await approved());
    const change = (accountNo: string) =>
      scene.app
        .get(ChangePayeeAccount)
        .execute(scene.as('bookkeeper'), { payeeId: vendor.payeeId, bankName: '嘉善农商银行', accountNo, accountName: '嘉善安防用品店' });
    const { id } = await scene.prepare('COST', claimId, '600.00');
    await change('9905000000000002');
    await scene.decide('community', id);
    await scene.decide('centre', id);
    expect(await refusedBy(scene.decide('street', id))).toMatchObject({ code: 'DISBURSEMENT_PAYEE_CHANGED' });
    await scene.decide('street', id, { decision: 'RETURN', reason: '账户已变更，请重新提交' });
    const payouts = await import('../../../src/modules/disbursements/index.js');
    const again = { id, version: (await scene.seen(id)).version, amount: null };
    const revised = await scene.app.get(payouts.ReviseDisbursement).execute(scene.as('bookkeeper'), again);
    expect(revised.value).toMatchObject({ state: 'GATE_FAILED', failed: [{ gate: 'G4', reason: 'PAYEE_TOO_NEW' }] });
    expect(await scene.violations()).toEqual([]);
  });

  it('pay a tax out of the fund that owes it, without a resolution', async () => {
    const account = { bankName: '国家金库嘉善县支库', accountNo: '9906000000000001', accountName: '国家税务总局嘉善县税务局' };
    const office = (await scene.app.get(RegisterPayee).execute(scene.as('bookkeeper'), { kind: 'TAX_OFFICE', name: '嘉善县税务局', ...account })).value;
    const request = { fund: 'COM' as const, payee: office.number, period: '2024-01', amount: Money.parse('120.00'), description: '增值税', invoiceNo: null };
    const { number } = (await scene.app.get(RecordTax).execute(scene.as('bookkeeper'), { ...request, evidence: [await paper()] })).value;
    scene.at('2024-02-14');
    const { id, state } = await scene.prepare('TAX', await idOf('TAX', number), '120.00');
    expect([state, (await gate(id, 'G8'))?.outcome]).toEqual(['APPROVING', 'NOT_NEEDED']);
    await scene.approveAll(id);
    expect([await scene.balance('2201'), await scene.balance('2111')]).toEqual(['0.00', '120.00']);
    expect(await scene.violations()).toEqual([]);
  });

  it('spend the owners’ money by a resolution, within its limit over all payouts by it', async () => {
    const number = await resolution('1000.00');
    const spending = { kind: 'SPENDING' as const, resolution: number, costCode: '5401' as const, fund: 'COM' as const, description: '年度审计' };
    const first = await approved({ ...spending, amount: Money.parse('700.00'), invoiceNo: '24332000000000000001' });
    const second = await approved({ ...spending, amount: Money.parse('300.00'), invoiceNo: '24332000000000000002' });
    const { id } = await scene.prepare('SPENDING', await idOf('SPENDING', first), '700.00');
    expect(await gate(id, 'G8')).toMatchObject({ outcome: 'PASSED', inputs: { resolution: number, limit: '1000.00', used: '0.00', asked: '700.00' } });
    const other = await scene.prepare('SPENDING', await idOf('SPENDING', second), '300.00');
    expect(await gate(other.id, 'G8')).toMatchObject({ outcome: 'PASSED', inputs: { used: '700.00' } });
    await scene.approveAll(id);
    expect(await scene.violations()).toEqual([]);
  });

  it('issue a float to the firm by a resolution: an advance, not a cost', async () => {
    const number = await approved({
      kind: 'FLOAT',
      payee: null,
      amount: Money.parse('500.00'),
      resolution: await resolution('500.00'),
      description: '备用金',
      invoiceNo: null,
    });
    const { id } = await scene.prepare('FLOAT', await idOf('FLOAT', number), '500.00');
    await scene.approveAll(id);
    expect([await scene.balance('1201'), await scene.balance('2111')]).toEqual(['500.00', '500.00']);
    expect(await scene.violations()).toEqual([]);
  });

  it('refund a prepayment to the account that paid it, and show nobody’s name', async () => {
    await scene.bankBook.through(day('2024-02-09'), [{ on: day('2024-02-06'), amount: '400.00', remark: 'WY01-101' }]);
    await scene.app
      .get(RequestFeeRefund)
      .execute(scene.as('bookkeeper'), { unit: '01-101', amount: Money.parse('400.00'), reason: '房屋已出售', document: '过户证明 2024-17' });
    const [view] = await scene.read((tx) => scene.queries.documentClaims(tx));
    const claim = required(view, 'the refund').claim;
    expect(claim).toMatchObject({ kind: 'REFUND', words: '', origin: { accountNo: '9901000000000001', accountName: '夏阿玉' } });
    const { id } = await scene.prepare('REFUND', claim.claimId, '400.00');
    const shown = await scene.read((tx) => scene.queries.publicView(tx, id));
    expect(shown).toMatchObject({ purpose: `业主退款（${claim.claimNumber}）`, payee: null, payeeLast4: '' });
    expect(JSON.stringify(shown)).not.toMatch(/夏阿玉|01-101|9901000000000001/);
    await scene.approveAll(id);
    expect([await scene.balance('2302'), await scene.balance('2111')]).toEqual(['0.00', '400.00']);
    scene.clock.advanceMinutes(10);
    await scene.instruct(id);
    scene.at('2024-02-16');
    await scene.bankBook.through(day('2024-02-15'), []);
    await scene.fail(id, '银行退回：户名夏阿玉与账号尾号 0001 不符');
    const detail = await scene.detail(id);
    // the gates keep the last digits, and the bank's words the name: for the owner side and the books, not for the firm
    const everything = (roles: readonly Role[]) =>
      JSON.stringify([seenBy(detail, { ...scene.people.firm, roles }), DisbursementDetailResponse.from(detail, { ...scene.people.firm, roles })]);
    expect(everything(['FIRM'])).not.toMatch(/夏阿玉|9901000000000001|originLast4|尾号|农商/);
    for (const role of ['COMMUNITY', 'BOOKKEEPER'] as const) expect(everything([role])).toMatch(/夏阿玉.*originLast4.*银行退回/s);
    expect(await scene.violations()).toEqual([]);
  });

  it('refund the advance of a lease to the one account that its money came from, or to nobody', async () => {
    const file = new TextEncoder().encode(
      'code,asset,kind,counterparty,amount,schedule,firstDueOn,from,to\nZL01,停车位,4201.01,嘉善星泊停车管理有限公司,800.00,MONTHLY,2024-06-05,2024-06-01,2026-12-31\n',
    );
    await scene.app.get(ImportLeases).execute(scene.as('bookkeeper'), { file, dryRun: false });
    const [lease] = await scene.read((tx) => scene.app.get(LeaseQueries).all(tx));
    const from = (account: string) => ({ name: '嘉善星泊停车管理有限公司', account });
    const lines = await scene.bankBook.through(day('2024-02-09'), [
      { on: day('2024-02-06'), amount: '100.00', remark: '车位', from: from('9901000000000011') },
      { on: day('2024-02-07'), amount: '50.00', remark: '车位', from: from('9901000000000012') },
    ]);
    await scene.run(async (tx) => {
      await scene.app.get(LedgerService).lock(tx);
      const incoming = lines.map((bankLineId, index) => ({
        leaseId: required(lease, 'the lease').id,
        amount: Money.parse(index === 0 ? '100.00' : '50.00'),
        receivedOn: day(index === 0 ? '2024-02-06' : '2024-02-07'),
        bankLineId,
        bankAccountId: scene.bankAccountId,
      }));
      await scene.app.get(LeaseReceipts).record(tx, { by: null, at: scene.clock.now() }, incoming);
    });
    const refund = async (amount: string) => {
      await scene.app.get(RefundLease).execute(scene.as('bookkeeper'), { lease: 'ZL01', amount: Money.parse(amount), reason: '多付' });
      return (await scene.read((tx) => scene.queries.documentClaims(tx))).at(-1)?.claim;
    };
    expect(await refund('40.00')).toMatchObject({ kind: 'REFUND', origin: { accountNo: '9901000000000012' }, obstacle: null });
    expect(await refund('30.00')).toMatchObject({ kind: 'REFUND', origin: null, obstacle: 'NO_ORIGIN' });
    expect(await refund('20.00')).toMatchObject({ kind: 'REFUND', origin: { accountNo: '9901000000000011' }, obstacle: null });
  });

  it('refund what a lease paid ahead on a line without an account to a payee of the register, and nothing of it to where the bank names another', async () => {
    const file = new TextEncoder().encode(
      'code,asset,kind,counterparty,amount,schedule,firstDueOn,from,to\nZL01,停车位,4201.01,嘉善星泊停车管理有限公司,800.00,MONTHLY,2024-06-05,2024-06-01,2026-12-31\n',
    );
    await scene.app.get(ImportLeases).execute(scene.as('bookkeeper'), { file, dryRun: false });
    const [lease] = await scene.read((tx) => scene.app.get(LeaseQueries).all(tx));
    const sketch = { on: day('2024-02-06'), remark: '车位' };
    const lines = await scene.bankBook.through(day('2024-02-09'), [
      { ...sketch, amount: '100.00', from: { name: '现金', account: '' } },
      { ...sketch, amount: '50.00', from: { name: '某人', account: '9901000000000012' } },
    ]);
    await scene.run(async (tx) => {
      await scene.app.get(LedgerService).lock(tx);
      const incoming = lines.map((bankLineId, index) => ({
        leaseId: required(lease, 'the lease').id,
        amount: Money.parse(index === 0 ? '100.00' : '50.00'),
        receivedOn: day('2024-02-06'),
        bankLineId,
        bankAccountId: scene.bankAccountId,
      }));
      await scene.app.get(LeaseReceipts).record(tx, { by: null, at: scene.clock.now() }, incoming);
    });
    const refund = (amount: string, payee?: string) =>
      scene.app.get(RefundLease).execute(scene.as('bookkeeper'), { lease: 'ZL01', amount: Money.parse(amount), reason: '多付', ...(payee && { payee }) });
    expect((await refusedBy(refund('50.00', vendor.number))).code).toBe('LEASE_REFUND_ACCOUNT_NAMED');
    expect((await refusedBy(refund('60.00', vendor.number))).code).toBe('LEASE_REFUND_SEVERAL');
    expect((await refusedBy(refund('60.00'))).code).toBe('LEASE_REFUND_SEVERAL');
    await refund('50.00');
    expect((await refusedBy(refund('60.00'))).code).toBe('LEASE_REFUND_NO_ACCOUNT');
    await refund('60.00', vendor.number);
    const { claim } = required((await scene.read((tx) => scene.queries.documentClaims(tx))).at(-1), 'the refund');
    expect(claim).toMatchObject({ kind: 'REFUND', origin: null, payeeId: vendor.payeeId, obstacle: null });
    const asked = await scene.prepare('REFUND', claim.claimId, '60.00');
    expect(asked).toMatchObject({ state: 'APPROVING', failed: [] });
    expect(await scene.detail(asked.id)).toMatchObject({ payee: { accountNo: '9905000000000001' }, requiredSlots: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'] });
  });

  it('refund nothing by a receipt that bounced since: neither asked for nor approved', async () => {
    await scene.bankBook.through(day('2024-02-09'), [{ on: day('2024-02-06'), amount: '400.00', remark: 'WY01-101' }]);
    const [receipt] = await scene.read((tx) => scene.app.get(ReceiptQueries).list(tx, { unit: '01-101' }));
    const { id: receiptId, unitId, number } = required(receipt, 'the receipt');
    const request = { unit: '01-101', amount: Money.parse('400.00'), reason: '房屋已出售', document: '过户证明 2024-17', receipt: number };
    await scene.app.get(RequestFeeRefund).execute(scene.as('bookkeeper'), request);
    const claim = required((await scene.read((tx) => scene.queries.documentClaims(tx)))[0], 'the refund').claim;
    const { id } = await scene.prepare('REFUND', claim.claimId, '400.00');
    await scene.run(async (tx) => {
      await scene.app.get(LedgerService).lock(tx);
      // of the buyer; without it the bounce would be refused, since the refund holds the money
      const buyer = { unitId, amount: Money.parse('500.00'), receivedOn: day('2024-02-07'), bankLineId: 900_001, bankAccountId: scene.bankAccountId };
      await scene.app.get(FeeReceipts).record(tx, posting, [buyer]);
      await scene.app.get(FeeReceipts).bounce(tx, posting, { receiptId, bankLineId: 900_002, bankAccountId: scene.bankAccountId, on: day('2024-02-08') });
    });
    const [view] = await scene.read((tx) => scene.queries.documentClaims(tx));
    expect([view?.claim.obstacle, view?.claim.origin]).toEqual(['RECEIPT_VOID', null]);
    expect((await refusedBy(scene.approveAll(id))).code).toBe('DISBURSEMENT_RECEIPT_VOID');
  });

  it('refund nothing whose money did not all come in: a receipt that the refund does not name, but that fed it, bounced', async () => {
    const from = { name: '夏阿玉', account: '9901000000000001' };
    await scene.bankBook.through(day('2024-02-09'), [
      { on: day('2024-02-06'), amount: '300.00', remark: 'WY01-101', from },
      { on: day('2024-02-07'), amount: '100.00', remark: 'WY01-101', from },
    ]);
    const receipts = await scene.read((tx) => scene.app.get(ReceiptQueries).list(tx, { unit: '01-101' }));
    const [newest, oldest] = [required(receipts[0], 'the newer receipt'), required(receipts[1], 'the older receipt')];
    const { unitId } = newest;
    const request = { unit: '01-101', amount: Money.parse('400.00'), reason: '房屋已出售', document: '过户证明 2024-17', receipt: newest.number };
    await scene.app.get(RequestFeeRefund).execute(scene.as('bookkeeper'), request);
    const before = required((await scene.read((tx) => scene.queries.documentClaims(tx)))[0], 'the refund').claim;
    expect([before.obstacle, before.entitled.toString()]).toEqual([null, '400.00']);
    const { id } = await scene.prepare('REFUND', before.claimId, '400.00');
    await scene.run(async (tx) => {
      await scene.app.get(LedgerService).lock(tx);
      const buyer = { unitId, amount: Money.parse('500.00'), receivedOn: day('2024-02-08'), bankLineId: 900_001, bankAccountId: scene.bankAccountId };
      await scene.app.get(FeeReceipts).record(tx, posting, [buyer]);
      await expect(scene.app.get(FeeReceipts).undo(tx, posting, { receiptId: oldest.id, reason: '认错了' })).rejects.toMatchObject({
        code: 'RECEIPT_REFUND_OPEN',
      });
      await scene.app
        .get(FeeReceipts)
        .bounce(tx, posting, { receiptId: oldest.id, bankLineId: 900_002, bankAccountId: scene.bankAccountId, on: day('2024-02-08') });
    });
    const [after] = await scene.read((tx) => scene.queries.documentClaims(tx));
    expect([after?.claim.obstacle, after?.claim.origin]).toEqual(['RECEIPT_VOID', null]);
    expect((await refusedBy(scene.approveAll(id))).code).toBe('DISBURSEMENT_RECEIPT_VOID');
  });

  it('are not asked for beyond the document, before it is approved, or by those who decide or pay', async () => {
    const claimId = await idOf('COST', await approved());
    expect(await refusedBy(scene.prepare('COST', claimId, '600.01'))).toMatchObject({
      code: 'DISBURSEMENT_OVER_CLAIM',
      details: { entitled: '600.00', payable: '600.00' },
    });
    expect(await refusedBy(scene.prepare('TAX', claimId, '600.00'))).toMatchObject({ code: 'NOT_FOUND' });
    for (const by of ['firm', 'community', 'centre', 'street', 'cashier'] as const)
      expect(await refusedBy(scene.prepare('COST', claimId, '600.00', { by }))).toMatchObject({ code: 'NOT_ALLOWED' });
    const waiting = (
      await scene.app.get(AskClaim).execute(scene.as('bookkeeper'), {
        kind: 'COST',
        payee: vendor.number,
        lease: null,
        period: '2024-01',
        amount: Money.parse('10.00'),
        description: '灯泡',
        invoiceNo: '24332000000000000009',
        resolution: null,
        costCode: null,
        fund: null,
        evidence: [await paper()],
      })
    ).value.number;
    expect(await refusedBy(idOf('COST', waiting))).toMatchObject({ code: 'NOT_FOUND' });
    expect((await scene.fingerprint())['disbursement']).toBeNull();
  });

  it('stop where the fund is short, though the document gives the right', async () => {
    const claimId = await idOf('COST', await approved({ amount: Money.parse('5000.01') }));
    const { id, state, failed } = await scene.prepare('COST', claimId, '5000.01');
    expect([state, failed]).toEqual(['GATE_FAILED', [{ gate: 'G3', reason: 'SHORT' }]]);
    expect(await gate(id, 'G3')).toMatchObject({ inputs: { fund: 'COM', available: '5000.00', after: '-0.01' } });
  });
});
