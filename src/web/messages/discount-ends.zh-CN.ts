/** 优惠提前结束：申请、业主一方决定。 */
export const discountEndsZhCN = {
  reason: '为什么提前结束',
  reasonHint: '一行字，和申请人一起留存。',
  askNote: '已经同意的优惠，提前结束也要业主一方同意；还没人同意过的，当场收回。',
  title: '提前结束的优惠',
  note: '记账员申请的。同意后，之后的账单不再优惠；不同意，优惠照旧。',
  said: (f: { lastOn: string; at: string; reason: string }): string => `申请提前到 ${f.lastOn} 结束（${f.at}）：${f.reason}`,
  state: { WAITING: '提前结束待业主一方同意', AGREED: '同意提前结束', REFUSED: '不同意提前结束', WITHDRAWN: '已收回', LAPSED: '没有人同意，已经出账' },
  effect: (of: string, lastOn: string): string => `同意后，${of} 的优惠到 ${lastOn} 为止，之后的账单按全价收。`,
  task: (count: number): string => `决定优惠提前结束 ${count} 项`,
  taskNote: '记账员申请的；不同意，优惠照旧',
} as const;
