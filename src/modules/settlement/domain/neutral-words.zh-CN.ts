/** What stands for words that nobody gave: never the name of whoever paid, who may be a person (domain.md 9). */
export const otherIncomeWords = '其他收入';
export const collectedWords = '代收款';
export const floatBackWords = '退回备用金';
