import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type BusinessDate, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { resolutionKinds, resolutionNumber, type ResolutionId, type ResolutionKind } from '../domain/resolution.js';
import { Resolution } from '../persistence/resolution.js';
import { ResolutionQueries } from './resolution-queries.js';

const TITLE_MAX = 120;
const SERIALS_MAX = 999;

/** A decision as its paper says it. `limit` is what it allows in all, null for no limit; `replaces` the number of a resolution that ends when this one begins. */
export interface RecordResolutionRequest {
  readonly kind: ResolutionKind;
  readonly title: string;
  readonly decidedOn: BusinessDate;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
  readonly limit: Money | null;
  readonly documentSha256: string;
  readonly replaces: string | null;
}

export type ResolutionRecorded = { readonly resolutionId: ResolutionId; readonly number: string };

/** Records what the owners decided, with its paper; it gets the next number of the year in which it was decided and never changes. */
@Injectable()
export class RecordResolution {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly evidence: EvidenceQueries,
    private readonly resolutions: ResolutionQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /**
   * @throws NOT_ALLOWED, OWNER_SIDE_ONLY, RESOLUTION_TITLE, RESOLUTION_KIND_UNKNOWN, RESOLUTION_DAYS, RESOLUTION_LIMIT_INVALID, EVIDENCE_UNKNOWN, RESOLUTION_UNKNOWN, RESOLUTION_KIND_DIFFERS
   * or RESOLUTION_REPLACED for the one to be replaced, RESOLUTION_SERIALS_USED
   */
  async execute(context: CommandContext, request: RecordResolutionRequest): Promise<Outcome<ResolutionRecorded>> {
    assertAllowed(context.actor, 'resolution.record');
    const stated = this.readRequest(request);
    const { limit, ...plain } = stated;
    return this.unitOfWork.once({ context, command: 'RecordResolution', request: { ...plain, limit: limit?.toString() ?? null } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      await this.evidence.refuseUnknown(tx, [stated.documentSha256]);
      const replacesId = stated.replaces === null ? null : await this.replaced(tx, stated.replaces, stated.kind);
      return this.record(tx, context, { ...stated, replacesId });
    });
  }

  private readRequest(request: RecordResolutionRequest): RecordResolutionRequest {
    const { kind, decidedOn, from, to, limit } = request;
    const title = request.title.trim();
    if (title === '' || title.length > TITLE_MAX || /\p{C}|\p{Zl}|\p{Zp}/u.test(title)) throw new DomainError('RESOLUTION_TITLE', { max: TITLE_MAX });
    if (!resolutionKinds.includes(kind)) throw new DomainError('RESOLUTION_KIND_UNKNOWN', { kind: String(kind), kinds: resolutionKinds.join(', ') });
    const today = this.clock.today();
    if (decidedOn > today || (to !== null && to < from)) throw new DomainError('RESOLUTION_DAYS', { decidedOn, from, to: to ?? '…', today });
    if (limit !== null && !limit.isPositive) throw new DomainError('RESOLUTION_LIMIT_INVALID');
    const { documentSha256, replaces } = request;
    return { kind, title, decidedOn, from, to, limit, documentSha256, replaces };
  }

  private async replaced(tx: Tx, number: string, kind: ResolutionKind): Promise<ResolutionId> {
    const earlier = await this.resolutions.byNumber(tx, number);
    if (!earlier) throw new DomainError('RESOLUTION_UNKNOWN', { number: number.slice(0, 20) });
    if (earlier.replacedBy !== null) throw new DomainError('RESOLUTION_REPLACED', { number, by: earlier.replacedBy });
    if (earlier.kind !== kind) throw new DomainError('RESOLUTION_KIND_DIFFERS', { number, kind: earlier.kind, needed: kind });
    return earlier.id;
  }

  private async record(tx: Tx, context: CommandContext, stated: RecordResolutionRequest & { replacesId: ResolutionId | null }): Promise<ResolutionRecorded> {
    const { kind, title, decidedOn, from: effectiveFrom, to: effectiveTo, limit: limitAmount, documentSha256, replacesId } = stated;
    const year = Number.parseInt(decidedOn.slice(0, 4), 10);
    const [found] = await tx.query<{ last: number }>('select coalesce(max(serial), 0) as last from mingbai.resolution where community_id = $1 and year = $2', [
      tx.communityId,
      year,
    ]);
    const serial = required(found, 'the last number').last + 1;
    if (serial > SERIALS_MAX) throw new DomainError('RESOLUTION_SERIALS_USED', { year });
    const id = (await this.ledger.takeIds(tx, 1)) as ResolutionId;
    const { personId: recordedBy, organisationId: recordedFor } = context.actor;
    const row = { kind, title, decidedOn, effectiveFrom, effectiveTo, limitAmount, documentSha256, replacesId };
    await tx.manager.insert(Resolution, { communityId: tx.communityId, id, year, serial, ...row, recordedBy, recordedFor, recordedAt: this.clock.now() });
    return { resolutionId: id, number: resolutionNumber(year, serial) };
  }
}
