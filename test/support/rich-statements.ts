import { instant, type BusinessDate, type Quarter } from '../../src/kernel/index.js';
import type { BudgetInUse, IncomeUse, PayoutLine, ServiceSection, StatementSnapshot } from '../../src/modules/statements/domain/snapshot.js';
import { statementPeriod } from '../../src/modules/statements/domain/statement-period.js';
import { finalResult, marchStatement, quarterStatement } from './statement-fixture.js';

const day = (text: string): BusinessDate => text as BusinessDate;

/** Uses of the owners' money of every kind. */
const uses: readonly IncomeUse[] = [
  { number: 'FY2024-0001', kind: 'COST', fund: 'COM', asset: '地面车位 160 个', words: '地面车位划线与车挡更换', amount: '2270.00', resolution: null },
  { number: 'FY2024-0002', kind: 'TAX', fund: 'COM', asset: null, words: '房产税和增值税', amount: '4086.00', resolution: null },
  {
    number: 'FY2024-0003',
    kind: 'SPENDING',
    fund: 'QLT',
    asset: null,
    words: '聘请会计师事务所审计二〇二四年度账目',
    amount: '8000.00',
    resolution: { number: 'JY2025-001', title: '关于聘请会计师事务所对二〇二四年度共管账户进行审计并公布审计报告的决定' },
  },
  {
    number: 'FY2024-0004',
    kind: 'MAINTENANCE',
    fund: 'COM',
    asset: null,
    words: '公共收益净额的四成划入专项维修资金',
    amount: '38674.20',
    resolution: { number: 'JY2025-002', title: '公共收益补充专项维修资金办法' },
  },
];

/** A year's budget, beside what was paid of it. */
export const budgetInUse: BudgetInUse = {
  year: '2024',
  resolution: 'JY2023-001',
  lines: [
    { fund: 'SVC', code: '5001.01', amount: '460000.00', paid: '80724.97', left: '379275.03' },
    { fund: 'SVC', code: '5001.02', amount: '90000.00', paid: '0.00', left: '90000.00' },
    { fund: 'COM', code: '5101', amount: '6000.00', paid: '6120.00', left: '-120.00' },
  ],
};

/** A month for the eyes: a payment that came back and was made again, rent found, every use, a transfer to the maintenance fund, and things still open. */
export function richStatement(): StatementSnapshot {
  const march = marchStatement();
  const { sections } = march;
  const [base, cost] = sections.payouts as [PayoutLine, PayoutLine];
  const back = { number: cost.number, attempt: 1, kind: cost.kind, fund: cost.fund, amount: cost.amount, paidOn: cost.paidOn, path: cost.path };
  const { result } = sections.commonIncome;
  const columns = (month: string, yearToDate = month) => ({ month, previous: '0.00', yearToDate });
  return {
    ...march,
    sections: {
      ...sections,
      money: { ...sections.money, budget: budgetInUse },
      fees: { ...sections.fees, month: { ...sections.fees.month, bills: { amount: '56643.80', paid: '50332.74', letOff: '311.06', unpaid: '6000.00' } } },
      commonIncome: {
        ...sections.commonIncome,
        lines: sections.commonIncome.lines.map((line, place) => (place === 0 ? { ...line, found: '1000.00', outstanding: '850.00' } : line)),
        found: columns('1000.00'),
        ...(result && { result: { ...result, other: columns('200.00', '300.00'), tax: columns('4086.00'), writtenOff: columns('100.00') } }),
        uses,
      },
      maintenance: {
        opening: columns('1000.00'),
        due: columns('38674.20'),
        transferred: columns('38674.20'),
        returned: columns('50.00'),
        closing: columns('1050.00'),
      },
      payouts: [
        base,
        { ...cost, returnedOn: day('2024-03-22') },
        { ...cost, attempt: 2, requestedAt: instant('2024-03-25T09:00:00+08:00'), paidOn: day('2024-03-28'), bankReference: '20240328093311209001' },
      ],
      returned: [{ ...back, returnedOn: day('2024-03-22'), bankReference: '20240322101112000001' }],
      reconciliation: {
        ...sections.reconciliation,
        open: [
          { kind: 'PAYOUT_IN_FLIGHT', fund: 'SVC', number: 'BF2024-0004', since: day('2024-03-30'), amount: '40266.19' },
          { kind: 'CHANNEL_IN_TRANSIT', fund: 'SVC', number: null, since: null, amount: '1234.56' },
          { kind: 'BANK_ERROR', fund: 'COM', number: null, since: null, amount: '30.00' },
        ],
      },
    },
  };
}

/** A year for the eyes: 36 payments, four quarters of which the last is not scored yet. */
export function yearStatement(): StatementSnapshot {
  const quarter = quarterStatement();
  const { sections } = quarter;
  const service = sections.service as ServiceSection;
  const months = Array.from({ length: 12 }, (_, index) => index);
  const quarters = [1, 2, 3, 4].map((no): ServiceSection => ({ ...service, quarter: `2024-Q${no}` as Quarter, result: no === 4 ? null : finalResult() }));
  return {
    ...quarter,
    period: statementPeriod('2024'),
    kind: 'YEAR',
    sections: {
      ...sections,
      cover: { ...sections.cover, to: day('2024-12-31') },
      service: null,
      quarters,
      commonIncome: { ...sections.commonIncome, uses },
      payouts: months.flatMap((month) =>
        sections.payouts.map((payout, place) => ({
          ...payout,
          number: `BF2024-${String(month * 3 + place + 1).padStart(4, '0')}`,
          bankReference: `20240313${month}${place}0045510023`,
        })),
      ),
    },
  };
}
