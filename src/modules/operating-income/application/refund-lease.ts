import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Id, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { PayeeQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { journalForLeaseRefund } from '../domain/claim-journals.js';
import { LeaseRefund } from '../persistence/deposit-release.js';
import { LeaseQueries } from './lease-queries.js';
import { readWords } from './other-receipts.js';
import { PayableClaims } from './payable-claims.js';

const REASON_MAX = 120;

export interface RefundLeaseRequest {
  readonly lease: string;
  readonly amount: Money;
  readonly reason: string;
  /** Number in the register: where no line of the bank names the account that the money came from, and nowhere else. */
  readonly payee?: string | undefined;
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
    private readonly payables: PayableClaims,
    private readonly payees: PayeeQueries,
  ) {}

  /** @throws NOT_ALLOWED, OTHER_WORDS_INVALID, LEASE_UNKNOWN, LEASE_ADVANCE_SHORT, LEASE_REFUND_NO_ACCOUNT, LEASE_REFUND_ACCOUNT_NAMED, LEASE_REFUND_SEVERAL, LEASE_REFUND_PAYEE, and what posting throws */
  async execute(context: CommandContext, request: RefundLeaseRequest): Promise<Outcome<LeaseRefunded>> {
    assertAllowed(context.actor, 'deposit.give-back');
    const reason = readWords('reason', request.reason, REASON_MAX);
    const { lease: code, amount } = request;
    return this.unitOfWork.once(
      {
        context,
        command: 'RefundLease',
        request: { lease: code, amount: amount.toString(), reason, ...(request.payee !== undefined && { payee: request.payee }) },
      },
      async (tx) => {
        await this.ledger.lock(tx);
        const lease = (await this.leases.all(tx)).find((known) => known.code === code);
        if (!lease) throw new DomainError('LEASE_UNKNOWN', { lease: code.slice(0, 20) });
        const inAdvance = await this.leases.inAdvance(tx, lease.id);
        if (!amount.isPositive || !inAdvance.atLeast(amount))
          throw new DomainError('LEASE_ADVANCE_SHORT', { lease: code, inAdvance: inAdvance.toString(), asked: amount.toString() });
        const payeeId = await this.payeeOf(tx, { leaseId: lease.id, code, amount, payee: request.payee });
        const { personId: decidedBy, organisationId: decidedFor } = context.actor;
        const [refundedOn, decidedAt] = [this.clock.today(), this.clock.now()];
        const id = (await this.ledger.takeIds(tx, 1)) as Id<'lease_refund'>;
        const draft = journalForLeaseRefund({ id, leaseId: lease.id, leaseCode: code, amount, refundedOn });
        const [entry] = await this.ledger.post(tx, { by: decidedBy, at: decidedAt }, [draft]);
        const row = { communityId: tx.communityId, id, leaseId: lease.id, payeeId, amount, refundedOn, reason, entrySeq: required(entry, 'entry').seq };
        await tx.manager.insert(LeaseRefund, { ...row, decidedBy, decidedFor, decidedAt });
        return { refundId: id, inAdvance: inAdvance.minus(amount).toString() };
      },
    );
  }

  /** Money goes back where it came from; only where no line says where that is, to a payee of the register. */
  private async payeeOf(
    tx: Tx,
    { leaseId, code, amount, payee }: { leaseId: number; code: string; amount: Money; payee: string | undefined },
  ): Promise<number | null> {
    const { named, unnamed } = await this.payables.originOfAdvance(tx, leaseId, amount);
    if (named && unnamed) throw new DomainError('LEASE_REFUND_SEVERAL', { lease: code, asked: amount.toString() });
    if (named && payee !== undefined) throw new DomainError('LEASE_REFUND_ACCOUNT_NAMED', { lease: code });
    if (unnamed && payee === undefined) throw new DomainError('LEASE_REFUND_NO_ACCOUNT', { lease: code });
    if (payee === undefined) return null;
    // the firm is paid by its contract alone
    const found = (await this.payees.all(tx)).find((known) => known.number === payee && known.contractId === null);
    if (!found) throw new DomainError('LEASE_REFUND_PAYEE', { payee: payee.slice(0, 20) });
    return found.id;
  }
}
