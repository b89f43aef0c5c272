import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { journalForClaim } from '../domain/claim-journals.js';
import { assertDecidable, type ClaimState } from '../domain/claim.js';
import { ClaimRow } from '../persistence/claim.js';
import { ClaimQueries } from './claim-queries.js';
import type { ClaimView } from './claim-views.js';
import { MaintenanceProposals } from './maintenance-proposals.js';

const REASON_MAX = 200;

export interface DecideClaimRequest {
  readonly number: string;
  readonly decision: 'APPROVE' | 'REJECT';
  /** Why not; needed to reject. */
  readonly reason: string | null;
}

export type ClaimDecided = { readonly number: string; readonly state: ClaimState; readonly entrySeq: number | null };

/** The owner side decides on a claim: approved, it is posted on the day of the decision and can be paid; rejected, it is kept with the reason. */
@Injectable()
export class DecideClaim {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly substitutions: SubstitutionQueries,
    private readonly claims: ClaimQueries,
    private readonly maintenance: MaintenanceProposals,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, CLAIM_UNKNOWN, CLAIM_DECIDED, CLAIM_OWN, CLAIM_REASON_MISSING, CLAIM_FIGURES_CHANGED, and what posting throws (LEDGER_OVERDRAWN for P23 and P30) */
  async execute(context: CommandContext, request: DecideClaimRequest): Promise<Outcome<ClaimDecided>> {
    const { actor } = context;
    assertAllowed(actor, 'claim.decide');
    const reason = readReason(request.reason);
    if (request.decision === 'REJECT' && reason === null) throw new DomainError('CLAIM_REASON_MISSING', { max: REASON_MAX });
    return this.unitOfWork.once({ context, command: 'DecideClaim', request: { ...request, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, actor, this.clock.today());
      const claim = await this.claims.byNumber(tx, request.number);
      assertDecidable(claim, actor);
      if (request.decision === 'REJECT') return this.decide(tx, actor, { claim, state: 'REJECTED', reason, entrySeq: null });
      if (claim.kind === 'MAINTENANCE') await this.maintenance.refuseChanged(tx, claim);
      return this.decide(tx, actor, { claim, state: 'APPROVED', reason, entrySeq: await this.post(tx, actor, claim) });
    });
  }

  private async post(tx: Tx, actor: Actor, claim: ClaimView): Promise<number | null> {
    if (claim.kind === 'FLOAT') return null;
    const posting = { by: actor.personId, at: this.clock.now() };
    const [entry] = await this.ledger.post(tx, posting, [journalForClaim({ ...claim, effectiveOn: this.clock.today() })]);
    return required(entry, 'entry').seq;
  }

  private async decide(
    tx: Tx,
    actor: Actor,
    decision: { claim: ClaimView; state: ClaimState; reason: string | null; entrySeq: number | null },
  ): Promise<ClaimDecided> {
    const { claim, state, reason, entrySeq } = decision;
    const decided = { decidedOn: this.clock.today(), decidedBy: actor.personId, decidedFor: actor.organisationId, decidedAt: this.clock.now() };
    await tx.manager.update(ClaimRow, { communityId: tx.communityId, id: claim.id }, { state, reason, entrySeq, ...decided });
    return { number: claim.number, state, entrySeq };
  }
}

/** @throws CLAIM_REASON_MISSING for one that cannot be read */
export function readReason(text: string | null): string | null {
  const reason = text?.trim() ?? '';
  if (reason.length > REASON_MAX || /\p{C}|\p{Zl}|\p{Zp}/u.test(reason)) throw new DomainError('CLAIM_REASON_MISSING', { max: REASON_MAX });
  return reason === '' ? null : reason;
}
