import { Injectable } from '@nestjs/common';
import { Any } from 'typeorm';
import { DomainError, Money, together, type Id, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { activeApprovals, type GivenDecision } from '../domain/decisions.js';
import { claimingStates, decidableStates, nextState, type DisbursementState } from '../domain/disbursement-state.js';
import type { GateResult, GateStage } from '../domain/gates.js';
import type { DisbursementSource } from '../domain/payable.js';
import type { StepAction } from '../domain/step-action.js';
import { ApprovalWithdrawal } from './approval-withdrawal.js';
import { Approval } from './approval.js';
import { DisbursementStep } from './disbursement-step.js';
import { Disbursement } from './disbursement.js';
import { GateRow } from './gate-row.js';

/** One step of a payout: what was done, where it leads, by whom (null: the bank) and when. */
export interface Step {
  readonly action: StepAction;
  readonly to: DisbursementState;
  readonly by: { readonly organisationId: OrganisationId; readonly personId: PersonId } | null;
  readonly reason?: string | null;
  readonly at: Instant;
}

/** A decision as recorded, and when and why it ended. */
export type RecordedDecision = Approval & GivenDecision & { readonly withdrawal: ApprovalWithdrawal | null };

/** Loads and keeps payouts. Whoever writes holds the lock of the book, so no row is locked here. */
@Injectable()
export class DisbursementRepository {
  constructor(private readonly ledger: LedgerService) {}

  /** @throws NOT_FOUND */
  async find(tx: Tx, id: number): Promise<Disbursement> {
    const payout = await tx.manager.findOneBy(Disbursement, { communityId: tx.communityId, id: id as Id<'disbursement'> });
    if (!payout) throw new DomainError('NOT_FOUND');
    return payout;
  }

  /** Every decision about a payout, of all its payloads, in order. */
  decisions(tx: Tx, disbursementId: number): Promise<RecordedDecision[]> {
    return this.decisionsOf(tx, [disbursementId]);
  }

  /** Every decision about several payouts, in order. */
  async decisionsOf(tx: Tx, disbursementIds: readonly number[]): Promise<RecordedDecision[]> {
    const { communityId } = tx;
    const approvals = await tx.manager.find(Approval, { where: { communityId, disbursementId: Any(disbursementIds) }, order: { id: 'ASC' } });
    const withdrawals = await tx.manager.findBy(ApprovalWithdrawal, { communityId, approvalId: Any(approvals.map(({ id }) => id)) });
    return approvals.map((approval) => {
      const withdrawal = withdrawals.find((candidate) => candidate.approvalId === approval.id) ?? null;
      return { ...approval, withdrawal, withdrawnAt: withdrawal?.at ?? null };
    });
  }

  /** Σ of the payouts from a source that ask for it, hold it or have paid it, without the one named. */
  alreadyAsked(tx: Tx, source: DisbursementSource, exceptId: number): Promise<Money> {
    return this.sumOf(tx, source, { states: claimingStates, exceptId });
  }

  /** Of every document at once: Σ of the payouts from it that ask for it, hold it or have paid it, and of those that the bank has paid, by its id. */
  async sumsOfDocuments(tx: Tx): Promise<Map<number, { readonly asked: Money; readonly paid: Money }>> {
    const rows = await tx.query<{ claimId: number; asked: string; paid: string }>(
      `select claim_id as "claimId", coalesce(sum(amount), 0)::numeric(18,2) as asked, coalesce(sum(amount) filter (where state = 'SETTLED'), 0)::numeric(18,2) as paid
       from mingbai.disbursement where community_id = $1 and claim_id is not null and state = any ($2) group by claim_id`,
      [tx.communityId, claimingStates],
    );
    return new Map(rows.map(({ claimId, asked, paid }) => [claimId, { asked: Money.parse(asked), paid: Money.parse(paid) }]));
  }

  /** Σ of the payouts from a source that the bank has paid. */
  paid(tx: Tx, source: DisbursementSource): Promise<Money> {
    return this.sumOf(tx, source, { states: ['SETTLED'], exceptId: 0 });
  }

  /** Σ of the payouts of what a firm has earned that wait for approvals: not held yet. */
  async waiting(tx: Tx, firmId: OrganisationId): Promise<Money> {
    const [row] = await tx.query<{ total: string }>(
      `select coalesce(sum(amount), 0)::numeric(18,2) as total from mingbai.disbursement
       where community_id = $1 and source_code = '2101' and source_holder_id = $2 and state = any ($3) and returns = 0`,
      [tx.communityId, firmId, decidableStates],
    );
    return Money.parse(row?.total ?? '0.00');
  }

  private async sumOf(tx: Tx, source: DisbursementSource, { states, exceptId }: { states: readonly DisbursementState[]; exceptId: number }): Promise<Money> {
    const { period, assessmentId, claimId } = sourceKey(source);
    // an index finds what is equal to something, and nothing that is "not distinct from" it
    const of = period !== null ? 'claim_id is null and period = $3' : assessmentId !== null ? 'claim_id is null and assessment_id = $3' : 'claim_id = $3';
    const [row] = await tx.query<{ total: string }>(
      `select coalesce(sum(amount), 0)::numeric(18,2) as total from mingbai.disbursement
       where community_id = $1 and kind = $2 and ${of} and state = any ($4) and id <> $5`,
      [tx.communityId, source.kind, period ?? assessmentId ?? claimId, states, exceptId],
    );
    return Money.parse(row?.total ?? '0.00');
  }

  /** Σ of the payouts by a resolution that ask for it, hold it or have paid it, without the one named. */
  async askedByResolution(tx: Tx, resolutionNo: string, exceptId: number): Promise<Money> {
    const [row] = await tx.query<{ total: string }>(
      `select coalesce(sum(amount), 0)::numeric(18,2) as total from mingbai.disbursement
       where community_id = $1 and resolution_no = $2 and state = any ($3) and id <> $4`,
      [tx.communityId, resolutionNo, claimingStates, exceptId],
    );
    return Money.parse(row?.total ?? '0.00');
  }

  /** A paper that a payout from another source has used already: the invoice number of the same party, however it is typed and registered, or a file. */
  async usedPaper(
    tx: Tx,
    source: DisbursementSource,
    { invoiceNo, documents, payeeId }: { readonly invoiceNo: string | null; readonly documents: readonly string[]; readonly payeeId: number | null },
  ): Promise<{ paper: string; by: string } | null> {
    const of = sourceKey(source);
    const [row] = await tx.query<{ number: string; invoiceNo: string | null; documents: string[] }>(
      `with found as materialized (
         select id from mingbai.disbursement where community_id = $1 and plain_invoice_no = (select mingbai.plain_invoice($7)) and mingbai.is_one_payee($1, payee_id, $8)
         union select d.id from mingbai.disbursement_paper p join mingbai.disbursement d on d.community_id = $1 and d.id = p.disbursement_id
         where p.community_id = $1 and p.sha256 = any ($9) and p.sha256 = any (d.documents))
       select number, invoice_no as "invoiceNo", documents from found join mingbai.disbursement using (id)
       where community_id = $1 and (kind, period, assessment_id, claim_id) is distinct from ($2::text, $3::text, $4::bigint, $5::bigint) and state = any ($6)
       order by id limit 1`,
      [tx.communityId, source.kind, of.period, of.assessmentId, of.claimId, claimingStates, invoiceNo, payeeId, documents],
    );
    if (!row) return null;
    const file = documents.find((sha256) => row.documents.includes(sha256));
    return { paper: file?.slice(0, 12) ?? row.invoiceNo ?? '', by: row.number };
  }

  /** The next position in a year's numbers; no number is ever given back, so they run without gap (I18). */
  async nextNumberNo(tx: Tx, year: number): Promise<number> {
    const [row] = await tx.query<{ next: number }>(
      'select coalesce(max(number_no), 0) + 1 as next from mingbai.disbursement where community_id = $1 and number_year = $2',
      [tx.communityId, year],
    );
    return row?.next ?? 1;
  }

  async takeId(tx: Tx): Promise<number> {
    return this.ledger.takeIds(tx, 1);
  }

  /** A new payout, as a draft. */
  async insert(
    tx: Tx,
    draft: Omit<Disbursement, 'state' | 'version' | 'holds' | 'instructions' | 'releases' | 'returns'>,
    step: Omit<Step, 'action' | 'to'>,
  ): Promise<Disbursement> {
    const payout: Disbursement = { ...draft, state: 'DRAFT', version: 1, holds: 0, instructions: 0, releases: 0, returns: 0 };
    const [stepId] = await together([this.takeId(tx), tx.manager.insert(Disbursement, payout)]);
    await this.recordStep(tx, stepId, payout, { ...step, action: 'DRAFT', to: 'DRAFT' });
    return payout;
  }

  /** Takes the step: checks it against the table of states, records it and keeps the changes that come with it. @throws DISBURSEMENT_STATE */
  async advance(tx: Tx, payout: Disbursement, step: Step, changes: Partial<Disbursement> = {}): Promise<Disbursement> {
    const state = step.to === payout.state ? payout.state : nextState(payout, step.to);
    const changed = { ...changes, state, version: payout.version + 1 };
    const [stepId] = await together([this.takeId(tx), tx.manager.update(Disbursement, { communityId: tx.communityId, id: payout.id }, changed)]);
    const advanced = { ...payout, ...changed };
    await this.recordStep(tx, stepId, advanced, step);
    return advanced;
  }

  /** Ends every approval that counts, for what was found since it was given. */
  async endApprovals(tx: Tx, payout: Disbursement, end: Omit<ApprovalWithdrawal, 'communityId' | 'id' | 'approvalId'>): Promise<void> {
    for (const { id: approvalId } of activeApprovals(await this.decisions(tx, payout.id), payout.payloadSha256)) {
      const id = (await this.takeId(tx)) as Id<'approval_withdrawal'>;
      await tx.manager.insert(ApprovalWithdrawal, { communityId: tx.communityId, id, approvalId, ...end });
    }
  }

  /** Keeps an evaluation of all gates under the version in which it left the payout. */
  async recordGates(tx: Tx, payout: Disbursement, evaluation: { stage: GateStage; results: readonly GateResult[]; at: Instant }): Promise<void> {
    const first = await this.ledger.takeIds(tx, evaluation.results.length);
    const rows = evaluation.results.map((result, index) => ({
      communityId: tx.communityId,
      id: (first + index) as Id<'gate_result'>,
      disbursementId: payout.id,
      evaluation: payout.version,
      stage: evaluation.stage,
      evaluatedAt: evaluation.at,
      ...result,
    }));
    await tx.manager.insert(GateRow, rows);
  }

  private async recordStep(tx: Tx, id: number, payout: Disbursement, { action, by, reason, at }: Step): Promise<void> {
    await tx.manager.insert(DisbursementStep, {
      communityId: tx.communityId,
      id: id as Id<'disbursement_step'>,
      disbursementId: payout.id,
      version: payout.version,
      action,
      state: payout.state,
      organisationId: by?.organisationId ?? null,
      personId: by?.personId ?? null,
      reason: reason ?? null,
      at,
    });
  }
}

/** The columns by which payouts from one source are found. */
function sourceKey(source: DisbursementSource): { period: string | null; assessmentId: number | null; claimId: number | null } {
  if (source.kind === 'BASE') return { period: source.period, assessmentId: null, claimId: null };
  if (source.kind === 'PERFORMANCE') return { period: null, assessmentId: source.assessmentId, claimId: null };
  return { period: null, assessmentId: null, claimId: source.claimId };
}
