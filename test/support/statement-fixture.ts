import { instant, Money, type AccountingPeriod, type BusinessDate, type Quarter } from '../../src/kernel/index.js';
import type {
  AssessmentResult,
  AssetKind,
  Columns,
  CommonIncomeLine,
  Flow,
  FundFlow,
  PayoutLine,
  SnapshotFund,
  StatementSnapshot,
} from '../../src/modules/statements/domain/snapshot.js';

/**
 * The statement of the demo compound for 2024-03, with the quarter's figures of the demo: billed 169,931.40, collected
 * 151,238.95, B 120,991.16, W 30,247.79. January and February are 50,498.24 and 50,407.97.
 */
export function marchStatement(): StatementSnapshot {
  return {
    format: 'mingbai.statement/3',
    community: 'ryxc',
    period: '2024-03' as AccountingPeriod,
    kind: 'MONTH',
    version: 1,
    previous: null,
    builtAt: instant('2024-04-15T09:00:00+08:00'),
    sections: {
      cover: cover(),
      money: money(),
      balance: balance(),
      fees: fees(),
      commonIncome: commonIncome(),
      maintenance: { opening: none, due: none, transferred: none, returned: none, closing: none },
      firmDues: { opening: none, due: none, paid: none, setOff: none, writtenOff: none, closing: none, givenUp: [] },
      service: service(null),
      payouts: payouts(),
      returned: [],
      reconciliation: reconciliation(),
    },
  };
}

/** The same month after the score became final: section G alone differs. */
export function marchSupplement(): StatementSnapshot {
  const first = marchStatement();
  return {
    ...first,
    kind: 'SUPPLEMENT',
    version: 2,
    previous: { version: 1, sha256: 'a3f1c0de5b7e4d2299d1f0aa6c5be3a17f2ad2b1a9a4b6f90c11d7e2f3a4b5c6' },
    builtAt: instant('2024-04-24T09:00:00+08:00'),
    sections: { ...first.sections, service: service(finalResult()) },
  };
}

/** The same month as it was published in the second format, without what the third added. */
export function inSecondFormat(snapshot: StatementSnapshot): StatementSnapshot {
  const { firmDues: _, ...sections } = snapshot.sections;
  return { ...snapshot, format: 'mingbai.statement/2', sections };
}

/** The same month as it was published in the first format, without what the second added. */
export function inFirstFormat(snapshot: StatementSnapshot): StatementSnapshot {
  const { maintenance: _, returned: __, ...sections } = inSecondFormat(snapshot).sections;
  const { month, yearToDate, ...fees } = sections.fees;
  const figures = ({ bills: ___, ...first }: typeof month): typeof month => first;
  const { lines, accrued, received } = sections.commonIncome;
  const { open: ____, ...reconciliation } = sections.reconciliation;
  return {
    ...snapshot,
    format: 'mingbai.statement/1',
    sections: {
      ...sections,
      fees: { ...fees, month: figures(month), yearToDate: figures(yearToDate) },
      commonIncome: { lines: lines.map(({ found: _found, cost: _cost, net: _net, ...line }) => line), accrued, received },
      payouts: sections.payouts.map(({ attempt: _attempt, returnedOn: _returnedOn, ...payout }) => payout),
      reconciliation,
    },
  };
}

