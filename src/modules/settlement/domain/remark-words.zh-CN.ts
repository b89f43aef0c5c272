/** Words that banks and payers write, as parts of regular expressions over text in NFKC and capital letters. */
export const remarkWords = {
  year: '年',
  month: '月份?',
  /** Between the first and the last of several months. */
  through: '至|到|-|~',
  /** Between the number of a building and that of a room: 3幢201室. */
  building: '幢|栋|号楼',
  interest: '结息|利息|季息|收息|INTEREST',
  charge: '手续费|账户管理费|账户维护费|工本费|汇划费|邮电费|短信费|短信服务费|网银服务费|回单费|年费|BANK CHARGE',
  /** A name that is a bank's own. */
  bank: '银行|信用社|农商行|信用合作',
  channels: { WECHAT: '财付通|微信', ALIPAY: '支付宝|蚂蚁', POS: '银联|拉卡拉|收单|通联|POS' },
  /** In the names of those who clear payments for a channel. */
  clearing: '支付|清算|结算|收单',
} as const;
