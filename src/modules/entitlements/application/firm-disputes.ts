import { Injectable } from '@nestjs/common';
import {
  addDays,
  assertAllowed,
  Clock,
  DomainError,
  Money,
  required,
  type Actor,
  type BusinessDate,
  type Id,
  type OrganisationId,
} from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import type { FirmDisputeAnswer, FirmDisputeKind, FirmDisputeParty, FirmDisputeState } from '../domain/dispute.js';
import { journalForDispute, journalForDisputeDecision } from '../domain/dispute-journals.js';
import { FirmDispute } from '../persistence/firm-dispute.js';
import { FirmDisputeQueries } from './firm-dispute-queries.js';

/** `documentSha256` is the paper: the list of the handover, a letter, a judgment. */
export interface AskFirmDisputeRequest {
  /** Whose payable; may be left out while one firm alone is owed something. */
  readonly firmId?: OrganisationId | undefined;
  readonly amount: Money;
  readonly reason: string;
  readonly documentSha256: string;
}

/** What of a dispute is the firm's and what the owners', in yuan; the rest of it stays disputed. */
export interface AskDisputeDecisionRequest {
  readonly disputeId: number;
  readonly toFirm: Money;
  readonly toOwners: Money;
  readonly reason: string;
  readonly documentSha256: string;
}

/** `reason` is asked for when the answer is no, or the question is withdrawn. */
export interface AnswerFirmDisputeRequest {
  readonly id: number;
  readonly answer: FirmDisputeAnswer;
  readonly reason: string | null;
}

export type FirmDisputeStep = { readonly id: number; readonly kind: FirmDisputeKind; readonly amount: string; readonly state: FirmDisputeState };

const UNANSWERED = { answeredBy: null, answeredFor: null, answeredParty: null, answeredAt: null, answerReason: null, effectiveOn: null, entrySeq: null };

/** What disputes ask of everybody: who speaks for the owners, and the paper. */
@Injectable()
export class DisputeParties {
  constructor(
    private readonly substitutions: SubstitutionQueries,
    private readonly evidence: EvidenceQueries,
    private readonly clock: Clock,
  ) {}

  private async isOwnerSide(tx: Tx, actor: Actor): Promise<boolean> {
    return (await this.substitutions.slotOf(tx, actor, this.clock.today())) === 'OWNER_SIDE';
  }

  /** @throws OWNER_SIDE_ONLY */
  refuseStranger(tx: Tx, actor: Actor): Promise<void> {
    return this.substitutions.refuseStranger(tx, actor, this.clock.today());
  }

  /** The party that an organisation is in a dispute with a firm; null for a stranger. */
  async of(tx: Tx, actor: Actor, firmId: OrganisationId): Promise<FirmDisputeParty | null> {
    if (actor.organisationId === firmId) return 'FIRM';
    if (await this.isOwnerSide(tx, actor)) return 'OWNER_SIDE';
    return actor.roles.includes('CENTRE') ? 'CENTRE' : null;
  }

  /** @throws FIRM_DISPUTE_WORDS, EVIDENCE_UNKNOWN */
  async papers(tx: Tx, { reason, documentSha256 }: { reason: string; documentSha256: string }): Promise<void> {
    if (reason.length < 5 || reason.length > 200) throw new DomainError('FIRM_DISPUTE_WORDS');
    await this.evidence.refuseUnknown(tx, [documentSha256]);
  }
}

