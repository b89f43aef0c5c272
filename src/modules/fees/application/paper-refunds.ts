import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, sha256Hex, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { readMoney, UnitOfWork, type CommandContext, type Outcome, type Raw, type Tx } from '../../../platform/database/index.js';
import { isPlainText, UnitQueries, type UnitId, type UnitView } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { journalForFeeRefund } from '../domain/receipt-journals.js';
import { withoutAccount, type PaperRefundState } from '../domain/refund-source.js';
import { FeeRefund } from '../persistence/fee-refund.js';
import { PaperRefund } from '../persistence/paper-refund.js';
import { RefundSources } from './refund-sources.js';

/** `accountNo` and `accountName` as they stand on the paper, whose SHA-256 among the evidence is `documentSha256`. */
export interface AskPaperRefundRequest {
  readonly unit: string;
  readonly amount: Money;
  readonly reason: string;
  readonly accountNo: string;
  readonly accountName: string;
  readonly documentSha256: string;
}

/** `reason` is asked for when the refund is refused. */
export interface DecidePaperRefundRequest {
  readonly id: number;
  readonly decision: 'CONFIRM' | 'REFUSE';
  readonly reason: string | null;
}

export type PaperRefundStep = { readonly id: number; readonly unit: string; readonly amount: string; readonly state: PaperRefundState };

export interface PaperRefundView {
  readonly id: Id<'paper_refund'>;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly amount: Money;
  readonly reason: string;
  /** Whole: for whoever asks and decides. */
  readonly accountNo: string;
  readonly accountName: string;
  readonly documentSha256: string;
  readonly askedOn: BusinessDate;
  readonly askedBy: number;
  readonly askedFor: number;
  readonly state: PaperRefundState;
  readonly decisionReason: string | null;
}

@Injectable()
export class PaperRefundQueries {
  /** Newest first. */
  async all(tx: Tx, { id = null, states = null }: { id?: number | null; states?: readonly PaperRefundState[] | null } = {}): Promise<PaperRefundView[]> {
    const rows = await tx.query<Raw<PaperRefundView>>(
      `select p.id, p.unit_id as "unitId", u.code as "unitCode", p.amount, p.reason, p.account_no as "accountNo", p.account_name as "accountName", p.document_sha256 as "documentSha256",
         p.asked_on as "askedOn", p.asked_by as "askedBy", p.asked_for as "askedFor", p.state, p.decision_reason as "decisionReason"
       from mingbai.paper_refund p join mingbai.unit u on u.community_id = $1 and u.id = p.unit_id
       where p.community_id = $1 and ($2::bigint is null or p.id = $2) and ($3::text[] is null or p.state = any ($3)) order by p.id desc`,
      [tx.communityId, id, states],
    );
    return rows.map((row) => readMoney<PaperRefundView>(row, ['amount']));
  }
}

/** What may go back to the account of a paper: what the unit holds in advance and no account is known for. */
@Injectable()
export class PaperMoney {
  constructor(private readonly sources: RefundSources) {}

  /** @throws FEE_REFUND_UNDER_WAY, FEE_REFUND_TOO_MUCH, FEE_REFUND_PAPER_KNOWN */
  async refuseOther(tx: Tx, unit: UnitView, amount: Money): Promise<void> {
    const held = await this.sources.heldFor(tx, unit, amount);
    const free = withoutAccount(held, await this.sources.standing(tx, unit, held));
    if (!free.atLeast(amount)) throw new DomainError('FEE_REFUND_PAPER_KNOWN', { unit: unit.code, free: free.toString(), asked: amount.toString() });
  }
}

