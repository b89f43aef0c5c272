import { gzipSync } from 'node:zlib';
import { invariants } from '../../src/app.module.js';
import { accountingPeriod, addMonths, businessDate, Money, required, shanghaiTime, type CommunityId } from '../../src/kernel/index.js';
import { BankQueries, ChannelQueries, type BankLineId } from '../../src/modules/bank/index.js';
import { ContractQueries, contractTermsJson, ProposalQueries, termsOf, type ContractVersionView } from '../../src/modules/contracts/index.js';
import { DisbursementQueries, SignedDecisions } from '../../src/modules/disbursements/index.js';
import { FirmDueQueries } from '../../src/modules/entitlements/index.js';
import { AccessLogRows, IdentityQueries } from '../../src/modules/identity/index.js';
import { LedgerQueries } from '../../src/modules/ledger/index.js';
import { BudgetQueries, VoteQueries } from '../../src/modules/resolutions/index.js';
import { StatementQueries, type StatementSnapshot } from '../../src/modules/statements/index.js';
import { UnitOfWork, type Tx } from '../../src/platform/database/index.js';
import type { TestApp } from '../support/app.js';
import { violations } from '../support/books.js';
import { startWholeDemoApp } from '../support/demo.js';

/** The demo from its first month to its last, as a visitor finds it. */
describe('the demo compound from 2024-01 to 2026-10', () => {
  const community = 1 as CommunityId;
  const months = Array.from({ length: 34 }, (_, index) => addMonths(accountingPeriod('2024-01'), index));
  let test: TestApp;

  beforeAll(async () => {
    const began = Date.now();
    const said: string[] = [];
    test = await startWholeDemoApp((line) => said.push(line));
    if (said.length > 0) process.stderr.write(`The whole demo (${said.length} months) was played in ${Math.round((Date.now() - began) / 1000)} s.\n`);
    expect(said).toEqual(months.map((month, index) => `Loading the demo: month ${index + 1} of ${months.length} (${month})`));
  }, 900_000);
  afterAll(() => test.close());

  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => test.app.get(UnitOfWork).read(community, work);
  const statement = async (period: string): Promise<StatementSnapshot> => {
    const response = await test.app.inject({ url: `/api/v1/public/communities/ryxc/statements/${period}.json` });
    expect({ period, status: response.statusCode }).toEqual({ period, status: 200 });
    return response.json();
  };

  it('keeps every invariant of every module', async () => {
    expect(await violations({ unitOfWork: test.app.get(UnitOfWork) }, community, invariants)).toEqual([]);
  }, 600_000);

  it('has every decision about a payout signed, and every signature still fits', async () => {
    const decisions = await read((tx) => test.app.get(SignedDecisions).of(tx, 0));
    expect(decisions.length).toBeGreaterThan(100);
    expect(decisions.filter(({ suite, fault, key }) => suite !== 'ed25519' || fault !== null || key === null)).toEqual([]);
  });

  it('closed and published each month with bank, books and claims equal to the fen', async () => {
    for (const month of months) {
      const { bank, books, claims } = (await statement(month)).sections.reconciliation;
      const claimed = Money.sum(claims.map(({ amount }) => Money.parse(amount))).toString();
      expect({ month, bank: bank.adjusted, books, claimed }).toEqual({ month, bank: books, books, claimed: books });
    }
    const closed = await read((tx) => test.app.get(LedgerQueries).periods(tx));
    expect(closed.map(({ month }) => month)).toEqual(months);
  }, 300_000);

  it.each([
    ['2024-Q1', '87.32', '0.98', 0],
    ['2024-Q2', '78.20', '0.95', 0],
    ['2024-Q3', '81.45', '0.9', 1],
    ['2024-Q4', '84.10', '0.95', 0],
    ['2025-Q1', '86.05', '0.98', 0],
    ['2025-Q2', '88.90', '0.98', 0],
    ['2025-Q3', '91.20', '0.98', 0],
    ['2025-Q4', '90.15', '0.98', 0],
    ['2026-Q1', '93.40', '0.98', 0],
    ['2026-Q2', '95.10', '1', 0],
    ['2026-Q3', '92.25', '0.98', 0],
  ])('pays %s by its score %s: %s of what was withheld, %i band down', async (quarter, score, share, lowered) => {
    const last = `${quarter.slice(0, 4)}-${String(Number.parseInt(quarter.slice(-1), 10) * 3).padStart(2, '0')}`;
    expect((await statement(last)).sections.service?.result).toMatchObject({ score, share, lowered });
  });

  it('collected between 84 and 97 % of each quarter, and the first as ever', async () => {
    const rates: string[] = [];
    for (const month of months.filter((_, index) => index % 3 === 2)) {
      const quarter = [addMonths(month, -2), addMonths(month, -1), month];
      const fees = await Promise.all(quarter.map(async (each) => (await statement(each)).sections.fees.month));
      const [billed, collected] = [Money.sum(fees.map((each) => Money.parse(each.billed))), Money.sum(fees.map((each) => Money.parse(each.collected)))];
      rates.push(`${(collected.toFen() * 1000n) / billed.toFen()}`);
    }
    expect(rates[0]).toBe('890');
    expect(rates.filter((rate) => rate < '840' || rate > '970')).toEqual([]);
  });

  it('paid every payout but the last, which waits for its approvals', async () => {
    const payouts = await read((tx) => test.app.get(DisbursementQueries).list(tx, { beforeId: 0, limit: 1000 }));
    expect(payouts.filter(({ state }) => state !== 'SETTLED').map(({ state }) => state)).toEqual(['APPROVING']);
  });

  it('paid costs, taxes, an audit by resolution, the maintenance fund, and sent back what was not ours', async () => {
    const payouts = await read((tx) => test.app.get(DisbursementQueries).list(tx, { beforeId: 0, limit: 1000 }));
    const others = payouts.toReversed().filter(({ kind }) => kind !== 'BASE' && kind !== 'PERFORMANCE');
    expect(others.map(({ kind, fund, amount }) => `${kind} ${fund} ${amount.toString()}`)).toEqual([
      'SUSPENSE_BACK TRN 2600.00',
      'COST COM 4860.00',
      'TAX COM 4086.00',
      'SPENDING COM 8000.00',
      'REFUND SVC 526.61',
      'COST COM 3200.00',
      'TAX COM 4086.00',
      'MAINTENANCE COM 38674.20',
    ]);
  });

  it('voted on the charging site: two thirds took part, three quarters of them agreed, of area and of heads, and the street confirmed it', async () => {
    const [vote, ...others] = await read((tx) => test.app.get(VoteQueries).all(tx));
    expect(others).toEqual([]);
    expect(vote).toMatchObject({
      number: 'TP2024-01',
      matter: 'COMMON_PARTS',
      state: 'CONFIRMED',
      resolution: 'JY2024-001',
      count: { passed: true, on: '2024-11-19' },
    });
    const { total, voting, inFavour } = vote?.figures ?? {};
    expect(total).toEqual({ area: 6_552_680, heads: 624 });
    expect((voting?.area ?? 0) * 3).toBeGreaterThanOrEqual(6_552_680 * 2);
    expect((voting?.heads ?? 0) * 3).toBeGreaterThanOrEqual(624 * 2);
    expect((inFavour?.area ?? 0) * 4).toBeGreaterThanOrEqual((voting?.area ?? 0) * 3);
    expect((inFavour?.heads ?? 0) * 4).toBeGreaterThanOrEqual((voting?.heads ?? 0) * 3);
  });

  it('met the settlement of a payment channel, less its fee, with the 14 payments of its bill, one of them placed by hand', async () => {
    const lines = await read((tx) => test.app.get(ChannelQueries).lines(tx));
    expect([lines.length, new Set(lines.map(({ state, bankLineId }) => `${state} ${bankLineId}`)).size, lines[0]?.state]).toEqual([14, 1, 'SETTLED']);
    const settled = await read((tx) => test.app.get(BankQueries).line(tx, lines[0]?.bankLineId ?? (0 as BankLineId)));
    expect([settled?.bookedOn, settled?.amount.toString(), Money.sum(lines.map(({ fee }) => fee)).toString()]).toEqual(['2026-08-15', '1202.34', '7.24']);
    const reasons = await read((tx) =>
      tx.query<{ code: string; count: number }>(
        `select reason ->> 'code' as code, count(*)::int as count from mingbai.channel_payment where community_id = $1 group by 1 order by 1`,
        [tx.communityId],
      ),
    );
    expect(reasons).toEqual([
      { code: 'BY_HAND', count: 1 },
      { code: 'UNIT_REFERENCE', count: 13 },
    ]);
  });

  it('counts fees that the firm took outside the account in the month in which it made them good: by set-off, and by a transfer of its own', async () => {
    const cleared = await Promise.all(months.map(async (month) => [month, (await statement(month)).sections.fees.bridge.month.clearedByFirm] as const));
    expect(cleared.filter(([, amount]) => amount !== '0.00')).toEqual([
      ['2024-11', '225.69'],
      ['2026-03', '216.58'],
    ]);
    const lines = await read((tx) => test.app.get(BankQueries).lines(tx, { from: businessDate('2026-03-11'), to: businessDate('2026-03-11') }));
    const transfer = lines.find(({ counterpartyName, amount }) => counterpartyName === '嘉兴市久旺物业管理有限公司' && !amount.isNegative);
    expect([transfer?.amount.toString(), transfer?.state]).toEqual(['216.58', 'RECONCILED']);
    const dues = await read((tx) => test.app.get(FirmDueQueries).dues(tx));
    expect(dues.map(({ kind, unitCode, amount, open }) => [kind, unitCode, amount.toString(), open.toString()])).toEqual([
      ['TAKEN', '04-106', '225.69', '0.00'],
      ['TAKEN', '07-303', '216.58', '0.00'],
    ]);
    expect((await test.app.inject({ url: '/p/ryxc/2026-03' })).body).toContain('216.58');
  });

  it('read the statements of the bank in each form in which a bank gives them', async () => {
    const files = await read((tx) =>
      tx.query<{ fileName: string; format: string; profile: string | null }>(
        `select file_name as "fileName", format, profile from mingbai.bank_file where community_id = $1`,
        [tx.communityId],
      ),
    );
    const forms = new Map(files.map(({ fileName, format, profile }) => [fileName, `${format} ${profile ?? ''}`.trim()]));
    expect(['2024-01.xml', '2024-02.csv', '2024-04.xml', '2025-08.sta', '2025-11.xlsx'].map((name) => forms.get(name))).toEqual([
      'camt.053.001.08',
      'csv general',
      'camt.053.001.02',
      'mt940',
      'xlsx rcb',
    ]);
  });

  it('names nobody whose money went back', async () => {
    for (const month of ['2024-11', '2025-05']) {
      const { body } = await test.app.inject({ url: `/p/ryxc/${month}` });
      expect({ month, found: ['冯晓岚', '查平红', '01-206'].filter((name) => body.includes(name)) }).toEqual({ month, found: [] });
    }
  });

  it('published the annual statements before 31 March, and each says what its months say together', async () => {
    const published = await read((tx) => test.app.get(StatementQueries).publishedWholes(tx));
    expect(published.map(({ period, publishedAt }) => [period, publishedAt?.slice(0, 10)])).toEqual([
      ['2025', '2026-03-20'],
      ['2024', '2025-03-20'],
    ]);
    for (const year of ['2024', '2025']) {
      const { money, payouts, quarters, fees, service } = (await statement(year)).sections;
      const own = await Promise.all(months.filter((month) => month.startsWith(year)).map(statement));
      const sum = (of: (snapshot: StatementSnapshot) => string): string => Money.sum(own.map((snapshot) => Money.parse(of(snapshot)))).toString();
      expect(money.total.received.month).toBe(sum((month) => month.sections.money.total.received.month));
      expect(money.total.paid.month).toBe(sum((month) => month.sections.money.total.paid.month));
      expect(fees.month.collected).toBe(sum((month) => month.sections.fees.month.collected));
      expect(payouts.length).toBe(own.flatMap((month) => month.sections.payouts).length);
      expect([service, quarters?.map(({ result }) => result !== null)]).toEqual([null, [true, true, true, true]]);
      // the year end moves no money: the year closes as its December did
      expect(money.total.closing).toEqual({ ...money.total.closing, month: own.at(-1)?.sections.money.total.closing.month });
    }
    for (const address of ['/p/ryxc/2024', '/p/ryxc/2025', '/en/p/ryxc/2025', '/p/ryxc/2026-10']) {
      const { body } = await test.app.inject({ url: address });
      expect(gzipSync(body).length).toBeLessThanOrEqual(30 * 1024);
    }
    expect((await test.app.inject({ url: '/p/ryxc/2024' })).body).toContain('四个季度的考核');
  });

  it('has the committee on the owners’ side since it was registered, and the residents’ committee as supervisor', async () => {
    const partiesOf = async (month: string) => (await statement(month)).sections.cover.parties.filter(({ role }) => role !== 'REGULATOR' && role !== 'FIRM');
    expect(await partiesOf('2025-05')).toMatchObject([
      { role: 'OWNER_SIDE', organisation: '魏塘街道小东门社区居民委员会', substitute: true },
      { role: 'SUPERVISOR', organisation: '嘉善县人民政府魏塘街道办事处' },
    ]);
    expect(await partiesOf('2025-06')).toMatchObject([
      { role: 'OWNER_SIDE', organisation: '日月星辰小区业主委员会', substitute: false },
      { role: 'SUPERVISOR', organisation: '魏塘街道小东门社区居民委员会' },
    ]);
  });

  it('pays the firm against its invoice, within the budget of the year and on a proof of the account that is not old', async () => {
    const found = await read((tx) =>
      tx.query<{ gate: string; outcome: string }>(
        `select distinct g.gate, g.outcome from mingbai.gate_result g join mingbai.disbursement d on d.community_id = $1 and d.id = g.disbursement_id
         where g.community_id = $1 and d.kind in ('BASE', 'PERFORMANCE') and g.gate in ('G2', 'G5', 'G7') order by 1, 2`,
        [tx.communityId],
      ),
    );
    expect(found).toEqual(['G2', 'G5', 'G7'].map((gate) => ({ gate, outcome: 'PASSED' })));
    const invoices = await read((tx) =>
      tx.query<{ invoice: string; papers: number }>(
        `select invoice_no as invoice, cardinality(documents) as papers from mingbai.disbursement where community_id = $1 and kind in ('BASE', 'PERFORMANCE')`,
        [tx.communityId],
      ),
    );
    expect([invoices.length, new Set(invoices.map(({ invoice }) => invoice)).size, new Set(invoices.map(({ papers }) => papers))]).toEqual([
      45,
      45,
      new Set([1]),
    ]);
    const lines = (await statement('2024-12')).sections.money.budget?.lines;
    // the payout that came back and was paid again counts once
    expect(lines?.map(({ fund, code, amount, paid, left }) => [fund, code, amount, paid, left])).toEqual([
      ['SVC', '5001.01', '460000.00', '427981.53', '32018.47'],
      ['SVC', '5001.02', '90000.00', '83634.81', '6365.19'],
      ['COM', '5101', '6000.00', '4860.00', '1140.00'],
    ]);
    expect((await test.app.inject({ url: '/p/ryxc/2024-12' })).body).toContain('2024 年预算用到了哪里');
    const budgets = await read((tx) => test.app.get(BudgetQueries).all(tx));
    expect(budgets.map(({ year, versionNo, resolution }) => [year, versionNo, resolution])).toEqual([
      [2026, 1, 'JY2025-004'],
      [2025, 1, 'JY2024-002'],
      [2024, 1, 'JY2023-001'],
    ]);
  });

  it('has other terms since 2026 that both sides signed after their notice, and the same money by them', async () => {
    const [second, first, ...others] = await read((tx) => test.app.get(ContractQueries).versions(tx));
    expect([first?.versionNo, second?.versionNo, second?.fromPeriod, second?.proposal, second?.noticeDays, others]).toEqual([1, 2, '2026-01', 'HT001', 90, []]);
    const [proposal] = await read((tx) => test.app.get(ProposalQueries).all(tx));
    expect([proposal?.notice, proposal?.signatures.map(({ side }) => side)]).toEqual([{ from: '2025-11-20', until: '2025-11-30' }, ['OWNER_SIDE', 'FIRM']]);
    const money = (version: ContractVersionView | undefined): unknown => {
      const { rates, basis, shareAtRisk, payoutRule } = contractTermsJson(termsOf(required(version, 'a version')));
      return { rates, basis, shareAtRisk, payoutRule };
    };
    expect(money(second)).toEqual(money(first));
    const page = (await test.app.inject({ url: '/p/ryxc/contract' })).body;
    expect(
      ['紧急报修两小时内没有人到场', '业主决议 JY2025-003', '日月星辰小区业主委员会', '2025年11月20日至2025年11月30日公示'].filter(
        (words) => !page.includes(words),
      ),
    ).toEqual([]);
    const by = await read((tx) =>
      tx.query<{ period: string; no: number }>(
        `select period, contract_version_no as no from mingbai.disbursement where community_id = $1 and period in ('2025-12', '2026-01') order by period`,
        [tx.communityId],
      ),
    );
    expect(by).toEqual([
      { period: '2025-12', no: 1 },
      { period: '2026-01', no: 2 },
    ]);
  });

  it('heard the firm before its appeal was decided', async () => {
    const records = await read((tx) =>
      tx.query<{ kind: string; on: string }>(
        `select r.kind, r.happened_on as "on" from mingbai.assessment_record r join mingbai.assessment a on a.community_id = $1 and a.id = r.assessment_id
         where r.community_id = $1 and a.quarter = '2024-Q2' and r.kind in ('APPEAL', 'HEARING', 'REVIEW') order by r.id`,
        [tx.communityId],
      ),
    );
    expect(records.filter(({ kind }) => kind === 'HEARING')).toEqual([{ kind: 'HEARING', on: '2024-07-20' }]);
    expect(records.at(-1)?.kind).not.toBe('HEARING');
  });

  it('let an auditor in for an engagement with an end, and an owner by the code of the unit', async () => {
    const identity = test.app.get(IdentityQueries);
    const actor = async (login: string, on: string) =>
      (await identity.actorOf((await identity.byLogin(login)).id, community, shanghaiTime(businessDate(on), '12:00')))?.roles ?? null;
    expect([await actor('shenji1', '2025-01-09'), await actor('shenji1', '2025-03-31'), await actor('shenji1', '2025-04-01')]).toEqual([
      null,
      ['AUDITOR'],
      null,
    ]);
    expect([await actor('yezhu1', '2025-06-30'), await actor('yezhu1', '2026-11-23')]).toEqual([null, ['OWNER']]);
    const signedIn = await test.app.inject({ method: 'POST', url: '/api/v1/session', payload: { login: 'yezhu1', password: 'mingbai-demo' } });
    expect(signedIn.statusCode).toBe(201);
  });

  it('wrote down the letter that was made, the name that was asked for, with its reason, and the approval that was refused', async () => {
    const lines = await read((tx) => test.app.get(AccessLogRows).lines(tx, { limit: 10 }));
    expect(lines.map(({ kind, person, subject, code, reason, at }) => [kind, person, subject, code, reason, at.slice(0, 10)])).toEqual([
      ['REFUSED', '吴听澜', expect.stringMatching(/^BF2025-\d{4}$/), 'DISBURSEMENT_ORGANISATION_DECIDED', null, '2025-09-16'],
      ['REVEAL', '陆闻笛', '08-404', null, '上门核对漏水报修的联系人', '2025-08-12'],
      ['LETTER', '沈若兰', '03-201', null, null, '2025-07-01'],
    ]);
  });
});