/** The same month when the firm owed 40.00 more: it paid 10.00 in, 5.00 were set off, and the owners gave 20.00 up. */
export function owingStatement(): StatementSnapshot {
  const march = marchStatement();
  const { money, cover, balance, reconciliation } = march.sections;
  const ten = (text: string): string => Money.parse(text).plus(Money.parse('10.00')).toString();
  const now = (moved: string): Columns => columns(moved, '0.00', moved);
  const more = ({ month, previous, yearToDate }: Columns): Columns => columns(ten(month), previous, ten(yearToDate));
  const [service, ...others] = money.funds as [FundFlow, ...FundFlow[]];
  const received: FundFlow = {
    ...service,
    received: more(service.received),
    closing: more(service.closing),
    receipts: [...service.receipts, { kind: 'FROM_FIRM', ...now('10.00') }],
  };
  const [sheet, ...sheets] = balance.funds as [(typeof balance.funds)[number], ...typeof balance.funds];
  const { bank } = reconciliation;
  return {
    ...march,
    sections: {
      ...march.sections,
      cover: { ...cover, received: ten(cover.received), closing: ten(cover.closing) },
      money: {
        ...money,
        funds: [received, ...others],
        total: { ...money.total, received: more(money.total.received), closing: more(money.total.closing) },
        history: money.history.map((month, place) =>
          place === money.history.length - 1 ? { ...month, received: ten(month.received), closing: ten(month.closing) } : month,
        ),
      },
      balance: {
        funds: [
          {
            ...sheet,
            cash: ten(sheet.cash),
            available: ten(sheet.available),
            assets: [{ account: '1001', amount: ten(sheet.cash) }, ...sheet.assets.slice(1), { account: '1104', amount: '5.00' }],
            net: Money.parse(ten(sheet.net)).plus(Money.parse('5.00')).toString(),
          },
          ...sheets,
        ],
        total: { ...balance.total, cash: ten(balance.total.cash), available: ten(balance.total.available) },
      },
      firmDues: {
        opening: none,
        due: now('40.00'),
        paid: now('10.00'),
        setOff: now('5.00'),
        writtenOff: now('20.00'),
        closing: now('5.00'),
        givenUp: [
          { kind: 'MONTH', label: '2024-02', firm: '嘉兴市久旺物业管理有限公司', amount: '12.00', resolution: 'JY2024-003', on: day('2024-03-20') },
          { kind: 'PENALTY', label: '2024-Q1', firm: '嘉兴市久旺物业管理有限公司', amount: '8.00', resolution: 'JY2024-003', on: day('2024-03-20') },
        ],
      },
      reconciliation: {
        ...reconciliation,
        bank: { ...bank, statementBalance: ten(bank.statementBalance), adjusted: ten(bank.adjusted) },
        books: ten(reconciliation.books),
        claims: reconciliation.claims.map((claim) => (claim.fund === 'SVC' ? { ...claim, amount: ten(claim.amount) } : claim)),
      },
    },
  };
}

/** The first quarter, after its final score: what its months say together. */
export function quarterStatement(): StatementSnapshot {
  const march = marchSupplement();
  const { sections } = march;
  const whole = ({ yearToDate }: Columns): Columns => ({ month: yearToDate, previous: null, yearToDate });
  const flowOf = <F extends Flow>(flow: F): F => ({
    ...flow,
    opening: whole(flow.opening),
    received: whole(flow.received),
    paid: whole(flow.paid),
    closing: whole(flow.closing),
  });
  const lineOf = <L extends Columns>(line: L): L => ({ ...line, ...whole(line) });
  const [base, cost] = sections.payouts as [PayoutLine, PayoutLine];
  const january: PayoutLine = { ...base, number: 'BF2024-0001', amount: '40398.59', paidOn: day('2024-03-12'), path: '/p/ryxc/2024-02/payouts/BF2024-0001' };
  const { result } = sections.commonIncome;
  return {
    ...march,
    period: '2024-Q1' as Quarter,
    kind: 'QUARTER',
    version: 1,
    previous: null,
    sections: {
      ...sections,
      cover: { ...sections.cover, from: day('2024-01-01'), received: '185588.95', paid: '82994.97' },
      money: {
        ...sections.money,
        funds: sections.money.funds.map((fund) => ({ ...flowOf(fund), receipts: fund.receipts.map(lineOf), payments: fund.payments.map(lineOf) })),
        total: { ...flowOf(sections.money.total), moved: whole(sections.money.total.moved) },
      },
      fees: { ...sections.fees, month: sections.fees.yearToDate, bridge: { ...sections.fees.bridge, month: sections.fees.bridge.yearToDate } },
      commonIncome: {
        ...sections.commonIncome,
        lines: sections.commonIncome.lines.map((line) => {
          const accrued = Money.sum([1, 2, 3].map(() => Money.parse(line.accrued)));
          return { ...line, accrued: accrued.toString(), received: accrued.toString(), net: accrued.minus(Money.parse(line.cost ?? '0.00')).toString() };
        }),
        accrued: whole(sections.commonIncome.accrued),
        received: whole(sections.commonIncome.received),
        found: whole(none),
        ...(result && {
          result: { ...result, other: whole(none), cost: whole(result.cost), tax: whole(none), writtenOff: whole(none), net: whole(result.net) },
        }),
      },
      maintenance: { opening: whole(none), due: whole(none), transferred: whole(none), returned: whole(none), closing: whole(none) },
      firmDues: { opening: whole(none), due: whole(none), paid: whole(none), setOff: whole(none), writtenOff: whole(none), closing: whole(none), givenUp: [] },
      payouts: [january, base, cost],
    },
  };
}

