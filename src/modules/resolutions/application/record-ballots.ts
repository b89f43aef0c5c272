import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { assertBallot, type StatedBallot } from '../domain/vote.js';
import { VoteBallot } from '../persistence/vote-records.js';
import { VoteQueries } from './vote-queries.js';

const BALLOTS_MAX = 5000;
const REASON_MAX = 200;

/** Ballots that were cast, with the paper that holds them. */
export interface RecordBallotsRequest {
  readonly number: string;
  readonly ballots: readonly StatedBallot[];
  readonly documentSha256: string;
}

export type BallotsRecorded = { readonly number: string; readonly recorded: number };

/** Records ballots of an open vote: all of a list, or none of it. */
@Injectable()
export class RecordBallots {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly votes: VoteQueries,
    private readonly evidence: EvidenceQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, NOT_FOUND, VOTE_STATE, VOTE_BALLOTS_SIZE, VOTE_REASON, EVIDENCE_UNKNOWN, VOTE_UNIT_UNKNOWN, VOTE_BALLOT_TWICE, VOTE_BALLOT_NONE, VOTE_OUTSIDE_DAYS */
  async execute(context: CommandContext, request: RecordBallotsRequest): Promise<Outcome<BallotsRecorded>> {
    assertAllowed(context.actor, 'vote.hold');
    const { number, ballots, documentSha256 } = request;
    if (ballots.length === 0 || ballots.length > BALLOTS_MAX) throw new DomainError('VOTE_BALLOTS_SIZE', { count: ballots.length, max: BALLOTS_MAX });
    const unreadable = ballots.find(({ reason }) => reason !== null && !isPlainText(reason, REASON_MAX));
    if (unreadable) throw new DomainError('VOTE_REASON', { field: 'reason', max: REASON_MAX });
    const kept = { number, documentSha256, ballots: ballots.map((ballot) => ({ ...ballot })) };
    return this.unitOfWork.once({ context, command: 'RecordBallots', request: kept }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      await this.evidence.refuseUnknown(tx, [documentSha256]);
      await this.record(tx, context, request);
      return { number, recorded: ballots.length };
    });
  }

  private async record(tx: Tx, context: CommandContext, { number, ballots, documentSha256 }: RecordBallotsRequest): Promise<void> {
    const vote = await this.votes.byNumber(tx, number);
    if (vote.state !== 'OPEN') throw new DomainError('VOTE_STATE', { number, state: vote.state, needed: 'OPEN' });
    const days = { openedOn: vote.openedOn, closesOn: vote.closesOn, today: this.clock.today() };
    const electorate = await this.votes.unitsByCode(tx, vote.id);
    const inThisList = new Map<string, StatedBallot>();
    for (const ballot of ballots) {
      const unit = electorate.get(ballot.unit);
      if (!unit) throw new DomainError('VOTE_UNIT_UNKNOWN', { unit: ballot.unit.slice(0, 40) });
      const twin = inThisList.get(ballot.unit);
      if (twin) throw new DomainError('VOTE_BALLOT_TWICE', { unit: ballot.unit, choice: twin.choice, castOn: twin.castOn });
      assertBallot(ballot, unit.recorded, days);
      inThisList.set(ballot.unit, ballot);
    }
    const { personId: recordedBy, organisationId: recordedFor } = context.actor;
    const by = { communityId: tx.communityId, voteId: vote.id, documentSha256, recordedBy, recordedFor, recordedAt: this.clock.now() };
    const rows = ballots.map(({ unit, choice, castOn, way, reason }) => {
      const { unitId, revision } = required(electorate.get(unit), 'a unit of the electorate');
      return { ...by, unitId, revision: revision + 1, choice, castOn, way, reason };
    });
    await insertRows(tx, VoteBallot, rows);
  }
}
