import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, required, type BusinessDate, type Id } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { journalForReduction, type ChargeAdjustment } from '../domain/journals.js';
import { chargeDue, reductionOf } from '../domain/lease.js';
import { LeaseAdjustment, LeaseEnd } from '../persistence/lease-end.js';
import { LeaseQueries } from './lease-queries.js';
import type { LeaseView, OpenChargeView } from './lease-views.js';
import { readWords } from './other-receipts.js';

const REASON_MAX = 120;

/** A lease that ends before its last day, with the paper that says so. A lease on other terms is a new one, from the day after. */
export interface EndLeaseRequest {
  readonly lease: string;
  readonly lastDay: BusinessDate;
  readonly reason: string;
  readonly documentSha256: string;
}

/** What came off charges that were accrued already: of what is unpaid, and of what was paid, which is owed back as an advance. */
export type LeaseEnded = { readonly lease: string; readonly lastDay: BusinessDate; readonly takenOff: string; readonly owedBack: string };

type Reduction = ChargeAdjustment & { readonly charge: OpenChargeView };

/**
 * Ends a lease: nothing falls due for days after its last one, the run in which it ended is charged by days, and what was accrued beyond
 * that comes off (P08r), on the day on which the end is recorded.
 */
@Injectable()
export class EndLease {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly evidence: EvidenceQueries,
    private readonly leases: LeaseQueries,
  ) {}

  /** @throws NOT_ALLOWED, OTHER_WORDS_INVALID, LEASE_UNKNOWN, LEASE_ENDED, LEASE_END_OUTSIDE, EVIDENCE_UNKNOWN, and what posting throws */
  async execute(context: CommandContext, request: EndLeaseRequest): Promise<Outcome<LeaseEnded>> {
    assertAllowed(context.actor, 'lease.manage');
    const reason = readWords('reason', request.reason, REASON_MAX);
    return this.unitOfWork.once({ context, command: 'EndLease', request: { ...request, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.evidence.refuseUnknown(tx, [request.documentSha256]);
      const lease = await this.running(tx, request);
      await this.record(tx, context, { ...request, reason, lease });
      const reductions = await this.reductions(tx, { ...lease, endedOn: request.lastDay });
      await this.post(tx, context, { reductions, reason });
      const sum = (part: 'fromReceivable' | 'toAdvance'): string => Money.sum(reductions.map((reduction) => reduction[part])).toString();
      return { lease: lease.code, lastDay: request.lastDay, takenOff: sum('fromReceivable'), owedBack: sum('toAdvance') };
    });
  }

  private async running(tx: Tx, { lease: code, lastDay }: EndLeaseRequest): Promise<LeaseView> {
    const lease = (await this.leases.all(tx)).find((known) => known.code === code);
    if (!lease) throw new DomainError('LEASE_UNKNOWN', { lease: code.slice(0, 20) });
    const { from, to, endedOn } = lease;
    if (endedOn !== null) throw new DomainError('LEASE_ENDED', { lease: code, on: endedOn });
    if (lastDay < from || lastDay >= to) throw new DomainError('LEASE_END_OUTSIDE', { lease: code, from, to, lastDay });
    return lease;
  }

  private async record(tx: Tx, context: CommandContext, request: Omit<EndLeaseRequest, 'lease'> & { lease: LeaseView }): Promise<void> {
    const { lease, lastDay, reason, documentSha256 } = request;
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'lease_end'>;
    const { personId: recordedBy, organisationId: recordedFor } = context.actor;
    const row = { communityId: tx.communityId, id, leaseId: lease.id, lastDay, reason, documentSha256 };
    await tx.manager.insert(LeaseEnd, { ...row, recordedBy, recordedFor, recordedAt: this.clock.now() });
  }

  private async reductions(tx: Tx, lease: LeaseView): Promise<Reduction[]> {
    const adjustedOn = this.clock.today();
    const reduced = (await this.leases.chargesOf(tx, lease.id)).flatMap((charge) => {
      const parts = reductionOf(charge, chargeDue(lease, charge.period)?.amount ?? Money.zero);
      return parts.fromReceivable.plus(parts.toAdvance).isZero ? [] : [{ charge, ...parts }];
    });
    const firstId = await this.ledger.takeIds(tx, reduced.length);
    return reduced.map(({ charge, ...parts }, index) => {
      const { leaseId, leaseCode, kind, period } = charge;
      return { id: (firstId + index) as Id<'lease_adjustment'>, charge, leaseId, leaseCode, kind, period, ...parts, adjustedOn };
    });
  }

  private async post(tx: Tx, context: CommandContext, { reductions, reason }: { reductions: readonly Reduction[]; reason: string }): Promise<void> {
    const { personId: recordedBy } = context.actor;
    const recordedAt = this.clock.now();
    const entries = await this.ledger.post(tx, { by: recordedBy, at: recordedAt }, reductions.map(journalForReduction));
    const rows = reductions.map(({ id, charge, leaseId, fromReceivable, toAdvance, adjustedOn }, index) => {
      const own = { communityId: tx.communityId, id, kind: 'ENDED' as const, chargeId: charge.id, leaseId, fromReceivable, toAdvance, adjustedOn, reason };
      return { ...own, resolutionId: null, entrySeq: required(entries[index], 'entry').seq, recordedBy, recordedAt };
    });
    await insertRows(tx, LeaseAdjustment, rows);
  }
}
