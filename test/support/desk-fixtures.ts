import { instant, type AccountingPeriod, type BusinessDate, type Quarter } from '../../src/kernel/index.js';
import type { DeskFrame, NavLink } from '../../src/web/desk/desk-layout.js';
import type { FormSeal } from '../../src/web/desk/form-parts.js';
import type { PayoutFacts } from '../../src/web/desk/payout/index.js';
import type { GateResult } from '../../src/modules/disbursements/index.js';
import type { ApproverPayoutView } from '../../src/web/workbench/payout-page.js';
import type { QueueView } from '../../src/web/workbench/queue-page.js';
import type { ReasonView } from '../../src/web/workbench/reason-page.js';

export const at = (text: string) => instant(`${text}:00+08:00`);
export const day = (text: string): BusinessDate => text as BusinessDate;
export const month = (text: string): AccountingPeriod => text as AccountingPeriod;
export const seal: FormSeal = { formToken: 'f0r3m', idempotencyKey: '6f1f2c9e-6a44-4a44-9d3a-000000000001' };

const nav: readonly NavLink[] = [
  { key: 'queue', href: '/w/ryxc', count: 3 },
  { key: 'payouts', href: '/w/ryxc/payouts', count: null },
  { key: 'assessments', href: '/w/ryxc/assessments', count: null },
  { key: 'statements', href: '/w/ryxc/statements', count: 1 },
];

export function frame(overrides: Partial<DeskFrame> = {}): DeskFrame {
  return {
    community: { slug: 'ryxc', name: '日月星辰小区' },
    person: '沈若兰',
    organisation: '小东门社区',
    nav,
    current: 'queue',
    formToken: 'f0r3m',
    path: '/w/ryxc',
    size: 'normal',
    asOf: at('2024-05-16T09:00'),
    demoTime: '2024年5月16日 09:00',
    ...overrides,
  };
}

const idle = (gate: GateResult['gate']): GateResult => ({ gate, outcome: 'NOT_IN_USE', reason: null, inputs: {} });
const passed = (gate: GateResult['gate'], inputs: GateResult['inputs']): GateResult => ({ gate, outcome: 'PASSED', reason: null, inputs });

const accountGate = passed('G4', { usableFrom: '2024-01-04T00:20:00.000Z', registeredAt: '2024-01-01T00:20:00.000Z' });
const periodGate = passed('G6', { today: '2024-05-16', closedThrough: '2024-04-30' });

export const baseGates: readonly GateResult[] = [
  passed('G1', {
    period: '2024-04',
    entitlement: '50390.21',
    withheld: '10078.04',
    entitled: '40312.17',
    alreadyAsked: '0.00',
    payable: '40312.17',
    asked: '40312.17',
  }),
  idle('G2'),
  passed('G3', { fund: 'SVC', available: '40312.17', asked: '40312.17', after: '0.00' }),
  accountGate,
  idle('G5'),
  periodGate,
  idle('G7'),
  idle('G8'),
];

/** The base part of April: large, so that three slots are needed; the centre has approved. */
export const basePayout: PayoutFacts = {
  number: 'BF2024-0005',
  purpose: { kind: 'BASE', period: month('2024-04'), quarter: null },
  state: 'APPROVING',
  fund: 'SVC',
  amount: '40312.17',
  payee: { name: '嘉兴市久旺物业管理有限公司', bankName: '嘉兴秀湖银行城东支行', last4: '0001' },
  contract: { number: 'RYXC-WY-2024-01', versionNo: 1 },
  submitter: { organisation: '久旺物业', person: '盛长庚', at: at('2024-05-15T14:00') },
  gates: { at: null, results: baseGates },
  balance: { available: '40312.17', after: '0.00' },
  enough: null,
  slots: [
    { slot: 'OWNER_SIDE', mine: true, approval: null },
    { slot: 'REGULATOR', mine: false, approval: { organisation: '县物管中心', person: '钱慕白', substitute: false, suite: null, at: at('2024-05-15T16:10') } },
    { slot: 'SUPERVISOR', mine: false, approval: null },
  ],
  instructableFrom: null,
  instructedAt: null,
  paidOn: null,
  claimGiven: null,
  papers: { invoiceNo: null, documents: [], resolutionNo: null },
  personal: false,
  returns: [],
  score: null,
  history: [
    { action: 'DRAFT', organisation: '久旺物业', person: '盛长庚', at: at('2024-05-15T14:00'), reason: null },
    { action: 'SUBMIT', organisation: '久旺物业', person: '盛长庚', at: at('2024-05-15T14:00'), reason: null },
    { action: 'GATES_PASSED', organisation: '久旺物业', person: '盛长庚', at: at('2024-05-15T14:00'), reason: null },
    { action: 'APPROVE', organisation: '县物管中心', person: '钱慕白', at: at('2024-05-15T16:10'), reason: null },
  ],
  payloadSha256: '8b6dda1c079baca44ba84111518a1a0ffd1f22a8ecaa411661a2cf8a84154620',
  wantsSignature: false,
};

