import { Injectable } from '@nestjs/common';
import { Clock, dateOf, daysBetween } from '../../kernel/index.js';
import { DisbursementQueries, type DisbursementDetail, type QueuedDisbursement } from '../../modules/disbursements/index.js';
import { EvidenceQueries } from '../../modules/evidence/index.js';
import { LedgerQueries } from '../../modules/ledger/index.js';
import type { Tx } from '../../platform/database/index.js';
import { describeError } from '../../platform/messages/index.js';
import type { Evidence } from '../components/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { payoutRow, PayoutReader } from '../desk/payout/index.js';
import type { Visit } from '../desk/visit.js';
import type { ApproverPayoutView, DecisionMade } from './payout-page.js';
import type { QueueRow, QueueView } from './queue-page.js';
import type { ReasonedDecision, ReasonView } from './reason-page.js';
import { Tasks } from './tasks.js';

const RECENT = 5;

/** Reads what the pages of approvers show. */
@Injectable()
export class PayoutViews {
  constructor(
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly reader: PayoutReader,
    private readonly payouts: DisbursementQueries,
    private readonly ledger: LedgerQueries,
    private readonly evidence: EvidenceQueries,
    private readonly tasks: Tasks,
  ) {}

  async queue(tx: Tx, visit: Visit): Promise<QueueView> {
    const queue = await this.payouts.queue(tx, visit.actor);
    const recent = await this.payouts.list(tx, { beforeId: 0, limit: RECENT });
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'queue', queue }),
      rows: queue.map((payout) => this.queueRow(visit, payout)),
      tasks: await this.tasks.of(tx, visit),
      funds: (await this.ledger.funds(tx)).map(({ fund, cash, available }) => ({ fund, cash: cash.toString(), available: available.toString() })),
      recent: recent.map((payout) => payoutRow(payout, visit.actor)),
    };
  }

  /** @throws NOT_FOUND */
  async approver(tx: Tx, visit: Visit, number: string, after: { done: DecisionMade | null; refusal: Refusal | null }): Promise<ApproverPayoutView> {
    const queue = await this.payouts.queue(tx, visit.actor);
    const { detail, facts } = await this.reader.read(tx, visit, number);
    const own = queue.find((payout) => payout.number === number);
    const mayDecide = own !== undefined && own.refusal === null;
    const next = queue.find((payout) => payout.refusal === null && payout.number !== number);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: own === undefined ? 'payouts' : 'queue', queue }),
      payout: facts,
      evidence: await this.evidenceOf(tx, visit, detail),
      decision: mayDecide
        ? { seal: formSeal(visit.session.formToken), version: detail.version, payloadSha256: detail.payloadSha256, isSigned: detail.wantsSignature }
        : null,
      cannot: own?.refusal ? describeError(own.refusal, visit.language) : null,
      withdrawUntil: this.withdrawUntil(visit, detail),
      done: after.done,
      missing: detail.missingSlots,
      next: next?.number ?? null,
      refusal: after.refusal,
    };
  }

  /** @throws NOT_FOUND */
  async reason(tx: Tx, visit: Visit, asked: { number: string; decision: ReasonedDecision; refusal: Refusal | null }): Promise<ReasonView> {
    const { detail, facts } = await this.reader.read(tx, visit, asked.number);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'queue' }),
      decision: asked.decision,
      payout: facts,
      seal: formSeal(visit.session.formToken),
      version: detail.version,
      payloadSha256: detail.payloadSha256,
      isSigned: detail.wantsSignature,
      refusal: asked.refusal,
    };
  }

  /** What stands behind a payout: the papers handed in for it, the assessment that allows it, and the page on which everybody can follow it. */
  private async evidenceOf(tx: Tx, { m, slug }: Visit, { number, quarter, papers }: DisbursementDetail): Promise<Evidence[]> {
    const texts = m.workbench.payout;
    const note = papers.invoiceNo === null ? {} : { note: texts.evidenceInvoice(papers.invoiceNo) };
    const files = (await this.evidence.byHashes(tx, papers.documents)).map(({ sha256, name }) => ({
      ...note,
      name,
      href: `/api/v1/communities/${slug}/evidence/${sha256}`,
    }));
    const assessment = quarter === null ? [] : [{ name: texts.evidenceAssessment(m.quarter(quarter)), href: `/w/${slug}/assessments/${quarter}` }];
    return [...files, ...assessment, { name: texts.evidencePublic, href: `${m.base}/p/${slug}/payouts/${number}` }];
  }

  private withdrawUntil({ actor }: Visit, { approvals }: DisbursementDetail): ApproverPayoutView['withdrawUntil'] {
    const until = approvals.find(({ personId }) => personId === actor.personId)?.withdrawableUntil ?? null;
    return until !== null && this.clock.now() <= until ? until : null;
  }

  private queueRow({ language }: Visit, payout: QueuedDisbursement): QueueRow {
    const { number, deferredUntil, submittedAt, refusal } = payout;
    const today = this.clock.today();
    return {
      number,
      purpose: payout,
      amount: payout.amount.toString(),
      payee: payout.payeeName,
      submittedAt,
      waitingDays: daysBetween(dateOf(submittedAt), today),
      deferredUntil,
      deferredOver: deferredUntil !== null && deferredUntil < today,
      missing: payout.missingSlots,
      failedGates: payout.failedGates,
      refusal: refusal && describeError(refusal, language),
    };
  }
}
