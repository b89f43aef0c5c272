import type { AccountingPeriod, BusinessDate, Money } from '../../../kernel/index.js';
import type { ChannelLineView } from '../../bank/index.js';
import { candidatesFor, type LineCandidate } from './candidates.js';
import { matchLines, type MatchableLine, type Matchables } from './match-lines.js';
import type { MatchReason } from './match-reason.js';
import { sameName } from './references.js';

/** Where a payment of a channel belongs; `place` null: it waits for a person, `suggested` naming the unit that is likely. */
export interface ChannelDecision {
  readonly line: ChannelLineView;
  readonly place: { readonly unitId: number; readonly code: string; readonly months: readonly AccountingPeriod[] } | null;
  readonly suggested: string | null;
  readonly reason: MatchReason;
}

/** A payment that a refund of its channel may take back: placed at a unit, and not refunded yet. */
export interface PlacedPayment {
  readonly unitId: number;
  readonly unitCode: string;
  readonly channel: ChannelLineView['channel'];
  readonly paidOn: BusinessDate;
  readonly gross: Money;
  readonly payerName: string;
}

/** A channel shows the number of its payer behind the name. */
const TAIL = /[\uFF08(][^\uFF08()\uFF09]*[)\uFF09]\s*$/u;

/** Units only: no lease, payout or fact of the bank is paid through a channel, and no rule of the bookkeeper speaks of one. */
function unitsAlone({ payers, readPaymentReferences }: Matchables): Matchables {
  return { payers: payers.filter(({ kind }) => kind === 'UNIT'), payouts: [], ...(readPaymentReferences && { readPaymentReferences }) };
}

/** A payment as the rules of bank lines read it: what the person paid, on the channel's day. */
function asLine({ id, paidOn, gross, payerName, remark }: ChannelLineView): MatchableLine & { readonly channelLineId: number } {
  return {
    id: id as unknown as MatchableLine['id'],
    channelLineId: id,
    bookedOn: paidOn,
    amount: gross,
    counterpartyName: payerName.replace(TAIL, '').trim(),
    counterpartyAccount: '',
    remark,
    reversal: false,
  };
}

/** Decides on payments by the rules of bank lines: reference, code with exact amount, payer with exact amount. A payment is for one unit; nothing is guessed. */
export function placeChannelPayments(lines: readonly ChannelLineView[], matchables: Matchables): ChannelDecision[] {
  const decisions = matchLines(lines.map(asLine), unitsAlone(matchables));
  return lines.map((line, index): ChannelDecision => {
    const { parts = [], suggested = false, reason = { code: 'UNKNOWN_PAYER' as const, figures: {} } } = decisions[index] ?? {};
    const [part, other] = parts;
    const unit = part?.place.kind === 'UNIT' && !other ? part.place : null;
    if (!unit || suggested) return { line, place: null, suggested: unit?.code ?? null, reason };
    return { line, place: { unitId: unit.id, code: unit.code, months: unit.months ?? [] }, suggested: null, reason };
  });
}

/** A refund goes to the unit of the one payment of its channel and amount that it can take back; where there are several, the payer's name must tell. */
export function placeChannelRefund(line: ChannelLineView, payments: readonly PlacedPayment[]): ChannelDecision {
  const fitting = payments.filter(({ channel, gross, paidOn }) => channel === line.channel && gross.equals(line.gross) && paidOn <= line.paidOn);
  const named = fitting.filter(({ payerName }) => sameName(payerName, line.payerName));
  const codes = [...new Map((named.length > 0 ? named : fitting).map((payment) => [payment.unitCode, payment])).values()];
  const [only, other] = codes;
  if (!only) return { line, place: null, suggested: null, reason: { code: 'NO_PAYMENT', figures: { amount: line.gross.toString() } } };
  const reference = codes.map(({ unitCode }) => unitCode).join(', ');
  if (other) return { line, place: null, suggested: null, reason: { code: 'AMBIGUOUS', figures: { count: String(codes.length), reference } } };
  const reason: MatchReason = { code: 'CHANNEL_REFUND', figures: { reference, paidOn: only.paidOn } };
  return { line, place: { unitId: only.unitId, code: only.unitCode, months: [] }, suggested: null, reason };
}

/** Units that a waiting payment may be for, the best first. */
export function candidatesOfPayment(line: ChannelLineView, matchables: Matchables): LineCandidate[] {
  return candidatesFor(asLine(line), unitsAlone(matchables), true).filter(({ parts }) => parts.length === 1 && parts[0]?.target === 'UNIT');
}
