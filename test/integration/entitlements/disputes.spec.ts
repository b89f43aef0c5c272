import { createHash } from 'node:crypto';
import { invariants } from '../../../src/app.module.js';
import { accountingPeriod, businessDate, Money, type OrganisationId } from '../../../src/kernel/index.js';
import { AnswerFirmDispute, AskDisputeDecision, AskFirmDispute, FirmDisputeQueries, type FirmDisputeAnswer } from '../../../src/modules/entitlements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { AddMembership, AddOrganisation, AddPerson } from '../../../src/modules/identity/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { CloseChecklist } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { WebClient } from '../../support/web-client.js';
import { openStage, type Stage } from '../statements/stage.js';

/** In the demo on 2024-05-16 the firm is owed 44,792.86, the base part of April; shequ1 speaks for the owners. */
describe('disputes of the handover (P28a, P28b)', () => {
  let stage: Stage;
  let papers = 0;

  beforeEach(async () => {
    stage = await openStage();
  }, 180_000);
  afterEach(async () => {
    const found: string[] = [];
    for (const invariant of invariants) found.push(...(await stage.read((tx) => invariant.check(tx))));
    expect(found).toEqual([]);
    expect((await stage.read((tx) => stage.app.get(CloseChecklist).of(tx, accountingPeriod('2024-05')))).claimsApart).toBeNull();
    await stage.close();
  });

  const paper = async (by: string): Promise<string> => {
    const bytes = new TextEncoder().encode(`%PDF-1.4 paper ${++papers}`);
    await stage.app.get(StoreEvidence).execute(await stage.as(by), { fileName: `凭据${papers}.pdf`, bytes });
    return createHash('sha256').update(bytes).digest('hex');
  };
  const ask = async (amount: string, by = 'shequ1', reason = '1月保安缺岗，双方未对账') =>
    (await stage.app.get(AskFirmDispute).execute(await stage.as(by), { amount: Money.parse(amount), reason, documentSha256: await paper('shequ1') })).value;
  const decide = async (disputeId: number, toFirm: string, toOwners: string, by = 'jiuwang1') => {
    const request = { disputeId, toFirm: Money.parse(toFirm), toOwners: Money.parse(toOwners), reason: '仲裁裁决第 17 号', documentSha256: await paper(by) };
    return (await stage.app.get(AskDisputeDecision).execute(await stage.as(by), request)).value;
  };
  const answer = async (id: number, by: string, given: FirmDisputeAnswer = 'CONFIRM', reason: string | null = null) =>
    (await stage.app.get(AnswerFirmDispute).execute(await stage.as(by), { id, answer: given, reason })).value;
  const balance = async (code: '2101' | '2601') => (await stage.read((tx) => stage.app.get(LedgerQueries).balance(tx, 'SVC', { code }))).toString();
  const qlt = async () => (await stage.read((tx) => stage.app.get(LedgerQueries).funds(tx))).find(({ fund }) => fund === 'QLT')?.cash.toString();
  const refused = async (work: () => Promise<unknown>) => {
    const seen = () =>
      stage.read(async (tx) => [
        (await stage.app.get(LedgerQueries).book(tx))?.lastSeq,
        (await stage.app.get(FirmDisputeQueries).all(tx)).map(({ state }) => state),
      ]);
    const before = await seen();
    const refusal = await refusedBy(work());
    expect(await seen()).toEqual(before);
    return refusal.code;
  };

  it('hold money apart once the other party confirms, and give it to each as decided', async () => {
    const owed = await balance('2101');
    expect(owed).toBe('44792.86');
    const { id } = await ask('5000.00');
    expect([await balance('2101'), await balance('2601')]).toEqual([owed, '0.00']);
    expect(await answer(id, 'jiuwang1')).toMatchObject({ state: 'CONFIRMED', kind: 'DISPUTE' });
    expect([await balance('2101'), await balance('2601')]).toEqual(['39792.86', '5000.00']);
    const before = await qlt();
    const first = await decide(id, '1000.00', '2000.00');
    expect(await refused(() => decide(id, '1.00', '0.00'))).toBe('FIRM_DISPUTE_WAITS');
    await answer(first.id, 'shequ1');
    expect([
      await balance('2101'),
      await balance('2601'),
      Money.parse((await qlt()) ?? '0')
        .minus(Money.parse(before ?? '0'))
        .toString(),
    ]).toEqual(['40792.86', '2000.00', '2000.00']);
    expect(await refused(() => decide(id, '2000.00', '0.01'))).toBe('FIRM_DISPUTE_TOO_MUCH');
    await answer((await decide(id, '2000.00', '0.00', 'shequ1')).id, 'zhongxin1');
    expect([await balance('2101'), await balance('2601')]).toEqual(['42792.86', '0.00']);
  });

  it('are of two parties: not whoever asked, not a stranger, and answered once', async () => {
    expect(await refused(() => ask('44792.87'))).toBe('FIRM_DISPUTE_NOTHING');
    expect(await refused(() => ask('0.00'))).toBe('FIRM_DISPUTE_NOTHING');
    expect(await refused(() => ask('1.00', 'jiuwang1'))).toBe('NOT_ALLOWED');
    expect(await refused(() => ask('1.00', 'shequ1', '短'))).toBe('FIRM_DISPUTE_WORDS');
    const { id } = await ask('100.00');
    expect(await refused(() => answer(id, 'shequ1'))).toBe('FIRM_DISPUTE_SAME_PARTY');
    expect(await refused(() => answer(id, 'shequ2'))).toBe('FIRM_DISPUTE_SAME_PARTY');
    expect(await refused(() => answer(id, 'jizhang1'))).toBe('NOT_ALLOWED');
    expect(await refused(() => answer(id, 'jiuwang1', 'WITHDRAW', 'x'))).toBe('FIRM_DISPUTE_NOT_YOURS');
    expect(await refused(() => answer(id, 'jiuwang1', 'REFUSE'))).toBe('FIRM_DISPUTE_WORDS');
    expect(await refused(() => answer(999_999_999, 'jiuwang1'))).toBe('FIRM_DISPUTE_UNKNOWN');
    await answer(id, 'jiuwang1', 'REFUSE', '考勤记录齐全');
    expect(await refused(() => answer(id, 'zhongxin1'))).toBe('FIRM_DISPUTE_ANSWERED');
    expect(await refused(() => decide(id, '1.00', '0.00'))).toBe('FIRM_DISPUTE_TOO_MUCH');
    const again = await ask('100.00');
    expect((await answer(again.id, 'shequ1', 'WITHDRAW', '已对清')).state).toBe('WITHDRAWN');
    expect(await balance('2601')).toBe('0.00');
  });

  it('name the firm where several are owed something', async () => {
    const payable = () => stage.read((tx) => stage.app.get(LedgerQueries).balances(tx, { fund: 'SVC', code: '2101' }));
    const [owed] = await payable();
    const firmId = owed?.holderId as OrganisationId;
    // another firm, which left before, is still owed less
    const speaking = await stage.as('shequ1');
    const other = await stage.read(async (tx) => {
      const rows = await tx.query<{ id: OrganisationId }>('select id from mingbai.organisation where id <> all ($1) order by id limit 1', [
        [firmId, speaking.actor.organisationId],
      ]);
      return rows[0]?.id ?? firmId;
    });
    const held = jest.spyOn(stage.app.get(LedgerQueries), 'balances');
    held.mockImplementation(async () => (owed ? [owed, { ...owed, holderId: other, balance: Money.parse('10.00') }] : []));
    const disputed = async (named?: OrganisationId, amount = '10.00') =>
      (
        await stage.app.get(AskFirmDispute).execute(await stage.as('shequ1'), {
          ...(named !== undefined && { firmId: named }),
          amount: Money.parse(amount),
          reason: '1月保安缺岗，双方未对账',
          documentSha256: await paper('shequ1'),
        })
      ).value;
    expect((await refusedBy(disputed())).code).toBe('FIRM_DISPUTE_FIRM');
    expect((await refusedBy(disputed(other, '10.01'))).code).toBe('FIRM_DISPUTE_NOTHING');
    const { id } = await disputed(other);
    const owners = new WebClient(stage.app);
    await owners.signIn('shequ1');
    expect((await owners.get('/w/ryxc/disputes')).text).toContain('物业公司 — 嘉兴市久旺');
    held.mockRestore();
    expect((await owners.get('/w/ryxc/disputes')).text).not.toContain('物业公司 — 嘉兴市久旺');
    expect((await stage.read((tx) => stage.app.get(FirmDisputeQueries).all(tx))).find((dispute) => dispute.id === id)?.firmId).toBe(other);
  });

  it('are not answered by who speaks for the owners by then for those who spoke for them before, nor by the person who asked', async () => {
    const { id } = await ask('100.00');
    await answer((await ask('200.00')).id, 'jiuwang1');
    const held = (await stage.read((tx) => stage.app.get(FirmDisputeQueries).all(tx)))[0]?.id ?? 0;
    const decision = await decide(held, '0.00', '50.00', 'shequ1');
    const { organisationId } = (await stage.app.get(AddOrganisation).execute({ name: '日月星辰小区业主委员会', shortName: '业委会', kind: 'COMMITTEE' })).value;
    const { personId } = (await stage.app.get(AddPerson).execute({ login: 'yeweihui1', name: '沈若兰' })).value;
    const { communityId } = stage;
    await stage.app.get(AddMembership).execute({ personId, organisationId, communityId, role: 'COMMITTEE', from: businessDate('2024-05-16'), to: null });
    for (const given of ['CONFIRM', 'REFUSE'] as const)
      for (const each of [id, decision.id]) expect(await refused(() => answer(each, 'yeweihui1', given, '换届后重审'))).toBe('FIRM_DISPUTE_SAME_PARTY');
    const same = { ...(await stage.as('zhongxin1')).actor, personId: (await stage.as('shequ1')).actor.personId };
    const asCentre = () => stage.app.get(AnswerFirmDispute).execute({ actor: same, idempotencyKey: null }, { id, answer: 'CONFIRM', reason: null });
    expect(await refused(asCentre)).toBe('FIRM_DISPUTE_SAME_PARTY');
    const past = (party: string) =>
      stage.database.as('mingbai_app', async (client) => {
        await client.query(`begin; set local app.community_id = '${communityId}'`);
        try {
          await client.query(
            `update mingbai.firm_dispute set state = 'REFUSED', answered_by = ${personId}, answered_for = ${organisationId}, answered_party = ${party}, answered_at = now(), answer_reason = 'x' where id = ${id}`,
          );
        } finally {
          await client.query('rollback');
        }
      });
    await expect(past(`'OWNER_SIDE'`)).rejects.toThrow('answered_by_the_other_party');
    await expect(past(`'FIRM'`)).rejects.toThrow('answered_by_a_party');
    await expect(past('null')).rejects.toThrow('names no party');
    expect((await answer(id, 'jiuwang1', 'REFUSE', '考勤记录齐全')).state).toBe('REFUSED');
    expect((await answer(decision.id, 'zhongxin1')).state).toBe('CONFIRMED');
  });

  it('are held against the books and against the two parties by the checks', async () => {
    const { id } = await ask('500.00');
    await answer(id, 'jiuwang1');
    await answer((await decide(id, '100.00', '0.00')).id, 'shequ1');
    const found = async (): Promise<string[]> => {
      const names: string[] = [];
      for (const invariant of invariants) if ((await stage.read((tx) => invariant.check(tx))).length > 0) names.push(invariant.name);
      return names;
    };
    const forge = (sql: string) => stage.forge((client) => client.query(sql));
    await forge(`update mingbai.firm_dispute set amount = amount + 1 where kind = 'DISPUTE'`);
    expect(await found()).toEqual(
      expect.arrayContaining([
        'I8 what is disputed with the firm in the books is what was disputed and not decided',
        'every due of the firm, every clearing and every dispute has its entry',
      ]),
    );
    await forge(`update mingbai.firm_dispute set amount = amount - 1 where kind = 'DISPUTE'`);
    await forge(`update mingbai.firm_dispute set amount = 50 where kind = 'DISPUTE'`);
    expect(await found()).toContain('P28 a dispute and a decision are confirmed by another party than asked for it, a decision within its dispute');
    await forge(`update mingbai.firm_dispute set amount = 500 where kind = 'DISPUTE'`);
  });

  it('are refused by the books where a payout holds the money by then', async () => {
    const { id } = await ask('44792.86');
    const other = await ask('1.00');
    await answer(id, 'zhongxin1');
    expect(await refused(() => answer(other.id, 'zhongxin1'))).toBe('LEDGER_FLOOR');
  });

  it('have a page for each party: asked, confirmed and decided without script', async () => {
    const as = async (login: string): Promise<WebClient> => {
      const client = new WebClient(stage.app);
      expect((await client.signIn(login)).status).toBe(303);
      return client;
    };
    const { id } = await ask('500.00');
    const firm = await as('jiuwang1');
    const page = await firm.get('/f/ryxc/disputes');
    expect(page.text).toContain('500.00');
    const refusedPage = await firm.submit(page, `/${id}/answer`, { answer: 'REFUSE' });
    expect([refusedPage.status, refusedPage.text.includes('请用文字写明理由')]).toEqual([400, true]);
    expect((await firm.submit(page, `/${id}/answer`, { answer: 'CONFIRM' })).location).toContain('done=answered');
    const owners = await as('shequ1');
    const shown = await owners.get('/w/ryxc/disputes');
    expect(shown.text).toContain('尚未处理 500.00 元');
    expect(shown.text).toContain('提出争议');
    const books = await as('chuna1');
    expect((await books.get('/w/ryxc/disputes')).status).toBe(403);
  });
});
