import { Money } from '../../../src/kernel/index.js';
import { DisbursementQueries, SubmitDisbursement } from '../../../src/modules/disbursements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { AskSuspenseReturn, DecideSuspenseReturn, SuspenseReturnQueries, type AskSuspenseReturnRequest } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

/** The bank does not say where money came from; somebody's paper does, and two organisations agree on it. */
describe('money in suspense whose line names no account', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  let paper: string;
  const account = { accountNo: '6222020000000000456', accountName: '沈明发' };

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene({ basis: 'ACCRUED' });
    const bytes = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
    paper = (await scene.app.get(StoreEvidence).execute(scene.as('bookkeeper'), { fileName: 'letter.pdf', bytes })).value.sha256;
    await scene.begin(month('01'));
    await scene.statement(day('01-31'), [
      booking('01-05', '80.00', { counterpartyName: '现金', counterpartyAccount: '', remark: '?' }),
      booking('01-06', '90.00', { counterpartyName: '财付通', counterpartyAccount: '6222****0123', remark: '?' }),
      booking('01-07', '100.00', { counterpartyName: '沈明发', counterpartyAccount: '6222020000000000123', remark: '?' }),
    ]);
    for (const line of await scene.lines()) await scene.assign(line.id, [{ target: 'SUSPENSE', reference: null }]);
    scene.at(day('02-05'));
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(async () => {
    await stage.close();
  });

  const lineOf = async (amount: string) => {
    const found = (await scene.lines()).find((line) => line.amount.toString() === amount);
    if (!found) throw new Error(`no line of ${amount}`);
    return found.id;
  };
  const ask = async (amount: string, given?: Partial<AskSuspenseReturnRequest['account']>, key?: string) => {
    const recorded = given && { account: { ...account, documentSha256: paper, ...given } };
    const request = { lineId: await lineOf(amount), reason: '查不清', ...recorded };
    return (await scene.app.get(AskSuspenseReturn).execute(scene.as('bookkeeper', key ?? null), request)).value;
  };
  const claims = () => scene.read((tx) => scene.app.get(DisbursementQueries).documentClaims(tx));

  it.each(['80.00', '90.00'])('of %s goes to the account of the paper, once a second organisation has agreed, and approvers are told', async (amount) => {
    const { id } = await ask(amount, {}, `return-${amount}`);
    const [asked] = await scene.read((tx) => scene.app.get(SuspenseReturnQueries).all(tx));
    expect(asked).toMatchObject({ ...account, documentSha256: paper, state: 'ASKED' });
    expect(await claims()).toEqual([]);
    await scene.app.get(DecideSuspenseReturn).execute(scene.as('centre'), { returnId: id, decision: 'CONFIRM', reason: null });
    expect((await claims()).map(({ claim }) => claim)).toMatchObject([{ kind: 'SUSPENSE_BACK', origin: account, originRecorded: true, obstacle: null }]);
    const asksFor = { kind: 'SUSPENSE_BACK' as const, claimId: await lineOf(amount), amount: Money.parse(amount), bankName: '嘉善农商银行' };
    await scene.app.get(SubmitDisbursement).execute(scene.as('bookkeeper'), asksFor);
    expect(await scene.violations()).toEqual([]);
    const kept = await scene.read((tx) => tx.query('select * from mingbai.idempotency where community_id = $1', [tx.communityId]));
    expect(JSON.stringify(kept)).not.toContain(account.accountNo);
  });

  it('goes nowhere without one, and where the bank names the account, to no other', async () => {
    const before = await scene.fingerprint();
    expect((await refusedBy(ask('80.00'))).code).toBe('RETURN_NO_ACCOUNT');
    expect((await refusedBy(ask('90.00'))).code).toBe('RETURN_NO_ACCOUNT');
    expect(await refusedBy(ask('100.00', {}))).toEqual({
      code: 'RETURN_ACCOUNT_NAMED',
      details: { date: '2024-01-07', amount: '100.00', last4: '0123' },
    });
    for (const wrong of [{ accountNo: '6222 0200' }, { accountNo: '622202*******456' }, { accountName: ' ' }, { accountName: 'a\nb' }])
      expect((await refusedBy(ask('80.00', wrong))).code).toBe('RETURN_ACCOUNT_INVALID');
    expect((await refusedBy(ask('80.00', { documentSha256: 'f'.repeat(64) }))).code).toBe('EVIDENCE_UNKNOWN');
    expect(await scene.fingerprint()).toEqual(before);
    const { id } = await ask('100.00');
    await scene.app.get(DecideSuspenseReturn).execute(scene.as('centre'), { returnId: id, decision: 'CONFIRM', reason: null });
    const [claim] = await claims();
    expect([claim?.claim.origin?.accountNo, claim?.claim.originRecorded]).toEqual(['6222020000000000123', undefined]);
  });

  it('is held by the database: no account beside the one that the bank names, none without its paper, and none that changes', async () => {
    const { organisationId, personId } = scene.people.bookkeeper;
    const insert = (line: number, sha256: string | null) =>
      scene.run((tx) =>
        tx.query(
          `insert into mingbai.suspense_return (community_id, id, line_id, amount, reason, asked_at, asked_by, asked_for, state, account_no, account_name, document_sha256)
           values ($1, 999999, $2, 1, 'x', '2024-02-05', $3, $4, 'ASKED', '6222020000000000456', 'n', $5)`,
          [tx.communityId, line, personId, organisationId, sha256],
        ),
      );
    await expect(insert(await lineOf('100.00'), paper)).rejects.toMatchObject({ code: '23514' });
    await expect(insert(await lineOf('80.00'), null)).rejects.toMatchObject({ code: '23514' });
    await expect(insert(await lineOf('80.00'), 'f'.repeat(64))).rejects.toMatchObject({ code: '23503' });
    await ask('80.00', {});
    await expect(
      scene.run((tx) => tx.query(`update mingbai.suspense_return set account_no = '6222020000000000999' where community_id = $1`, [tx.communityId])),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
