import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { isSpecial, passes } from '../domain/vote.js';
import { VoteCount } from '../persistence/vote-records.js';
import { Vote } from '../persistence/vote.js';
import { ResolutionRegister } from './resolution-register.js';
import { VoteQueries } from './vote-queries.js';

/** The vote, and the sealed sheet of its result. */
export interface CountVoteRequest {
  readonly number: string;
  readonly documentSha256: string;
}

export type VoteCounted = { readonly number: string; readonly passed: boolean };

/** Counts the ballots of a vote after its last day; none is taken afterwards. A second organisation confirms the count before anything follows from it. */
@Injectable()
export class CountVote {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly votes: VoteQueries,
    private readonly evidence: EvidenceQueries,
    private readonly register: ResolutionRegister,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, NOT_FOUND, VOTE_STATE, VOTE_NOT_OVER, EVIDENCE_UNKNOWN, RESOLUTION_PAPER_USED */
  async execute(context: CommandContext, request: CountVoteRequest): Promise<Outcome<VoteCounted>> {
    assertAllowed(context.actor, 'vote.hold');
    const { number, documentSha256 } = request;
    return this.unitOfWork.once({ context, command: 'CountVote', request: { number, documentSha256 } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      await this.evidence.refuseUnknown(tx, [documentSha256]);
      return this.count(tx, context, request);
    });
  }

  private async count(tx: Tx, context: CommandContext, { number, documentSha256 }: CountVoteRequest): Promise<VoteCounted> {
    const vote = await this.votes.byNumber(tx, number);
    const today = this.clock.today();
    if (vote.state !== 'OPEN') throw new DomainError('VOTE_STATE', { number, state: vote.state, needed: 'OPEN' });
    if (today <= vote.closesOn) throw new DomainError('VOTE_NOT_OVER', { number, closesOn: vote.closesOn, today });
    const { total, voting, inFavour, against } = vote.figures;
    const passed = passes(vote.figures, vote.matter);
    if (passed) await this.register.refuseUsed(tx, { kind: vote.kind, documentSha256 });
    const { personId: countedBy, organisationId: countedFor } = context.actor;
    await tx.manager.insert(VoteCount, {
      communityId: tx.communityId,
      voteId: vote.id,
      totalArea: total.area,
      totalHeads: total.heads,
      special: isSpecial(vote.matter),
      votingArea: voting.area,
      votingHeads: voting.heads,
      forArea: inFavour.area,
      forHeads: inFavour.heads,
      againstArea: against.area,
      againstHeads: against.heads,
      passed,
      countedOn: today,
      documentSha256,
      countedBy,
      countedFor,
      countedAt: this.clock.now(),
    });
    await tx.manager.update(Vote, { communityId: tx.communityId, id: vote.id }, { state: 'COUNTED' });
    return { number, passed };
  }
}
