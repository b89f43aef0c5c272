import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText, type UnitId } from '../../communities/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { ResolutionQueries } from '../../resolutions/index.js';
import type { BillId, LateFeeId } from '../domain/allocation.js';
import { assertMayBeWaived, type WaiverKind } from '../domain/waiver.js';
import { Waiver } from '../persistence/waiver.js';
import { WaiverQueries } from './waiver-queries.js';

/** Of a bill or of a late fee, one of the two; `document` says what paper is behind it. */
export interface RequestWaiverRequest {
  readonly kind: WaiverKind;
  readonly billId: BillId | null;
  readonly lateFeeId: LateFeeId | null;
  readonly amount: Money;
  readonly reason: string;
  readonly document: string;
  readonly resolutionNo: string | null;
}

export type WaiverRequested = { readonly id: number; readonly state: 'ASKED' };

interface Target {
  readonly unitId: UnitId;
  readonly open: Money;
}

/** The bookkeeper asks for a waiver or write-off; the books move when the owner side approves it. */
@Injectable()
export class RequestWaiver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly waivers: WaiverQueries,
    private readonly contracts: ContractQueries,
    private readonly resolutions: ResolutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, WAIVER_TARGET_UNKNOWN, WAIVER_PENDING, WAIVER_OVER_OPEN, WAIVER_RESOLUTION_NEEDED, WAIVER_TEXT, RESOLUTION_… */
  async execute(context: CommandContext, request: RequestWaiverRequest): Promise<Outcome<WaiverRequested>> {
    assertAllowed(context.actor, 'waiver.request');
    refuseTexts(request);
    const stated = { ...request, amount: request.amount.toString() };
    return this.unitOfWork.once({ context, command: 'RequestWaiver', request: stated }, async (tx) => {
      await this.ledger.lock(tx);
      const target = await this.target(tx, request);
      if (await this.waivers.isPending(tx, request)) throw new DomainError('WAIVER_PENDING');
      await this.refuseBeyondPolicy(tx, request, target);
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'waiver'>;
      const { personId: askedBy, organisationId: askedFor } = context.actor;
      await tx.manager.insert(Waiver, { ...request, communityId: tx.communityId, id, unitId: target.unitId, askedBy, askedFor, askedAt: this.clock.now() });
      return { id, state: 'ASKED' as const };
    });
  }

  private async target(tx: Tx, { billId, lateFeeId }: RequestWaiverRequest): Promise<Target> {
    const [row] = await tx.query<{ unitId: UnitId; open: string }>(
      `select unit_id as "unitId", amount - paid - waived as open from mingbai.bill where community_id = $1 and id = $2 and $3::bigint is null and voided_on is null
       union all select unit_id, amount - paid - waived from mingbai.late_fee where community_id = $1 and id = $3 and $2::bigint is null`,
      [tx.communityId, billId, lateFeeId],
    );
    if (!row) throw new DomainError('WAIVER_TARGET_UNKNOWN');
    return { unitId: row.unitId, open: Money.parse(row.open) };
  }

  private async refuseBeyondPolicy(tx: Tx, { amount, resolutionNo }: RequestWaiverRequest, { open, unitId }: Target): Promise<void> {
    const today = this.clock.today();
    const { waiverLimit } = await this.contracts.policyFor(tx, today);
    const used = await this.waivers.withoutResolution(tx, unitId, today.slice(0, 4));
    assertMayBeWaived({ asked: amount, open, limit: waiverLimit, used, hasResolution: resolutionNo !== null });
    if (resolutionNo === null) return;
    const spent = await this.resolutions.waivedBy(tx, resolutionNo);
    await this.resolutions.covering(tx, resolutionNo, { kinds: ['WAIVER'], on: today, asked: amount, used: spent });
  }
}

function refuseTexts({ reason, document, amount }: RequestWaiverRequest): void {
  if (reason.length < 5 || !isPlainText(reason, 200)) throw new DomainError('WAIVER_TEXT', { field: 'reason', min: 5, max: 200 });
  if (!isPlainText(document, 200)) throw new DomainError('WAIVER_TEXT', { field: 'document', min: 1, max: 200 });
  if (!amount.isPositive) throw new DomainError('WAIVER_AMOUNT', { field: 'amount', value: amount.toString() });
}
