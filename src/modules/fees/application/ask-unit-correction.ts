import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, periodOf, type AccountingPeriod } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { isPlainText, readArea, UnitCorrections, UnitQueries, type UnitKind } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { UnitCorrectionRequest, type UnitCorrectionRequestId } from '../persistence/unit-correction-request.js';
import { UnitCorrectionRequests } from './unit-correction-requests.js';

/** What a unit is from a month on: `area` in m² as text. `document` names the paper that says so. */
export interface AskUnitCorrectionRequest {
  readonly unit: string;
  readonly from: AccountingPeriod;
  readonly kind: UnitKind;
  readonly area: string;
  readonly reason: string;
  readonly document: string;
}

export type UnitCorrectionAsked = { readonly id: UnitCorrectionRequestId };

const TEXT_MAX = 200;

/** The bookkeeper asks for the area or kind of a unit to be corrected from a month on; it counts once the owner side has agreed (`DecideUnitCorrection`). */
@Injectable()
export class AskUnitCorrection {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly corrections: UnitCorrections,
    private readonly requests: UnitCorrectionRequests,
  ) {}

  /** @throws NOT_ALLOWED, UNIT_CORRECTION_TEXT, UNIT_CORRECTION_AREA, UNIT_CORRECTION_AHEAD, UNIT_CORRECTION_UNKNOWN, UNIT_CORRECTION_SAME, UNIT_CORRECTION_WAITING */
  async execute(context: CommandContext, request: AskUnitCorrectionRequest): Promise<Outcome<UnitCorrectionAsked>> {
    assertAllowed(context.actor, 'unit.ask-correction');
    const { unit: code, from, kind, reason, document } = request;
    for (const field of ['reason', 'document'] as const)
      if (!isPlainText(request[field], TEXT_MAX)) throw new DomainError('UNIT_CORRECTION_TEXT', { field, max: TEXT_MAX });
    const area = readArea(request.area);
    const month = periodOf(this.clock.today());
    if (from > month) throw new DomainError('UNIT_CORRECTION_AHEAD', { field: 'from', from, month });
    const stated = { unit: code, from, kind, area: area.toFixed(2), reason, document };
    return this.unitOfWork.once({ context, command: 'AskUnitCorrection', request: stated }, async (tx) => {
      await this.ledger.lock(tx);
      const unit = await this.units.byCode(tx, code);
      if (!unit) throw new DomainError('UNIT_CORRECTION_UNKNOWN', { field: 'unit', unit: code.slice(0, 40) });
      await this.corrections.refuseSame(tx, unit.id, { from, kind, area });
      const waits = (await this.requests.all(tx, { unitId: unit.id })).find(({ decision }) => decision === null);
      if (waits) throw new DomainError('UNIT_CORRECTION_WAITING', { unit: code, from: waits.from, area: waits.area.toFixed(2) });
      const id = (await this.ledger.takeIds(tx, 1)) as UnitCorrectionRequestId;
      const { personId: askedBy, organisationId: askedFor } = context.actor;
      const by = { communityId: tx.communityId, askedBy, askedFor, askedAt: this.clock.now() };
      await tx.manager.insert(UnitCorrectionRequest, { ...by, id, unitId: unit.id, fromPeriod: from, kind, area, reason, document });
      return { id };
    });
  }
}
