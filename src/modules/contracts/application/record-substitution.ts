import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type BusinessDate, type Id, type OrganisationId } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { Parties } from '../../identity/index.js';
import { LedgerService } from '../../ledger/index.js';
import { substitutionGrounds, substitutionsOverlap, type SubstitutionGround } from '../domain/substitution.js';
import { readText, readWord } from '../domain/terms-check.js';
import { SubstitutionRecord } from '../persistence/substitution-record.js';
import { SubstitutionQueries } from './substitution-queries.js';

/** The residents' committee `organisationId` speaks for the owners from `from` to `to`, null for open. */
export type RecordSubstitutionRequest = {
  readonly ground: SubstitutionGround;
  readonly legalBasis: string;
  readonly organisationId: OrganisationId;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
};

export type SubstitutionRecorded = { readonly substitutionId: Id<'substitution'> };

/** The street confirms that the residents' committee stands in for a missing or incomplete committee; who records it is who confirms it. */
@Injectable()
export class RecordSubstitution {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly substitutions: SubstitutionQueries,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED CONTRACT_TERM_UNKNOWN CONTRACT_TERM_TEXT SUBSTITUTION_DAYS SUBSTITUTION_NO_BODY SUBSTITUTION_NO_GROUND SUBSTITUTION_OVERLAPS */
  async execute(context: CommandContext, request: RecordSubstitutionRequest): Promise<Outcome<SubstitutionRecorded>> {
    assertAllowed(context.actor, 'substitution.confirm');
    const { organisationId, from, to } = request;
    const ground = readWord('ground', request.ground, substitutionGrounds);
    const legalBasis = readText('legalBasis', request.legalBasis);
    if (to !== null && to < from) throw new DomainError('SUBSTITUTION_DAYS', { from, to });
    return this.unitOfWork.once({ context, command: 'RecordSubstitution', request: { ground, legalBasis, organisationId, from, to } }, async (tx) => {
      await this.ledger.lock(tx);
      const bodies = await this.parties.inRole(tx, 'COMMUNITY', from);
      if (!bodies.some((body) => body.id === organisationId)) throw new DomainError('SUBSTITUTION_NO_BODY', { from });
      const [committee] = await this.parties.inRole(tx, 'COMMITTEE', from);
      if (committee && ground === 'NO_COMMITTEE') throw new DomainError('SUBSTITUTION_NO_GROUND', { committee: committee.name, ground, from });
      const other = (await this.substitutions.all(tx)).find((candidate) => substitutionsOverlap(candidate, { from, to }));
      if (other) throw new DomainError('SUBSTITUTION_OVERLAPS', { from: other.from, to: other.to ?? '…' });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'substitution'>;
      const { personId, organisationId: confirmedFor } = context.actor;
      const recorded = { communityId: tx.communityId, id, confirmedBy: personId, confirmedFor, recordedAt: this.clock.now() };
      await tx.manager.insert(SubstitutionRecord, { ...recorded, ground, legalBasis, organisationId, fromOn: from, toOn: to });
      return { substitutionId: id };
    });
  }
}
