import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type AccountingPeriod, type Id, type Money } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { ResolutionQueries } from '../../resolutions/index.js';
import { journalForWriteOff } from '../domain/journals.js';
import { LeaseAdjustment } from '../persistence/lease-end.js';
import { LeaseQueries } from './lease-queries.js';
import { readWords } from './other-receipts.js';

const REASON_MAX = 120;

/** What nobody will pay of a charge: by its lease and the month in which it fell due, and by which resolution. */
export interface WriteOffChargeRequest {
  readonly lease: string;
  readonly period: AccountingPeriod;
  readonly amount: Money;
  readonly resolution: string;
  readonly reason: string;
}

export type ChargeWrittenOff = { readonly lease: string; readonly period: AccountingPeriod; readonly open: string };

/** Writes off operating income that is owed and will not come (P33): only by resolution of the owners, and never more than is unpaid. */
@Injectable()
export class WriteOffCharge {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly resolutions: ResolutionQueries,
    private readonly leases: LeaseQueries,
  ) {}

  /** @throws NOT_ALLOWED, OTHER_WORDS_INVALID, LEASE_CHARGE_NONE, LEASE_CHARGE_SHORT, RESOLUTION_…, and what posting throws */
  async execute(context: CommandContext, request: WriteOffChargeRequest): Promise<Outcome<ChargeWrittenOff>> {
    assertAllowed(context.actor, 'lease.manage');
    const reason = readWords('reason', request.reason, REASON_MAX);
    const { lease, period, amount } = request;
    return this.unitOfWork.once({ context, command: 'WriteOffCharge', request: { ...request, amount: amount.toString(), reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const charge = (await this.leases.open(tx)).find((known) => known.leaseCode === lease && known.period === period);
      if (!charge) throw new DomainError('LEASE_CHARGE_NONE', { lease: lease.slice(0, 20), period });
      if (!amount.isPositive || !charge.open.atLeast(amount))
        throw new DomainError('LEASE_CHARGE_SHORT', { lease, period, open: charge.open.toString(), asked: amount.toString() });
      const today = this.clock.today();
      const use = { kinds: ['WAIVER'] as const, on: today, asked: amount, used: await this.resolutions.waivedBy(tx, request.resolution) };
      const { id: resolutionId } = await this.resolutions.covering(tx, request.resolution, use);
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'lease_adjustment'>;
      const { leaseId, leaseCode, kind } = charge;
      const parts = { fromReceivable: amount, toAdvance: amount.minus(amount), adjustedOn: today };
      const { personId: recordedBy } = context.actor;
      const recordedAt = this.clock.now();
      const [entry] = await this.ledger.post(tx, { by: recordedBy, at: recordedAt }, [journalForWriteOff({ id, leaseId, leaseCode, kind, period, ...parts })]);
      const row = { communityId: tx.communityId, id, kind: 'WRITTEN_OFF' as const, chargeId: charge.id, leaseId, ...parts, reason, resolutionId };
      await insertRows(tx, LeaseAdjustment, [{ ...row, entrySeq: required(entry, 'entry').seq, recordedBy, recordedAt }]);
      return { lease, period, open: charge.open.minus(amount).toString() };
    });
  }
}
