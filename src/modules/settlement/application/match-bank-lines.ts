import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, required, type DomainError } from '../../../kernel/index.js';
import { unlessRefused, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankLines, BankQueries, isUnplaced, type BankLineView } from '../../bank/index.js';
import { LedgerService } from '../../ledger/index.js';
import { matchLines, type MatchableLine, type MatchDecision } from '../domain/match-lines.js';
import { isByHand, refusedReason } from '../domain/match-reason.js';
import { suggestedPart } from '../domain/suggestion.js';
import { LinePlacement } from './line-placement.js';
import { MatchablesReader } from './matchables-reader.js';
import { SuspenseRelease } from './suspense-release.js';
import { SuspenseReturnQueries } from './suspense-returns.js';

/** How many lines went where, and how often for which reason. `left` waits for a person; for `suggested` of these a place is likely; `found` of them were in suspense. */
export type BankLinesMatched = {
  readonly lines: number;
  readonly units: number;
  readonly leases: number;
  readonly payouts: number;
  readonly facts: number;
  readonly suspended: number;
  readonly found: number;
  readonly left: number;
  readonly suggested: number;
  readonly reasons: Readonly<Record<string, number>>;
};

/**
 * Gives every bank line without a place its place by rule (domain/match-lines), all in one transaction; what a document or the books refuse stays
 * with its reason, alone. What the rules put into suspense in an open month is looked at once more, because a bill, a rule or a payment of a payout
 * may have come since: exact evidence takes it out and places it, and of the rest nothing is written.
 */
@Injectable()
export class MatchBankLines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly bank: BankQueries,
    private readonly bankLines: BankLines,
    private readonly matchables: MatchablesReader,
    private readonly placement: LinePlacement,
    private readonly suspense: SuspenseRelease,
    private readonly returns: SuspenseReturnQueries,
  ) {}

  /** @throws NOT_ALLOWED */
  async execute(context: CommandContext): Promise<Outcome<BankLinesMatched>> {
    assertAllowed(context.actor, 'bank.match');
    return this.unitOfWork.once({ context, command: 'MatchBankLines', request: {} }, async (tx) => {
      await this.ledger.lock(tx);
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const lines = await this.waiting(tx);
      const fresh = lines.filter(isUnplaced);
      const again: ReadonlySet<MatchableLine> = new Set(lines.filter((line) => !isUnplaced(line)));
      const decided = matchLines(lines, await this.matchables.forRules(tx, fresh), again);
      const lineOf = new Map(lines.map((line) => [line.id, line]));
      const placed = decided.flatMap(({ line: { id }, suggested, parts, reason }) =>
        suggested || parts.length === 0 ? [] : [{ line: required(lineOf.get(id), 'the line of a decision'), reason, parts }],
      );
      const refusals = await unlessRefused(tx, placed, async (some) => {
        await this.suspense.release(tx, posting, some.map(({ line }) => line)); // prettier-ignore
        await this.placement.place(tx, posting, some);
      });
      const refused = new Map([...refusals].map(([{ line }, refusal]) => [line.id, refusal]));
      // what waits in suspense stays there when its place is refused
      const stays = ({ line }: MatchDecision): boolean => again.has(line) && refused.has(line.id);
      const decisions = decided.filter((decision) => !stays(decision)).map((decision) => leftIf(refused.get(decision.line.id), decision));
      const left = decisions.filter(({ place }) => place.kind === 'NONE');
      await this.bankLines.explain(
        tx,
        left.map(({ line, suggested, parts, reason }) => ({
          lineId: line.id,
          reason: suggested ? { ...reason, suggested: parts.map(suggestedPart) } : reason,
          suggested,
        })),
      );
      return summary(decisions, decisions.filter(({ line }) => again.has(line)).length);
    });
  }

  /** Lines without a place, and those in suspense that no person has put there, or asked to send back. */
  private async waiting(tx: Tx): Promise<BankLineView[]> {
    const lines = await this.bank.lines(tx, { states: ['NEW', 'SUGGESTED', 'SUSPENSE'] });
    const asked = new Set((await this.returns.all(tx, { states: ['ASKED'] })).map(({ lineId }) => lineId));
    return lines.filter((line) => isUnplaced(line) || !(isByHand(line.reason) || asked.has(line.id)));
  }
}

/** A line whose place was refused waits for a person, who reads why. */
function leftIf(refusal: DomainError | undefined, decision: MatchDecision): MatchDecision {
  return refusal ? { ...decision, place: { kind: 'NONE' }, parts: [], suggested: false, reason: refusedReason(refusal) } : decision;
}

function summary(decisions: readonly MatchDecision[], found: number): BankLinesMatched {
  const count = (kind: MatchDecision['place']['kind']): number => decisions.filter(({ place }) => place.kind === kind).length;
  const reasons: Record<string, number> = {};
  for (const { reason } of decisions) reasons[reason.code] = (reasons[reason.code] ?? 0) + 1;
  return {
    lines: decisions.length,
    units: count('UNIT'),
    leases: count('LEASE'),
    payouts: count('PAYOUT'),
    suspended: count('SUSPENSE'),
    found,
    facts: count('INTEREST') + count('CHARGE'),
    left: count('NONE'),
    suggested: decisions.filter(({ suggested }) => suggested).length,
    reasons,
  };
}