/** The owner side disputes a part of what the firm is owed. Nothing is booked before another party, the firm or the centre, confirms it. */
@Injectable()
export class AskFirmDispute {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly parties: DisputeParties,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, FIRM_DISPUTE_WORDS, EVIDENCE_UNKNOWN, FIRM_DISPUTE_FIRM, FIRM_DISPUTE_NOTHING */
  async execute(context: CommandContext, request: AskFirmDisputeRequest): Promise<Outcome<FirmDisputeStep>> {
    assertAllowed(context.actor, 'firm-dispute.ask');
    const { amount, documentSha256, firmId } = request;
    const reason = request.reason.trim();
    const asked = { amount: amount.toString(), reason, documentSha256, ...(firmId !== undefined && { firmId }) };
    return this.unitOfWork.once({ context, command: 'AskFirmDispute', request: asked }, async (tx) => {
      await this.ledger.lock(tx);
      await this.parties.refuseStranger(tx, context.actor);
      await this.parties.papers(tx, { reason, documentSha256 });
      const payable = (await this.books.balances(tx, { fund: 'SVC', code: '2101' })).filter(({ balance }) => balance.isPositive);
      if (firmId === undefined && payable.length > 1) throw new DomainError('FIRM_DISPUTE_FIRM', { firms: payable.map(({ holderId }) => holderId).join(', ') });
      const firm = payable.find(({ holderId }) => firmId === undefined || holderId === firmId);
      const owed = firm?.balance ?? Money.zero;
      if (!firm || !amount.isPositive || !owed.atLeast(amount))
        throw new DomainError('FIRM_DISPUTE_NOTHING', { asked: amount.toString(), payable: owed.toString() });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'firm_dispute'>;
      const { personId: askedBy, organisationId: askedFor } = context.actor;
      const none = { disputeId: null, toFirm: Money.zero, toOwners: Money.zero, state: 'ASKED' as const, ...UNANSWERED };
      const row = { communityId: tx.communityId, id, kind: 'DISPUTE' as const, firmId: firm.holderId as OrganisationId, amount, reason, documentSha256 };
      await tx.manager.insert(FirmDispute, { ...row, ...none, askedBy, askedFor, askedParty: 'OWNER_SIDE', askedAt: this.clock.now() });
      return { id, kind: 'DISPUTE', amount: amount.toString(), state: 'ASKED' };
    });
  }
}

/** Either party says what becomes of a dispute, by the paper that settles it; nothing is booked before another party confirms it. */
@Injectable()
export class AskDisputeDecision {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly disputes: FirmDisputeQueries,
    private readonly parties: DisputeParties,
  ) {}

  /** @throws NOT_ALLOWED, FIRM_DISPUTE_UNKNOWN, FIRM_DISPUTE_NOT_YOURS, FIRM_DISPUTE_WORDS, EVIDENCE_UNKNOWN, FIRM_DISPUTE_WAITS, FIRM_DISPUTE_TOO_MUCH */
  async execute(context: CommandContext, request: AskDisputeDecisionRequest): Promise<Outcome<FirmDisputeStep>> {
    assertAllowed(context.actor, 'firm-dispute.ask-decision');
    const { disputeId, toFirm, toOwners, documentSha256 } = request;
    const reason = request.reason.trim();
    const asked = { disputeId, toFirm: toFirm.toString(), toOwners: toOwners.toString(), reason, documentSha256 };
    return this.unitOfWork.once({ context, command: 'AskDisputeDecision', request: asked }, async (tx) => {
      await this.ledger.lock(tx);
      const all = await this.disputes.all(tx);
      const dispute = all.find(({ id, kind }) => id === disputeId && kind === 'DISPUTE');
      if (!dispute) throw new DomainError('FIRM_DISPUTE_UNKNOWN', { dispute: disputeId });
      const askedParty = await this.parties.of(tx, context.actor, dispute.firmId);
      if (askedParty === null || askedParty === 'CENTRE') throw new DomainError('FIRM_DISPUTE_NOT_YOURS');
      await this.parties.papers(tx, { reason, documentSha256 });
      if (all.some((other) => other.disputeId === disputeId && other.state === 'ASKED')) throw new DomainError('FIRM_DISPUTE_WAITS', { dispute: disputeId });
      const amount = toFirm.plus(toOwners);
      if (toFirm.isNegative || toOwners.isNegative || !amount.isPositive || !dispute.open.atLeast(amount))
        throw new DomainError('FIRM_DISPUTE_TOO_MUCH', { asked: amount.toString(), open: dispute.open.toString() });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'firm_dispute'>;
      const { personId: askedBy, organisationId: askedFor } = context.actor;
      const row = { communityId: tx.communityId, id, kind: 'DECISION' as const, disputeId: dispute.id, firmId: dispute.firmId, amount, toFirm, toOwners };
      await tx.manager.insert(FirmDispute, {
        ...row,
        reason,
        documentSha256,
        askedBy,
        askedFor,
        askedParty,
        askedAt: this.clock.now(),
        state: 'ASKED',
        ...UNANSWERED,
      });
      return { id, kind: 'DECISION', amount: amount.toString(), state: 'ASKED' };
    });
  }
}

