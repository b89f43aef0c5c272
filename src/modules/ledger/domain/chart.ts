/** Beneficiary ledgers inside the one bank account (domain.md 2): 物业服务资金, 公共收益, 考核扣减归业主, 待查与代收. */
export const funds = ['SVC', 'COM', 'QLT', 'TRN'] as const;
export type Fund = (typeof funds)[number];

export type HolderType = 'bank_account' | 'channel' | 'unit' | 'lease' | 'firm' | 'fund' | 'assessment' | 'payee' | 'disbursement' | 'bank_line' | 'payer';

/** Codes of the chart; what each may hold, and in which funds, is data of the database (ledger.chart). */
export const chartCodes = [
  '1001', '1002', '1101', '1102', '1103', '1104', '1105', '1201', '1301', '2001', '2002', '2101', '2103', '2104', '2111', '2112', '2201', '2301', '2302',
  '2303', '2401', '2501', '2502', '2601', '2701', '3001', '3002', '3003', '3101', '3901', '4001', '4002', '4101', '4201.01', '4201.02', '4201.03', '4201.04',
  '4201.05', '4201.06', '4301', '4901', '4902', '5001.01', '5001.02', '5002', '5003', '5101', '5201', '5301', '5401', '5402', '5501', '5901', '5902',
] as const; // prettier-ignore
export type ChartCode = (typeof chartCodes)[number];

/** Posting rules of domain.md 4. Suffixes: P07p late fee paid, P08r charge reduced, P09r recognition, P18o offset, P18u made good of a penalty taken back, P20r advance repaid, P21f suspense found, P25u/b float used/back. */
export const ruleCodes = [
  'P01', 'P02', 'P02c', 'P02d', 'P03', 'P03e', 'P04', 'P06', 'P07', 'P07p', 'P08', 'P08r', 'P09', 'P09r', 'P10', 'P11', 'P12', 'P13', 'P14', 'P15', 'P16', 'P17', 'P17d',
  'P18', 'P18b', 'P18o', 'P18u', 'P19', 'P20', 'P20r', 'P21', 'P21f', 'P22', 'P22b', 'P22c', 'P23', 'P24', 'P25u', 'P25b', 'P26', 'P27', 'P28a', 'P28b', 'P28c', 'P29',
  'P30', 'P31', 'P31b', 'P32', 'P33',
] as const; // prettier-ignore
export type RuleCode = (typeof ruleCodes)[number];
