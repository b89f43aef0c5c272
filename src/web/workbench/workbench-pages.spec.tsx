import { approvedView, approverView, basePayout, blockedView, emptyQueueView, paidView, queueView, reasonView } from '../../../test/support/desk-fixtures.js';
import { REASON_LENGTH_MIN } from '../../modules/disbursements/index.js';
import { en, zhCN } from '../messages/index.js';
import { renderPage } from '../render.js';
import { ApproverPayoutPage, type ApproverPayoutView } from './payout-page.js';
import { QueuePage } from './queue-page.js';
import { ReasonPage } from './reason-page.js';

const textOf = (html: string): string =>
  html
    .replaceAll(/<(style|title)\b.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

const payoutPage = (view: ApproverPayoutView): string => renderPage(<ApproverPayoutPage m={zhCN} view={view} />);

describe('the payout page of an approver', () => {
  it('says the rule with its formula and figures', () => {
    const text = textOf(payoutPage(approverView));
    expect(text).toContain('没有超出考核允许的金额');
    expect(text).toContain('2024年4月收到的物业费 50,390.21 元 − 留下等考核的 10,078.04 元 ＝ 基础部分 40,312.17 元。');
    expect(textOf(payoutPage(paidView))).toContain('2024年第一季度留存 30,247.79 元 × 98%（考核 87.32 分）＝ 29,642.83 元。');
  });

  it('puts the approvals before fund, gates and history, so that a phone shows them early', () => {
    const html = payoutPage(approverView);
    const places = ['id="approvals"', 'id="balance"', 'id="gates"', 'id="history"'].map((mark) => html.indexOf(mark));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  it('gives a step still to come a grey sign, the reader’s own step another, and no tick', () => {
    const html = payoutPage(approverView);
    const states = [...html.matchAll(/<li class="(done|now|wait|failed)"[^>]*><svg/g)].map(([, state]) => state);
    expect(states.slice(0, 8)).toEqual(['done', 'done', 'now', 'done', 'wait', 'wait', 'wait', 'wait']);
  });

  it('never shows a gate that is not in use as passed', () => {
    const html = payoutPage(approverView);
    const idle = html.slice(html.indexOf('class="idle-checks"'));
    for (const name of ['在预算之内', '凭证齐全，没有用过', '银行对账没有差错，也没有过期', '有业主的决议'])
      expect(idle.slice(0, idle.indexOf('</ul>'))).toContain(name);
    const used = html.slice(html.indexOf('class="list checks"'), html.indexOf('class="idle-checks"'));
    expect(used.match(/通过/g)?.length).toBe(5); // four gates, and 不算通过 below them
    expect(used).not.toContain('在预算之内');
  });

  it('shows a gate that fails first, with its figures', () => {
    const html = payoutPage(blockedView);
    expect(html).toMatch(/class="list checks"><li class="failed">.*?付了以后，可用的钱不会变成负数<small>没有通过 · 可用 30,312.17 元，付后 −10,000.00 元/s);
  });

  it('binds the decision to what was shown: version, hash, token and a key of its own', () => {
    const html = payoutPage(approverView);
    expect(html).toContain('<input type="hidden" name="version" value="4"');
    expect(html).toContain(`name="payloadSha256" value="${basePayout.payloadSha256}"`);
    expect(html).toContain('name="formToken" value="f0r3m"');
    expect(html).toMatch(/name="idempotencyKey" value="[\w-]{8,}"/);
  });

  it('has no decision for somebody who cannot decide, and says why', () => {
    const html = payoutPage({ ...approverView, decision: null, cannot: '按合同约定，拨付 BF2024-0005 不需要 SUPERVISOR 审批。' });
    expect(html).not.toContain('class="bar-decide');
    expect(textOf(html)).toContain('现在不用您审批');
    expect(textOf(html)).toContain('不需要 SUPERVISOR 审批');
  });

  it('after an approval says who is missing, until when it can be taken back, and what comes next', () => {
    const html = payoutPage(approvedView);
    expect(textOf(html)).toContain('您已同意这笔拨付 还差监督方审批。 点错了？5月16日 09:10前可以撤回。');
    expect(html).toContain('href="/w/ryxc/payouts/BF2024-0005/withdraw"');
    expect(html).toContain('href="/w/ryxc/payouts/BF2024-0006"');
  });

  it('shows a refusal on top, focused', () => {
    const html = payoutPage(blockedView);
    expect(html).toMatch(/<main id="main"><div class="summary" role="alert" tabindex="-1" autofocus>/i);
    expect(textOf(html)).toContain('已由 县物管中心 钱慕白 处理');
  });

  it('never shows a whole account number', () => {
    for (const view of [approverView, approvedView, paidView]) expect(textOf(payoutPage(view))).not.toMatch(/(?<![\d.])\d{12,}(?![\d.])/);
  });

  it('speaks English to those who ask for it', () => {
    const text = textOf(renderPage(<ApproverPayoutPage m={en} view={{ ...approverView, evidence: [] }} />));
    expect(text).toContain('Within what the assessment allows');
    expect(text).toContain('Checks that the contract does not ask for');
  });
});

describe('the queue', () => {
  it('keeps the order it is given, apart from what is not for this person', () => {
    const html = renderPage(<QueuePage m={zhCN} view={queueView} />);
    const [mine = '', others = ''] = html.split('id="others"');
    expect(mine.indexOf('BF2024-0003')).toBeLessThan(mine.indexOf('BF2024-0005'));
    expect(mine).not.toContain('BF2024-0006');
    expect(others).toContain('一个单位只审批一次');
  });

  it('says what blocks a payout, what is overdue and who is missing', () => {
    const text = textOf(renderPage(<QueuePage m={zhCN} view={queueView} />));
    expect(text).toContain('暂缓期 5月10日 已过 还差业主方 付款条件现在不满足：付了以后，可用的钱不会变成负数');
    expect(text).toContain('5月15日到期，已超期');
  });

  it('is never blank: when nothing waits it says so, and what will come', () => {
    const text = textOf(renderPage(<QueuePage m={zhCN} view={emptyQueueView} />));
    expect(text).toContain('没有等您审批的拨付 物业公司提交申请、系统核对通过后，会出现在这里。');
  });
});

describe('a decision with a reason', () => {
  const html = renderPage(<ReasonPage m={zhCN} view={reasonView} />);

  it('says that the decision is published and the reason is not, and offers common ones', () => {
    expect(textOf(html)).toContain('决定会连同单位名称和时间公示；原因不公示，只给经办各方看，请勿写个人信息。');
    for (const template of zhCN.workbench.decide.templates.REJECT) expect(html).toContain(`value="${template}"`);
  });

  it('offers only reasons that are long enough to stand alone', () => {
    for (const m of [zhCN, en])
      for (const template of Object.values(m.workbench.decide.templates).flat()) expect(Array.from(template).length).toBeGreaterThanOrEqual(REASON_LENGTH_MIN);
  });

  it('keeps what was typed and leads from the error to the field', () => {
    expect(html).toContain('<a href="#f-reason">请写明原因，至少 5 个字；经办各方会看到。</a>');
    expect(html).toMatch(/<textarea id="f-reason"[^>]*>不行<\/textarea>/);
  });
});