const day = (text: string): BusinessDate => text as BusinessDate;
const columns = (month: string, previous: string | null, yearToDate: string): Columns => ({ month, previous, yearToDate });
const none = columns('0.00', '0.00', '0.00');

function cover(): StatementSnapshot['sections']['cover'] {
  return {
    name: '日月星辰小区',
    streetName: '魏塘街道',
    countyName: '嘉善县',
    communityName: '小东门社区',
    from: day('2024-03-01'),
    to: day('2024-03-31'),
    account: { bankName: '嘉善农商银行罗星支行', last4: '8866' },
    contract: { number: 'HT-2024-01', firm: '嘉兴市久旺物业管理有限公司', from: day('2024-01-01'), to: day('2026-12-31') },
    parties: [
      { role: 'OWNER_SIDE', organisation: '魏塘街道小东门社区居民委员会', substitute: true },
      { role: 'REGULATOR', organisation: '嘉善县物业管理中心', substitute: false },
      { role: 'SUPERVISOR', organisation: '魏塘街道办事处', substitute: false },
      { role: 'FIRM', organisation: '嘉兴市久旺物业管理有限公司', substitute: false },
    ],
    received: '61982.74',
    paid: '42596.38',
    closing: '102593.98',
  };
}

const flow = (fund: SnapshotFund, figures: Flow, lines: Pick<FundFlow, 'receipts' | 'payments'>): FundFlow => ({ fund, ...figures, ...lines });

function money(): StatementSnapshot['sections']['money'] {
  return {
    funds: [
      flow(
        'SVC',
        {
          opening: columns('60507.62', '50498.24', '0.00'),
          received: columns('50332.74', '50407.97', '151238.95'),
          paid: columns('40326.38', '40398.59', '80724.97'),
          closing: columns('70513.98', '60507.62', '70513.98'),
        },
        {
          receipts: [{ kind: 'FEES', ...columns('50332.74', '50407.97', '151238.95') }],
          payments: [{ kind: 'SERVICE_BASE', ...columns('40326.38', '40398.59', '80724.97') }],
        },
      ),
      flow(
        'COM',
        {
          opening: columns('22700.00', '11350.00', '0.00'),
          received: columns('11350.00', '11350.00', '34050.00'),
          paid: columns('2270.00', '0.00', '2270.00'),
          closing: columns('31780.00', '22700.00', '31780.00'),
        },
        {
          receipts: [{ kind: 'COMMON_INCOME', ...columns('11350.00', '11350.00', '34050.00') }],
          payments: [{ kind: 'COST', ...columns('2270.00', '0.00', '2270.00') }],
        },
      ),
      flow('QLT', { opening: none, received: none, paid: none, closing: none }, { receipts: [], payments: [] }),
      flow(
        'TRN',
        { opening: none, received: columns('300.00', '0.00', '300.00'), paid: none, closing: columns('300.00', '0.00', '300.00') },
        { receipts: [{ kind: 'UNIDENTIFIED', ...columns('300.00', '0.00', '300.00') }], payments: [] },
      ),
    ],
    total: {
      opening: columns('83207.62', '61848.24', '0.00'),
      received: columns('61982.74', '61757.97', '185588.95'),
      paid: columns('42596.38', '40398.59', '82994.97'),
      closing: columns('102593.98', '83207.62', '102593.98'),
      moved: none,
    },
    history: [
      { period: '2024-01' as AccountingPeriod, received: '61848.24', paid: '0.00', closing: '61848.24' },
      { period: '2024-02' as AccountingPeriod, received: '61757.97', paid: '40398.59', closing: '83207.62' },
      { period: '2024-03' as AccountingPeriod, received: '61982.74', paid: '42596.38', closing: '102593.98' },
    ],
  };
}

