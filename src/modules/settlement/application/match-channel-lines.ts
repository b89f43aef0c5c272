import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock } from '../../../kernel/index.js';
import { unlessRefused, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { ChannelQueries, type ChannelLineView } from '../../bank/index.js';
import type { UnitId } from '../../communities/index.js';
import { ChannelReceipts } from '../../fees/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import type { ChannelDecision } from '../domain/channel-places.js';
import { refusedReason } from '../domain/match-reason.js';
import { ChannelPlaceQueries } from './channel-places.js';

/** How many lines were looked at, went to a unit, and wait for a person; and how often for which reason. */
export type ChannelLinesMatched = {
  readonly lines: number;
  readonly placed: number;
  readonly left: number;
  readonly reasons: Readonly<Record<string, number>>;
};

/** Gives every payment of a channel without a place its unit by rule, as bank lines get theirs; then the refunds, which take back what is placed. What is refused waits, alone. */
@Injectable()
export class MatchChannelLines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly channels: ChannelQueries,
    private readonly places: ChannelPlaceQueries,
    private readonly receipts: ChannelReceipts,
  ) {}

  /** @throws NOT_ALLOWED */
  async execute(context: CommandContext): Promise<Outcome<ChannelLinesMatched>> {
    assertAllowed(context.actor, 'bank.match');
    return this.unitOfWork.once({ context, command: 'MatchChannelLines', request: {} }, async (tx) => {
      await this.ledger.lock(tx);
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const lines = await this.channels.lines(tx, { states: ['NEW'] });
      const payments = await this.place(tx, posting, lines.filter(({ kind }) => kind === 'PAYMENT')); // prettier-ignore
      const refunds: ChannelDecision[] = [];
      for (const line of lines.filter(({ kind }) => kind === 'REFUND')) refunds.push(...(await this.place(tx, posting, [line])));
      return summary([...payments, ...refunds]);
    });
  }

  private async place(tx: Tx, posting: Posting, lines: readonly ChannelLineView[]): Promise<ChannelDecision[]> {
    const decisions = await this.places.decide(tx, lines);
    const requests = decisions.flatMap(({ line, place, reason }) =>
      place === null ? [] : [{ channelLineId: line.id, unitId: place.unitId as UnitId, periods: place.months, reason: { ...reason } }],
    );
    const refusals = await unlessRefused(tx, requests, (some) => this.receipts.record(tx, posting, some));
    const refused = new Map([...refusals].map(([{ channelLineId }, refusal]) => [channelLineId, refusal]));
    return decisions.map((decision) => {
      const refusal = refused.get(decision.line.id);
      return refusal ? { ...decision, place: null, reason: refusedReason(refusal) } : decision;
    });
  }
}

function summary(decisions: readonly ChannelDecision[]): ChannelLinesMatched {
  const placed = decisions.filter(({ place }) => place !== null).length;
  const reasons: Record<string, number> = {};
  for (const { reason } of decisions) reasons[reason.code] = (reasons[reason.code] ?? 0) + 1;
  return { lines: decisions.length, placed, left: decisions.length - placed, reasons };
}
