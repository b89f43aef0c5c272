/** Waivers and write-offs that the owner side takes back. */
export const waiverUndoZhCN = {
  open: '撤销这笔减免',
  effect: (of: string, amount: string): string => `撤销后，${of} 重新欠 ${amount} 元；有预收款的马上抵扣。已关账的月份不变，冲销记在今天。`,
  reason: '撤销的原因（5 至 200 个字）',
  submit: '撤销',
  done: '已撤销，该户重新欠这笔费用',
  since: (on: string, reason: string): string => `${on} 撤销：${reason}`,
};
