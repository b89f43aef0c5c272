import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { ClaimRow } from '../persistence/claim.js';
import { ClaimQueries } from './claim-queries.js';
import type { ClaimDecided } from './decide-claim.js';

export interface WithdrawClaimRequest {
  readonly number: string;
}

/** Who asked takes a claim back before it is decided; its papers may then be used again. */
@Injectable()
export class WithdrawClaim {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly claims: ClaimQueries,
  ) {}

  /** @throws NOT_ALLOWED (also for another organisation's claim), CLAIM_UNKNOWN, CLAIM_DECIDED */
  async execute(context: CommandContext, { number }: WithdrawClaimRequest): Promise<Outcome<ClaimDecided>> {
    const { actor } = context;
    assertAllowed(actor, 'claim.ask');
    return this.unitOfWork.once({ context, command: 'WithdrawClaim', request: { number } }, async (tx) => {
      await this.ledger.lock(tx);
      const claim = await this.claims.byNumber(tx, number);
      if (claim.askedFor !== actor.organisationId) throw new DomainError('NOT_ALLOWED');
      if (claim.state !== 'ASKED') throw new DomainError('CLAIM_DECIDED', { number, state: claim.state });
      const decided = { decidedOn: this.clock.today(), decidedBy: actor.personId, decidedFor: actor.organisationId, decidedAt: this.clock.now() };
      await tx.manager.update(ClaimRow, { communityId: tx.communityId, id: claim.id }, { state: 'WITHDRAWN', ...decided });
      return { number, state: 'WITHDRAWN' as const, entrySeq: null };
    });
  }
}
