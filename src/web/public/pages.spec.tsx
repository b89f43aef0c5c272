import type { JSX } from 'preact';
import { compoundView, homeView, payoutUnderWay, payoutView } from '../../../test/support/page-fixtures.js';
import { accountingPeriod, required, type BusinessDate, type Quarter } from '../../kernel/index.js';
import { zhCN as m } from '../messages/index.js';
import { contentSecurityPolicy, pagePolicy, renderPage } from '../render.js';
import { stylesheet } from '../styles/index.js';
import { CompoundPage, ErrorPage, HomePage, PayoutPage, SignInPage } from './index.js';

const words = (page: JSX.Element): string =>
  renderPage(page)
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
const hostile = `"><script>alert(1)</script>`;

describe('home', () => {
  it('lists compounds with their newest statement, and says where there is none', () => {
    const text = words(<HomePage m={m} view={homeView} />);
    expect(text).toMatch(/日月星辰小区.*最新公示：2024年3月.*¥ 102,593\.98/);
    expect(text).toMatch(/花园新苑.*还没有公示/);
  });

  it('while the demo loads says which month of how many, and shows the demo sign-ins', () => {
    const text = words(<HomePage m={m} view={homeView} />);
    expect(text).toContain('正在载入演示数据：第 2 个月，共 4 个月');
    expect(text).toContain('密码都是： demo-password');
    expect(text).toContain('小东门社区 沈若兰 shequ');
  });

  it('says when loading stopped, and where the reason stands', () => {
    const demo = { loading: { done: 3, of: 4, failed: true }, signIns: null };
    const text = words(<HomePage m={m} view={{ ...homeView, demo }} />);
    expect(text).toContain('载到第 3 个月停下了');
    expect(text).not.toContain('正在载入');
  });

  it('in real use shows neither', () => {
    const html = renderPage(<HomePage m={m} view={{ ...homeView, demo: null, demoTime: null }} />);
    expect(html).not.toMatch(/演示|demo-/);
  });

  it('repeats a hostile search as text', () => {
    const html = renderPage(<HomePage m={m} view={{ ...homeView, query: hostile, communities: [] }} />);
    expect(html).not.toContain('<script>');
    expect(html).toContain('没有找到');
  });
});

type CompoundVote = (typeof compoundView)['votes'][number];

describe('the page of a compound', () => {
  it('shows the money of the newest statement split into available and set aside', () => {
    expect(words(<CompoundPage m={m} view={compoundView} />)).toMatch(/¥ 102,593\.98 .*可以用 72,046\.19 留着不能动 30,547\.79/);
  });

  it('links every statement, newest first, and says which was completed', () => {
    const html = renderPage(<CompoundPage m={m} view={compoundView} />);
    expect([...html.matchAll(/href="(\/p\/ryxc\/[^"]+)"/g)].map((match) => match[1])).toEqual([
      '/p/ryxc/2024-Q1',
      '/p/ryxc/2024-03',
      '/p/ryxc/2024-02',
      '/p/ryxc/2024-01',
      '/p/ryxc/2024-Q3/score',
      '/p/ryxc/2024-Q2/score',
      '/p/ryxc/2024-Q1/score',
      '/p/ryxc/contract',
    ]);
    expect(html).toContain('第2版，已补充考核结果');
  });

  it('tells what the owners voted, in totals alone, and what became of it', () => {
    const text = words(<CompoundPage m={m} view={compoundView} />);
    expect(text).toMatch(
      /利用共有场地设充电桩 TP2024-01 · （八）.* 名册 65,526\.80 m²、630 人 · 参加 43,684\.54 m²、420 人 同意 32,763\.41 m²、315 人 通过 JY2024-001/,
    );
    const [vote] = compoundView.votes;
    const open = { ...(vote as CompoundVote), state: 'OPEN' as const, passed: null, inFavour: null, resolution: null };
    const counting = words(<CompoundPage m={m} view={{ ...compoundView, votes: [open] }} />);
    expect(counting).toContain('投票中');
    expect(counting).not.toContain('同意 ');
  });

  it('tells which assessments were made void, when, by whom and why, with the score that one had', () => {
    expect(words(<CompoundPage m={m} view={compoundView} />)).not.toContain('作废');
    const told = { quarter: '2024-Q2' as Quarter, on: '2024-08-30' as BusinessDate, reason: '检查表用错了版本', organisation: '县物管中心', score: '58.00' };
    const voided = [{ ...told, on: '2024-09-02' as BusinessDate, score: null }, told];
    const text = words(<CompoundPage m={m} view={{ ...compoundView, scores: [], voided }} />);
    expect(text).toMatch(
      /作废的考核.*2024年第二季度，2024年9月2日由县物管中心作废：检查表用错了版本 2024年第二季度（当时得分 58.00），2024年8月30日由县物管中心作废：检查表用错了版本/,
    );
  });

  it('before the first statement says when it comes, and shows no balance', () => {
    const text = words(
      <CompoundPage m={m} view={{ ...compoundView, balance: null, statements: [], wholes: [], scores: [], notices: [], votes: [], contract: null }} />,
    );
    expect(text).toContain('每月15日前公布上个月的收支');
    expect(text).not.toContain('¥');
  });
});

