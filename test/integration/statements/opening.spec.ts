import { createHash } from 'node:crypto';
import { accountingPeriod, addDays, addMinutes, lastDay, Money, required, type AccountingPeriod } from '../../../src/kernel/index.js';
import { RegisterPayee } from '../../../src/modules/contracts/index.js';
import {
  DecideDisbursement,
  DisbursementQueries,
  InstructDisbursements,
  SubmitDisbursement,
  type SubmitDisbursementRequest,
} from '../../../src/modules/disbursements/index.js';
import { FirmDueQueries, OffsetFirmDue } from '../../../src/modules/entitlements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { CollectedQueries, DepositQueries, PassOnCollected, ReleaseDeposit } from '../../../src/modules/operating-income/index.js';
import { PostOpening, PrepareOpening, SignOpening } from '../../../src/modules/settlement/index.js';
import {
  BuildStatement,
  entities,
  invariants,
  PublishStatement,
  StatementQueries,
  StatementRenderer,
  StatementsModule,
  type SnapshotSections,
} from '../../../src/modules/statements/index.js';
import { PublicPayouts } from '../../../src/modules/statements/application/public-payouts.js';
import { StatementPages } from '../../../src/web/statement-pages.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from '../settlement/fixture.js';

const JANUARY = month('01');
const DECEMBER = accountingPeriod('2023-12');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A compound that changes over with money that is not the owners’ in its account, and with what it owes the firm: each is settled afterwards, and the statement of the month says so. */
describe('books that open with what is held for others and owed to the firm', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  let lessee = '';
  let water = '';
  let papers = 0;

  beforeAll(async () => {
    const providers = [{ provide: StatementRenderer, useClass: StatementPages }];
    stage = await openStage({ modules: [StatementsModule], entities, providers });
  });
  beforeEach(async () => {
    scene = await stage.newScene();
    scene.at(day('01-02'));
    lessee = await register('OTHER', 'PERSON', '王小二', '9907000000000003');
    water = await register('VENDOR', 'ORGANISATION', '嘉善水务有限公司', '9907000000000001');
  });
  afterEach(async () => expect(await found()).toEqual([]));
  afterAll(async () => {
    await stage.close();
  });

  const found = async (): Promise<string[]> => {
    const violations: string[] = [...(await scene.violations())];
    for (const invariant of invariants) violations.push(...(await scene.read((tx) => invariant.check(tx))));
    return violations;
  };
  const register = async (kind: 'VENDOR' | 'OTHER' | 'COMMITTEE', party: 'ORGANISATION' | 'PERSON', name: string, accountNo: string): Promise<string> =>
    (await scene.app.get(RegisterPayee).execute(scene.as('bookkeeper'), { kind, party, name, bankName: '嘉善农商银行', accountNo, accountName: name })).value
      .number;
  const list = (): string[] => [
    'account,fund,holder,month,amount',
    '1001,SVC,8866,,1000.00',
    '1001,TRN,8866,,2300.00',
    `2501,TRN,${lessee},,2000.00`,
    `2502,TRN,${water},,300.00`,
    '3001,SVC,,,1000.00',
  ];
  const prepare = async (lines: readonly string[], dryRun = false) =>
    (await scene.app.get(PrepareOpening).execute(scene.as('bookkeeper'), { file: utf8(lines.join('\n')), dryRun })).value;
  const open = async (lines: readonly string[] = list()): Promise<void> => {
    const { id, sha256 } = await prepare(lines);
    for (const who of ['community', 'centre', 'firm'] as const) await scene.app.get(SignOpening).execute(scene.as(who), { id: id ?? 0, sha256: sha256 ?? '' });
    await scene.app.get(PostOpening).execute(scene.as('bookkeeper'), { id: id ?? 0 });
  };
  const paper = async (who: 'bookkeeper' | 'community' = 'bookkeeper'): Promise<string> => {
    const bytes = utf8(`%PDF-1.4 opened ${++papers} ${scene.slug}`);
    await scene.app.get(StoreEvidence).execute(scene.as(who), { fileName: '单据.pdf', bytes });
    return createHash('sha256').update(bytes).digest('hex');
  };
  const deposit = async () => required((await scene.read((tx) => scene.app.get(DepositQueries).all(tx)))[0], 'the deposit');
  const release = async (kind: 'BACK' | 'KEPT', amount: string) =>
    scene.app.get(ReleaseDeposit).execute(scene.as(kind === 'KEPT' ? 'community' : 'bookkeeper'), {
      depositId: (await deposit()).id,
      kind,
      amount: Money.parse(amount),
      reason: kind === 'KEPT' ? '损坏公共墙面' : '退租',
      documentSha256: kind === 'KEPT' ? await paper('community') : null,
    });
  const detail = (id: number) => scene.read((tx) => scene.app.get(DisbursementQueries).byId(tx, id));
  const documents = () => scene.read((tx) => scene.app.get(DisbursementQueries).documentClaims(tx));
  const ask = async (who: 'bookkeeper' | 'firm', request: SubmitDisbursementRequest) =>
    (await scene.app.get(SubmitDisbursement).execute(scene.as(who), request)).value;
  const askFor = async (kind: 'REFUND' | 'PASS_ON', amount: string) => {
    const { claim } = required(
      (await documents()).find(({ claim: { kind: of } }) => of === kind),
      kind,
    );
    return ask('bookkeeper', { kind, claimId: claim.claimId, amount: Money.parse(amount), bankName: null });
  };
  /** Whoever must, approves, and the bank is told to pay. */
  const pay = async (id: number): Promise<string> => {
    for (const who of ['community', 'centre'] as const) {
      const { version, payloadSha256 } = await detail(id);
      await scene.app.get(DecideDisbursement).execute(scene.as(who), { id, version, payloadSha256, decision: 'APPROVE', reason: null });
    }
    stage.database.clock.set(addMinutes(stage.database.clock.now(), 11));
    await scene.app.get(InstructDisbursements).execute(scene.as('cashier'), { payouts: [{ id, version: (await detail(id)).version }] });
    return (await detail(id)).number;
  };
  const publish = async (period: AccountingPeriod): Promise<SnapshotSections> => {
    scene.at(addDays(lastDay(period), 8));
    await scene.close(period);
    scene.at(addDays(lastDay(period), 15));
    const { sha256 } = (await scene.app.get(BuildStatement).execute(scene.as('bookkeeper'), { period })).value;
    await scene.app.get(PublishStatement).execute(scene.as('community'), { period, jsonSha256: sha256 });
    return (await scene.read((tx) => scene.app.get(StatementQueries).document(tx, period))).snapshot.sections;
  };
  const held = async (fund: 'TRN' | 'SVC' = 'TRN') =>
    (await scene.read((tx) => scene.app.get(LedgerQueries).balances(tx)))
      .filter((account) => account.fund === fund && !account.balance.isZero)
      .map(({ code, balance }) => `${code} ${balance.toString()}`)
      .toSorted();

  it('give a deposit back and keep a part, pass on what was collected, and the month closes and is published without a difference', async () => {
    await open();
    expect(await held()).toEqual(['1001 2300.00', '2501 2000.00', '2502 300.00']);
    expect(await deposit()).toMatchObject({ payerName: '王小二', lease: null, receivedOn: '2024-01-01', bankLineId: null });
    const [collected] = await scene.read((tx) => scene.app.get(CollectedQueries).all(tx));
    expect([collected?.payee, collected?.held.toString(), collected?.heldSince]).toEqual([water, '300.00', '2024-01-01']);
    scene.continueAfter('3300.00', day('01-01'));
    await scene.begin(JANUARY);

    scene.at(day('01-10'));
    await release('BACK', '1500.00');
    await release('KEPT', '200.00');
    expect(await refusedBy(release('BACK', '300.01'))).toMatchObject({ code: 'DEPOSIT_SHORT', details: { held: '300.00' } });
    expect(await refusedBy(askFor('REFUND', '1500.01'))).toMatchObject({ code: 'DISBURSEMENT_OVER_CLAIM' });
    const back = await askFor('REFUND', '1500.00');
    expect(await detail(back.id)).toMatchObject({
      kind: 'REFUND',
      fund: 'TRN',
      publishedPayee: null,
      requiredSlots: ['OWNER_SIDE', 'REGULATOR'],
      payee: { accountNo: '9907000000000003', accountName: '王小二', bankName: '嘉善农商银行', version: 1 },
    });
    const request = { payee: water, period: '2023-12', description: '2023年12月水费', invoiceNo: null };
    const passOn = async (amount: string) =>
      scene.app.get(PassOnCollected).execute(scene.as('bookkeeper'), { ...request, amount: Money.parse(amount), evidence: [await paper()] });
    expect(await refusedBy(passOn('300.01'))).toMatchObject({ code: 'COLLECTED_SHORT', details: { held: '300.00' } });
    await passOn('300.00');
    const passed = await askFor('PASS_ON', '300.00');
    const [first, second] = [await pay(back.id), await pay(passed.id)];
    await scene.statement(day('01-31'), [
      booking('01-12', '-1500.00', { counterpartyName: '王小二', counterpartyAccount: '9907000000000003', remark: first }),
      booking('01-13', '-300.00', { counterpartyName: '嘉善水务有限公司', counterpartyAccount: '9907000000000001', remark: second }),
    ]);
    expect(await scene.match()).toMatchObject({ reasons: { PAYOUT_REFERENCE: 2 } });
    expect([await held(), (await scene.cash())['COM']]).toEqual([['1001 300.00', '2501 300.00'], '200.00']);
    const { claimsApart, apart } = await scene.checklist(JANUARY);
    expect([claimsApart, apart]).toEqual([null, null]);

    const { money, balance, payouts } = await publish(JANUARY);
    const transit = required(
      money.funds.find(({ fund }) => fund === 'TRN'),
      'TRN',
    );
    const rows = (lines: readonly { kind: string; month: string }[]) => lines.map(({ kind, month: amount }) => `${kind} ${amount}`);
    expect([transit.opening.month, rows(transit.receipts), rows(transit.payments), transit.closing.month]).toEqual([
      '0.00',
      ['OPENING_BALANCE 2300.00'],
      ['REFUND 1500.00', 'PASS_ON 300.00', 'TO_OTHER_FUND 200.00'],
      '300.00',
    ]);
    expect(balance.funds.find(({ fund }) => fund === 'TRN')).toMatchObject({
      cash: '300.00',
      restricted: '300.00',
      available: '0.00',
      claims: [{ account: '2501', amount: '300.00', restricted: true }],
      net: '0.00',
    });
    expect(payouts.map(({ kind, payee, amount }) => [kind, payee, amount])).toEqual([
      ['REFUND', null, '1500.00'],
      ['PASS_ON', '嘉善水务有限公司', '300.00'],
    ]);
  });

  const EARNED = ['account,fund,holder,month,amount', '1001,SVC,8866,,1000.00', '2101,SVC,,2023-11,100.00', '2101,SVC,,2023-12,600.00', '3001,SVC,,,300.00'];
  const base = (amount: string, period = DECEMBER): SubmitDisbursementRequest => ({ kind: 'BASE', period, amount: Money.parse(amount) });
  const claims = async () =>
    (await scene.read((tx) => scene.app.get(DisbursementQueries).firmClaims(tx)))
      .filter(({ claim }) => claim.kind === 'BASE')
      .map(({ claim, payable }) => `${claim.kind === 'BASE' ? claim.period : ''} ${payable.toString()}`);

  it('pay the firm what it had earned before, month by month, by every approval and out of its own fund, and the month closes on it', async () => {
    await open(EARNED);
    expect(await held('SVC')).toEqual(['1001 1000.00', '2101 700.00', '3001 300.00']);
    scene.continueAfter('1000.00', day('01-01'));
    await scene.begin(JANUARY);
    scene.at(day('01-10'));
    expect(await claims()).toEqual(['2023-12 600.00', '2023-11 100.00']);
    const before = await scene.fingerprint();
    expect(await refusedBy(ask('firm', base('600.01')))).toMatchObject({ code: 'DISBURSEMENT_OVER_BASE', details: { payable: '600.00', opened: '600.00' } });
    expect(await refusedBy(ask('firm', base('1.00', accountingPeriod('2023-10'))))).toMatchObject({ code: 'CONTRACT_NONE' });
    expect(await refusedBy(ask('bookkeeper', base('600.00')))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await scene.fingerprint()).toEqual(before);

    const { id, state } = await ask('firm', base('600.00'));
    expect(state).toBe('APPROVING');
    expect(await detail(id)).toMatchObject({ kind: 'BASE', fund: 'SVC', requiredSlots: ['OWNER_SIDE', 'REGULATOR'] });
    expect(await refusedBy(ask('firm', base('0.01')))).toMatchObject({ code: 'DISBURSEMENT_OVER_BASE', details: { payable: '0.00', alreadyAsked: '600.00' } });
    const number = await pay(id);
    const { payee } = await detail(id);
    await scene.statement(day('01-31'), [
      booking('01-12', '-600.00', { counterpartyName: payee.accountName, counterpartyAccount: payee.accountNo, remark: number }),
    ]);
    expect(await scene.match()).toMatchObject({ reasons: { PAYOUT_REFERENCE: 1 } });
    expect((await detail(id)).state).toBe('SETTLED');
    expect(await claims()).toEqual(['2023-12 0.00', '2023-11 100.00']);
    const { claimsApart, apart } = await scene.checklist(JANUARY);
    expect([claimsApart, apart]).toEqual([null, null]);

    const { money, balance, payouts, service } = await publish(JANUARY);
    const fund = required(
      money.funds.find(({ fund: name }) => name === 'SVC'),
      'SVC',
    );
    expect([fund.receipts.map(({ kind, month: amount }) => `${kind} ${amount}`), fund.closing.month]).toEqual([['OPENING_BALANCE 1000.00'], '400.00']);
    expect(balance.funds.find(({ fund: name }) => name === 'SVC')?.claims).toContainEqual({ account: '2101', amount: '100.00', restricted: false });
    expect(payouts.map(({ kind, amount }) => [kind, amount])).toEqual([['SERVICE_BASE', '600.00']]);
    // what was earned before the books is no entitlement of a month of theirs
    expect(service?.quarterToDate).toMatchObject({ entitlement: '0.00', base: '0.00' });
    const { reason } = await scene.app.get(PublicPayouts).byNumber(scene.slug, number);
    expect(reason).toEqual({ kind: 'OPENED', period: '2023-12', amount: '600.00' });
  });

  it('pay no more than the books still owe: what the firm owed is set off against what it had earned', async () => {
    await open([...EARNED.slice(0, -1), '1104,SVC,,,250.00', '3001,SVC,,,550.00']);
    scene.continueAfter('1000.00', day('01-01'));
    await scene.begin(JANUARY);
    scene.at(day('01-10'));
    const [due] = await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx, { openOnly: true }));
    const clears = [{ kind: 'OPENING' as const, id: due?.id ?? 0, amount: Money.parse('250.00') }];
    await scene.app.get(OffsetFirmDue).execute(scene.as('centre'), { clears });
    expect(await held('SVC')).toContain('2101 450.00');
    expect(await refusedBy(ask('firm', base('450.01')))).toMatchObject({ code: 'DISBURSEMENT_OVER_OWED', details: { owed: '450.00', asked: '450.01' } });
    expect((await ask('firm', base('450.00'))).state).toBe('APPROVING');
    expect(await scene.checklist(JANUARY)).toMatchObject({ claimsApart: null });
  });

  it('bring in what the firm had earned by three signatures only, whoever asks the database, and verify tells what was changed', async () => {
    await open(EARNED);
    const forged = async (there: string, back: string): Promise<string> =>
      stage.database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(there);
        const seen = (await found()).join('\n');
        await client.query(back);
        return seen;
      });
    const month12 = (set: string) => `update mingbai.opening_payable set ${set} where community_id = ${scene.communityId} and period = '2023-12'`;
    const named = 'P26 what the firm had earned before the books is what three parties signed';
    expect(await forged(month12('amount = amount + 1'), month12('amount = amount - 1'))).toContain(named);
    expect(await forged(month12('firm_id = firm_id + 1'), month12('firm_id = firm_id - 1'))).toContain(named);
    const swapped = await forged(
      month12(`period = '2023-10'`),
      `update mingbai.opening_payable set period = '2023-12' where community_id = ${scene.communityId} and period = '2023-10'`,
    );
    expect(swapped).toContain(named);
    expect(swapped).toContain('P26 every opening balance comes from a list');
    expect(await forged(month12('entry_seq = entry_seq - 1'), month12('entry_seq = entry_seq + 1'))).toContain('on 2101 has no month');

    const again = `insert into mingbai.opening_payable select community_id, '2023-10', opening_id, firm_id, contract_version_id, amount, opened_on, entry_seq from mingbai.opening_payable
      where community_id = ${scene.communityId} and period = '2023-12'`;
    for (const role of ['mingbai_app', 'mingbai_owner', 'postgres'] as const)
      await expect(
        stage.database.as(role, async (client) => {
          await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
          try {
            await client.query(again);
          } finally {
            await client.query('rollback');
          }
        }),
      ).rejects.toThrow(/is not what three parties signed/);
  });

  it('are refused for somebody who is not registered, or is a party of the account, and nothing is written', async () => {
    const committee = await register('COMMITTEE', 'ORGANISATION', '日月星辰业主委员会', '9907000000000004');
    const firm = 'SK001';
    const before = await scene.fingerprint();
    for (const payee of ['SK999', '01-101', '', committee, firm])
      for (const code of ['2501', '2502'])
        expect(await refusedBy(prepare([...list(), `${code},TRN,${payee},,5.00`]))).toEqual({ code: 'OPENING_PAYEE', details: { line: 7, value: payee } });
    expect(await refusedBy(prepare(list().filter((line) => !line.startsWith('2502'))))).toMatchObject({
      code: 'OPENING_UNBALANCED',
      details: { fund: 'TRN', assets: '2300.00', claims: '2000.00', difference: '300.00' },
    });
    expect(await scene.fingerprint()).toEqual(before);
    expect((await prepare(list(), true)).bankBalance).toBe('3300.00');
  });

  it('go back to nobody but their payee, whoever asks the database, and verify tells what was changed', async () => {
    await open();
    scene.continueAfter('3300.00', day('01-01'));
    await scene.begin(JANUARY);
    scene.at(day('01-10'));
    await release('BACK', '1500.00');
    const { id } = await askFor('REFUND', '1500.00');
    const here = `community_id = ${scene.communityId}`;
    const number = (payee: string) => `(select id from mingbai.payee where ${here} and number = '${payee}')`;
    const asked = (role: 'mingbai_app' | 'mingbai_owner' | 'postgres', sql: string) =>
      stage.database
        .as(role, async (client) => {
          await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
          try {
            await client.query(sql);
          } finally {
            await client.query('rollback');
          }
          return 'taken';
        })
        .catch((error: Error) => error.message);
    const opened = (amount: string, payee: string) =>
      `insert into mingbai.other_receipt (community_id, id, kind, fund, opening_id, amount, received_on, words, payer_name, payee_id, entry_seq, recorded_at)
       select community_id, id + 100000, kind, fund, opening_id, ${amount}, received_on, words, payer_name, ${number(payee)}, entry_seq, recorded_at
       from mingbai.other_receipt where ${here} and kind = 'DEPOSIT'`;
    /** The payout once more, as a draft to another payee. */
    const columns = await stage.database.as('postgres', async (client) => {
      const { rows } = await client.query<{ names: string }>(
        `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
         where table_schema = 'mingbai' and table_name = 'disbursement' and is_generated = 'NEVER'`,
      );
      return rows[0]?.names ?? '';
    });
    const redirect = (payee: string) =>
      `insert into mingbai.disbursement (${columns}) select ${columns} from (select (jsonb_populate_record(d, jsonb_build_object('id', d.id + 100000,
        'number_no', 2, 'number', 'BF2024-0002', 'state', 'DRAFT', 'version', 1, 'payee_id', a.payee_id, 'payee_account_id', a.id, 'payee_version', a.version))).*
       from mingbai.disbursement d, mingbai.payee_account a where d.${here} and d.id = ${id} and a.${here} and a.payee_id = ${number(payee)}) copy`;
    for (const role of ['mingbai_app', 'mingbai_owner', 'postgres'] as const) {
      expect(await asked(role, redirect(water))).toMatch(/its money is held for/);
      expect(await asked(role, redirect(lessee))).toBe('taken');
      expect(await asked(role, opened('1.00', lessee))).toMatch(/not what three parties signed/);
      // the list is posted, so even what it says opens no second time
      expect(await asked(role, opened('2000.00', lessee))).toMatch(/not what three parties signed/);
      expect(await asked(role, opened('1.00', 'SK001'))).toMatch(/nothing is collected for payee|not what three parties signed/);
    }
    const changed = async (there: string, back: string): Promise<string> =>
      stage.database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(there);
        const seen = (await found()).join('\n');
        await client.query(back);
        return seen;
      });
    const receipt = (set: string) => `update mingbai.other_receipt set ${set} where ${here} and kind = 'DEPOSIT'`;
    expect(await changed(receipt('amount = amount + 1'), receipt('amount = amount - 1'))).toContain('P26 what is held for others came by a bank line');
    expect(await changed(receipt('payee_id = payee_id + 1'), receipt('payee_id = payee_id - 1'))).toContain('P26 what is held for others came by a bank line');
    const payout = (payee: string) => `update mingbai.disbursement set payee_id = ${number(payee)} where ${here} and id = ${id}`;
    expect(await changed(payout(water), payout(lessee))).toContain('I12 a refund whose document names a payee goes back to that payee');
    const line = (set: string) => `update mingbai.opening_line set ${set} where ${here} and code = '2501'`;
    expect(await changed(line('holder_id = holder_id + 1'), line('holder_id = holder_id - 1'))).toContain('P26 every opening balance comes from a list');
  });
});
