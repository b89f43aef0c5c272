import { gzipSync } from 'node:zlib';
import {
  altered,
  inFirstFormat,
  inSecondFormat,
  marchStatement,
  marchSupplement,
  owingStatement,
  quarterStatement,
} from '../../../../test/support/statement-fixture.js';
import { richStatement } from '../../../../test/support/rich-statements.js';
import { Money, moneyInWords } from '../../../kernel/index.js';
import { snapshotHash, type StatementSnapshot } from '../../../modules/statements/index.js';
import { formatMoney } from '../../format.js';
import { en, zhCN } from '../../messages/index.js';
import { renderPage } from '../../render.js';
import { StatementPage } from './statement-page.js';

const page = (snapshot: StatementSnapshot, m = zhCN as typeof en): string =>
  renderPage(<StatementPage m={m} snapshot={snapshot} sha256={snapshotHash(snapshot)} />);
/** What a reader sees: the words without the marks. */
const words = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(2)>&{{7*7}}`;

describe('the page of a statement', () => {
  const html = page(marchStatement());
  const text = words(html);

  it('opens with one sentence and an equation that adds up', () => {
    expect(text).toContain('本期收 61,982.74 元，支 42,596.38 元，余 102,593.98 元。');
    expect(text).toMatch(/上月结余 ¥ 83,207\.62 ＋ 本月收入 ¥ 61,982\.74 － 本月支出 ¥ 42,596\.38 ＝ 月末结余 ¥ 102,593\.98/);
  });

  it('says what the owners allowed for the year and what is used of it, and nothing where there is no budget', () => {
    expect(words(page(richStatement()))).toMatch(
      /2024 年预算用到了哪里 业主决议 JY2023-001。.* 物业服务·基础 460,000\.00 80,724\.97 379,275\.03 .* 公共收益·合理经营成本 6,000\.00 6,120\.00 −120\.00/,
    );
    expect(text).not.toContain('预算用到了哪里');
  });

  it('leads from the first screen to the payments and to the money nobody has claimed', () => {
    expect(html).toContain('href="#payouts"');
    expect(text).toContain('本月付款 2 笔，每笔审批齐全');
    expect(html).toContain('href="#suspense"');
    expect(html).toContain('id="suspense"');
  });

  it('shows every amount of the snapshot that its sections print, to the fen', () => {
    const { sections } = marchStatement();
    const printed = [
      ...sections.money.funds
        .filter((flow) => flow.fund !== 'QLT')
        .flatMap((flow) => [flow.opening, flow.received, flow.paid, flow.closing].map((columns) => columns.month)),
      ...sections.money.funds.flatMap((flow) => [...flow.receipts, ...flow.payments].flatMap((line) => [line.month, line.yearToDate])),
      ...sections.payouts.map((payout) => payout.amount),
      ...sections.balance.funds.flatMap((fund) => [fund.cash, fund.available, fund.restricted, fund.net]),
      ...Object.values(sections.fees.yearToDate.bills ?? {}).filter((value) => value !== '0.00'),
      ...sections.commonIncome.lines.map((line) => line.received),
      ...sections.money.history.flatMap((month) => [month.received, month.paid, month.closing]),
      sections.reconciliation.books,
    ];
    for (const amount of printed) expect(text.replaceAll('\u2212', '')).toContain(formatMoney(amount).replace('\u2212', ''));
  });

  it('writes each payment in capital numerals, with who approved it when and a link to all of it', () => {
    for (const payout of marchStatement().sections.payouts) {
      expect(text).toContain(moneyInWords(Money.parse(payout.amount)));
      expect(text).toContain(payout.bankReference);
      expect(html).toContain(`href="${payout.path}"`);
      for (const approval of payout.approvals) expect(text).toContain(approval.organisation);
    }
  });

  it('says of an assessment under way what is withheld, and what each band would give', () => {
    expect(text).toContain('考核中');
    expect(text).toContain('151,238.95 × 20% ＝ 30,247.79 元');
    expect(text).toContain('151,238.95 － 30,247.79 ＝ 120,991.16 元');
    for (const amount of ['30,247.79', '29,642.83', '28,735.40', '27,223.01', '24,198.23', '21,173.45']) expect(text).toContain(amount);
    expect(text).not.toContain('本季度');
  });

  it('lets a resident recompute the payout once the score is final', () => {
    const final = words(page(marchSupplement()));
    for (const part of [
      /88\.50 40% 35\.40/,
      /86\.20 35% 30\.17/,
      /90\.00 20% 18\.00/,
      /75\.00 5% 3\.75/,
      /总分 87\.32/,
      /85 到不满 95 分 · 本季度 98% 29,642\.83/,
      /30,247\.79 × 98% ＝ 29,642\.83 元/,
      /30,247\.79 － 29,642\.83 ＝ 604\.96 元/,
      /物业公司一共拿到 150,633\.99/,
      /物业公司给自己打了 96\.00 分，不计入总分/,
    ])
      expect(final).toMatch(part);
    expect(final).toContain('这是第2版');
  });

  it('says how the collection rate is reckoned, so that everybody can do it again', () => {
    expect(text).toContain('收缴率 ＝ 已缴 ÷ 账单总额：50,332.74 ÷ 56,643.80 ＝ 88.86%。减免、核销的不算已缴，收缴率不会因此变高。');
  });

  it('says what common income cost and leaves, who decided on it, and what the maintenance fund is owed', () => {
    for (const part of [
      '应收 8,000.00 元、成本 2,270.00 元、净收益 5,730.00 元',
      '减：合理成本 2,270.00',
      '净收益 9,080.00',
      '今年累计净收益 31,780.00 元',
      '地面车位划线与车挡更换',
      '按规定不需要业主决议',
      '本期没有应划转的维修资金',
      '还没办完的事 没有',
    ])
      expect(text).toContain(part);
  });

  it('says what the firm owes, what it made good and what the owners gave up, by which resolution', () => {
    const owing = words(page(owingStatement()));
    for (const part of [
      '物业公司欠账户的钱',
      '期初所欠 0.00',
      '本期新欠 40.00',
      '已付进账户 10.00',
      '从应付服务费中抵扣 5.00',
      '经业主决议核销，不再追收 20.00',
      '期末所欠 5.00',
      '2024年2月 多得的服务费 嘉兴市久旺物业管理有限公司，2024年3月20日，决议 JY2024-003 12.00',
      '2024年第一季度 的违约金',
      '核销的钱没有收回来',
    ])
      expect(owing.replaceAll('\u2212', '')).toContain(part);
    expect(words(page(owingStatement(), en))).toContain('Penalty for Q1 2024');
    expect(text).not.toContain('物业公司欠账户的钱');
    expect(words(page(inSecondFormat(owingStatement())))).not.toContain('物业公司欠账户的钱');
  });

  it('of the first format is shown as it was, without what it did not say', () => {
    const first = words(page(inFirstFormat(marchSupplement())));
    for (const part of ['应收 169,931.40', '收到 151,238.95', '还没收到 18,692.45', '89.00%']) expect(first).toContain(part);
    for (const part of ['收缴率 ＝', '净收益', '维修资金', '还没办完的事', '这些开支是谁定的']) expect(first).not.toContain(part);
  });

  it('of a quarter speaks of the quarter, and leads to its months', () => {
    const quarter = words(page(quarterStatement()));
    for (const part of [
      '2024年第一季度收支公示',
      '季初结余',
      '本季收入',
      '季末结余',
      '本季付款 3 笔',
      '季度公示',
      '2024年1月公示',
      '2024年3月公示',
      '总分 87.32',
    ])
      expect(quarter).toContain(part);
    expect(quarter.split('近 3 个月')[0]).not.toMatch(/本月|上月|月末/);
    expect(words(page(quarterStatement(), en))).toContain('Statement for Q1 2024');
  });

  it('prints the fingerprint of the data and nothing else about itself, so that the same data gives the same bytes', () => {
    expect(words(html).replaceAll(' ', '')).toContain(snapshotHash(marchStatement()));
    expect(page(marchStatement())).toBe(html);
  });

  it('is one file without script, style attributes or addresses of others, at most 30 KB compressed', () => {
    expect(html).not.toMatch(/<script|<link rel="stylesheet"|<img|<iframe|\son\w+=|\sstyle=/i);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(gzipSync(html).length).toBeLessThanOrEqual(30 * 1024);
  });

  it.each([
    'sections.cover.name',
    'sections.payouts.0.purpose',
    'sections.payouts.0.payee',
    'sections.commonIncome.lines.0.asset',
    'sections.service.firm',
    'sections.cover.parties.0.organisation',
    'sections.payouts.0.bankReference',
  ])('keeps hostile text in %s text', (path) => {
    const attacked = page(altered(marchSupplement(), path, () => hostile));
    expect(attacked).not.toContain('<script>alert');
    expect(attacked).not.toContain('<img src=x');
    if (path !== 'sections.service.firm') expect(attacked).toContain('&lt;script>alert(1)&lt;/script>');
  });

  it('names a payee that is a person by no name', () => {
    const refund = words(page(altered(marchStatement(), 'sections.payouts.0.payee', () => null)));
    expect(refund).toContain('个人（不公开姓名）');
  });

  it('says of what a person is paid its kind, where no words are published', () => {
    const uses = [{ number: 'FY2024-0009', kind: 'TAX', fund: 'COM', asset: null, words: '', amount: '1.00', resolution: null }];
    const before = words(page(altered(marchStatement(), 'sections.commonIncome.uses', () => uses.map((use) => ({ ...use, words: '甲乙丙丁' })))));
    const wordless = words(page(altered(marchStatement(), 'sections.commonIncome.uses', () => uses)));
    const times = (text: string): number => text.split(zhCN.parts.common.kinds.TAX).length;
    expect(times(wordless)).toBe(times(before) + 1);
  });

  it('says the same figures in English, without a Chinese word of ours', () => {
    const english = words(page(marchSupplement(), en));
    for (const figure of ['83,207.62', '102,593.98', '150,633.99', '604.96']) expect(english).toContain(figure);
    expect(page(marchSupplement(), en)).toContain('<html lang="en"');
    expect(Object.values(zhCN.statement.nav).filter((label) => english.includes(label))).toEqual([]);
  });
});
