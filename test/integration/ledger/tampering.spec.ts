import { accountingPeriod, type CommunityId } from '../../../src/kernel/index.js';
import { invariants, LedgerService, transfer } from '../../../src/modules/ledger/index.js';
import { day, openBook, posting, receiptDraft, violations, yuan } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';

/** What a superuser does with every trigger and foreign key turned off, in a compound of its own ($ is its id), and the rules that find it. */
const deeds: readonly [deed: string, sql: string, rules: string[]][] = [
  ['the amount of a transfer is changed', `update ledger.transfer set amount = amount + 0.01 where community_id = $ and entry_seq = 1`, ['I2', 'I4']],
  ['a transfer is pointed at another account', `update ledger.transfer set credit_account = 2 where community_id = $ and entry_seq = 3`, ['I2']],
  ['a transfer is put into another fund', `update ledger.transfer set fund = 'COM' where community_id = $ and entry_seq = 2`, ['I1']],
  ['a transfer is removed', `delete from ledger.transfer where community_id = $ and entry_seq = 2`, ['I1', 'I2']],
  ['an entry is removed with its transfers', `delete from ledger.transfer where community_id = $ and entry_seq = 2; delete from ledger.entry where community_id = $ and seq = 2`, ['I2', 'I18']],
  ['the last entry is removed with all its totals', lastEntryRemoved(), ['I18']],
  ['the totals of an account are changed', `update ledger.account_balance set credit = credit + 5 where community_id = $ and account_id = 2`, ['I2']],
  ['the cash of a fund is changed', `update ledger.fund_balance set cash = cash + 5 where community_id = $ and fund = 'SVC'`, ['I2']],
  ['the kept total of a closed month is changed', `update ledger.period_balance set debit = debit + 1 where community_id = $ and account_id = 1`, ['I2']],
  ['a close says that it begins to read later', `update ledger.period set first_open_seq = 3 where community_id = $`, ['I2']],
  ['a month is opened without a reopening', `update ledger.book set closed_through = '2023-12-31', reopened_through = '2024-01-31', reopened_until = '2099-01-01' where community_id = $; update ledger.period set state = 'REOPENED', reopening_no = 1, reopened_seq = 7 where community_id = $`, ['I15']],
  ['an entry is moved out of a closed month', `update ledger.transfer set effective_on = '2024-02-01' where community_id = $ and entry_seq = 2; update ledger.entry set effective_on = '2024-02-01' where community_id = $ and seq = 2`, ['I2']],
  ['an entry is moved into a closed month', `update ledger.transfer set effective_on = '2024-01-31' where community_id = $ and entry_seq = 6; update ledger.entry set effective_on = '2024-01-31' where community_id = $ and seq = 6`, ['I15']],
  ['an entry is dated otherwise than its transfers', `update ledger.entry set effective_on = '2024-02-05' where community_id = $ and seq = 6`, ['I1']],
  ['a reversal names another entry', `update ledger.entry set reverses_seq = 3 where community_id = $ and rule = 'REV'`, ['I4']],
  ['a reversal forgets what it reverses', `update ledger.entry set reverses_seq = null where community_id = $ and rule = 'REV'`, ['I4']],
  ['an entry calls itself a reversal', `update ledger.entry set rule = 'REV' where community_id = $ and seq = 6`, ['I4']],
  ['an entry comes from nothing', `update ledger.entry set source_type = 'nothing', source_id = -4, occurrence = -1 where community_id = $ and seq = 6`, ['I4']],
  ['a voucher moves to another year with its counters', `update ledger.entry set voucher_year = 2030, voucher_no = 1 where community_id = $ and seq = 7; update ledger.book set vouchers[2030] = 1, vouchers[2024] = vouchers[2024] - 1 where community_id = $`, ['I4']],
  ['a line of an entry gets another number', `update ledger.transfer set line = 9 where community_id = $ and entry_seq = 6`, ['I18']],
  ['a number of a voucher is left out', `update ledger.entry set voucher_no = 99 where community_id = $ and seq = 2`, ['I18']],
  ['the book forgets its last entry', `update ledger.book set last_seq = last_seq - 1 where community_id = $`, ['I18']],
  ['a claim goes below zero with all its totals', belowTheFloor(), ['I6']],
  ['the kept totals of an account are removed', `delete from ledger.period_balance where community_id = $ and account_id = 2`, ['I2']],
  ['an account is made free of its restriction, with the total of its fund', `update ledger.account set restricted = false where community_id = $ and id = 3; update ledger.fund_balance set restricted = restricted - 75 where community_id = $ and fund = 'SVC'`, ['I2']],
  ['a close is removed', `delete from ledger.period where community_id = $; delete from ledger.period_balance where community_id = $`, ['I15']],
  ['a close says that it knew an entry that never was', `update ledger.period set last_seq = 8 where community_id = $`, ['I15']],
  ['a month is left open between closed ones', `insert into ledger.period values ($, 2, '2024-03', 'CLOSED', now(), null, 7, 8); update ledger.book set closed_through = '2024-03-31' where community_id = $`, ['I15']],
  ['a reopening is confirmed after its time', `insert into ledger.reopening values ($, 1, '2024-01', 'late', '2030-01-02', '2030-01-01', 1, 1); insert into ledger.reopening_confirmation values ($, 1, 1, 1, '2030-01-03', 2, 2, 7)`, ['I15']],
  ['money comes into a fund that left none', `update ledger.account set code = '4902' where community_id = $ and code = '2302'`, ['I1', 'I2', 'I23']],
  ['one fund owes another what that one does not claim', `update ledger.account set code = '2701' where community_id = $ and code = '2302'`, ['I1', 'I2', 'I23']],
]; // prettier-ignore

