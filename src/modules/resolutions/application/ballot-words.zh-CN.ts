/** Columns of a list of ballots by their names in it. */
export const ballotColumns = { unit: '房屋', choice: '意见', castOn: '投票日期', way: '方式', reason: '更正原因' } as const;

/** What stands in its cells. */
export const ballotWords = { FOR: '同意', AGAINST: '反对', ABSTAIN: '弃权', NONE: '未投', PAPER: '纸质', ONLINE: '网络' } as const;