function balance(): StatementSnapshot['sections']['balance'] {
  return {
    funds: [
      {
        fund: 'SVC',
        cash: '70513.98',
        restricted: '30247.79',
        available: '40266.19',
        assets: [
          { account: '1001', amount: '70513.98' },
          { account: '1101', amount: '18692.45' },
        ],
        claims: [
          { account: '2101', amount: '40266.19', restricted: false },
          { account: '2103', amount: '30247.79', restricted: true },
        ],
        net: '18692.45',
      },
      {
        fund: 'COM',
        cash: '31780.00',
        restricted: '0.00',
        available: '31780.00',
        assets: [{ account: '1001', amount: '31780.00' }],
        claims: [],
        net: '31780.00',
      },
      { fund: 'QLT', cash: '0.00', restricted: '0.00', available: '0.00', assets: [], claims: [], net: '0.00' },
      {
        fund: 'TRN',
        cash: '300.00',
        restricted: '300.00',
        available: '0.00',
        assets: [{ account: '1001', amount: '300.00' }],
        claims: [{ account: '2301', amount: '300.00', restricted: true }],
        net: '0.00',
      },
    ],
    total: { cash: '102593.98', restricted: '30547.79', available: '72046.19' },
  };
}

function fees(): StatementSnapshot['sections']['fees'] {
  const bridge = (receivedForFees: string): StatementSnapshot['sections']['fees']['bridge']['month'] => ({
    receivedForFees,
    toPrepayment: '0.00',
    lateFees: '0.00',
    prepaymentApplied: '0.00',
    found: '0.00',
    clearedByFirm: '0.00',
    bounced: '0.00',
    reallocated: '0.00',
    collected: receivedForFees,
  });
  return {
    month: {
      billed: '56643.80',
      collected: '50332.74',
      prepaid: '0.00',
      waived: '0.00',
      unpaid: '6311.06',
      bills: { amount: '56643.80', paid: '50332.74', letOff: '0.00', unpaid: '6311.06' },
      rate: '0.8886',
    },
    yearToDate: {
      billed: '169931.40',
      collected: '151238.95',
      prepaid: '0.00',
      waived: '0.00',
      unpaid: '18692.45',
      bills: { amount: '169931.40', paid: '151238.95', letOff: '0.00', unpaid: '18692.45' },
      rate: '0.8900',
    },
    buildings: [
      { buildings: ['01'], unitsOwing: 6, rate: '0.8721' },
      { buildings: ['02'], unitsOwing: 9, rate: '0.8013' },
      { buildings: ['03'], unitsOwing: 5, rate: '0.9042' },
      { buildings: ['07'], unitsOwing: 7, rate: '0.8466' },
      { buildings: ['11'], unitsOwing: 12, rate: '0.7650' },
      { buildings: ['04', '05', '06', '08', '09', '10', '12', '13', '14', '15', '16', '17', 'S'], unitsOwing: 31, rate: '0.9279' },
    ],
    bridge: { month: bridge('50332.74'), yearToDate: bridge('151238.95') },
  };
}

