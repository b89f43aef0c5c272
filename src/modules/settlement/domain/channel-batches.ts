import { Money } from '../../../kernel/index.js';
import { channelNames, type ChannelDay, type ChannelName, type MatchableLine } from './matchables.js';
import { hasWord } from './references.js';
import { remarkWords } from './remark-words.zh-CN.js';

/** The payments that a line of the bank may bring. */
export interface ChannelBatch {
  readonly channel: ChannelName;
  readonly lineIds: readonly number[];
  readonly code: string;
}

/** Which channel the other side of a line is, by its name or the remark; null for none, or for several. */
export function channelOf({ counterpartyName, remark }: Pick<MatchableLine, 'counterpartyName' | 'remark'>): ChannelName | null {
  const named = channelNames.filter((channel) => hasWord(`${counterpartyName} ${remark}`, remarkWords.channels[channel]));
  const [only, other] = named;
  return only && !other ? only : null;
}

/**
 * The one run of neighbouring days of a channel, none after the line's own, whose payments less their charges are exactly the line; null
 * where there is none, or more than one.
 */
export function batchOf(channel: ChannelName, line: Pick<MatchableLine, 'amount' | 'bookedOn'>, channelDays: readonly ChannelDay[]): ChannelBatch | null {
  const days = channelDays.filter((day) => day.channel === channel && day.paidOn <= line.bookedOn).toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : 1));
  const found: ChannelDay[][] = [];
  for (const from of days.keys()) {
    let total = Money.zero;
    for (let to = from; to < days.length; to++) {
      total = total.plus(days[to]?.net ?? Money.zero);
      if (total.equals(line.amount)) found.push(days.slice(from, to + 1));
    }
  }
  const [run, other] = found;
  if (!run || other) return null;
  return { channel, lineIds: run.flatMap(({ lineIds }) => lineIds), code: `${channel} ${run[0]?.paidOn ?? ''} – ${run.at(-1)?.paidOn ?? ''}` };
}