/** The performance part of the first quarter, paid. */
export const performancePayout: PayoutFacts = {
  ...basePayout,
  number: 'BF2024-0004',
  purpose: { kind: 'PERFORMANCE', period: null, quarter: '2024-Q1' as Quarter },
  state: 'SETTLED',
  amount: '29642.83',
  gates: {
    at: at('2024-04-25T15:00'),
    results: [
      passed('G1', {
        quarter: '2024-Q1',
        score: '87.32',
        ratio: '0.98',
        entitlement: '151238.95',
        withheld: '30247.79',
        entitled: '29642.83',
        alreadyAsked: '0.00',
        payable: '29642.83',
        asked: '29642.83',
      }),
      ...baseGates.slice(1),
    ],
  },
  balance: null,
  slots: [
    { slot: 'OWNER_SIDE', mine: true, approval: { organisation: '小东门社区', person: '沈若兰', substitute: true, suite: null, at: at('2024-04-24T15:10') } },
    { slot: 'REGULATOR', mine: false, approval: { organisation: '县物管中心', person: '钱慕白', substitute: false, suite: null, at: at('2024-04-24T15:55') } },
  ],
  instructedAt: at('2024-04-25T15:00'),
  paidOn: day('2024-04-26'),
  score: {
    quarter: '2024-Q1' as Quarter,
    published: '87.32',
    components: [
      { name: '社区和物管中心检查', weight: '0.40', score: '88.50', points: '35.40' },
      { name: '业主满意度调查', weight: '0.35', score: '86.20', points: '30.17' },
      { name: '报修响应及时率', weight: '0.20', score: '90.00', points: '18.00' },
      { name: '信息公示及时率', weight: '0.05', score: '75.00', points: '3.75' },
    ],
  },
};

export const approverView: ApproverPayoutView = {
  frame: frame(),
  payout: basePayout,
  evidence: [
    { name: '2024年4月收支公示', href: '/p/ryxc/2024-04' },
    { name: '这笔拨付的公开页面', href: '/p/ryxc/payouts/BF2024-0005' },
  ],
  decision: { seal, version: 4, payloadSha256: basePayout.payloadSha256, isSigned: false },
  cannot: null,
  withdrawUntil: null,
  done: null,
  missing: ['OWNER_SIDE', 'SUPERVISOR'],
  next: null,
  refusal: null,
};

/** Just approved by the reader: two slots are filled, ten minutes to take it back. */
export const approvedView: ApproverPayoutView = {
  ...approverView,
  payout: {
    ...basePayout,
    slots: basePayout.slots.map((slot) =>
      slot.mine ? { ...slot, approval: { organisation: '小东门社区', person: '沈若兰', substitute: true, suite: null, at: at('2024-05-16T09:00') } } : slot,
    ),
  },
  decision: null,
  cannot: '您已于 2024-05-16 09:00 同意拨付 BF2024-0005；如要改变，请先撤回。',
  withdrawUntil: at('2024-05-16T09:10'),
  done: 'APPROVE',
  missing: ['SUPERVISOR'],
  next: 'BF2024-0006',
};

/** Nothing to decide any more. */
export const paidView: ApproverPayoutView = { ...approverView, payout: performancePayout, decision: null, missing: [] };

const shortOfMoney: GateResult = {
  gate: 'G3',
  outcome: 'FAILED',
  reason: 'SHORT',
  inputs: { fund: 'SVC', available: '30312.17', asked: '40312.17', after: '-10000.00' },
};

