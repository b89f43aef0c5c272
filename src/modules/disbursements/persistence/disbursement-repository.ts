import { Injectable } from '@nestjs/common';
import { DomainError, Money, together, type Id, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
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
import { changeRow, rowsWhere } from './rows.js';

interface GatesOfStep {
  readonly stage: GateStage;
  readonly results: readonly GateResult[];
}

/** One step of a payout: what was done, where it leads, by whom (null: the bank) and when. */
export interface Step {
  readonly action: StepAction;
  readonly to: DisbursementState;
  readonly by: { readonly organisationId: OrganisationId; readonly personId: PersonId } | null;
  readonly reason?: string | null;
  readonly at: Instant;
  /** The gates as they stood, where the step rests on them. */
  readonly gates?: GatesOfStep;
  /** The first number of its rows (`rowsOf`), where the command took it with others. */
  readonly firstId?: number;
}

/** How many numbers a step takes: one, and one a gate. */
export const rowsOf = ({ gates }: Pick<Step, 'gates'>): number => 1 + (gates?.results.length ?? 0);

/** A decision as recorded, and when and why it ended. */
export type RecordedDecision = Approval & GivenDecision & { readonly withdrawal: ApprovalWithdrawal | null };

const WITHDRAWALS = `select w.community_id as "communityId", w.id, w.approval_id as "approvalId", w.ground, w.organisation_id as "organisationId",
    w.person_id as "personId", w.reason, w.at
  from mingbai.approval a join mingbai.approval_withdrawal w on w.community_id = $1 and w.approval_id = a.id
  where a.community_id = $1 and a.disbursement_id = any ($2)`;

/** Loads and keeps payouts. Whoever writes holds the lock of the book, so no row is locked here. */
@Injectable()
export class DisbursementRepository {
  constructor(private readonly ledger: LedgerService) {}

  /** @throws NOT_FOUND */
  async find(tx: Tx, id: number): Promise<Disbursement> {
    const [payout] = await rowsWhere(tx, Disbursement, 'id = $2', [id]);
    if (!payout) throw new DomainError('NOT_FOUND');
    return payout;
  }

  /** Every decision about a payout, of all its payloads, in order. */
  decisions(tx: Tx, disbursementId: number): Promise<RecordedDecision[]> {
    return this.decisionsOf(tx, [disbursementId]);
  }

  /** Every decision about several payouts, in order. */
  async decisionsOf(tx: Tx, disbursementIds: readonly number[]): Promise<RecordedDecision[]> {
    const [withdrawals, approvals] = await together([
      tx.query<ApprovalWithdrawal>(WITHDRAWALS, [tx.communityId, disbursementIds]),
      rowsWhere(tx, Approval, 'disbursement_id = any ($2) order by id', [disbursementIds]),
    ]);
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

  /** The first of numbers that follow one another. */
  takeIds(tx: Tx, count: number): Promise<number> {
    return this.ledger.takeIds(tx, count);
  }

  /** Keeps a new payout, under the number of its first step. */
  async insert(tx: Tx, draft: Disbursement, { firstId, ...step }: Omit<Step, 'action' | 'to'> & { readonly firstId: number }): Promise<void> {
    await together([insertRows(tx, Disbursement, [draft]), this.recordStep(tx, firstId, draft, { ...step, action: 'DRAFT', to: 'DRAFT' })]);
  }

  /** Takes the step: checks it against the table of states, records it with its gates and keeps the changes that come with it. @throws DISBURSEMENT_STATE */
  async advance(tx: Tx, payout: Disbursement, step: Step, changes: Partial<Disbursement> = {}): Promise<Disbursement> {
    const state = step.to === payout.state ? payout.state : nextState(payout, step.to);
    const changed = { ...changes, state, version: payout.version + 1 };
    const advanced = { ...payout, ...changed };
    const firstId = step.firstId ?? (await this.takeIds(tx, rowsOf(step)));
    await together([
      this.recordStep(tx, firstId, advanced, step),
      step.gates && this.recordGates(tx, firstId + 1, advanced, { ...step.gates, at: step.at }),
      changeRow(tx, Disbursement, payout.id, changed),
    ]);
    return advanced;
  }

  /** Ends every approval that counts, for what was found since it was given. */
  async endApprovals(tx: Tx, payout: Disbursement, end: Omit<ApprovalWithdrawal, 'communityId' | 'id' | 'approvalId'>): Promise<void> {
    const active = activeApprovals(await this.decisions(tx, payout.id), payout.payloadSha256);
    const firstId = await this.takeIds(tx, active.length);
    const rows = active.map(({ id: approvalId }, index) => ({
      communityId: tx.communityId,
      id: (firstId + index) as Id<'approval_withdrawal'>,
      approvalId,
      ...end,
    }));
    await insertRows(tx, ApprovalWithdrawal, rows);
  }

  /** Keeps an evaluation of all gates under the version in which it left the payout. */
  private async recordGates(tx: Tx, firstId: number, payout: Disbursement, { stage, results, at }: GatesOfStep & { readonly at: Instant }): Promise<void> {
    const rows = results.map((result, index) => ({
      communityId: tx.communityId,
      id: (firstId + index) as Id<'gate_result'>,
      disbursementId: payout.id,
      evaluation: payout.version,
      stage,
      evaluatedAt: at,
      ...result,
    }));
    await insertRows(tx, GateRow, rows);
  }

  private async recordStep(tx: Tx, id: number, payout: Disbursement, { action, by, reason, at }: Step): Promise<void> {
    await insertRows(tx, DisbursementStep, [
      {
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
      },
    ]);
  }
}

/** The columns by which payouts from one source are found. */
function sourceKey(source: DisbursementSource): { period: string | null; assessmentId: number | null; claimId: number | null } {
  if (source.kind === 'BASE') return { period: source.period, assessmentId: null, claimId: null };
  if (source.kind === 'PERFORMANCE') return { period: null, assessmentId: source.assessmentId, claimId: null };
  return { period: null, assessmentId: null, claimId: source.claimId };
}
