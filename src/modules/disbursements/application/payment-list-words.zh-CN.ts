import type { AccountingPeriod, Quarter } from '../../../kernel/index.js';
import type { DocumentKind } from '../domain/payable.js';

/** Column heads of a payment list, in the order of its cells. The bank's staff and the cashier read them. */
export const paymentListColumns = ['拨付编号', '收款户名', '收款账号', '开户行', '金额（元）', '用途', '第几次付款'] as const;

const QUARTERS = ['一', '二', '三', '四'] as const;

/** What a payout is for, as it stands on the bank's slip: 2024年1月基础服务费. */
export const basePurpose = (period: AccountingPeriod): string => `${period.slice(0, 4)}年${Number.parseInt(period.slice(5), 10)}月基础服务费`;

/** 2024年一季度绩效服务费 */
export const performancePurpose = (quarter: Quarter): string => `${quarter.slice(0, 4)}年${QUARTERS[Number.parseInt(quarter.slice(6), 10) - 1]}季度绩效服务费`;

const KINDS: Readonly<Record<DocumentKind, string>> = {
  COST: '合理经营成本',
  TAX: '税费',
  SPENDING: '决议支出',
  MAINTENANCE: '划转维修资金',
  FLOAT: '备用金',
  REFUND: '业主退款',
  SUSPENSE_BACK: '待查款退回',
  PASS_ON: '代收款转付',
};

/** 合理经营成本：门禁维修（FY2024-0001）. What goes back to a person says no more than its number. */
export const documentPurpose = (kind: DocumentKind, number: string, words: string): string => `${KINDS[kind]}${words === '' ? '' : `：${words}`}（${number}）`;
