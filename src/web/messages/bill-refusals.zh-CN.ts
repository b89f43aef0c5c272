/** 出账时没有出成的房屋，做成文件。 */
export const billRefusalsZhCN = {
  columns: { unit: '房屋', item: '项目', reason: '为什么没有账单' },
  noRate: '这类房屋没有单价：请在“收费项目”里登记单价',
  noReading: '上月没有抄表：请导入抄表，下次出账一起出',
  download: '下载没有账单的房屋和原因',
  some: (count: number): string => `另有 ${count} 项没有出账。`,
} as const;
