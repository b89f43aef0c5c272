import { instant, type AccountingPeriod, type BusinessDate, type Quarter } from '../../src/kernel/index.js';
import type { CompoundView, HomeView, PayoutView } from '../../src/web/public/index.js';
import { statementPeriod } from '../../src/modules/statements/domain/statement-period.js';
import { marchStatement } from './statement-fixture.js';

const period = (text: string): AccountingPeriod => text as AccountingPeriod;
const day = (text: string): BusinessDate => text as BusinessDate;

export const homeView: HomeView = {
  query: '',
  communities: [
    {
      slug: 'ryxc',
      name: '日月星辰小区',
      countyName: '嘉善县',
      streetName: '魏塘街道',
      communityName: '小东门社区',
      latest: { period: period('2024-03'), closing: '102593.98' },
    },
    { slug: 'hyxy', name: '花园新苑', countyName: '嘉善县', streetName: '罗星街道', communityName: '马家桥社区', latest: null },
  ],
  demo: {
    loading: { done: 2, of: 4, failed: false },
    signIns: {
      password: 'demo-password',
      people: [
        { who: '小东门社区 沈若兰', login: 'shequ' },
        { who: '县物管中心 钱慕白', login: 'zhongxin' },
        { who: '久旺物业 盛长庚', login: 'wuye' },
      ],
    },
  },
  demoTime: '2024年5月16日 09:00',
};

export const compoundView: CompoundView = {
  slug: 'ryxc',
  surveyUntil: null,
  name: '日月星辰小区',
  countyName: '嘉善县',
  streetName: '魏塘街道',
  communityName: '小东门社区',
  builtYear: 2004,
  account: { bankName: '嘉善农商银行罗星支行', last4: '8866' },
  balance: { asOf: day('2024-03-31'), cash: '102593.98', restricted: '30547.79', available: '72046.19' },
  statements: [
    { period: period('2024-03'), version: 2, publishedOn: day('2024-04-24'), closing: '102593.98', isOutdated: false },
    { period: period('2024-02'), version: 1, publishedOn: day('2024-03-15'), closing: '83207.62', isOutdated: false },
    { period: period('2024-01'), version: 1, publishedOn: day('2024-02-15'), closing: '61848.24', isOutdated: false },
  ],
  wholes: [{ period: statementPeriod('2024-Q1'), version: 1, publishedOn: day('2024-04-25'), closing: '102593.98', isOutdated: false }],
  contract: {
    number: 'HT-2024-01',
    firm: '嘉兴市久旺物业管理有限公司',
    from: day('2024-01-01'),
    to: day('2026-12-31'),
    basis: 'COLLECTED',
    shareAtRisk: '0.20',
    rates: [
      { kind: 'FLAT', rate: '0.85' },
      { kind: 'SHOP', rate: '1.60' },
    ],
    staffing: [
      { post: '管理员', promised: 2 },
      { post: '保安', promised: 4 },
      { post: '维修工', promised: 1 },
      { post: '保洁绿化', promised: 3 },
    ],
  },
  parties: marchStatement().sections.cover.parties,
  notices: [
    {
      number: 'HT001',
      contract: 'RYXC-WY-2024-01',
      firm: '嘉兴市久旺物业管理有限公司',
      from: day('2024-03-20'),
      until: day('2024-03-26'),
      fromPeriod: '2024-07' as AccountingPeriod,
      sha256: 'ab12cd34'.repeat(8),
      differences: [{ block: 'rates', path: '[1].yuanPerSquareMetre', before: '0.85', after: '0.9' }],
    },
  ],
  votes: [
    {
      number: 'TP2024-01',
      title: '利用共有场地设充电桩',
      matter: 'COMMON_PARTS',
      openedOn: day('2024-03-01'),
      closesOn: day('2024-03-15'),
      state: 'CONFIRMED',
      passed: true,
      total: { area: 6_552_680, heads: 630 },
      voting: { area: 4_368_454, heads: 420 },
      inFavour: { area: 3_276_341, heads: 315 },
      reason: null,
      resolution: 'JY2024-001',
    },
  ],
  scores: [
    { quarter: '2024-Q1' as Quarter, score: '87.32' },
    { quarter: '2024-Q2' as Quarter, score: '78.20' },
    { quarter: '2024-Q3' as Quarter, score: '83.10' },
  ],
  voided: [],
  demoTime: null,
};

export const payoutView: PayoutView = {
  slug: 'ryxc',
  communityName: '日月星辰小区',
  period: period('2024-03'),
  periods: [period('2024-03')],
  number: 'BF2024-0002',
  fund: 'SVC',
  purpose: '2024年2月物业服务费（基础部分）',
  payee: '嘉兴市久旺物业管理有限公司',
  payeeLast4: '2210',
  amount: '40326.38',
  paid: true,
  reason: { kind: 'BASE', period: period('2024-02'), entitlement: '50407.97', withheld: '10081.59', base: '40326.38' },
  events: [
    { action: 'SUBMIT', slot: null, organisation: '嘉兴市久旺物业管理有限公司', at: instant('2024-03-11T09:12:00+08:00') },
    { action: 'GATES_PASSED', slot: null, organisation: null, at: instant('2024-03-11T09:12:00+08:00') },
    { action: 'APPROVE', slot: 'OWNER_SIDE', organisation: '魏塘街道小东门社区居民委员会', at: instant('2024-03-11T14:05:00+08:00') },
    { action: 'APPROVE', slot: 'REGULATOR', organisation: '嘉善县物业管理中心', at: instant('2024-03-12T10:40:00+08:00') },
    { action: 'INSTRUCT', slot: null, organisation: '禾明代理记账有限公司', at: instant('2024-03-12T15:22:00+08:00') },
    { action: 'SETTLE', slot: null, organisation: null, at: instant('2024-03-13T10:02:00+08:00') },
  ],
  gates: [
    { gate: 'G1', outcome: 'PASSED', at: instant('2024-03-12T15:22:00+08:00') },
    { gate: 'G2', outcome: 'NOT_IN_USE', at: instant('2024-03-12T15:22:00+08:00') },
    { gate: 'G3', outcome: 'PASSED', at: instant('2024-03-12T15:22:00+08:00') },
    { gate: 'G4', outcome: 'PASSED', at: instant('2024-03-12T15:22:00+08:00') },
  ],
  amounts: { requested: '40326.38', approved: '40326.38', instructed: '40326.38', settled: '40326.38' },
  bank: { bookedOn: day('2024-03-13'), reference: '20240313110045510023' },
  fileSha256: '8b6dda1c079baca44ba84111518a1a0ffd1f22a8ecaa411661a2cf8a84154620',
  entries: [
    { voucher: '2024-1893', on: day('2024-03-12'), rule: 'P13', amount: '40326.38' },
    { voucher: '2024-1894', on: day('2024-03-12'), rule: 'P14', amount: '40326.38' },
    { voucher: '2024-1907', on: day('2024-03-13'), rule: 'P15', amount: '40326.38' },
  ],
  demoTime: null,
};

/** The same payment before the bank has paid: nothing after the second approval. */
export const payoutUnderWay: PayoutView = {
  ...payoutView,
  period: null,
  paid: false,
  events: payoutView.events.map((event, position) => (position > 2 ? { ...event, organisation: null, at: null } : event)),
  amounts: { requested: '40326.38', approved: null, instructed: null, settled: null },
  bank: null,
  fileSha256: null,
  entries: [],
};
