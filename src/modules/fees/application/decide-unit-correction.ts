import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type Actor, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText, UnitCorrections } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { UnitCorrectionDecision, type UnitCorrectionRequestId } from '../persistence/unit-correction-request.js';
import { UnitCorrectionRequests, type UnitCorrectionRequestView } from './unit-correction-requests.js';

export interface DecideUnitCorrectionRequest {
  readonly id: UnitCorrectionRequestId;
  readonly decision: 'AGREED' | 'REFUSED';
  /** Needed when it is refused. */
  readonly reason: string | null;
}

export type UnitCorrectionDecided = { readonly id: number; readonly state: 'AGREED' | 'REFUSED' };

/** Who speaks for the owners decides what bills are made by: agreed, it counts from its month on for every bill that is made from now on; refused, it is kept with the reason. */
@Injectable()
export class DecideUnitCorrection {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly corrections: UnitCorrections,
    private readonly requests: UnitCorrectionRequests,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, OWNER_SIDE_ONLY, UNIT_CORRECTION_OWN, UNIT_CORRECTION_DECIDED, UNIT_CORRECTION_REASON, UNIT_CORRECTION_SAME */
  async execute(context: CommandContext, request: DecideUnitCorrectionRequest): Promise<Outcome<UnitCorrectionDecided>> {
    assertAllowed(context.actor, 'unit.correct');
    const { id, decision, reason } = request;
    if (reason === null ? decision === 'REFUSED' : !isPlainText(reason, 200)) throw new DomainError('UNIT_CORRECTION_REASON', { field: 'reason', max: 200 });
    return this.unitOfWork.once({ context, command: 'DecideUnitCorrection', request: { id, decision, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const [asked] = await this.requests.all(tx, { id });
      if (!asked) throw new DomainError('NOT_FOUND');
      await this.refuseDecider(tx, context.actor, asked);
      const rowId = (await this.ledger.takeIds(tx, 1)) as Id<'unit_correction'>;
      const { personId, organisationId: decidedFor } = context.actor;
      const now = this.clock.now();
      const row = { communityId: tx.communityId, id: rowId, requestId: id, decision, reason, decidedBy: personId, decidedFor, decidedAt: now };
      await tx.manager.insert(UnitCorrectionDecision, row);
      const { unitId, from, kind, area, reason: why, document } = asked;
      if (decision === 'AGREED')
        await this.corrections.write(tx, unitId, { from, kind, area, reason: why, document }, { id: rowId, recordedBy: personId, recordedAt: now });
      return { id, state: decision };
    });
  }

  private async refuseDecider(tx: Tx, actor: Actor, { decision, decidedAt, askedBy, askedFor }: UnitCorrectionRequestView): Promise<void> {
    if (decision !== null) throw new DomainError('UNIT_CORRECTION_DECIDED', { state: decision, at: decidedAt ?? '–' });
    if (askedBy === actor.personId || askedFor === actor.organisationId) throw new DomainError('UNIT_CORRECTION_OWN');
    await this.substitutions.refuseStranger(tx, actor, this.clock.today());
  }
}
