import type { MatchReasonCode } from './match-reason.js';

/** 每一笔银行流水去处的理由。 */
export const matchReasonWordsZhCn: Record<MatchReasonCode, string> = {
  UNIT_REFERENCE: '附言写明房屋 {reference}。',
  LEASE_REFERENCE: '附言写明经营合同 {reference}。',
  PAYOUT_REFERENCE: '拨付 {reference}：编号、金额、收款人与指令一致。',
  AMOUNT_AND_PAYER: '没有写编号，但付款人和金额只与 {reference} 相符。',
  AMOUNT_AND_PAYEE: '没有写编号，但收款人和金额只与拨付 {reference} 相符。',
  BY_HAND: '人工认领到 {reference}。',
  SEVERAL_REFERENCES: '附言写了不止一个去处：{reference}，请人工拆分。',
  UNKNOWN_REFERENCE: '附言写的 {reference} 在这里查不到。',
  RETURNED_PAYOUT: '收到一笔写着拨付编号 {reference} 的款项，可能是退汇。',
  REVERSAL: '银行注明这笔是冲回之前的一笔。',
  UNKNOWN_PAYER: '没有写编号，付款人也不是这里登记的人。',
  AMOUNT_DIFFERS: '没有写编号；付款人有登记，但 {amount} 元与待缴金额不符。',
  AMBIGUOUS: '没有写编号，有 {count} 个去处无法区分。',
  PAYOUT_NOT_INSTRUCTED: '拨付 {reference} 不在等待银行付款的状态。',
  PAYOUT_AMOUNT_DIFFERS: '拨付 {reference} 指令金额 {instructed} 元，银行付出 {paid} 元。',
  PAYOUT_PAYEE_DIFFERS: '拨付 {reference} 指令的收款人或账号与此不同。',
  PAYOUT_TOO_EARLY: '拨付 {reference} 于 {instructedOn} 发出指令，而这笔在 {bookedOn} 已经入账。',
  NO_PAYOUT: '有款项付出，但没有金额和收款人都相符的已指令拨付。',
  TAKEN_BACK: '银行已用流水 {reference} 把这笔误入款收回。',
  SENT_BACK: '查不到归属，退回原付款账户。',
};
