import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { VoteEnd } from '../persistence/vote-records.js';
import { Vote } from '../persistence/vote.js';
import { ResolutionQueries } from './resolution-queries.js';
import { ResolutionRegister } from './resolution-register.js';
import { VoteQueries, type VoteView } from './vote-queries.js';

const REASON_MIN = 5;
const REASON_MAX = 200;

/** Ends a vote in the name of who may: its count is never ended by those who held it. */
@Injectable()
export class VoteEnds {
  constructor(
    private readonly clock: Clock,
    private readonly votes: VoteQueries,
  ) {}

  /** Another organisation and another person than those who opened, recorded and counted. @throws VOTE_SAME_ORGANISATION VOTE_SAME_PERSON */
  async refuseHolder(tx: Tx, actor: Actor, vote: VoteView): Promise<void> {
    const { number } = vote;
    const held = await this.votes.holders(tx, vote.id);
    if (held.some(({ organisationId }) => organisationId === actor.organisationId)) throw new DomainError('VOTE_SAME_ORGANISATION', { number });
    if (held.some(({ personId }) => personId === actor.personId)) throw new DomainError('VOTE_SAME_PERSON', { number });
  }

  async write(tx: Tx, actor: Actor, { id: voteId }: VoteView, { kind, reason }: Pick<VoteEnd, 'kind' | 'reason'>): Promise<void> {
    const ended = { endedBy: actor.personId, endedFor: actor.organisationId, endedAt: this.clock.now() };
    await tx.manager.insert(VoteEnd, { communityId: tx.communityId, voteId, kind, reason, ...ended });
    await tx.manager.update(Vote, { communityId: tx.communityId, id: voteId }, { state: kind });
  }
}

export type CountConfirmed = { readonly number: string; readonly passed: boolean; readonly resolution: string | null };

/** A second organisation confirms the count of a vote; one that passed becomes a resolution in the same moment. */
@Injectable()
export class ConfirmCount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly votes: VoteQueries,
    private readonly ends: VoteEnds,
    private readonly resolutions: ResolutionQueries,
    private readonly register: ResolutionRegister,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, VOTE_STATE, VOTE_SAME_ORGANISATION, VOTE_SAME_PERSON, RESOLUTION_PAPER_USED (counted before that was asked), RESOLUTION_REPLACED, RESOLUTION_SERIALS_USED */
  async execute(context: CommandContext, { number }: { readonly number: string }): Promise<Outcome<CountConfirmed>> {
    assertAllowed(context.actor, 'vote.confirm');
    return this.unitOfWork.once({ context, command: 'ConfirmCount', request: { number } }, async (tx) => {
      await this.ledger.lock(tx);
      const vote = await this.votes.byNumber(tx, number);
      if (vote.state !== 'COUNTED') throw new DomainError('VOTE_STATE', { number, state: vote.state, needed: 'COUNTED' });
      await this.ends.refuseHolder(tx, context.actor, vote);
      await this.ends.write(tx, context.actor, vote, { kind: 'CONFIRMED', reason: null });
      const { passed } = required(vote.count, 'the count of a counted vote');
      return { number, passed, resolution: passed ? await this.resolve(tx, vote) : null };
    });
  }

  private async resolve(tx: Tx, vote: VoteView): Promise<string> {
    const { id: voteId, kind, title, from, to, limit, replacesId } = vote;
    const count = required(vote.count, 'the count of a counted vote');
    await this.register.refuseUsed(tx, { kind, documentSha256: count.document.sha256 });
    if (replacesId !== null) {
      const replaced = required(await this.resolutions.byId(tx, replacesId), 'the resolution to be replaced');
      await this.register.replaced(tx, replaced.number, kind);
    }
    const rests = { decidedOn: count.on, documentSha256: count.document.sha256, recordedBy: count.by, recordedFor: count.for };
    return (await this.register.add(tx, { kind, title, from, to, limit, replacesId, voteId, ...rests })).number;
  }
}

export interface CancelVoteRequest {
  readonly number: string;
  readonly reason: string;
}

/** Calls a vote off, for a reason that everybody may read: the owner side while nobody has voted, afterwards only an organisation that did not hold it. */
@Injectable()
export class CancelVote {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly votes: VoteQueries,
    private readonly ends: VoteEnds,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, VOTE_REASON, VOTE_STATE, OWNER_SIDE_ONLY, VOTE_SAME_ORGANISATION, VOTE_SAME_PERSON */
  async execute(context: CommandContext, request: CancelVoteRequest): Promise<Outcome<{ number: string }>> {
    assertAllowed(context.actor, 'vote.cancel');
    const { number, reason } = request;
    if (!isPlainText(reason, REASON_MAX) || reason.length < REASON_MIN) throw new DomainError('VOTE_REASON', { field: 'reason', max: REASON_MAX });
    return this.unitOfWork.once({ context, command: 'CancelVote', request: { number, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const vote = await this.votes.byNumber(tx, number);
      if (vote.state !== 'OPEN' && vote.state !== 'COUNTED') throw new DomainError('VOTE_STATE', { number, state: vote.state, needed: 'OPEN, COUNTED' });
      if (vote.ballots === 0 && vote.state === 'OPEN') await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      else {
        await this.ends.refuseHolder(tx, context.actor, vote);
        assertAllowed(context.actor, 'vote.confirm');
      }
      await this.ends.write(tx, context.actor, vote, { kind: 'CANCELLED', reason });
      return { number };
    });
  }
}
