/** What waits for another organisation: resolutions by paper, and budgets. */
export const confirmationsZhCN = {
  state: { WAITING: '等待确认', CONFIRMED: '有效', REFUSED: '已退回' },
  recorded: (by: string, at: string): string => `${by}登记 ${at}`,
  confirmed: (by: string, at: string): string => `${by}确认 ${at}`,
  refused: (by: string, at: string, reason: string): string => `${by}退回 ${at}：${reason}`,
  takenBack: (by: string, at: string, reason: string): string => `${by}撤回 ${at}：${reason}`,
  waiting: '等待确认的决议',
  waitingNote: '登记后要由另一家单位（街道、县物管中心，或业委会旁边的居委会）对照文件确认，才能使用。',
  confirm: '与文件一致，确认',
  refuse: '退回',
  takeBack: '撤回',
  reason: '理由',
  reasonHint: '5 到 200 个字，会留存',
  done: { CONFIRM: '已确认', REFUSE: '已退回' },
  task: (number: string): string => `核对决议 ${number}`,
  taskBudget: (year: number): string => `核对 ${year} 年预算`,
  taskNote: '对照文件，确认或退回',
};
