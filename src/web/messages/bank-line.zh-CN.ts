import type { MatchTarget } from '../../modules/bank/index.js';

const takenAgain = '这笔单据作废，编号保留，可以重新认领。';
const undoWill: Record<MatchTarget, string> = {
  RECEIPT: '收据作废，编号保留；它缴的账单重新变成未缴。',
  LEASE_RECEIPT: '这笔经营收款作废；它缴的租金等重新变成应收。',
  DISBURSEMENT: '拨付不在这里撤销。',
  SUSPENSE: '从待查里移出，不记作待查款。',
  INTEREST: '各资金分到的利息冲回。',
  CHARGE: '手续费冲回；公共收益不够时垫付的部分一起冲回。',
  BANK_ERROR: '不再记作银行误扣。',
  CORRECTION: '银行误扣的那笔重新等银行更正。',
  WRONG_CREDIT: '不再记作银行误入账。',
  TAKEN_BACK: '两笔一起退回：误入账的那笔重新等银行收回，这笔重新等待认领。',
  SENT_BACK: '不再应退给付款人，钱回到待查。',
  BOUNCED_RECEIPT: '被退的收据重新有效，它缴的账单重新算已缴。',
  RETURNED_PAYOUT: '退回的拨付不在这里撤销。',
  FIRM_DUE: '物业公司重新欠这笔款。',
  CHANNEL_BATCH: '这批渠道收款重新变成在途；批次里多出账单的部分，收据作废，编号保留。',
  OTHER_INCOME: takenAgain,
  DEPOSIT: takenAgain,
  FLOAT_BACK: '备用金重新算在物业公司手里。',
  FOR_OTHERS: takenAgain,
  OPENING: '期初余额不在这里撤销。',
  ACCOUNT_MOVE: '两个账户上的两笔流水一起退回，都重新等待认领。',
};

/** One line of the bank: its number, its history, taking its place back, parts, and what the bank owes or takes back. */
export const bankLineZhCN = {
  number: '本账簿流水号',
  numbered: (no: number): string => `流水号 ${no}`,
  takenBack: '已撤销',
  undo: {
    title: '撤销这笔的去处',
    note: '结账前可以撤销：原来的凭证按原日期整笔冲回，历史保留。撤销会：',
    will: undoWill,
    after: { NEW: '之后这笔重新等待认领。', SUSPENSE: '之后这笔回到待查。' },
    reason: '为什么撤销',
    submit: '撤销',
    done: '已撤销，历史里看得到。',
    not: '这笔的去处不能在这里撤销',
    link: '查看或移出待查',
  },
  parts: {
    more: '再加几部分',
    most: '一笔流水最多分成 50 部分。',
    left: (amount: string): string => `还剩 ${amount} 元没有分。`,
    over: (amount: string): string => `多分了 ${amount} 元。`,
    even: '各部分加起来正好是整笔。',
    hint: '每部分写编号和金额，合计要用完整笔。',
  },
  candidate: (day: string, who: string, remark: string): string => [day, who, remark].filter((text) => text !== '').join(' · '),
  codeHint:
    '房屋写房号，如 03-201；经营合同写编号，如 ZL01；拨付写编号，如 BF2024-0001；银行更正或收回误入账，写上面“可能是”里那笔流水的流水号。转待查不用写。',
};
