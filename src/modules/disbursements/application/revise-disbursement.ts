import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, together, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { nextState } from '../domain/disbursement-state.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { ClaimReader } from './claim-reader.js';
import { sourceOf, type PaperFacts } from './gate-keeper.js';
import { Office } from './office.js';
import { PayoutDesk, type SeenPayout } from './payout-desk.js';
import { assertMayAsk, readPapers, Submission, type DisbursementSubmitted } from './submission.js';

/** A payout that was returned, by its approvers or by the bank, or stopped by a gate, with the amount that is now asked for; null asks for the same amount again. Without `papers` those of before stand. */
export type ReviseDisbursementRequest = SeenPayout & { readonly amount: Money | null; readonly bankName?: string | null; readonly papers?: PaperFacts };

/** Who asked submits a payout again. It keeps its number and its source; its payload is a new one, so that no earlier approval counts. */
@Injectable()
export class ReviseDisbursement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly desk: PayoutDesk,
    private readonly claims: ClaimReader,
    private readonly submission: Submission,
    private readonly payouts: DisbursementRepository,
    private readonly office: Office,
    private readonly evidence: EvidenceQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND DISBURSEMENT_CHANGED DISBURSEMENT_NOT_YOURS DISBURSEMENT_STATE DISBURSEMENT_AMOUNT_INSTRUCTED, and what SubmitDisbursement throws */
  async execute(context: CommandContext, request: ReviseDisbursementRequest): Promise<Outcome<DisbursementSubmitted>> {
    assertAllowed(context.actor, 'disbursement.ask');
    const { id, version } = request;
    const bankName = request.bankName ?? null;
    const given = request.papers ? readPapers(request.papers) : null;
    return this.unitOfWork.once(
      {
        context,
        command: 'ReviseDisbursement',
        request: { id, version, bankName, amount: request.amount?.toString() ?? null, ...(given && { papers: { ...given } }) },
      },
      async (tx) => {
        await this.ledger.lock(tx);
        const [actor, payout] = await together([this.office.held(tx, context.actor, 'disbursement.ask'), this.desk.take(tx, { id, version })]);
        if (payout.instructions > 0 && request.amount && !request.amount.equals(payout.amount))
          throw new DomainError('DISBURSEMENT_AMOUNT_INSTRUCTED', { number: payout.number, amount: payout.amount.toString() });
        const source = sourceOf(payout);
        const [contract, claim] = await together([this.claims.contract(tx, source, this.clock.today()), this.claims.claim(tx, source)]);
        assertMayAsk(actor, contract, claim);
        await this.evidence.refuseUnknown(tx, given?.documents ?? []);
        const asked = { claim, contract, bankName: bankName ?? payout.payeeBankName, amount: request.amount ?? payout.amount, papers: given ?? payout, actor };
        const by = { organisationId: actor.organisationId, personId: actor.personId };
        const draft =
          payout.state === 'GATE_FAILED' ? await this.payouts.advance(tx, payout, { action: 'DRAFT', to: 'DRAFT', by, at: this.clock.now() }) : payout;
        nextState(draft, 'SUBMITTED');
        const examined = await this.submission.examine(tx, asked, draft);
        const frozen = this.submission.freeze(asked, examined, { number: draft.number, revision: draft.revision + 1 });
        return this.submission.submit(tx, draft, frozen, { ...examined, isFirst: false });
      },
    );
  }
}
