import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type BusinessDate, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { noticeDaysOf } from '../domain/clauses.js';
import { contractSteps, type ContractStep } from '../domain/contract-state.js';
import { assertStep, takerOf } from '../domain/contract-step.js';
import { readText, readWord } from '../domain/terms-check.js';
import { ContractQueries } from './contract-queries.js';
import { SubstitutionQueries } from './substitution-queries.js';

/** `endsOn` is the last day that a notice names, null for the other steps; `document` the SHA-256 of a paper, which a notice always has. */
export type RecordContractStepRequest = {
  readonly contract: string;
  readonly kind: ContractStep;
  readonly endsOn: BusinessDate | null;
  readonly reason: string;
  readonly document: string | null;
};
export type ContractStepRecorded = { readonly contract: string; readonly kind: ContractStep; readonly on: BusinessDate };

const REASON = { min: 5, max: 200 };

/** Lets a contract go on, ends it by notice, hands it over, closes it; suspends the payouts under it and resumes them. */
@Injectable()
export class RecordContractStep {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly evidence: EvidenceQueries,
    private readonly contracts: ContractQueries,
    private readonly substitutions: SubstitutionQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED OWNER_SIDE_NONE OWNER_SIDE_ONLY CONTRACT_TERM_TEXT CONTRACT_TERM_UNKNOWN CONTRACT_UNKNOWN CONTRACT_NOT_FIRM CONTRACT_NOTICE_PAPER CONTRACT_OVERLAPS EVIDENCE_UNKNOWN, and what assertStep throws */
  async execute(context: CommandContext, request: RecordContractStepRequest): Promise<Outcome<ContractStepRecorded>> {
    const { actor } = context;
    assertAllowed(actor, 'contract.step');
    const { contract, endsOn, document } = request;
    const kind = readWord('kind', request.kind, contractSteps);
    const reason = readText('reason', request.reason, REASON.max);
    if (reason.length < REASON.min) throw new DomainError('CONTRACT_TERM_TEXT', { field: 'reason', max: REASON.max });
    if (kind === 'NOTICE_GIVEN' && document === null) throw new DomainError('CONTRACT_NOTICE_PAPER');
    return this.unitOfWork.once({ context, command: 'RecordContractStep', request: { contract, kind, endsOn, reason, document } }, async (tx) => {
      await this.ledger.lock(tx);
      const today = this.clock.today();
      const life = await this.contracts.life(tx, contract);
      const taker = takerOf(actor);
      if (taker === null) throw new DomainError('NOT_ALLOWED');
      if (taker === 'OWNER_SIDE') await this.substitutions.refuseUnlessOwnerSide(tx, actor, today);
      if (taker === 'FIRM' && life.firmId !== actor.organisationId) throw new DomainError('CONTRACT_NOT_FIRM', { number: contract, firm: life.firm });
      const end = kind === 'NOTICE_GIVEN' ? endsOn : null;
      const noticeDays = noticeDaysOf(await this.contracts.termsOn(tx, contract, today));
      assertStep({ ...life, noticeDays }, { kind, on: today, endsOn: end, organisationId: actor.organisationId }, taker);
      if (document !== null) await this.evidence.refuseUnknown(tx, [document]);
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'contract_step'>;
      await tx.query(
        `insert into mingbai.contract_step (community_id, id, contract_id, kind, ends_on, reason, document_sha256, recorded_by, recorded_for, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [tx.communityId, id, life.contractId, kind, end, reason, document, actor.personId, actor.organisationId, this.clock.now()],
      );
      return { contract, kind, on: today };
    });
  }
}