function commonIncome(): StatementSnapshot['sections']['commonIncome'] {
  const term = { from: day('2024-01-01'), to: day('2024-12-31') };
  const line = (kind: AssetKind, asset: string, counterparty: string | null, accrued: string, cost = '0.00'): CommonIncomeLine => ({
    kind,
    asset,
    counterparty,
    ...term,
    accrued,
    received: accrued,
    found: '0.00',
    cost,
    net: Money.parse(accrued).minus(Money.parse(cost)).toString(),
    outstanding: '0.00',
  });
  return {
    lines: [
      line('PARKING', '地面车位 160 个', null, '8000.00', '2270.00'),
      line('ADVERTISING', '大门道闸广告', '嘉兴市南湖传媒有限公司', '1000.00'),
      line('LOCKER', '快递柜 3 组', '嘉善驿城物流有限公司', '600.00'),
      line('TELECOM', '通信机房', '中国铁塔股份有限公司嘉兴市分公司', '1250.00'),
      line('CHARGING', '电动自行车充电桩', '嘉兴绿能充电科技有限公司', '500.00'),
    ],
    accrued: columns('11350.00', '11350.00', '34050.00'),
    received: columns('11350.00', '11350.00', '34050.00'),
    found: none,
    result: {
      other: none,
      cost: columns('2270.00', '0.00', '2270.00'),
      tax: none,
      writtenOff: none,
      net: columns('9080.00', '11350.00', '31780.00'),
      generalCost: '0.00',
    },
    uses: [
      {
        number: 'FY2024-0001',
        kind: 'COST',
        fund: 'COM',
        asset: '地面车位 160 个',
        words: '地面车位划线与车挡更换',
        amount: '2270.00',
        resolution: null,
      },
    ],
  };
}

function service(result: AssessmentResult | null): StatementSnapshot['sections']['service'] {
  const month = (period: string, entitlement: string, base: string, withheld: string) => ({ period: period as AccountingPeriod, entitlement, base, withheld });
  return {
    firm: '嘉兴市久旺物业管理有限公司',
    quarter: '2024-Q1' as Quarter,
    basis: 'COLLECTED',
    shareAtRisk: '0.20',
    rule: {
      kind: 'BANDED',
      bands: [
        { from: '95', to: '100', share: '1' },
        { from: '85', to: '95', share: '0.98' },
        { from: '75', to: '85', share: '0.95' },
        { from: '65', to: '75', share: '0.90' },
        { from: '60', to: '65', share: '0.80' },
        { from: '0', to: '60', share: '0.70' },
      ],
    },
    staffing: [
      { post: '管理员', promised: 2, present: 2 },
      { post: '保安', promised: 4, present: 4 },
      { post: '维修工', promised: 1, present: 1 },
      { post: '保洁绿化', promised: 3, present: 2 },
    ],
    months: [
      month('2024-01', '50498.24', '40398.59', '10099.65'),
      month('2024-02', '50407.97', '40326.38', '10081.59'),
      month('2024-03', '50332.74', '40266.19', '10066.55'),
    ],
    quarterToDate: { entitlement: '151238.95', base: '120991.16', withheld: '30247.79' },
    result,
  };
}

/** Score 87.32 in the band 85 to 95, share 0.98: R 29,642.83, X 604.96, net 150,633.99. */
export function finalResult(): AssessmentResult {
  return {
    finalOn: day('2024-04-23'),
    components: [
      { name: '社区与物管中心检查', weight: '0.40', score: '88.50', points: '35.4000' },
      { name: '住户满意度调查', weight: '0.35', score: '86.20', points: '30.1700' },
      { name: '报修响应时间', weight: '0.20', score: '90.00', points: '18.0000' },
      { name: '按时公示', weight: '0.05', score: '75.00', points: '3.7500' },
    ],
    adjustment: '0.00',
    score: '87.32',
    selfEvaluation: '96.00',
    lowered: 0,
    share: '0.98',
    entitlement: '151238.95',
    base: '120991.16',
    withheld: '30247.79',
    released: '29642.83',
    deducted: '604.96',
    fines: '0.00',
    net: '150633.99',
  };
}

