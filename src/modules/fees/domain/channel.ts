import { Money } from '../../../kernel/index.js';
import type { Channel, ChannelLineView } from '../../bank/index.js';

/** Numbers of the channels as holders of 1002. */
const holders: Readonly<Record<Channel, number>> = { WECHAT: 1, ALIPAY: 2, POS: 3 };

/** The holder of 1002 that a channel is. */
export function channelHolder(channel: Channel): number {
  return holders[channel];
}

/** Gross and fee of the lines of a batch, refunds off: what reaches the bank is gross less fee. */
export function batchTotals(lines: readonly Pick<ChannelLineView, 'kind' | 'gross' | 'fee'>[]): {
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
} {
  const signed = (pick: (line: (typeof lines)[number]) => Money): Money =>
    Money.sum(lines.map((line) => (line.kind === 'PAYMENT' ? pick(line) : pick(line).negated())));
  const [gross, fee] = [signed((line) => line.gross), signed((line) => line.fee)];
  return { gross, fee, net: gross.minus(fee) };
}

/** What SVC lends COM for a charge: as much of it as COM has not available. */
export function chargeAdvance(charge: Money, comAvailable: Money): Money {
  return Money.max(Money.zero, charge.minus(Money.max(Money.zero, comAvailable)));
}
