/** 考核办法、报修记录、到岗和安全事件：工作页和公开页上的文字。 */
export const serviceZhCN = {
  template: {
    legend: '考核办法',
    sheet: '检查表',
    standing: '不变，沿用现在的检查表',
    ready: { BRIEF: '简表：综合管理、秩序维护、环境卫生、设施维修各 25 分', FULL: '细表：上述四类，共 16 项' },
    weight: (component: string): string => `${component}的权重（%）`,
    weightNote: '权重合计必须是 100%。物业公司的自评不占权重。',
    look: (sheet: string): string => `查看${sheet}`,
    item: '检查项目',
    max: '满分',
  },
};