function payouts(): StatementSnapshot['sections']['payouts'] {
  const approval = (slot: 'OWNER_SIDE' | 'REGULATOR' | 'SUPERVISOR', at: string) => ({
    slot,
    organisation: { OWNER_SIDE: '魏塘街道小东门社区居民委员会', REGULATOR: '嘉善县物业管理中心', SUPERVISOR: '魏塘街道办事处' }[slot],
    at: instant(`${at}:00+08:00`),
  });
  return [
    {
      number: 'BF2024-0002',
      attempt: 1,
      returnedOn: null,
      kind: 'SERVICE_BASE',
      fund: 'SVC',
      purpose: '2024年2月物业服务费（基础部分）',
      payee: '嘉兴市久旺物业管理有限公司',
      payeeLast4: '2210',
      amount: '40326.38',
      requestedAt: instant('2024-03-11T09:12:00+08:00'),
      approvals: [approval('OWNER_SIDE', '2024-03-11T14:05'), approval('REGULATOR', '2024-03-12T10:40'), approval('SUPERVISOR', '2024-03-12T15:22')],
      paidOn: day('2024-03-13'),
      bankReference: '20240313110045510023',
      path: '/p/ryxc/2024-03/payouts/BF2024-0002',
    },
    {
      number: 'BF2024-0003',
      attempt: 1,
      returnedOn: null,
      kind: 'COST',
      fund: 'COM',
      purpose: '地面车位划线与车挡更换',
      payee: '嘉善县顺达交通设施有限公司',
      payeeLast4: '7031',
      amount: '2270.00',
      requestedAt: instant('2024-03-18T10:00:00+08:00'),
      approvals: [approval('OWNER_SIDE', '2024-03-18T16:30'), approval('REGULATOR', '2024-03-19T09:15'), approval('SUPERVISOR', '2024-03-20T11:00')],
      paidOn: day('2024-03-21'),
      bankReference: '20240321093311207716',
      path: '/p/ryxc/2024-03/payouts/BF2024-0003',
    },
  ];
}

function reconciliation(): StatementSnapshot['sections']['reconciliation'] {
  return {
    bank: { statementBalance: '102593.98', depositsInTransit: '0.00', outstandingPayments: '0.00', bankErrors: '0.00', adjusted: '102593.98' },
    books: '102593.98',
    claims: [
      { fund: 'SVC', amount: '70513.98' },
      { fund: 'COM', amount: '31780.00' },
      { fund: 'QLT', amount: '0.00' },
      { fund: 'TRN', amount: '300.00' },
    ],
    outstanding: [],
    open: [],
    suspense: {
      count: 1,
      amount: '300.00',
      ages: [
        { from: 0, to: 7, count: 0, amount: '0.00' },
        { from: 8, to: 30, count: 1, amount: '300.00' },
        { from: 31, to: 90, count: 0, amount: '0.00' },
        { from: 91, to: null, count: 0, amount: '0.00' },
      ],
    },
  };
}

/** The same snapshot with one text replaced, by its path: `sections.cover.closing`, `sections.money.funds.0.opening.month`. */
export function altered(snapshot: StatementSnapshot, path: string, change: (text: string) => unknown): StatementSnapshot {
  const copy = structuredClone(snapshot) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let node = copy;
  for (const key of keys) node = node[key] as Record<string, unknown>;
  node[last] = change(String(node[last]));
  return copy as unknown as StatementSnapshot;
}

/** Paths of all amounts in a snapshot: texts with two decimals under a member that holds money. */
export function amountPaths(value: unknown, path = ''): string[] {
  if (typeof value === 'string')
    return /^-?\d+\.\d{2}$/.test(value) && !/\.(weight|score|points|share|shareAtRisk|selfEvaluation|adjustment)$/.test(path) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => amountPaths(member, path === '' ? key : `${path}.${key}`));
}

/** One fen more. */
export const oneFenMore = (text: string): string => Money.parse(text).plus(Money.parse('0.01')).toString();
