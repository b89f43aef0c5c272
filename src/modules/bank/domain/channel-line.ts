import { DomainError, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import type { BankLineId } from './bank-line.js';

export type ChannelFileId = Id<'channel_file'>;
export type ChannelLineId = Id<'channel_line'>;

/** Ways of paying whose money reaches the bank later, in batches and less a fee (1002). */
export const channels = ['WECHAT', 'ALIPAY', 'POS'] as const;
export type Channel = (typeof channels)[number];

/** A payment of a person, or money that was given back to one. */
export const channelLineKinds = ['PAYMENT', 'REFUND'] as const;
export type ChannelLineKind = (typeof channelLineKinds)[number];

/** NEW → RECEIVED (a receipt was written, P02c) → SETTLED (its batch came to the bank, P02d); a step is taken back by its undoing only. */
export const channelLineStates = ['NEW', 'RECEIVED', 'SETTLED'] as const;
export type ChannelLineState = (typeof channelLineStates)[number];

/** What a channel says of one payment. Names of people are in it, so it is never published. */
export interface ChannelFacts {
  readonly fileLine: number;
  /** The channel's own number of the payment, or of the refund. */
  readonly orderNo: string;
  readonly paidOn: BusinessDate;
  /** Above zero in both kinds: what the person paid, or got back. */
  readonly gross: Money;
  /** What the channel keeps of a payment, or gives back with a refund; never negative, at most the gross amount. */
  readonly fee: Money;
  readonly kind: ChannelLineKind;
  readonly payerName: string;
  readonly remark: string;
}

export interface ChannelLineView extends Omit<ChannelFacts, 'fileLine'> {
  readonly id: ChannelLineId;
  readonly channel: Channel;
  readonly fileId: ChannelFileId;
  readonly state: ChannelLineState;
  /** The line of the bank with which its batch came; null before. */
  readonly bankLineId: BankLineId | null;
}

/** A bill of a channel that proved itself against its own summary. */
export interface ParsedChannelFile {
  readonly channel: Channel;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly lines: readonly ChannelFacts[];
}

/** What a line adds to the batch that reaches the bank: gross less fee, the other way round for a refund. */
export function netOf({ kind, gross, fee }: Pick<ChannelFacts, 'kind' | 'gross' | 'fee'>): Money {
  const net = gross.minus(fee);
  return kind === 'PAYMENT' ? net : net.negated();
}

/** @throws CHANNEL_LINE_STATE */
export function assertChannelState(line: Pick<ChannelLineView, 'orderNo' | 'gross' | 'state'>, wanted: ChannelLineState): void {
  if (line.state === wanted) return;
  throw new DomainError('CHANNEL_LINE_STATE', { orderNo: line.orderNo, amount: line.gross.toString(), state: line.state, wanted });
}
