import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { assertSubject, ResolutionRegister, type ResolutionRecorded, type ResolutionSubject } from './resolution-register.js';

/** A decision as its paper says it. `limit` is what it allows in all, null for no limit; `replaces` the number of a resolution that ends when this one begins. */
export interface RecordResolutionRequest extends ResolutionSubject {
  readonly decidedOn: BusinessDate;
  readonly documentSha256: string;
  readonly replaces: string | null;
}

/** Records what the owners decided, with its paper; it gets the next number of the year in which it was decided and never changes. It counts once another organisation has confirmed it. */
@Injectable()
export class RecordResolution {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly evidence: EvidenceQueries,
    private readonly register: ResolutionRegister,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /**
   * @throws NOT_ALLOWED, OWNER_SIDE_ONLY, RESOLUTION_TITLE, RESOLUTION_KIND_UNKNOWN, RESOLUTION_DAYS, RESOLUTION_LIMIT_INVALID, RESOLUTION_OF_A_YEAR, EVIDENCE_UNKNOWN, RESOLUTION_PAPER_USED, RESOLUTION_UNKNOWN, RESOLUTION_KIND_DIFFERS
   * or RESOLUTION_REPLACED for the one to be replaced, RESOLUTION_SERIALS_USED
   */
  async execute(context: CommandContext, request: RecordResolutionRequest): Promise<Outcome<ResolutionRecorded>> {
    assertAllowed(context.actor, 'resolution.record');
    const { replaces, ...stated } = this.readRequest(request);
    const { limit, ...plain } = stated;
    const kept = { ...plain, replaces, limit: limit?.toString() ?? null };
    return this.unitOfWork.once({ context, command: 'RecordResolution', request: kept }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      await this.evidence.refuseUnknown(tx, [stated.documentSha256]);
      await this.register.refuseUsed(tx, stated);
      const replacesId = replaces === null ? null : await this.register.replaced(tx, replaces, stated.kind);
      const { personId: recordedBy, organisationId: recordedFor } = context.actor;
      return this.register.add(tx, { ...stated, replacesId, voteId: null, recordedBy, recordedFor });
    });
  }

  private readRequest(request: RecordResolutionRequest): RecordResolutionRequest {
    const { kind, decidedOn, from, to, limit, documentSha256, replaces } = request;
    const title = request.title.trim();
    assertSubject({ kind, title, from, to, limit });
    const today = this.clock.today();
    if (decidedOn > today || (to !== null && to < from)) throw new DomainError('RESOLUTION_DAYS', { decidedOn, from, to: to ?? '…', today });
    return { kind, title, decidedOn, from, to, limit, documentSha256, replaces };
  }
}
