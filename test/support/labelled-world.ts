/**
 * Bank lines with the truth about each: where a careful bookkeeper would put it from the line alone, or that a person must look. Written
 * apart from the matcher: it has its own writer of references, its own check digits, and the noise that banks and payers add.
 */

export interface LabelledUnit {
  readonly id: number;
  readonly code: string;
  readonly owner: string | null;
  /** Fen open by month, oldest first. */
  readonly open: Readonly<Record<string, number>>;
}

export interface LabelledLine {
  readonly scene: string;
  readonly on: string;
  readonly fen: number;
  readonly name: string;
  readonly account: string;
  readonly remark: string;
  readonly reversal: boolean;
  /** Code or kind with fen of each part; null: a person must look. */
  readonly truth: readonly (readonly [string, number])[] | null;
}

export interface LabelledWorld {
  readonly units: readonly LabelledUnit[];
  readonly leases: readonly LabelledUnit[];
  readonly payouts: readonly { id: number; number: string; fen: number; payee: string; account: string; on: string }[];
  readonly seen: readonly { account: string; unit: number }[];
  /** Days of the bills of payment channels that are placed at units: fen after the charge. */
  readonly channelDays: { channel: 'WECHAT' | 'ALIPAY' | 'POS'; on: string; net: number; lineIds: readonly number[] }[];
  /** Payouts that the bank has paid, and may give back. */
  readonly paid: { id: number; number: string; fen: number; paidOn: string }[];
  readonly rules: {
    direction: 'IN' | 'OUT';
    counterparty: string;
    remark: string;
    fen: number | null;
    target: 'LEASE' | 'OTHER_INCOME' | 'FOR_OTHERS' | 'CHARGE' | 'SUSPENSE';
    reference: string | null;
  }[];
  /** Payments whose receipts are in force. */
  readonly received: { account: string; fen: number; paidOn: string; receipts: readonly { number: string; fen: number }[] }[];
  readonly lines: readonly LabelledLine[];
}
