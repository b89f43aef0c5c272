import { DomainError, Money, required, type ErrorCode } from '../../../src/kernel/index.js';
import { DisbursementQueries, FailDisbursement } from '../../../src/modules/disbursements/index.js';
import { EntitlementQueries, RecordTaking } from '../../../src/modules/entitlements/index.js';
import { transfer } from '../../../src/modules/ledger/index.js';
import { LedgerQueries, LedgerService } from '../../../src/modules/ledger/index.js';
import { AssignBankLine, CandidateQueries, MakeMatchRule, UndoMatches, type AssignedPart } from '../../../src/modules/settlement/index.js';
import { posting } from '../../support/books.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const ofTheFirm = { counterpartyName: demoPayeeAccount.accountName, counterpartyAccount: demoPayeeAccount.accountNo };

describe('places of bank lines that are not fees, rent or payouts', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.begin(month('01'));
  });
  afterAll(() => stage.close());

  type Part = Omit<AssignedPart, 'amount'> & { amount?: string };
  const last = async () => required((await scene.lines()).at(-1), 'a bank line');
  const give = async (...parts: Part[]) => {
    const given = parts.map(({ amount, ...part }) => ({ ...part, amount: amount === undefined ? null : Money.parse(amount) }));
    return scene.app.get(AssignBankLine).execute(scene.as('bookkeeper'), { lineId: (await last()).id, parts: given });
  };
  const undo = async () => scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [(await last()).id], reason: 'wrong place' });
  const candidates = async () => {
    const line = await last();
    return (await scene.read((tx) => scene.app.get(CandidateQueries).of(tx, [line]))).get(line.id)?.map(({ parts, reason }) => [reason.code, parts]);
  };
  const refusal = async (work: () => Promise<unknown>): Promise<ErrorCode | null> => {
    const before = await scene.fingerprint();
    const code = await work().then(
      () => null,
      (error: unknown) => (error instanceof DomainError ? error.code : Promise.reject(error as Error)),
    );
    expect(await scene.fingerprint()).toEqual(before);
    return code;
  };
  const balance = async (fund: 'SVC' | 'COM', code: '1101' | '1104' | '1103' | '2001' | '2002') =>
    (await scene.read((tx) => scene.app.get(LedgerQueries).balance(tx, fund, { code }))).toString();

  /** Past every trigger. */
  const forge = (sql: string): Promise<unknown> =>
    scene.database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(`${sql} and community_id = ${scene.communityId}`);
    });

  it('other income comes by a rule of the bookkeeper, with the words that the rule looks for', async () => {
    const terms = { direction: 'IN', counterparty: '', remark: '废品', amount: null, target: 'OTHER_INCOME', reference: null } as const;
    await scene.app.get(MakeMatchRule).execute(scene.as('bookkeeper'), terms);
    await scene.statement(day('01-31'), [booking('01-10', '36.50', { remark: '1月废品款' })]);
    expect((await scene.match()).reasons).toEqual({ RULE: 1 });
    expect([(await scene.cash())['COM'], (await last()).state, await scene.violations()]).toEqual(['36.50', 'MATCHED', []]);
    await undo();
    expect([(await scene.cash())['COM'], (await last()).state]).toEqual(['0.00', 'NEW']);
  });

  it('other income by a rule that knows the payer alone does not carry the name of the payer, who may be a person', async () => {
    const terms = { direction: 'IN', counterparty: '王小二', remark: '', amount: null, target: 'OTHER_INCOME', reference: null } as const;
    await scene.app.get(MakeMatchRule).execute(scene.as('bookkeeper'), terms);
    await scene.statement(day('01-31'), [booking('01-10', '36.50', { counterpartyName: '王小二' })]);
    await scene.match();
    const kept = await scene.read((tx) => tx.query('select words from mingbai.other_receipt where community_id = $1', [tx.communityId]));
    expect(kept).toEqual([{ words: '其他收入' }]);
  });

  it('money of the firm clears what it owes, in parts, and can be taken back', async () => {
    scene.at(day('01-20'));
    const take = async (unit: string) => {
      const taking = { unit, amount: Money.parse('75.23'), takenOn: day('01-10'), reason: '业主扫了公司的码', document: '截图' };
      await scene.app.get(RecordTaking).execute(scene.as('bookkeeper'), taking);
    };
    await take('01-101');
    await take('01-102');
    expect(await balance('SVC', '1104')).toBe('150.46');
    await scene.statement(day('01-31'), [booking('01-25', '150.46', ofTheFirm)]);
    const offered = await candidates();
    expect(offered?.at(-1)?.[0]).toBe('EXACT_AMOUNT');
    const parts = offered?.at(-1)?.[1] as readonly { target: 'FIRM_DUE'; reference: string; amount: string }[];
    expect(parts.map(({ target, amount }) => `${target} ${amount}`)).toEqual(['FIRM_DUE 75.23', 'FIRM_DUE 75.23']);
    expect(await refusal(() => give({ target: 'FIRM_DUE', reference: 'PENALTY-1' }))).toBe('ASSIGN_REFERENCE_UNKNOWN');
    expect(await refusal(() => give({ target: 'FIRM_DUE', reference: parts[0]?.reference ?? '' }))).toBe('FIRM_DUE_NOT_OPEN');
    expect(
      await refusal(() =>
        give({ target: 'FIRM_DUE', reference: parts[0]?.reference ?? '', amount: '75.23' }, { target: 'UNIT', reference: '01-103', amount: '75.23' }),
      ),
    ).toBe('ASSIGN_TARGET_REFUSED');
    await give(...parts);
    expect([await balance('SVC', '1104'), (await scene.cash())['SVC'], (await last()).state]).toEqual(['0.00', '150.46', 'MATCHED']);
    expect(await scene.violations()).toEqual([]);
    await undo();
    expect([await balance('SVC', '1104'), (await last()).state]).toEqual(['150.46', 'NEW']);
    expect(await scene.violations()).toEqual([]);
  });

  it('the float that the firm gives back, at most what it has', async () => {
    await scene.statement(day('01-15'), [booking('01-05', '8000.00', { remark: 'ZL01' })]);
    await scene.match();
    await scene.statement(day('01-31'), [booking('01-20', '500.00', { ...ofTheFirm, remark: '备用金退回' })]);
    expect(await refusal(() => give({ target: 'FLOAT_BACK', reference: null }))).toBe('ASSIGN_FLOAT_UNCLEAR');
    // as a payout issues it, without the payout: the books then say more than the documents, which is not what this looks at
    const issue = async (amount: string, id: number) => {
      const [held, flying] = (['2111', '2112'] as const).map((code) => ({ code, holder: { type: 'disbursement' as const, id } }));
      const cash = { code: '1001', holder: { type: 'bank_account', id: scene.bankAccountId } } as const;
      const float = { code: '1201', holder: { type: 'firm', id: scene.people.firm.organisationId } } as const;
      const [h, f] = [required(held, 'held'), required(flying, 'in flight')];
      const steps = [
        { rule: 'P13', debit: float, credit: h },
        { rule: 'P14', debit: h, credit: f },
        { rule: 'P15', debit: f, credit: cash },
      ] as const;
      await scene.run(async (tx) => {
        await scene.app.get(LedgerService).lock(tx);
        const drafts = steps.map(({ rule, debit, credit }) => ({
          rule,
          effectiveOn: day('01-18'),
          source: { type: 'disbursement', id },
          description: 'float',
          transfers: transfer('COM', Money.parse(amount), debit, credit),
        }));
        await scene.app.get(LedgerService).post(tx, posting, drafts);
      });
    };
    await issue('400.00', 900);
    expect(await refusal(() => give({ target: 'FLOAT_BACK', reference: null }))).toBe('ASSIGN_FLOAT_SMALLER');
    expect(await refusal(() => give({ target: 'FLOAT_BACK', reference: '99' }))).toBe('ASSIGN_FLOAT_UNCLEAR');
    await issue('200.00', 901);
    await give({ target: 'FLOAT_BACK', reference: null });
    const held = await scene.read((tx) => scene.app.get(LedgerQueries).balance(tx, 'COM', { code: '1201' }));
    expect([held.toString(), (await last()).state]).toEqual(['100.00', 'MATCHED']);
    await undo();
    expect((await last()).state).toBe('NEW');
    expect((await scene.violations()).filter((violation) => violation.startsWith('I16 every place'))).toEqual([]);
  });

  it('a payment for two units that bounces as a whole takes both receipts back, and is itself taken back', async () => {
    await scene.statement(day('01-15'), [booking('01-05', '150.46', { counterpartyName: '王小明', remark: 'WY03-201 WY03-202' })]);
    await scene.match();
    await scene.statement(day('01-31'), [booking('01-20', '-150.46', { counterpartyName: '王小明', counterpartyAccount: '9901000000000001' })]);
    const parts = [
      { target: 'BOUNCED_RECEIPT' as const, reference: 'SJ2024-000001', amount: '-75.23' },
      { target: 'BOUNCED_RECEIPT' as const, reference: 'SJ2024-000002', amount: '-75.23' },
    ];
    expect(await candidates()).toEqual([['SAME_PAYMENT', parts]]);
    expect(await refusal(() => give({ target: 'BOUNCED_RECEIPT', reference: 'SJ2024-000001' }))).toBe('RECEIPT_BOUNCE_AMOUNT');
    expect(await refusal(() => give({ ...parts[0], amount: '-75.23' } as Part, { target: 'CHARGE', reference: null, amount: '-75.23' }))).toBe(
      'ASSIGN_OUT_WHOLE',
    );
    await give(...parts);
    expect([await balance('SVC', '1101'), (await scene.cash())['SVC']]).toEqual(['376.15', '0.00']);
    expect(await scene.violations()).toEqual([]);
    await undo();
    expect([await balance('SVC', '1101'), (await scene.cash())['SVC'], (await last()).state]).toEqual(['225.69', '150.46', 'NEW']);
    expect(await scene.violations()).toEqual([]);
    await give(...parts);
    expect(await balance('SVC', '1101')).toBe('376.15');
    expect(await scene.violations()).toEqual([]);
  });

  it('rent of another lease is taken back whole and received anew; not once its advance was used', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '20000.00', { remark: 'ZL01' })]);
    await scene.match();
    expect([await balance('COM', '1103'), await balance('COM', '2002')]).toEqual(['0.00', '12000.00']);
    await undo();
    expect([await balance('COM', '1103'), await balance('COM', '2002'), (await scene.cash())['COM'], (await last()).state]).toEqual([
      '8000.00',
      '0.00',
      '0.00',
      'NEW',
    ]);
    expect(await scene.violations()).toEqual([]);
    await forge('update mingbai.lease_receipt set excess = excess + 1 where undoes is not null');
    expect((await scene.violations()).map((violation) => violation.split(':')[0])).toContain(
      'I4 a receipt of operating income is taken back exactly when its entry is reversed, and its charges with it',
    );
    await forge('update mingbai.lease_receipt set excess = excess - 1 where undoes is not null');
    expect((await scene.match()).reasons).toEqual({ LEASE_REFERENCE: 1 });
    expect([await balance('COM', '2002'), await scene.violations()]).toEqual(['12000.00', []]);
    await scene.begin(month('02'));
    expect(await balance('COM', '2002')).toBe('4000.00');
    expect(await refusal(undo)).toBe('LEASE_RECEIPT_USED');
    expect(await scene.violations()).toEqual([]);
  });

  it('a payout that the bank paid with its fee in the same line is paid, the fee is a charge, and nothing lets it be paid again', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '376.15', { remark: 'WY01-101' })]);
    await scene.match();
    scene.at(day('02-08'));
    await scene.close(month('01'));
    const { entitled } = await scene.read((tx) => scene.app.get(EntitlementQueries).baseClaim(tx, month('01')));
    const number = await scene.instructedPayout({ kind: 'BASE', period: month('01'), amount: entitled }, day('02-18'));
    const [payout] = await scene.read((tx) => scene.app.get(DisbursementQueries).instructed(tx));
    const { id, payeeName, payeeAccountNo } = required(payout, 'the payout');
    const whole = `-${entitled.plus(Money.parse('5.00')).toString()}`;
    await scene.statement(day('02-22'), [booking('02-20', whole, { counterpartyName: payeeName, counterpartyAccount: payeeAccountNo })]);
    expect(await refusal(() => give({ target: 'BANK_ERROR', reference: number }))).toBe('ASSIGN_PAYEE_REACHED');
    const { version } = await scene.read((tx) => scene.app.get(DisbursementQueries).byId(tx, id));
    scene.at(day('02-23'));
    const fail = () => scene.app.get(FailDisbursement).execute(scene.as('cashier'), { id, version, reason: '银行称未付' });
    expect(await refusal(fail)).toBe('DISBURSEMENT_BANK_DEBIT');
    const parts = [
      { target: 'PAYOUT' as const, reference: number, amount: `-${entitled.toString()}` },
      { target: 'CHARGE' as const, reference: null, amount: '-5.00' },
    ];
    expect(await candidates()).toEqual([['PAYOUT_AMOUNT_DIFFERS', parts]]);
    await give(...parts);
    expect((await last()).state).toBe('MATCHED');
    expect((await scene.read((tx) => scene.app.get(DisbursementQueries).byId(tx, id))).state).toBe('SETTLED');
    expect(await scene.read((tx) => scene.app.get(LedgerQueries).balance(tx, 'COM', { code: '5301' })).then(String)).toBe('5.00');
    expect(await scene.violations()).toEqual([]);
  });

  it('a payout that the bank paid wrongly is its error; the payout fails and is not hidden by it', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '376.15', { remark: 'WY01-101' })]);
    await scene.match();
    scene.at(day('02-08'));
    await scene.close(month('01'));
    const { entitled } = await scene.read((tx) => scene.app.get(EntitlementQueries).baseClaim(tx, month('01')));
    const number = await scene.instructedPayout({ kind: 'BASE', period: month('01'), amount: entitled }, day('02-18'));
    const [payout] = await scene.read((tx) => scene.app.get(DisbursementQueries).instructed(tx));
    const { id, payeeName, payeeAccountNo } = required(payout, 'the payout');
    const wrong = { counterpartyName: '别人', counterpartyAccount: '9909000000000009', remark: number };
    await scene.statement(day('02-22'), [booking('02-20', `-${entitled.toString()}`, wrong)]);
    expect(await refusal(() => give({ target: 'BANK_ERROR', reference: null }))).toBe('ASSIGN_PERHAPS_PAYOUT');
    expect(await refusal(() => give({ target: 'BANK_ERROR', reference: 'BF2024-0099' }))).toBe('ASSIGN_REFERENCE_UNKNOWN');
    expect(await candidates()).toContainEqual(['WRONGLY_PAID', [{ target: 'BANK_ERROR', reference: number, amount: `-${entitled.toString()}` }]]);
    await give({ target: 'BANK_ERROR', reference: number });
    expect((await last()).reason).toMatchObject({ code: 'WRONGLY_PAID', figures: { reference: number } });
    const { version } = await scene.read((tx) => scene.app.get(DisbursementQueries).byId(tx, id));
    scene.at(day('02-23'));
    const failed = await scene.app.get(FailDisbursement).execute(scene.as('cashier'), { id, version, reason: '银行付到别的账户' });
    expect(failed.value.state).toBe('APPROVING');
    await scene.statement(day('02-25'), [booking('02-24', entitled.toString(), { ...wrong, remark: '' })]);
    await give({ target: 'CORRECTION', reference: String((await scene.lines()).at(-2)?.id) });
    expect(await scene.violations()).toEqual([]);
    expect([payeeName, payeeAccountNo].every((text) => text !== '')).toBe(true);
  });
});
