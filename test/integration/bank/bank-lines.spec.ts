import { accountingPeriod, Money, type Instant, type OrganisationId, type PersonId } from '../../../src/kernel/index.js';
import { invariants, type BankLineView, type MatchPart, type ReconciliationFacts } from '../../../src/modules/bank/index.js';
import { transfer, type EntryDraft } from '../../../src/modules/ledger/index.js';
import type { Tx } from '../../../src/platform/database/index.js';
import { violations } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { bankOnDatabase, booking, day, statement, type BankOnDatabase } from './fixture.js';

const posting = { by: 1 as PersonId, at: '2024-03-05T01:00:00.000Z' as Instant };
const JANUARY = accountingPeriod('2024-01');

describe('the place of a bank line', () => {
  let bank: BankOnDatabase;
  let received: BankLineView;
  let second: BankLineView;

  beforeEach(async () => {
    bank = await bankOnDatabase();
    await bank.importStatement(statement('01-01', '01-31', '0.00', [booking('01-05', '100.00'), booking('01-20', '30.00')]));
    [received, second] = (await bank.read((tx) => bank.queries.lines(tx))) as [BankLineView, BankLineView];
  });
  afterEach(async () => {
    expect(await violations(bank.database, bank.communityId, invariants)).toEqual([]);
    await bank.database.destroy();
  });

  const cash = { code: '1001', holder: { type: 'bank_account', id: 1 } } as const;
  const draft = (line: BankLineView, rule: 'P02' | 'P21' = 'P21'): EntryDraft => ({
    rule,
    effectiveOn: line.bookedOn,
    source: { type: 'bank_line', id: line.id },
    description: 'a bank line',
    transfers:
      rule === 'P21'
        ? transfer('TRN', line.amount, cash, { code: '2301', holder: { type: 'bank_line', id: line.id } })
        : transfer('SVC', line.amount, cash, { code: '2001', holder: { type: 'unit', id: 1 } }),
  });
  const post = async (tx: Tx, line: BankLineView, rule: 'P02' | 'P21' = 'P21'): Promise<number> => {
    await bank.ledger.lock(tx);
    const [entry] = await bank.ledger.post(tx, posting, [draft(line, rule)]);
    return entry?.seq ?? 0;
  };
  const part = (entrySeq: number, amount: string): MatchPart => ({ targetType: 'RECEIPT', targetId: 5, amount: Money.parse(amount), entrySeq });
  const match = (line: BankLineView, amounts: readonly string[]): Promise<void> =>
    bank.run(async (tx) => {
      const entrySeq = await post(tx, line, 'P02');
      await bank.lines.match(tx, posting, [{ lineId: line.id, reason: { code: 'TEST' }, parts: amounts.map((amount) => part(entrySeq, amount)) }]);
    });
  const suspend = (line: BankLineView): Promise<void> =>
    bank.run(async (tx) => bank.lines.suspend(tx, posting, [{ lineId: line.id, entrySeq: await post(tx, line), reason: { code: 'TEST' } }]));
  const states = async () => (await bank.read((tx) => bank.queries.lines(tx))).map(({ state, suspenseOpen }) => `${state} ${suspenseOpen.toString()}`);

  it('is what its parts say, which add up to its amount', async () => {
    await match(received, ['75.23', '24.77']);
    expect(await states()).toEqual(['MATCHED 0.00', 'NEW 0.00']);
    expect(await bank.read((tx) => bank.queries.matches(tx, [received.id]))).toMatchObject([{ takenFrom: 'LINE', targetId: 5 }, { entrySeq: 1 }]);
    expect((await bank.read((tx) => bank.queries.line(tx, received.id)))?.reason).toEqual({ code: 'TEST' });
  });

  it('is never part of the line only', async () => {
    await expect(match(received, ['75.23'])).rejects.toThrow('the parts of bank line');
    await expect(match(received, ['75.23', '24.78'])).rejects.toThrow('the parts of bank line');
    expect(await states()).toEqual(['NEW 0.00', 'NEW 0.00']);
  });

  it('is given once', async () => {
    await match(received, ['100.00']);
    await suspend(second);
    const again = (line: BankLineView) =>
      bank.run((tx) => bank.lines.match(tx, posting, [{ lineId: line.id, reason: null, parts: [part(1, line.amount.toString())] }]));
    expect(await refusedBy(again(received))).toEqual({ code: 'BANK_LINE_STATE', details: { date: '2024-01-05', amount: '100.00', state: 'MATCHED' } });
    expect(await refusedBy(again(second))).toMatchObject({ code: 'BANK_LINE_STATE', details: { state: 'SUSPENSE' } });
    expect(await refusedBy(again({ ...received, id: 9999 as BankLineView['id'] }))).toEqual({ code: 'BANK_LINE_MISSING', details: { line: 9999 } });
  });

  it('is suspense until it is found, whole', async () => {
    await suspend(received);
    expect(await states()).toEqual(['SUSPENSE 100.00', 'NEW 0.00']);
    expect(await bank.read((tx) => bank.queries.suspense(tx, day('01-31')))).toEqual({ count: 1, total: Money.parse('100.00'), oldestOn: '2024-01-05' });
    const find = (amount: string) =>
      bank.run((tx) => bank.lines.find(tx, posting, { lineId: received.id, reason: null, parts: [{ ...part(1, amount), targetType: 'RECEIPT' }] }));
    await expect(find('99.99')).rejects.toThrow('the parts of bank line');
    await find('100.00');
    expect(await states()).toEqual(['MATCHED 0.00', 'NEW 0.00']);
    expect(await refusedBy(find('100.00'))).toMatchObject({ code: 'BANK_LINE_NOT_IN_SUSPENSE' });
    expect(await refusedBy(bank.run((tx) => bank.lines.find(tx, posting, { lineId: second.id, reason: null, parts: [] })))).toMatchObject({
      code: 'BANK_LINE_NOT_IN_SUSPENSE',
    });
  });

  it('becomes RECONCILED by the close, and what waits is still found afterwards', async () => {
    await match(received, ['100.00']);
    expect(await refusedBy(bank.run((tx) => bank.lines.reconcileThrough(tx, JANUARY)))).toEqual({
      code: 'BANK_LINE_UNPLACED',
      details: { month: '2024-01', count: 1 },
    });
    await suspend(second);
    const close = async (tx: Tx): Promise<number> => {
      await bank.ledger.lock(tx);
      const count = await bank.lines.reconcileThrough(tx, JANUARY);
      await bank.ledger.closePeriod(tx, posting, JANUARY);
      return count;
    };
    expect(await bank.run(close)).toBe(2);
    expect(await states()).toEqual(['RECONCILED 0.00', 'RECONCILED 30.00']);
    await bank.run((tx) => bank.lines.find(tx, posting, { lineId: second.id, reason: null, parts: [part(2, '30.00')] }));
    expect(await states()).toEqual(['RECONCILED 0.00', 'RECONCILED 0.00']);
  });

  it('cannot be given by hand in the database: parts that do not add up fail at the commit', async () => {
    const entrySeq = await bank.run((tx) => post(tx, received));
    const insert = `insert into mingbai.bank_match (community_id, id, line_id, taken_from, target_type, target_id, amount, entry_seq, matched_at) values ($1, 900, $2, 'LINE', 'RECEIPT', 1, $3, $4, now())`;
    const wrong = (tx: Tx, amount: string) => tx.query(insert, [tx.communityId, received.id, amount, entrySeq]);
    await expect(bank.run((tx) => wrong(tx, '100.00'))).rejects.toThrow('is NEW with 100.00 matched');
    await expect(bank.run((tx) => wrong(tx, 'NaN'))).rejects.toThrow(/check constraint/);
    const place = `update mingbai.bank_line set state = 'MATCHED' where community_id = $1 and id = $2`;
    await expect(bank.run((tx) => tx.query(place, [tx.communityId, received.id]))).rejects.toThrow('is MATCHED with 0 matched');
    await expect(bank.run(async (tx) => [await wrong(tx, '99.99'), await tx.query(place, [tx.communityId, received.id])])).rejects.toThrow(
      'with 99.99 matched',
    );
    await expect(
      bank.run((tx) =>
        tx.query(`update mingbai.bank_line set state = 'SUSPENSE', suspense_open = 100 where community_id = $1 and id = $2`, [tx.communityId, received.id]),
      ),
    ).rejects.toThrow('is SUSPENSE with 0 matched');
  });

  it('cannot be given by hand to one line among many: a statement of all of them is refused for the one, and what was noted to ask is gone when all agree', async () => {
    const entries = [await bank.run((tx) => post(tx, received)), await bank.run((tx) => post(tx, second))];
    const place = `update mingbai.bank_line set state = 'MATCHED' where community_id = $1 and id = any ($2)`;
    const insert = `insert into mingbai.bank_match (community_id, id, line_id, taken_from, target_type, target_id, amount, entry_seq, matched_at)
      select $1, 900 + place, line, 'LINE', 'RECEIPT', place, amount, entry, now() from unnest($2::bigint[], $3::numeric[], $4::bigint[]) with ordinality m(line, amount, entry, place)`;
    const lines = [received.id, second.id];
    const both = (amounts: readonly string[], placed: readonly number[], first: 'lines' | 'matches') =>
      bank.run(async (tx) => {
        if (first === 'lines') await tx.query(place, [tx.communityId, placed]);
        await tx.query(insert, [tx.communityId, lines, amounts, entries]);
        if (first === 'matches') await tx.query(place, [tx.communityId, placed]);
      });
    for (const first of ['lines', 'matches'] as const) {
      await expect(both(['100.00', '29.99'], lines, first)).rejects.toThrow(`bank line ${second.id} of 30.00 is MATCHED with 29.99 matched`);
      await expect(both(['100.00', '30.00'], [received.id], first)).rejects.toThrow(`bank line ${second.id} of 30.00 is NEW with 30.00 matched`);
    }
    await both(['100.00', '30.00'], lines, 'matches');
    expect(await states()).toEqual(['MATCHED 0.00', 'MATCHED 0.00']);
    expect(await bank.read((tx) => tx.query('select from mingbai.bank_line_check where community_id = $1', [tx.communityId]))).toEqual([]);
  });

  it('cannot be taken back or skip a state, not even by the owner of the tables', async () => {
    await match(received, ['100.00']);
    const attempts = [
      `update mingbai.bank_line set state = 'NEW' where community_id = ${bank.communityId}`,
      `update mingbai.bank_line set state = 'RECONCILED' where community_id = ${bank.communityId} and id = ${second.id}`,
      `update mingbai.bank_line set amount = 1 where community_id = ${bank.communityId}`,
      `update mingbai.bank_line set remark = '' where community_id = ${bank.communityId}`,
      `delete from mingbai.bank_line where community_id = ${bank.communityId}`,
      `truncate mingbai.bank_line cascade`,
      `update mingbai.bank_match set amount = 1 where community_id = ${bank.communityId}`,
      `delete from mingbai.bank_match where community_id = ${bank.communityId}`,
      `update mingbai.bank_file set closing = 1 where community_id = ${bank.communityId}`,
      `delete from mingbai.bank_file where community_id = ${bank.communityId}`,
      `delete from mingbai.reconciliation where community_id = ${bank.communityId}`,
    ];
    for (const role of ['mingbai_app', 'mingbai_owner'] as const) {
      for (const attempt of attempts) {
        const tried = bank.database.as(role, (client) => client.query(`begin; set local app.community_id = '${bank.communityId}'; ${attempt}; commit`));
        await expect(tried).rejects.toThrow(/permission denied|refused|cannot go from|is NEW with 100.00 matched/);
      }
    }
  });

  it('keeps the chain of balances: no line may be put in that breaks it', async () => {
    const insert = (position: number, balance: string, state = 'NEW'): Promise<unknown> =>
      bank.run((tx) =>
        tx.query(
          `insert into mingbai.bank_line (community_id, id, account_id, file_id, position, file_line, booked_on, value_on, amount, counterparty_name, counterparty_account, remark, bank_reference, reversal, balance_after, state)
           select community_id, 901, account_id, file_id, $3, 1, booked_on, value_on, 5, '', '', '', 'X', false, $4, $5 from mingbai.bank_line where community_id = $1 and id = $2`,
          [tx.communityId, second.id, position, balance, state],
        ),
      );
    await expect(insert(3, '135.01')).rejects.toThrow('135.01 follows 130.00 by 5.00');
    await expect(insert(4, '135.00')).rejects.toThrow('at position 4');
    await expect(insert(2, '135.00')).rejects.toThrow(/unique/);
    await expect(insert(3, '135.00', 'MATCHED')).rejects.toThrow('begins as NEW');
  });

  describe('and the reconciliation that is signed', () => {
    const facts = (fileId: number, changes: Partial<ReconciliationFacts> = {}): ReconciliationFacts => ({
      accountId: bank.bankAccountId,
      fileId: fileId as ReconciliationFacts['fileId'],
      month: JANUARY,
      reconciledOn: day('01-31'),
      bankBalance: Money.parse('130.00'),
      several: null,
      funds: [
        { fund: 'SVC', cash: Money.parse('100.00'), claims: Money.parse('100.00') },
        { fund: 'TRN', cash: Money.parse('30.00'), claims: Money.parse('30.00') },
      ],
      suspense: { count: 1, total: Money.parse('30.00'), oldestOn: day('01-20') },
      claims: [{ account: '2301', fund: 'TRN', amount: Money.parse('30.00') }],
      outstanding: [{ kind: 'SUSPENSE', fund: 'TRN', reference: '9', since: day('01-20'), amount: Money.parse('30.00') }],
      lineCount: 2,
      lastEntrySeq: 3,
      ...changes,
    });
    const party = { by: 1 as PersonId, for: 7 as OrganisationId, at: posting.at };
    const prepare = (fact: ReconciliationFacts) => bank.run((tx) => bank.reconciliations.prepare(tx, party, fact));

    it('is kept as it was prepared, waits for its signature and is withdrawn once', async () => {
      const { id, sha256 } = await prepare(facts(received.fileId));
      const pending = await bank.read((tx) => bank.reconciliationQueries.pending(tx, JANUARY));
      const made = { fundCash: Money.parse('130.00'), documentClaims: Money.parse('130.00'), preparedBy: 1, preparedFor: 7, preparedAt: posting.at };
      expect(pending).toMatchObject({ ...facts(received.fileId), ...made, id, sha256, signedAt: null, closeNo: null, withdrawnAt: null });
      expect(await bank.read((tx) => bank.reconciliationQueries.latest(tx))).toBeNull(); // no close rests on it
      if (pending === null) return;
      const sign = (by: number, organisation: number) =>
        bank.run((tx) => bank.reconciliations.sign(tx, { by: by as PersonId, for: organisation as OrganisationId, at: posting.at }, pending));
      expect(await refusedBy(sign(1, 8))).toMatchObject({ code: 'RECONCILIATION_SAME_PARTY' });
      expect(await refusedBy(sign(2, 7))).toMatchObject({ code: 'RECONCILIATION_SAME_PARTY' });
      await sign(2, 8);
      const signed = await bank.read((tx) => bank.reconciliationQueries.byId(tx, id));
      expect(signed).toMatchObject({ signedBy: 2, signedFor: 8 });
      await bank.run((tx) => bank.reconciliations.withdraw(tx, party, signed ?? pending, 'a receipt is missing'));
      const ended = await bank.read((tx) => bank.reconciliationQueries.byId(tx, id));
      expect(ended).toMatchObject({ withdrawnBecause: 'a receipt is missing', withdrawnAt: posting.at });
      expect(await refusedBy(bank.run((tx) => bank.reconciliations.withdraw(tx, party, ended ?? pending, 'again')))).toMatchObject({
        code: 'RECONCILIATION_STATE',
      });
      expect(await bank.read((tx) => bank.reconciliationQueries.pending(tx, JANUARY))).toBeNull();
    });

    it('is refused for one fen, with the three figures and the fund that is apart', async () => {
      expect(await refusedBy(prepare(facts(received.fileId, { bankBalance: Money.parse('130.01') })))).toMatchObject({
        code: 'BANK_LEGS_DIFFER',
        details: { bank: '130.01', books: '130.00', documents: '130.00', fund: '–' },
      });
      const funds = [
        { fund: 'SVC', cash: Money.parse('100.00'), claims: Money.parse('100.01') },
        { fund: 'TRN', cash: Money.parse('30.00'), claims: Money.parse('29.99') },
      ] as const;
      expect(await refusedBy(prepare(facts(received.fileId, { funds })))).toMatchObject({
        code: 'BANK_LEGS_DIFFER',
        details: { fund: 'SVC', fundCash: '100.00', fundClaims: '100.01' },
      });
      expect(await bank.read((tx) => bank.reconciliationQueries.prepared(tx))).toEqual([]);
    });
  });
});