/** What leaves the books as they agree with themselves: the documents, the bank and what was published must find it. */
const silent: readonly [deed: string, sql: string][] = [
  ['the wording of an entry', `update ledger.entry set description = 'other words' where community_id = $ and seq = 2`],
  ['the person behind an entry', `update ledger.entry set actor_id = 999 where community_id = $ and seq = 2`],
  ['the day of an entry inside the open month', `update ledger.transfer set effective_on = '2024-02-09' where community_id = $ and entry_seq = 6; update ledger.entry set effective_on = '2024-02-09' where community_id = $ and seq = 6`],
]; // prettier-ignore

describe('books that somebody changed behind the gate', () => {
  let database: TestDatabase;
  const ledger = new LedgerService();
  const namesFound = new Set<string>();
  const compoundOf = (index: number): CommunityId => (index + 1) as CommunityId;

  beforeAll(async () => {
    database = await TestDatabase.create();
    for (let index = 0; index < deeds.length + silent.length; index++) {
      const community = compoundOf(index);
      await openBook(database, community);
      await database.unitOfWork.run(community, async (tx) => {
        await ledger.post(tx, posting, [
          receiptDraft('10.00', '2024-01-02', 1),
          receiptDraft('20.00', '2024-01-03', 1),
          receiptDraft('30.00', '2024-01-04', 2),
        ]);
        await ledger.reverse(tx, posting, { seq: 1, effectiveOn: day('2024-01-05'), description: 'reversal' });
        await ledger.closePeriod(tx, posting, accountingPeriod('2024-01'));
        await ledger.post(tx, posting, [receiptDraft('40.00', '2024-02-02', 1), receiptDraft('50.00', '2024-02-03', 2)]);
        const refund = transfer('SVC', yuan('5.00'), { code: '2001', holder: { type: 'unit', id: 2 } }, { code: '2302', holder: { type: 'unit', id: 2 } });
        await ledger.post(tx, posting, [{ ...receiptDraft('1.00', '2024-02-04'), rule: 'P06', transfers: refund }]);
      });
    }
  });
  afterAll(() => database.destroy());

  const tamper = (community: CommunityId, sql: string) =>
    database.as('postgres', (client) => client.query(`begin; set local session_replication_role = replica; ${sql.replaceAll('$', String(community))}; commit`));

  it('agree with themselves before anybody does', async () => {
    for (let index = 0; index < deeds.length + silent.length; index++) expect(await violations(database, compoundOf(index))).toEqual([]);
  });

  it.each(deeds.map(([deed, sql, rules], index) => ({ deed, sql, rules, index })))('say so: $deed', async ({ sql, rules, index }) => {
    await tamper(compoundOf(index), sql);
    const found = await violations(database, compoundOf(index));
    expect([...new Set(found.map((violation) => violation.replace(/ .*/s, '')))].toSorted()).toEqual(rules.toSorted());
    for (const violation of found) namesFound.add(violation.replace(/: .*/s, ''));
  });

  it('have no check that none of this would set off', () => {
    expect(invariants.map(({ name }) => name).filter((name) => !namesFound.has(name))).toEqual([]);
  });

  it.each(silent.map(([deed, sql], index) => ({ deed, sql, index })))('cannot know: $deed', async ({ sql, index }) => {
    const community = compoundOf(deeds.length + index);
    await tamper(community, sql);
    expect(await violations(database, community)).toEqual([]);
  });
});

/** Entry 7 (5.00 from 2001 to 2302) and everything that was added up of it. */
function lastEntryRemoved(): string {
  return `update ledger.account_balance b set debit = b.debit - case when b.account_id = x.debit_account then x.amount else 0 end,
      credit = b.credit - case when b.account_id = x.credit_account then x.amount else 0 end
    from ledger.transfer x where b.community_id = $ and x.community_id = $ and x.entry_seq = 7 and b.account_id in (x.debit_account, x.credit_account);
    delete from ledger.transfer where community_id = $ and entry_seq = 7; delete from ledger.entry where community_id = $ and seq = 7`;
}

/** The refund grows to more than was paid ahead, and all totals with it; restricted claims only change places. */
function belowTheFloor(): string {
  return `alter table ledger.account_balance drop constraint floor;
    update ledger.account_balance b set debit = b.debit + case when b.account_id = x.debit_account then 500 else 0 end,
      credit = b.credit + case when b.account_id = x.credit_account then 500 else 0 end
    from ledger.transfer x where b.community_id = $ and x.community_id = $ and x.entry_seq = 7 and b.account_id in (x.debit_account, x.credit_account);
    update ledger.transfer set amount = amount + 500 where community_id = $ and entry_seq = 7`;
}