/** The fund no longer holds enough, and somebody else was faster. */
export const blockedView: ApproverPayoutView = {
  ...approverView,
  payout: {
    ...basePayout,
    gates: { at: null, results: baseGates.map((gate) => (gate.gate === 'G3' ? shortOfMoney : gate)) },
    balance: { available: '30312.17', after: '-10000.00' },
  },
  refusal: {
    errors: [{ name: null, message: '拨付 BF2024-0005 在您打开之后已由 县物管中心 钱慕白 处理（2024-05-16 08:58），请刷新页面后再决定。' }],
    typed: {},
  },
};

export const reasonView: ReasonView = {
  frame: frame({ current: null }),
  decision: 'REJECT',
  payout: basePayout,
  seal,
  version: 4,
  payloadSha256: basePayout.payloadSha256,
  isSigned: false,
  refusal: { errors: [{ name: 'reason', message: '请写明原因，至少 5 个字；经办各方会看到。' }], typed: { template: '', reason: '不行' } },
};

export const queueView: QueueView = {
  frame: frame(),
  rows: [
    {
      number: 'BF2024-0003',
      purpose: { kind: 'BASE', period: month('2024-03'), quarter: null },
      amount: '40266.19',
      payee: '嘉兴市久旺物业管理有限公司',
      submittedAt: at('2024-04-16T14:00'),
      waitingDays: 30,
      deferredUntil: day('2024-05-10'),
      deferredOver: true,
      missing: ['OWNER_SIDE'],
      failedGates: [shortOfMoney],
      refusal: null,
    },
    {
      number: 'BF2024-0005',
      purpose: { kind: 'BASE', period: month('2024-04'), quarter: null },
      amount: '40312.17',
      payee: '嘉兴市久旺物业管理有限公司',
      submittedAt: at('2024-05-15T14:00'),
      waitingDays: 1,
      deferredUntil: null,
      deferredOver: false,
      missing: ['OWNER_SIDE', 'SUPERVISOR'],
      failedGates: [],
      refusal: null,
    },
    {
      number: 'BF2024-0006',
      purpose: { kind: 'PERFORMANCE', period: null, quarter: '2024-Q1' as Quarter },
      amount: '29642.83',
      payee: '嘉兴市久旺物业管理有限公司',
      submittedAt: at('2024-05-16T08:30'),
      waitingDays: 0,
      deferredUntil: null,
      deferredOver: false,
      missing: ['REGULATOR'],
      failedGates: [],
      refusal: '您的单位已于 2024-05-16 08:40 同意拨付 BF2024-0006，一个单位只审批一次。',
    },
  ],
  tasks: [
    { title: '发布2024年4月收支公示', note: '已编制好，看一遍再发布', href: '/w/ryxc/statements/2024-04', until: day('2024-05-15'), late: true },
    { title: '2024年第二季度考核', note: '登记现场检查结果', href: '/w/ryxc/assessments/2024-Q2', until: day('2024-07-10'), late: false },
  ],
  funds: [
    { fund: 'SVC', cash: '80578.04', available: '40312.17' },
    { fund: 'COM', cash: '42900.00', available: '42900.00' },
    { fund: 'QLT', cash: '604.96', available: '604.96' },
    { fund: 'TRN', cash: '300.00', available: '0.00' },
  ],
  recent: [
    {
      number: 'BF2024-0005',
      purpose: { kind: 'BASE', period: month('2024-04'), quarter: null },
      amount: '40312.17',
      state: 'APPROVING',
      submittedAt: at('2024-05-15T14:00'),
    },
    {
      number: 'BF2024-0004',
      purpose: { kind: 'PERFORMANCE', period: null, quarter: '2024-Q1' as Quarter },
      amount: '29642.83',
      state: 'SETTLED',
      submittedAt: at('2024-04-24T14:00'),
    },
    {
      number: 'BF2024-0002',
      purpose: { kind: 'BASE', period: month('2024-02'), quarter: null },
      amount: '40326.38',
      state: 'REJECTED',
      submittedAt: at('2024-03-16T14:00'),
    },
  ],
};

export const emptyQueueView: QueueView = {
  ...queueView,
  frame: frame({ nav: nav.map((link) => ({ ...link, count: null })) }),
  rows: [],
  tasks: [],
  recent: [],
};
