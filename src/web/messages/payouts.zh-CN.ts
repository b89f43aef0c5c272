/** Payouts that are paid for a document, on the pages of those who work on them. */
export const payoutsZhCN = {
  kinds: {
    COST: '合理经营成本',
    TAX: '税费',
    SPENDING: '决议支出',
    MAINTENANCE: '划转维修资金',
    FLOAT: '备用金',
    REFUND: '业主退款',
    SUSPENSE_BACK: '待查款退回',
  },
  documentFormula: (number: string, entitled: string): string => `${number} 批准 ${entitled} 元`,
  g4Origin: (last4: string): string => `原路退回尾号 ${last4}`,
  g5: (papers: string): string => `${papers} 份凭据，没有用在别的拨付上`,
  g8: (f: { number: string; limit: string | null; used: string }): string =>
    f.limit === null ? `${f.number}，不限金额，已用 ${f.used} 元` : `${f.number}，限额 ${f.limit} 元，已用 ${f.used} 元`,
} as const;