/** The other party, or the centre, confirms or refuses; whoever asked may withdraw. Confirmed, it is booked that day (P28a, P28b). */
@Injectable()
export class AnswerFirmDispute {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly bankAccounts: BankAccountQueries,
    private readonly parties: DisputeParties,
  ) {}

  /** @throws NOT_ALLOWED, FIRM_DISPUTE_UNKNOWN, FIRM_DISPUTE_ANSWERED, FIRM_DISPUTE_NOT_YOURS, FIRM_DISPUTE_SAME_PARTY, FIRM_DISPUTE_WORDS, and what the books refuse (LEDGER_FLOOR, LEDGER_NOT_AVAILABLE) */
  async execute(context: CommandContext, { id, answer, reason }: AnswerFirmDisputeRequest): Promise<Outcome<FirmDisputeStep>> {
    assertAllowed(context.actor, 'firm-dispute.answer');
    const said = reason?.trim() ?? '';
    return this.unitOfWork.once({ context, command: 'AnswerFirmDispute', request: { id, answer, reason: said } }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      const dispute = await tx.manager.findOneBy(FirmDispute, { communityId: tx.communityId, id: id as Id<'firm_dispute'> });
      if (!dispute) throw new DomainError('FIRM_DISPUTE_UNKNOWN', { dispute: id });
      if (dispute.state !== 'ASKED') throw new DomainError('FIRM_DISPUTE_ANSWERED', { dispute: id, state: dispute.state });
      const answeredParty = await this.party(tx, context.actor, dispute, answer);
      if (said.length > 200 || (answer !== 'CONFIRM' && said === '')) throw new DomainError('FIRM_DISPUTE_WORDS');
      const [today, firstOpenDay] = [this.clock.today(), addDays(closedThrough, 1)];
      const booked = answer === 'CONFIRM' ? await this.post(tx, context.actor, dispute, today > firstOpenDay ? today : firstOpenDay) : null;
      const state = answer === 'CONFIRM' ? 'CONFIRMED' : answer === 'REFUSE' ? 'REFUSED' : 'WITHDRAWN';
      const { personId: answeredBy, organisationId: answeredFor } = context.actor;
      const answered = { answeredBy, answeredFor, answeredParty, answeredAt: this.clock.now(), answerReason: said === '' ? null : said, ...booked };
      await tx.manager.update(FirmDispute, { communityId: tx.communityId, id: dispute.id }, { state, ...answered });
      return { id, kind: dispute.kind, amount: dispute.amount.toString(), state };
    });
  }

  /**
   * The party that answers. By another organisation is not enough: a body that stood in and the committee that was registered since both speak for the owners.
   * @throws FIRM_DISPUTE_NOT_YOURS, FIRM_DISPUTE_SAME_PARTY
   */
  private async party(tx: Tx, actor: Actor, { askedBy, askedFor, askedParty, firmId }: FirmDispute, answer: FirmDisputeAnswer): Promise<FirmDisputeParty> {
    const own = actor.organisationId === askedFor;
    if (answer === 'WITHDRAW') {
      if (!own) throw new DomainError('FIRM_DISPUTE_NOT_YOURS');
      return askedParty;
    }
    const party = await this.parties.of(tx, actor, firmId);
    if (own || actor.personId === askedBy || party === askedParty) throw new DomainError('FIRM_DISPUTE_SAME_PARTY');
    if (party === null) throw new DomainError('FIRM_DISPUTE_NOT_YOURS');
    return party;
  }

  private async post(tx: Tx, actor: Actor, dispute: FirmDispute, effectiveOn: BusinessDate): Promise<{ effectiveOn: BusinessDate; entrySeq: number }> {
    const { id, kind, firmId, amount, toFirm, toOwners } = dispute;
    const draft =
      kind === 'DISPUTE'
        ? journalForDispute({ id, firmId, effectiveOn, amount })
        : journalForDisputeDecision({ id, firmId, effectiveOn, toFirm, toOwners, bankAccountId: (await this.bankAccounts.active(tx, effectiveOn)).id });
    const [entry] = await this.ledger.post(tx, { by: actor.personId, at: this.clock.now() }, [draft]);
    return { effectiveOn, entrySeq: required(entry, 'the entry of a dispute').seq };
  }
}
