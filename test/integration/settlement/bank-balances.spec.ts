import { Money, type BusinessDate } from '../../../src/kernel/index.js';
import { BankBalanceQueries, NoteBankBalance, WithdrawBankBalance } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const JANUARY = month('01');
const LETTER = 'a'.repeat(64);

describe('a balance that the bank vouched for', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.begin(JANUARY);
    await scene.statement(day('01-15'), [booking('01-05', '75.23', { remark: 'WY01-101' })]);
    await scene.statement(day('01-31'), [booking('01-20', '1.00', { remark: '?' })]);
    await scene.match();
    scene.at(day('02-05'));
    await scene.run((tx) =>
      tx.query(
        `insert into mingbai.evidence (community_id, sha256, name, media_type, byte_count, stored_at, stored_by, stored_for) values ($1, $2, 'letter.pdf', 'application/pdf', 9, now(), 1, 1)`,
        [tx.communityId, LETTER],
      ),
    );
  });
  afterAll(() => stage.close());

  type Who = Parameters<SettlementScene['as']>[0];
  const note = (balance: string, on: BusinessDate = day('01-31'), { who = 'bookkeeper', letter = LETTER }: { who?: Who; letter?: string } = {}) =>
    scene.app.get(NoteBankBalance).execute(scene.as(who), { on, balance: Money.parse(balance), documentSha256: letter });
  const withdraw = (id: number, reason = 'typed for another day', who: Who = 'bookkeeper') =>
    scene.app.get(WithdrawBankBalance).execute(scene.as(who), { id, reason });
  const queries = () => scene.app.get(BankBalanceQueries);
  const seen = async () =>
    (await scene.read((tx) => queries().through(tx, JANUARY))).map(({ source, on, stated, lines, books }) =>
      [source, on, ...[stated, lines, books].map(String)].join(' '),
    );
  const blockers = async () => (await scene.checklist(JANUARY)).steps.filter(({ blocker }) => blocker !== null).map(({ name }) => name);

  it('is the opening and closing of every statement, and what a letter says, beside lines and books', async () => {
    await note('76.23');
    expect(await seen()).toEqual([
      'STATEMENT_OPENING 2023-12-31 0.00 0.00 0.00',
      'STATEMENT_CLOSING 2024-01-15 75.23 75.23 75.23',
      'STATEMENT_OPENING 2024-01-15 75.23 75.23 75.23',
      'LETTER 2024-01-31 76.23 76.23 76.23',
      'STATEMENT_CLOSING 2024-01-31 76.23 76.23 76.23',
    ]);
    await scene.close(JANUARY);
    expect(await scene.violations()).toEqual([]);
  });

  it('is kept when it contradicts us, stops the close with the figures, and is seen by verify until it is withdrawn', async () => {
    const { id } = (await note('76.24')).value;
    expect(await blockers()).toContain('BALANCES');
    expect(await refusedBy(scene.close(JANUARY))).toEqual({
      code: 'BANK_BALANCE_APART',
      details: { date: '2024-01-31', name: 'letter.pdf', stated: '76.24', bank: '76.23', books: '76.23' },
    });
    expect(await scene.violations()).toEqual([
      'I16 every balance that the bank stated is that of its lines and of the books on that day: LETTER of letter.pdf at the end of 2024-01-31: 76.24, its lines say 76.23, the books 76.23',
    ]);
    await withdraw(id);
    const [noted] = await scene.read((tx) => queries().noted(tx));
    expect(noted).toMatchObject({ documentName: 'letter.pdf', withdrawnBecause: 'typed for another day' });
    await scene.close(JANUARY);
    expect(await scene.violations()).toEqual([]);
  });

  it('is held against a closed month too, when the letter comes late', async () => {
    await scene.close(JANUARY);
    await scene.begin(month('02'));
    await scene.statement(day('02-29'), []);
    scene.at(day('03-05'));
    await note('76.22');
    expect(await refusedBy(scene.close(month('02')))).toMatchObject({ code: 'BANK_BALANCE_APART', details: { stated: '76.22' } });
  });

  it('counts once a statement covers its day', async () => {
    await note('99.00', day('02-03'));
    await scene.close(JANUARY);
    expect(await scene.violations()).toEqual([]);
    await scene.begin(month('02'));
    await scene.statement(day('02-29'), []);
    scene.at(day('03-05'));
    expect(await refusedBy(scene.close(month('02')))).toMatchObject({
      code: 'BANK_BALANCE_APART',
      details: { date: '2024-02-03', stated: '99.00', bank: '76.23' },
    });
  });

  it('is refused without a letter, for a day that is not over, twice, without an account, and by others than the bookkeeper', async () => {
    const before = await scene.fingerprint();
    for (const who of ['cashier', 'firm', 'community', 'centre'] as const)
      expect(await refusedBy(note('76.23', day('01-31'), { who }))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(note('76.23', day('01-31'), { letter: 'b'.repeat(64) }))).toMatchObject({ code: 'EVIDENCE_UNKNOWN' });
    expect(await refusedBy(note('76.23', day('02-05')))).toEqual({ code: 'BANK_BALANCE_DAY_NOT_OVER', details: { date: '2024-02-05', today: '2024-02-05' } });
    expect(await refusedBy(note('0.00', '2020-01-01' as BusinessDate))).toMatchObject({ code: 'COMMUNITY_ACCOUNT_NONE' });
    expect(await scene.fingerprint()).toEqual(before);
    const { id } = (await note('76.23')).value;
    expect(await refusedBy(note('76.23'))).toMatchObject({ code: 'BANK_BALANCE_NOTED' });
    for (const reason of ['', 'a\nb', 'x'.repeat(201)]) expect(await refusedBy(withdraw(id, reason))).toMatchObject({ code: 'BANK_BALANCE_REASON' });
    expect(await refusedBy(withdraw(id, 'x', 'community'))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(withdraw(999_999))).toMatchObject({ code: 'BANK_BALANCE_MISSING' });
    await withdraw(id);
    expect(await refusedBy(withdraw(id))).toMatchObject({ code: 'BANK_BALANCE_WITHDRAWN' });
    await note('76.23'); // noted again, rightly
  });
});
