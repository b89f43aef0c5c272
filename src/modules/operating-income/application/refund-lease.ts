import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Id, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { journalForLeaseRefund } from '../domain/claim-journals.js';
import { LeaseRefund } from '../persistence/deposit-release.js';
import { LeaseQueries } from './lease-queries.js';
import { readWords } from './other-receipts.js';

const REASON_MAX = 120;

export interface RefundLeaseRequest {
  readonly lease: string;
  readonly amount: Money;
  readonly reason: string;
}

export type LeaseRefunded = { readonly refundId: Id<'lease_refund'>; readonly inAdvance: string };

/** Owes back what a lease paid in advance (P06); a payout then gives it back to the account it came from. */
@Injectable()
export class RefundLease {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly leases: LeaseQueries,
  ) {}

  /** @throws NOT_ALLOWED, OTHER_WORDS_INVALID, LEASE_UNKNOWN, LEASE_ADVANCE_SHORT, and what posting throws */
  async execute(context: CommandContext, request: RefundLeaseRequest): Promise<Outcome<LeaseRefunded>> {
    assertAllowed(context.actor, 'deposit.give-back');
    const reason = readWords('reason', request.reason, REASON_MAX);
    const { lease: code, amount } = request;
    return this.unitOfWork.once({ context, command: 'RefundLease', request: { lease: code, amount: amount.toString(), reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const lease = (await this.leases.all(tx)).find((known) => known.code === code);
      if (!lease) throw new DomainError('LEASE_UNKNOWN', { lease: code.slice(0, 20) });
      const inAdvance = await this.leases.inAdvance(tx, lease.id);
      if (!amount.isPositive || !inAdvance.atLeast(amount))
        throw new DomainError('LEASE_ADVANCE_SHORT', { lease: code, inAdvance: inAdvance.toString(), asked: amount.toString() });
      const { personId: decidedBy, organisationId: decidedFor } = context.actor;
      const [refundedOn, decidedAt] = [this.clock.today(), this.clock.now()];
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'lease_refund'>;
      const draft = journalForLeaseRefund({ id, leaseId: lease.id, leaseCode: code, amount, refundedOn });
      const [entry] = await this.ledger.post(tx, { by: decidedBy, at: decidedAt }, [draft]);
      const row = { communityId: tx.communityId, id, leaseId: lease.id, amount, refundedOn, reason, entrySeq: required(entry, 'entry').seq };
      await tx.manager.insert(LeaseRefund, { ...row, decidedBy, decidedFor, decidedAt });
      return { refundId: id, inAdvance: inAdvance.minus(amount).toString() };
    });
  }
}