/** The first of two people: a prepayment goes to the account of a paper, because no line of the bank says where it came from. The books wait for the second. */
@Injectable()
export class AskPaperRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly evidence: EvidenceQueries,
    private readonly money: PaperMoney,
  ) {}

  /** @throws NOT_ALLOWED, FEES_UNIT_UNKNOWN, FEE_REFUND_PAPER_ACCOUNT, FEE_REFUND_PAPER_ASKED, EVIDENCE_UNKNOWN, and what `PaperMoney` throws */
  async execute(context: CommandContext, request: AskPaperRefundRequest): Promise<Outcome<PaperRefundStep>> {
    assertAllowed(context.actor, 'fee.refund');
    const { amount, reason, accountNo, documentSha256 } = request;
    const accountName = request.accountName.trim();
    // what is kept with the key names the account only by its hash
    const compared = {
      unit: request.unit,
      amount: amount.toString(),
      reason,
      accountNo: sha256Hex(accountNo),
      accountName: sha256Hex(accountName),
      documentSha256,
    };
    return this.unitOfWork.once({ context, command: 'AskPaperRefund', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const unit = await this.units.byCode(tx, request.unit);
      if (!unit) throw new DomainError('FEES_UNIT_UNKNOWN', { unit: request.unit.slice(0, 40) });
      if (!/^[0-9A-Z]{8,34}$/.test(accountNo) || !isPlainText(accountName, 60)) throw new DomainError('FEE_REFUND_PAPER_ACCOUNT');
      if (await tx.manager.existsBy(PaperRefund, { communityId: tx.communityId, unitId: unit.id, state: 'ASKED' }))
        throw new DomainError('FEE_REFUND_PAPER_ASKED', { unit: unit.code });
      await this.money.refuseOther(tx, unit, amount);
      await this.evidence.refuseUnknown(tx, [documentSha256]);
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'paper_refund'>;
      const { personId: askedBy, organisationId: askedFor } = context.actor;
      const asked = { unitId: unit.id, amount, reason, accountNo, accountName, documentSha256, askedOn: this.clock.today(), askedAt: this.clock.now() };
      const undecided = { decidedAt: null, decidedBy: null, decidedFor: null, decisionReason: null };
      await tx.manager.insert(PaperRefund, { communityId: tx.communityId, id, ...asked, askedBy, askedFor, state: 'ASKED', ...undecided });
      return { id, unit: unit.code, amount: amount.toString(), state: 'ASKED' };
    });
  }
}

/** The second person, of another organisation: the owner side of the day or the centre. It has compared the account with the paper and agrees, and the prepayment is owed back (P06), or refuses with a reason. */
@Injectable()
export class DecidePaperRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly substitutions: SubstitutionQueries,
    private readonly papers: PaperRefundQueries,
    private readonly money: PaperMoney,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_OR_CENTRE_ONLY, FEE_REFUND_PAPER_MISSING, FEE_REFUND_PAPER_DECIDED, FEE_REFUND_PAPER_SAME_PARTY, FEE_REFUND_PAPER_REASON, and what `PaperMoney` throws */
  async execute(context: CommandContext, request: DecidePaperRefundRequest): Promise<Outcome<PaperRefundStep>> {
    assertAllowed(context.actor, 'fee.refund-confirm');
    const { id, decision } = request;
    const said = request.reason?.trim() ?? '';
    return this.unitOfWork.once({ context, command: 'DecidePaperRefund', request: { id, decision, reason: said } }, async (tx) => {
      await this.ledger.lock(tx);
      const [asked] = await this.papers.all(tx, { id });
      if (!asked) throw new DomainError('FEE_REFUND_PAPER_MISSING', { refund: id });
      if (asked.state !== 'ASKED') throw new DomainError('FEE_REFUND_PAPER_DECIDED', { unit: asked.unitCode });
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today(), { orCentre: true });
      const { personId: decidedBy, organisationId: decidedFor } = context.actor;
      if (asked.askedBy === decidedBy || asked.askedFor === decidedFor) throw new DomainError('FEE_REFUND_PAPER_SAME_PARTY', { unit: asked.unitCode });
      if (decision === 'REFUSE' && (said.length < 1 || said.length > 200)) throw new DomainError('FEE_REFUND_PAPER_REASON');
      const state = decision === 'REFUSE' ? ('REFUSED' as const) : ('CONFIRMED' as const);
      const answer = { state, decidedAt: this.clock.now(), decidedBy, decidedFor, decisionReason: decision === 'REFUSE' ? said : null };
      if (decision === 'CONFIRM') await this.money.refuseOther(tx, required(await this.units.byCode(tx, asked.unitCode), 'the unit of a refund'), asked.amount);
      await tx.manager.update(PaperRefund, { communityId: tx.communityId, id: asked.id }, answer);
      if (decision === 'CONFIRM') await this.owe(tx, context, asked);
      return { id, unit: asked.unitCode, amount: asked.amount.toString(), state };
    });
  }

  private async owe(
    tx: Tx,
    { actor }: CommandContext,
    { id: paperRefundId, unitId, amount, reason, documentSha256: document }: PaperRefundView,
  ): Promise<void> {
    const posting = { by: actor.personId, at: this.clock.now() };
    const askedOn = this.clock.today();
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'fee_refund'>;
    const [entry] = await this.ledger.post(tx, posting, [journalForFeeRefund({ id, unitId, amount, effectiveOn: askedOn })]);
    const row = { communityId: tx.communityId, id, unitId, receiptId: null, paperRefundId, amount, reason, document, askedOn };
    await tx.manager.insert(FeeRefund, { ...row, askedBy: posting.by, askedAt: posting.at, entrySeq: required(entry, 'entry').seq });
  }
}
