import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Rate, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { ResolutionQueries } from '../../resolutions/index.js';
import { useBases, type UseBasis } from '../domain/maintenance.js';
import { UseRule, type UseRuleId } from '../persistence/use-rule.js';
import { ClaimQueries } from './claim-queries.js';
import { ClaimRegister, type ClaimAsked } from './claim-register.js';
import { MaintenanceProposals, proposalJson } from './maintenance-proposals.js';

/** What a resolution says about the use of common income; `share` as a decimal, "0.3" for 30 %. */
export interface RecordUseRuleRequest {
  readonly resolution: string;
  readonly share: string;
  readonly basis: UseBasis;
  readonly reaches: Money | null;
  readonly keeps: Money | null;
}

export type UseRuleRecorded = { readonly useRuleId: UseRuleId };

/** Turns a resolution into a rule that the product computes: a share of net common income for the maintenance fund, with its stops. */
@Injectable()
export class RecordUseRule {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly resolutions: ResolutionQueries,
    private readonly claims: ClaimQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, USE_RULE_INVALID, USE_RULE_EXISTS, RESOLUTION_UNKNOWN, RESOLUTION_KIND_DIFFERS, RESOLUTION_NOT_IN_FORCE */
  async execute(context: CommandContext, request: RecordUseRuleRequest): Promise<Outcome<UseRuleRecorded>> {
    assertAllowed(context.actor, 'use-rule.record');
    const { basis, reaches, keeps } = request;
    const share = Rate.parse(request.share);
    const refuse = (field: string, value: string): never => {
      throw new DomainError('USE_RULE_INVALID', { field, value });
    };
    if (!Rate.parse('0').lessThan(share) || Rate.parse('1').lessThan(share) || !share.equals(share.rounded(4))) refuse('share', request.share.slice(0, 20));
    if (!useBases.includes(basis)) refuse('basis', String(basis));
    if (reaches !== null && !reaches.isPositive) refuse('reaches', reaches.toString());
    if (keeps?.isNegative) refuse('keeps', keeps.toString());
    const compared = { ...request, reaches: reaches?.toString() ?? null, keeps: keeps?.toString() ?? null };
    return this.unitOfWork.once({ context, command: 'RecordUseRule', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      const resolution = await this.resolutions.covering(tx, request.resolution, { kinds: ['MAINTENANCE', 'COM_USE'], on: this.clock.today() });
      const other = (await this.claims.useRules(tx)).find((known) => known.resolutionNumber === resolution.number);
      if (other) throw new DomainError('USE_RULE_EXISTS', { number: resolution.number });
      const id = (await this.ledger.takeIds(tx, 1)) as UseRuleId;
      const recorded = { recordedBy: context.actor.personId, recordedFor: context.actor.organisationId, recordedAt: this.clock.now() };
      await tx.manager.insert(UseRule, { communityId: tx.communityId, id, resolutionId: resolution.id, share, basis, reaches, keeps, ...recorded });
      return { useRuleId: id };
    });
  }
}

/** The rule by its resolution, the period that it is for, the custodian of the fund, and in words what it is. */
export interface ProposeMaintenanceRequest {
  readonly resolution: string;
  readonly period: string;
  readonly payee: string;
  readonly description: string;
}

/** Asks the owner side to confirm what a rule gives for a closed quarter or year (P23), with every figure it was computed from. */
@Injectable()
export class ProposeMaintenance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly resolutions: ResolutionQueries,
    private readonly claims: ClaimQueries,
    private readonly proposals: MaintenanceProposals,
    private readonly register: ClaimRegister,
  ) {}

  /** @throws NOT_ALLOWED, CLAIM_FIELD_INVALID, USE_RULE_UNKNOWN, PERIOD_INVALID, CLAIM_PERIOD_OPEN, CLAIM_PERIOD_CLAIMED, CLAIM_NOTHING_DUE, RESOLUTION_…, CLAIM_PAYEE_REFUSED */
  async execute(context: CommandContext, request: ProposeMaintenanceRequest): Promise<Outcome<ClaimAsked>> {
    assertAllowed(context.actor, 'claim.ask-spending');
    const { resolution: number, period, payee } = request;
    const description = request.description.trim();
    if (description === '' || description.length > 120 || /\p{C}|\p{Zl}|\p{Zp}/u.test(description))
      throw new DomainError('CLAIM_FIELD_INVALID', { field: 'description', value: description.slice(0, 40) });
    return this.unitOfWork.once({ context, command: 'ProposeMaintenance', request: { ...request, description } }, async (tx) => {
      await this.ledger.lock(tx);
      const { rule, proposal } = await this.proposals.proposal(tx, number, period);
      const live = (await this.claims.all(tx, { states: ['ASKED', 'APPROVED'] })).find((claim) => claim.useRuleId === rule.id && claim.period === period);
      if (live) throw new DomainError('CLAIM_PERIOD_CLAIMED', { period, number: live.number });
      const { amount } = proposal;
      if (amount.isZero) throw new DomainError('CLAIM_NOTHING_DUE', { period, net: proposal.net.toString(), stop: proposal.stop });
      const use = { kinds: ['MAINTENANCE', 'COM_USE'] as const, on: this.clock.today(), asked: amount, used: await this.claims.usedOf(tx, number) };
      const { id: resolutionId } = await this.resolutions.covering(tx, number, use);
      const payeeId = await this.register.payee(tx, 'MAINTENANCE', payee);
      const words = { period, amount, description, invoiceNo: null, evidence: [], figures: proposalJson(proposal) };
      const none = { firmId: null, leaseId: null };
      return this.register.ask(tx, context.actor, {
        kind: 'MAINTENANCE',
        fund: 'COM',
        costCode: '5501',
        payeeId,
        resolutionId,
        useRuleId: rule.id,
        ...words,
        ...none,
      });
    });
  }
}
