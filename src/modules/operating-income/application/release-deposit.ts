import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Id, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService, type EntryDraft } from '../../ledger/index.js';
import { journalForDepositBack, journalForDepositKept, type DepositReleaseEntry } from '../domain/claim-journals.js';
import { DepositRelease } from '../persistence/deposit-release.js';
import { DepositQueries, type DepositView } from './deposit-queries.js';
import { readWords } from './other-receipts.js';

const REASON_MAX = 120;

/** BACK: it is owed to its payer again, and a payout gives it back. KEPT: it becomes income, on the ground that `documentSha256` shows. */
export interface ReleaseDepositRequest {
  readonly depositId: number;
  readonly kind: DepositRelease['kind'];
  readonly amount: Money;
  readonly reason: string;
  readonly documentSha256: string | null;
}

export type DepositReleased = { readonly releaseId: Id<'deposit_release'>; readonly held: string };

/** Gives a deposit back, by the bookkeeper; or keeps it, which only the owner side may decide (P31b). */
@Injectable()
export class ReleaseDeposit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly bankAccounts: BankAccountQueries,
    private readonly evidence: EvidenceQueries,
    private readonly deposits: DepositQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OTHER_WORDS_INVALID, OWNER_SIDE_ONLY, DEPOSIT_GROUND_MISSING, DEPOSIT_UNKNOWN, DEPOSIT_SHORT, EVIDENCE_UNKNOWN, and what posting throws */
  async execute(context: CommandContext, request: ReleaseDepositRequest): Promise<Outcome<DepositReleased>> {
    const { kind, documentSha256 } = request;
    assertAllowed(context.actor, kind === 'KEPT' ? 'deposit.keep' : 'deposit.give-back');
    const reason = readWords('reason', request.reason, REASON_MAX);
    if (kind === 'KEPT' && documentSha256 === null) throw new DomainError('DEPOSIT_GROUND_MISSING');
    const compared = { ...request, reason, amount: request.amount.toString() };
    return this.unitOfWork.once({ context, command: 'ReleaseDeposit', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      if (kind === 'KEPT') await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      if (documentSha256 !== null) await this.evidence.refuseUnknown(tx, [documentSha256]);
      const deposit = await this.deposits.byId(tx, request.depositId);
      return this.release(tx, context, { ...request, reason, deposit });
    });
  }

  private async release(tx: Tx, context: CommandContext, request: ReleaseDepositRequest & { deposit: DepositView }): Promise<DepositReleased> {
    const { deposit, kind, amount, reason, documentSha256 } = request;
    const { id: depositId, held } = deposit;
    if (!amount.isPositive || !held.atLeast(amount)) throw new DomainError('DEPOSIT_SHORT', { held: held.toString(), asked: amount.toString() });
    const { personId: decidedBy, organisationId: decidedFor } = context.actor;
    const [releasedOn, decidedAt] = [this.clock.today(), this.clock.now()];
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'deposit_release'>;
    const draft = await this.draft(tx, { id, depositId, amount, releasedOn, kind });
    const [entry] = await this.ledger.post(tx, { by: decidedBy, at: decidedAt }, [draft]);
    const row = { communityId: tx.communityId, id, depositId, kind, amount, releasedOn, reason, documentSha256 };
    await tx.manager.insert(DepositRelease, { ...row, entrySeq: required(entry, 'entry').seq, decidedBy, decidedFor, decidedAt });
    return { releaseId: id, held: held.minus(amount).toString() };
  }

  private async draft(tx: Tx, release: DepositReleaseEntry & { kind: DepositRelease['kind'] }): Promise<EntryDraft> {
    if (release.kind === 'BACK') return journalForDepositBack(release);
    return journalForDepositKept({ ...release, bankAccountId: (await this.bankAccounts.active(tx, release.releasedOn)).id });
  }
}