describe('the statements of several years', () => {
  const [example] = compoundView.statements;
  const months = ['2026-02', '2026-01', '2025-12', '2025-11', '2025-10', '2025-09', '2025-08', '2024-12', '2024-11'];
  const statements = months.map((period) => ({ ...required(example, 'a statement'), period: accountingPeriod(period) }));
  const html = renderPage(<CompoundPage m={m} view={{ ...compoundView, statements }} />);

  it('lists the newest six months, and folds the earlier ones of each year under its name, without script', () => {
    expect([...html.matchAll(/<summary><span>([^<]*)</g)].map(([, label]) => label).filter((label) => label?.includes('个月'))).toEqual([
      '2025年，1个月',
      '2024年，2个月',
    ]);
    const card = html.slice(html.indexOf('id="statements"'));
    expect(card.indexOf('/p/ryxc/2025-09"')).toBeLessThan(card.indexOf('<details>'));
    expect(card.indexOf('/p/ryxc/2025-08"')).toBeGreaterThan(card.indexOf('<details>'));
  });

  it('links every month once', () => {
    for (const month of months) expect(html.split(`href="/p/ryxc/${month}"`)).toHaveLength(2);
  });
});

describe('the page of a payment', () => {
  it('shows the same amount at each of four steps, and how it follows from the contract', () => {
    const text = words(<PayoutPage m={m} view={payoutView} />);
    expect(text).toMatch(/申请的 40,326\.38 批准的 40,326\.38 通知银行的 40,326\.38 银行实付的 40,326\.38/);
    expect(text).toContain('四个数一样');
    expect(text).toMatch(/50,407\.97 .*−10,081\.59 .*40,326\.38/);
    expect(text).toContain('肆万零叁佰贰拾陆元叁角捌分');
  });

  it('says so when the bank paid another amount', () => {
    expect(words(<PayoutPage m={m} view={{ ...payoutView, amounts: { ...payoutView.amounts, settled: '40326.37' } }} />)).toContain('四个数不一样');
  });

  it('marks steps not reached yet by word and shape, and claims no equality', () => {
    const html = renderPage(<PayoutPage m={m} view={payoutUnderWay} />);
    expect(html.match(/<li class="wait"/g)).toHaveLength(3);
    expect(html).toContain('还没到这一步');
    expect(html).not.toContain('四个数一样');
    expect(html).toContain('href="/p/ryxc"');
  });

  it('keeps a hostile purpose text', () => {
    expect(renderPage(<PayoutPage m={m} view={{ ...payoutView, purpose: hostile }} />)).not.toContain('<script>');
  });
});

describe('sign-in and errors', () => {
  it('a refusal is told on top and focused, without saying which of the two was wrong', () => {
    const html = renderPage(
      <SignInPage m={m} view={{ login: hostile, refusal: m.public.signIn.refused, hidden: { csrf: 'token-1' }, demoTime: null, passkeyHref: null }} />,
    );
    expect(html).toMatch(/<div class="summary" role="alert" tabindex="-1" autofocus/);
    expect(html).toContain('账号或密码不对');
    expect(html).toContain('<input type="hidden" name="csrf" value="token-1"');
    expect(html).not.toContain('<script>');
    expect(html).not.toMatch(/type="password"[^>]* value=/);
  });

  it.each(['NOT_FOUND', 'FORBIDDEN', 'SERVER', 'REQUEST'] as const)('%s says what to do and offers the way home', (kind) => {
    const html = renderPage(<ErrorPage m={m} view={{ kind, message: null, requestId: 'req-7' }} />);
    expect(html).toContain(m.public.errors[kind].title);
    expect(html).toContain('href="/"');
    expect(html).toContain('req-7');
  });
});

describe('the policy of a page', () => {
  it('allows the stylesheet by its hash and nothing else', () => {
    expect(pagePolicy).toBe(contentSecurityPolicy(stylesheet));
    expect(pagePolicy).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(contentSecurityPolicy('a{}')).not.toBe(pagePolicy);
  });

  it.each([
    ['home', <HomePage m={m} view={homeView} />],
    ['a compound', <CompoundPage m={m} view={compoundView} />],
    ['a payment', <PayoutPage m={m} view={payoutView} />],
  ])('holds for %s: no script, no inline style', (_, page) => {
    expect(renderPage(page)).not.toMatch(/<script|\son\w+=|\sstyle=/i);
  });
});
