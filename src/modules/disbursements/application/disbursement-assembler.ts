import { Injectable } from '@nestjs/common';
import { Money, required, type Instant } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { activeApprovals, instructableFrom, missingSlots, withdrawableUntil } from '../domain/decisions.js';
import { withdrawableStates, type DisbursementState } from '../domain/disbursement-state.js';
import { isDocumentClaim, payableAmount, type Claim, type DocumentClaim } from '../domain/payable.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, type RecordedDecision } from '../persistence/disbursement-repository.js';
import { GateRow } from '../persistence/gate-row.js';
import { ClaimReader } from './claim-reader.js';
import { DisbursementPartsReader, type DisbursementParts } from './disbursement-parts.js';
import type { ClaimView, DecisionView, DisbursementDetail, DisbursementView, EvaluationView, PublicDisbursement } from './disbursement-views.js';
import { GateKeeper, isRestricted, sourceOf } from './gate-keeper.js';
import { PartyNames, type Names } from './party-names.js';
import { purposeOf } from './payment-list-file.js';

/** States in which the gates may still decide something. */
const GATED: readonly Disbursement['state'][] = ['DRAFT', 'GATE_FAILED', 'APPROVING', 'DEFERRED', 'APPROVED', 'RETURNED'];

/** Puts rows together into what people see. */
@Injectable()
export class DisbursementAssembler {
  constructor(
    private readonly partsReader: DisbursementPartsReader,
    private readonly payouts: DisbursementRepository,
    private readonly claims: ClaimReader,
    private readonly gates: GateKeeper,
    private readonly ledger: LedgerQueries,
    private readonly names: PartyNames,
    private readonly contracts: ContractQueries,
  ) {}

  parts(tx: Tx, payouts: readonly Disbursement[]): Promise<DisbursementParts> {
    return this.partsReader.read(tx, payouts);
  }

  async views(tx: Tx, payouts: readonly Disbursement[]): Promise<DisbursementView[]> {
    const parts = await this.parts(tx, payouts);
    return payouts.map((payout) => this.view(payout, parts));
  }

  view(payout: Disbursement, parts: DisbursementParts): DisbursementView {
    const {
      id,
      number,
      kind,
      period,
      quarter,
      assessmentId,
      claimNumber,
      claimWords,
      fund,
      amount,
      state,
      version,
      payloadSha256,
      requiredSlots,
      requiredCount,
      submittedAt,
    } = payout;
    return {
      claimNumber,
      claimWords,
      personal: parts.isPersonal(payout),
      publishedPayee: parts.publishedPayee(payout),
      paidFirmId: parts.paidFirm(payout),
      id,
      number,
      kind,
      period,
      quarter,
      assessmentId,
      fund,
      amount,
      state,
      version,
      payloadSha256,
      requiredSlots,
      requiredCount,
      submittedAt,
      payeeName: payout.payeeAccountName,
      payeeLast4: payout.payeeAccountNo.slice(-4),
      missingSlots: missingSlots(payout, parts.decisionsOf(payout)),
      paidOn: parts.settlementOf(payout)?.bookedOn ?? null,
    };
  }

  /** From when the bank may be told to pay; null while the payout is not approved. */
  instructableFrom(payout: Disbursement, parts: DisbursementParts): Instant | null {
    if (payout.state !== 'APPROVED') return null;
    const moments = activeApprovals(parts.decisionsOf(payout), payout.payloadSha256).map(({ at }) => at);
    return instructableFrom(required(moments.toSorted().at(-1), 'the last approval of an approved payout'), parts.timesOf(payout).coolingMinutes);
  }

