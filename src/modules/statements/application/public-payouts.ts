import { Injectable } from '@nestjs/common';
import { Money, periodOf } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { BankQueries, type BankLineId } from '../../bank/index.js';
import { CommunityQueries } from '../../communities/index.js';
import { DisbursementQueries, PaidPayouts, type DisbursementDetail, type StepAction } from '../../disbursements/index.js';
import { LedgerQueries, voucherLabel, type EntryView, type RuleCode } from '../../ledger/index.js';
import type { PublicPayout, PublicPayoutEvent, PublicPayoutReason } from './public-views.js';

/** Follows one payment through requests, approvals, bank and books, for everybody. */
@Injectable()
export class PublicPayouts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly payouts: DisbursementQueries,
    private readonly payments: PaidPayouts,
    private readonly bank: BankQueries,
    private readonly books: LedgerQueries,
  ) {}

  /** @throws NOT_FOUND */
  async byNumber(slug: string, number: string): Promise<PublicPayout> {
    const { id, name } = await this.communities.bySlug(slug);
    return this.unitOfWork.read(id, async (tx) => {
      const payoutId = await this.payouts.idOf(tx, number);
      const detail = await this.payouts.byId(tx, payoutId);
      const entries = await this.books.entriesOf(tx, { type: 'disbursement', id: payoutId });
      const periods = [...new Set((await this.payments.daysOf(tx, payoutId)).map(periodOf))];
      return { slug, communityName: name, ...publicView(detail, entries), periods, bank: await this.bankSide(tx, detail) };
    });
  }

  private async bankSide(tx: Tx, { settlement }: DisbursementDetail): Promise<PublicPayout['bank']> {
    if (settlement === null) return null;
    const line = await this.bank.line(tx, settlement.bankLineId as BankLineId);
    return { bookedOn: settlement.bookedOn, reference: line?.bankReference ?? '' };
  }
}

/** Nothing in it names a person: of each step only the organisation and the moment are kept. */
function publicView(detail: DisbursementDetail, entries: readonly EntryView[]): Omit<PublicPayout, 'slug' | 'communityName' | 'periods' | 'bank'> {
  const { settlement, claim, paymentLists } = detail;
  const evaluation = detail.evaluations.at(-1);
  const payee = detail.publishedPayee;
  return {
    period: settlement && periodOf(settlement.bookedOn),
    number: detail.number,
    fund: detail.fund,
    purpose: detail.publishedPurpose,
    payee,
    payeeLast4: payee === null ? '' : detail.payeeLast4,
    amount: detail.amount.toString(),
    paid: settlement !== null,
    reason: reasonOf(claim.claim),
    events: [...detail.steps.filter((step) => step.action !== 'DRAFT').map((step) => eventOf(step, detail)), ...toCome(detail)],
    gates: (evaluation?.gates ?? []).map(({ gate, outcome }) => ({ gate, outcome, at: evaluation?.at ?? detail.submittedAt })),
    amounts: amountsOf(detail, entries),
    fileSha256: paymentLists.at(-1)?.sha256 ?? null,
    entries: entries.map((entry) => ({ voucher: voucherLabel(entry), on: entry.effectiveOn, rule: entry.rule as RuleCode, amount: amountOf(entry) })),
  };
}

function amountOf(entry: EntryView): string {
  return Money.sum(entry.transfers.map((transfer) => transfer.amount)).toString();
}

/** What was asked comes from the payout; held, instructed and paid come from the books, so that the four are independent of each other. */
function amountsOf(detail: DisbursementDetail, entries: readonly EntryView[]): PublicPayout['amounts'] {
  const last = (rule: RuleCode): string | null => {
    const entry = entries.findLast((candidate) => candidate.rule === rule);
    return entry ? amountOf(entry) : null;
  };
  return { requested: detail.amount.toString(), approved: last('P13'), instructed: last('P14'), settled: last('P15') };
}

function reasonOf(claim: DisbursementDetail['claim']['claim']): PublicPayoutReason | null {
  if (!('entitlement' in claim)) return null;
  const [entitlement, withheld, entitled] = [claim.entitlement, claim.withheld, claim.entitled].map(String) as [string, string, string];
  if (claim.kind === 'BASE' && claim.opened) return { kind: 'OPENED', period: claim.period, amount: claim.opened.amount.toString() };
  if (claim.kind === 'BASE') {
    const base = claim.repaid?.isPositive ? claim.entitlement.minus(claim.withheld).toString() : entitled;
    return { kind: 'BASE', period: claim.period, entitlement, withheld, base };
  }
  if (claim.score === null || claim.ratio === null) return null;
  const later = claim.givenLater ?? Money.zero;
  const byScore = { withheld, share: claim.ratio.toString(), released: claim.entitled.minus(later).toString() };
  return { kind: 'PERFORMANCE', quarter: claim.quarter, score: claim.score.toFixed(2), ...byScore, givenLater: later.isZero ? null : later.toString() };
}

const bySystem: readonly StepAction[] = ['GATES_PASSED', 'GATES_FAILED', 'KEEP_HELD', 'SETTLE', 'BANK_RETURN'];

function eventOf({ action, organisation, at }: DisbursementDetail['steps'][number], detail: DisbursementDetail): PublicPayoutEvent {
  const decision = detail.decisions.find((given) => given.at === at && given.organisation === organisation);
  return { action, slot: decision?.slot ?? null, organisation: bySystem.includes(action) ? null : organisation, at };
}

/** Steps that must follow until the money is paid; none once the payout has ended. */
function toCome(detail: DisbursementDetail): PublicPayoutEvent[] {
  const pending = (action: StepAction, slot: PublicPayoutEvent['slot'] = null): PublicPayoutEvent => ({ action, slot, organisation: null, at: null });
  switch (detail.state) {
    case 'SETTLED':
    case 'REJECTED':
    case 'CANCELLED':
    case 'CLOSED_UNPAID':
      return [];
    case 'INSTRUCTED':
      return [pending('SETTLE')];
    case 'APPROVED':
    case 'FAILED':
      return [pending('INSTRUCT'), pending('SETTLE')];
    case 'DRAFT':
    case 'GATE_FAILED':
    case 'SUBMITTED':
    case 'APPROVING':
    case 'DEFERRED':
    case 'RETURNED':
      return [...detail.missingSlots.map((slot) => pending('APPROVE', slot)), pending('INSTRUCT'), pending('SETTLE')];
  }
}
