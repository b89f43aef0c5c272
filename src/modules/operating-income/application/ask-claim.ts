import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, isAllowed, periodOf, type Money, type OrganisationId } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { ContractQueries, PayeeQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { ResolutionQueries, type ResolutionId, type ResolutionKind } from '../../resolutions/index.js';
import { readClaimWords, spendingCodes, type ClaimKind, type SpendingCode } from '../domain/claim.js';
import type { LeaseId } from '../domain/lease.js';
import { ClaimQueries } from './claim-queries.js';
import { ClaimRegister, type ClaimAsked, type NewClaim } from './claim-register.js';
import { LeaseQueries } from './lease-queries.js';

/**
 * What somebody asks to be paid, or to have been paid rightly out of the float. `payee` is the number of a payee of the register, null where it is
 * the firm; `lease` the code of the lease that the cost is of; `costCode` and `fund` say what spending by resolution is for and from where.
 */
export interface AskClaimRequest {
  readonly kind: Exclude<ClaimKind, 'TAX' | 'MAINTENANCE' | 'PASS_ON'>;
  readonly payee: string | null;
  readonly lease: string | null;
  readonly period: string;
  readonly amount: Money;
  readonly description: string;
  readonly invoiceNo: string | null;
  readonly resolution: string | null;
  readonly costCode: SpendingCode | null;
  readonly fund: 'COM' | 'QLT' | null;
  readonly evidence: readonly string[];
}

/** Kinds of resolution by which money may be spent. */
const resolutionKindsOf: Readonly<Record<'SPENDING' | 'FLOAT', readonly ResolutionKind[]>> = {
  SPENDING: ['SPENDING', 'COM_USE', 'OTHER'],
  FLOAT: ['SPENDING', 'COM_USE'],
};

/** Asks the owner side for a decision on a cost of operating, spending by resolution, a float for the firm, or what was paid out of it. */
@Injectable()
export class AskClaim {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly contracts: ContractQueries,
    private readonly payees: PayeeQueries,
    private readonly leases: LeaseQueries,
    private readonly resolutions: ResolutionQueries,
    private readonly claims: ClaimQueries,
    private readonly register: ClaimRegister,
  ) {}

  /**
   * @throws NOT_ALLOWED, CLAIM_FIELD_INVALID, CLAIM_EVIDENCE_MISSING, CLAIM_PAYEE_REFUSED, CLAIM_RESOLUTION_MISSING, RESOLUTION_…, LEASE_UNKNOWN, CONTRACT_NONE,
   * EVIDENCE_UNKNOWN, CLAIM_INVOICE_USED, CLAIM_EVIDENCE_USED
   */
  async execute(context: CommandContext, request: AskClaimRequest): Promise<Outcome<ClaimAsked>> {
    const { actor } = context;
    assertAllowed(actor, 'claim.ask');
    // the firm asks for what it has paid or will pay for the owners; how the owners spend their money is not the firm's to ask
    if (request.kind === 'SPENDING' && !isAllowed(actor.roles, 'claim.ask-spending')) throw new DomainError('NOT_ALLOWED');
    const stated = readClaimWords(request);
    return this.unitOfWork.once({ context, command: 'AskClaim', request: { ...stated, amount: stated.amount.toString() } }, async (tx) => {
      await this.ledger.lock(tx);
      return this.register.ask(tx, actor, await this.claim(tx, stated));
    });
  }

  private async claim(tx: Tx, request: AskClaimRequest): Promise<NewClaim> {
    const { kind, period, amount, description, invoiceNo, evidence } = request;
    const leaseId = request.lease === null ? null : await this.lease(tx, request.lease);
    const words = { kind, period, amount, description, invoiceNo, evidence, leaseId, useRuleId: null, figures: null };
    if (kind === 'FLOAT' || kind === 'FLOAT_USE') {
      const { firmId, payeeId } = await this.firm(tx);
      const resolutionId = kind === 'FLOAT' ? await this.covering(tx, request, 'FLOAT') : null;
      return { ...words, fund: 'COM', costCode: kind === 'FLOAT' ? null : '5101', payeeId, firmId, resolutionId };
    }
    const payeeId = await this.register.payee(tx, kind, request.payee ?? '');
    if (kind === 'COST') return { ...words, fund: 'COM', costCode: '5101', payeeId, firmId: null, resolutionId: null };
    const costCode = spendingCodes.find((code) => code === request.costCode);
    if (costCode === undefined) throw new DomainError('CLAIM_FIELD_INVALID', { field: 'costCode', value: String(request.costCode) });
    return {
      ...words,
      fund: request.fund ?? 'COM',
      costCode,
      payeeId,
      firmId: null,
      leaseId: null,
      resolutionId: await this.covering(tx, request, 'SPENDING'),
    };
  }

  private async lease(tx: Tx, code: string): Promise<LeaseId> {
    const lease = (await this.leases.all(tx)).find((known) => known.code === code);
    if (!lease) throw new DomainError('LEASE_UNKNOWN', { lease: code.slice(0, 20) });
    return lease.id;
  }

  /** The firm whose contract is in force, as a payee. */
  private async firm(tx: Tx): Promise<{ firmId: OrganisationId; payeeId: number }> {
    const { contractId, firmId } = await this.contracts.versionFor(tx, periodOf(this.clock.today()));
    const payee = (await this.payees.all(tx)).find((known) => known.contractId === contractId);
    if (!payee) throw new DomainError('CLAIM_PAYEE_REFUSED', { payee: '', kinds: 'FIRM' });
    return { firmId, payeeId: payee.id };
  }

  private async covering(tx: Tx, { resolution, amount }: AskClaimRequest, kind: 'SPENDING' | 'FLOAT'): Promise<ResolutionId> {
    if (resolution === null) throw new DomainError('CLAIM_RESOLUTION_MISSING');
    const use = { kinds: resolutionKindsOf[kind], on: this.clock.today(), asked: amount, used: await this.claims.usedOf(tx, resolution) };
    return (await this.resolutions.covering(tx, resolution, use)).id;
  }
}