  /** @throws NOT_FOUND */
  async detail(tx: Tx, id: number): Promise<DisbursementDetail> {
    const payout = await this.payouts.find(tx, id);
    const parts = await this.parts(tx, [payout]);
    const [decisions, steps] = [parts.decisionsOf(payout), parts.stepsOf(payout)];
    const submitter = { organisationId: payout.submittedFor, personId: payout.submittedBy };
    const names = await this.names.of(tx, [submitter, ...decisions, ...steps]);
    const decided = decisions.map((decision) => decisionView(payout, decision, names));
    const settlement = parts.settlementOf(payout);
    return {
      ...this.view(payout, parts),
      purpose: purposeOf(payout),
      publishedPurpose: parts.publishedPurpose(payout),
      revision: payout.revision,
      contract: { number: payout.contractNumber, versionNo: payout.contractVersionNo },
      payee: { bankName: payout.payeeBankName, accountNo: payout.payeeAccountNo, accountName: payout.payeeAccountName, version: payout.payeeVersion },
      submitter: { organisation: names.organisation(submitter.organisationId), person: names.person(submitter.personId) },
      claim: await this.claim(tx, await this.claims.claim(tx, sourceOf(payout))),
      gatesNow: GATED.includes(payout.state) ? await this.gates.evaluateAgain(tx, payout) : null,
      evaluations: await this.evaluations(tx, payout),
      wantsSignature: (await this.contracts.version(tx, payout.contractVersionId)).approvalPolicy.signature === 'SIGNED',
      approvals: decided.filter(({ counts }) => counts),
      decisions: decided,
      steps: steps.map(({ action, state, organisationId, personId, reason, at }) => ({
        action,
        state,
        reason,
        at,
        organisation: names.organisation(organisationId),
        person: names.person(personId),
      })),
      balance: await this.balance(tx, payout),
      instructableFrom: this.instructableFrom(payout, parts),
      instructedAt: parts.instructedAt(payout),
      paymentLists: await this.paymentLists(tx, payout),
      papers: { invoiceNo: payout.invoiceNo, documents: payout.documents, resolutionNo: payout.resolutionNo },
      returns: parts.returnsOf(payout).map(({ bookedOn, bankLineId, entrySeq }) => ({ bookedOn, bankLineId, entrySeq })),
      settlement: settlement && { bookedOn: settlement.bookedOn, bankLineId: settlement.bankLineId, entrySeq: settlement.entrySeq },
    };
  }

  async publicViews(tx: Tx, payouts: readonly Disbursement[]): Promise<PublicDisbursement[]> {
    const parts = await this.parts(tx, payouts);
    const names = await this.names.of(
      tx,
      payouts.flatMap((payout) => parts.decisionsOf(payout)).map(({ organisationId }) => ({ organisationId, personId: null })),
    );
    const views: PublicDisbursement[] = [];
    for (const payout of payouts) {
      const { id, number, kind, period, quarter, fund, amount, contractNumber, state, requiredSlots, requiredCount } = payout;
      const decisions = parts.decisionsOf(payout).map((given) => ({ ...given, organisation: names.organisation(given.organisationId) }));
      const settlement = parts.settlementOf(payout);
      const payee = parts.publishedPayee(payout);
      views.push({
        id,
        number,
        kind,
        period,
        quarter,
        fund,
        amount,
        contractNumber,
        state,
        requiredSlots,
        requiredCount,
        purpose: parts.publishedPurpose(payout),
        payee,
        payeeLast4: payee === null ? '' : payout.payeeAccountNo.slice(-4),
        requestedAt: payout.submittedAt,
        approvals: activeApprovals(decisions, payout.payloadSha256).map(({ slot, organisation, substitutionId, at }) => ({
          slot,
          organisation,
          substitute: substitutionId !== null,
          at,
        })),
        decisions: decisions.map(({ slot, organisation, decision, at }) => ({ slot, organisation, decision, at })),
        gates: ((await this.evaluations(tx, payout)).at(-1)?.gates ?? []).map(({ gate, outcome, reason }) => ({ gate, outcome, reason })),
        instructedAt: parts.instructedAt(payout),
        paidOn: settlement?.bookedOn ?? null,
        bankLineId: settlement?.bankLineId ?? null,
      });
    }
    return views;
  }

  /** A claim and what became of it. */
  async claim<C extends Claim>(tx: Tx, claim: C): Promise<ClaimView<C>> {
    const asked = await this.payouts.alreadyAsked(tx, claim, 0);
    const paid = await this.payouts.paid(tx, claim);
    const owed = isDocumentClaim(claim) ? null : await this.gates.owed(tx, { claim, firmId: await this.claims.firmOf(tx, claim), entering: true });
    return claimView(claim, { asked, paid, owed });
  }

  /** Claims of documents and what became of each, however many they are. */
  async documentClaims(tx: Tx, claims: readonly DocumentClaim[]): Promise<ClaimView<DocumentClaim>[]> {
    const sums = await this.payouts.sumsOfDocuments(tx);
    const none = { asked: Money.zero, paid: Money.zero };
    return claims.map((claim) => claimView(claim, { ...(sums.get(claim.claimId) ?? none), owed: null }));
  }

  private async evaluations(tx: Tx, payout: Disbursement): Promise<EvaluationView[]> {
    const rows = await tx.manager.find(GateRow, {
      where: { communityId: tx.communityId, disbursementId: payout.id },
      order: { evaluation: 'ASC', gate: 'ASC' },
    });
    return [...new Set(rows.map((row) => row.evaluation))].map((evaluation) => {
      const gates = rows.filter((row) => row.evaluation === evaluation);
      const { stage, evaluatedAt } = required(gates[0], 'a gate of an evaluation');
      return { stage, at: evaluatedAt, gates: gates.map(({ gate, outcome, reason, inputs }) => ({ gate, outcome, reason, inputs })) };
    });
  }

  private async balance(tx: Tx, payout: Disbursement): Promise<DisbursementDetail['balance']> {
    if (['SETTLED', 'REJECTED', 'CANCELLED', 'CLOSED_UNPAID'].includes(payout.state)) return null;
    const fund = required(
      (await this.ledger.funds(tx)).find((balance) => balance.fund === payout.fund),
      `fund ${payout.fund}`,
    );
    if (isRestricted(payout)) return { cash: fund.cash, available: fund.available, availableAfter: fund.available };
    const held = payout.state === 'APPROVED' || payout.state === 'INSTRUCTED';
    return {
      cash: fund.cash,
      available: held ? fund.available.plus(payout.amount) : fund.available,
      availableAfter: held ? fund.available : fund.available.minus(payout.amount),
    };
  }

  private async paymentLists(tx: Tx, payout: Disbursement): Promise<DisbursementDetail['paymentLists']> {
    return tx.query(
      `select l.sha256, l.instructed_at as "instructedAt" from mingbai.payment_line p join mingbai.payment_list l on l.community_id = $1 and l.id = p.list_id
       where p.community_id = $1 and p.disbursement_id = $2 order by p.attempt`,
      [tx.communityId, payout.id],
    );
  }
}

function claimView<C extends Claim>(claim: C, { asked, paid, owed }: { asked: Money; paid: Money; owed: Money | null }): ClaimView<C> {
  return { claim, paid, owed, pending: asked.minus(paid), payable: claim.obstacle === null ? payableAmount(claim.entitled, asked, owed) : Money.zero };
}

function decisionView(payout: Disbursement, given: RecordedDecision, names: Names): DecisionView {
  const { slot, role, decision, reason, at, withdrawal, suite } = given;
  const counts = activeApprovals([given], payout.payloadSha256).length === 1;
  const withdrawable = counts && (withdrawableStates as readonly DisbursementState[]).includes(payout.state);
  return {
    slot,
    role,
    decision,
    reason,
    at,
    suite,
    organisationId: given.organisationId,
    organisation: names.organisation(given.organisationId),
    personId: given.personId,
    person: names.person(given.personId),
    substitute: given.substitutionId !== null,
    counts,
    withdrawableUntil: withdrawable ? withdrawableUntil(at) : null,
    withdrawn: withdrawal && { at: withdrawal.at, ground: withdrawal.ground, reason: withdrawal.reason },
  };
}
