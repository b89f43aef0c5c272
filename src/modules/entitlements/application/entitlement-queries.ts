import { Injectable } from '@nestjs/common';
import {
  addDays,
  firstDay,
  lastDay,
  Money,
  periodOf,
  quarterOf,
  required,
  together,
  type AccountingPeriod,
  type BusinessDate,
  type Id,
  type Instant,
  type OrganisationId,
  type Quarter,
  type Rate,
} from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import { AssessmentQueries, type AssessmentId } from '../../assessments/index.js';
import type { EntitlementBasis } from '../../contracts/index.js';
import { LedgerQueries, type Fund } from '../../ledger/index.js';
import { baseRight, type BaseRight, type MonthSplit, type PerformanceSplit } from '../domain/entitlement.js';
import { EntitlementMonth } from '../persistence/entitlement-month.js';
import { FirmDisputeQueries } from './firm-dispute-queries.js';
import { FirmDueQueries } from './firm-due-queries.js';
import { OpenedMonthQueries, type OpenedMonth } from './opened-months.js';
import { LaterDecision } from '../persistence/later-decision.js';
import { Performance } from '../persistence/performance.js';

/** A P12 of a month: what it earned, and for a later one the difference that a close after a reopening found. E = B + W, in yuan. */
export interface EntitlementPosting extends MonthSplit {
  readonly id: Id<'entitlement_month'>;
  readonly postingNo: number;
  readonly period: AccountingPeriod;
  readonly quarter: Quarter;
  readonly assessmentId: AssessmentId;
  readonly contractVersionId: Id<'contract_version'>;
  readonly firmId: OrganisationId;
  readonly basis: EntitlementBasis;
  readonly shareAtRisk: Rate;
  readonly dueFromFirm: Money;
  readonly entrySeq: number | null;
  readonly postedAt: Instant;
}

/** A month's entitlement, all its postings together; id, entry and time are those of the first. */
export type EntitlementMonthView = Omit<EntitlementPosting, 'postingNo'>;

/** What a FINAL score made of a quarter (P17): B + R + X = E, in yuan. `band` null: a linear rule. */
export interface PerformanceView extends PerformanceSplit {
  readonly id: Id<'performance'>;
  readonly assessmentId: AssessmentId;
  readonly quarter: Quarter;
  readonly contractVersionId: Id<'contract_version'>;
  readonly firmId: OrganisationId;
  readonly score: Rate;
  readonly ratio: Rate;
  readonly band: { readonly lo: Rate; readonly hi: Rate } | null;
  readonly lowered: boolean;
  readonly earned: Money;
  readonly base: Money;
  readonly effectiveOn: BusinessDate;
  readonly entrySeq: number | null;
}

/** What the rules give for a payout, in yuan; `obstacle` says why nothing can be asked for yet. What was asked already is the payer's to deduct. */
export interface BaseClaim extends BaseRight {
  readonly entitlement: Money;
  readonly withheld: Money;
  /** What of a B that was paid before the firm paid back at the bank, because a later close took it back; and what it paid for penalties that were taken back. */
  readonly repaid: Money;
  /** Of a month before the books, which no P12 of them posted: what the firm had earned and was not paid. */
  readonly opened: OpenedMonth | null;
  readonly obstacle: 'NOT_POSTED' | null;
}

export interface PerformanceClaim {
  readonly kind: 'PERFORMANCE';
  readonly assessmentId: AssessmentId;
  readonly quarter: Quarter;
  readonly entitlement: Money;
  readonly withheld: Money;
  /** R, and what later decisions gave back of X. */
  readonly entitled: Money;
  readonly givenLater: Money;
  readonly score: Rate | null;
  readonly ratio: Rate | null;
  readonly obstacle: 'NOT_FINAL' | 'APPEAL_OPEN' | null;
}

/** What the documents say at the end of a day, for holding against the accounts: still withheld (2103), ever payable (2101 before payouts), due from the firm (1104). */
export interface EntitlementClaims {
  readonly withheld: Money;
  readonly payable: Money;
  readonly dueFromFirm: Money;
  /** Held apart at a handover (2601). */
  readonly disputed: Money;
}

/** Sums through a day: of months that are over by then, of FINAL scores and of decisions after them. */
interface EntitlementSums {
  readonly withheld: Money;
  readonly base: Money;
  readonly dueFromFirm: Money;
  /** What was withheld of quarters that are FINAL. */
  readonly decided: Money;
  readonly released: Money;
  readonly deducted: Money;
  readonly given: Money;
}

const ZERO_CLAIM = { entitlement: Money.zero, withheld: Money.zero, entitled: Money.zero, repaid: Money.zero, everGiven: Money.zero, opened: null };

/** Reads what the firm earned and what of it is payable. All figures come from these documents, never from the accounts of the books. */
@Injectable()
export class EntitlementQueries {
  private readonly dues = new FirmDueQueries();
  private readonly disputes = new FirmDisputeQueries();
  private readonly opened = new OpenedMonthQueries();

  constructor(
    private readonly assessments: AssessmentQueries,
    private readonly books: LedgerQueries,
  ) {}

  /** Every month posted, oldest first; of all quarters, or of one. */
  async months(tx: Tx, quarter?: Quarter): Promise<EntitlementMonthView[]> {
    const months = new Map<AccountingPeriod, EntitlementPosting[]>();
    for (const posting of await this.postings(tx, quarter)) months.set(posting.period, [...(months.get(posting.period) ?? []), posting]);
    return [...months.values()].map(monthOf).toSorted((a, b) => (a.period < b.period ? -1 : 1));
  }

  /** Every P12 in the order of its posting. */
  async postings(tx: Tx, quarter?: Quarter): Promise<EntitlementPosting[]> {
    return tx.manager.find(EntitlementMonth, { where: { communityId: tx.communityId, ...(quarter && { quarter }) }, order: { id: 'ASC' } });
  }

  /** The month as it was posted, or null. */
  async month(tx: Tx, period: AccountingPeriod): Promise<EntitlementMonthView | null> {
    return (await this.months(tx, quarterOf(period))).find((month) => month.period === period) ?? null;
  }

  /** E, W and B of a quarter as far as its months are posted. */
  async quarterToDate(tx: Tx, quarter: Quarter): Promise<MonthSplit> {
    return sumOf(await this.months(tx, quarter));
  }

  /** The same through a month, whatever of later months is posted already: what a second close of it is split against. */
  async throughMonth(tx: Tx, period: AccountingPeriod): Promise<MonthSplit> {
    return sumOf((await this.months(tx, quarterOf(period))).filter((month) => month.period <= period));
  }

  /** What the owners have given up, and not taken back, of what the firm owes for a month (P33). */
  async givenUp(tx: Tx, period: AccountingPeriod): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select coalesce(sum(c.amount), 0)::numeric(18,2) as amount from mingbai.firm_clearing c join mingbai.entitlement_month m on m.community_id = $1 and m.id = c.due_id
       where c.community_id = $1 and c.due_kind = 'MONTH' and c.kind = 'WRITTEN_OFF' and c.undone_seq is null and m.period = $2`,
      [tx.communityId, period],
    );
    return Money.parse(required(row, 'sum').amount);
  }

  /** Every FINAL quarter, oldest first. */
  async performance(tx: Tx): Promise<PerformanceView[]> {
    const rows = await tx.manager.find(Performance, { where: { communityId: tx.communityId }, order: { quarter: 'ASC' } });
    return rows.map((row) => performanceOf(row));
  }

  /** What a FINAL score made of a quarter, or null while it is not FINAL. */
  async performanceOf(tx: Tx, quarter: Quarter): Promise<PerformanceView | null> {
    const row = await tx.manager.findOneBy(Performance, { communityId: tx.communityId, quarter });
    return row && performanceOf(row);
  }

  /**
   * The base part of a month: B(m), payable once its P12 is posted and while the month is closed. What a second close took back may have been paid before;
   * its other money, or a debt of the firm, makes that good; what it paid of such a debt is `repaid` (baseRight).
   * So is, in the first month of a quarter that was posted, what it paid for a penalty of the quarter that was taken back: it has no other paper to ask for it by.
   */
  async baseClaim(tx: Tx, period: AccountingPeriod): Promise<BaseClaim> {
    const quarter = quarterOf(period);
    const [book, all] = await together([this.books.book(tx), this.postings(tx, quarter)]);
    const postings = all.filter((posting) => posting.period === period);
    if (postings.length === 0) return this.openedClaim(tx, period);
    const { earned, withheld } = sumOf(postings);
    const repaid = await this.dues.paidBackOf(
      tx,
      postings.map(({ id }) => id),
      all[0]?.period === period ? quarter : null,
    );
    const end = lastDay(period);
    const isOpenAgain = book !== null && end > book.closedThrough && end <= (book.reopenedThrough ?? book.closedThrough);
    const right = baseRight(
      postings.map(({ base }) => base),
      repaid,
    );
    return { entitlement: earned, withheld, ...right, repaid, opened: null, obstacle: isOpenAgain ? 'NOT_POSTED' : null };
  }

  /** Months before the books for which the firm is still owed, oldest first. */
  openedMonths(tx: Tx): Promise<OpenedMonth[]> {
    return this.opened.all(tx);
  }

  /** A month before the books, or null where they did not open with it. */
  openedMonth(tx: Tx, period: AccountingPeriod): Promise<OpenedMonth | null> {
    return this.opened.of(tx, period);
  }

  private async openedClaim(tx: Tx, period: AccountingPeriod): Promise<BaseClaim> {
    const opened = await this.opened.of(tx, period);
    if (!opened) return { ...ZERO_CLAIM, obstacle: 'NOT_POSTED' };
    const { amount } = opened;
    return { ...ZERO_CLAIM, entitlement: amount, entitled: amount, everGiven: amount, opened, obstacle: null };
  }

  /** What decisions after a FINAL score have given back of what it deducted (P17d), yuan. */
  async givenLater(tx: Tx, assessmentId: AssessmentId): Promise<Money> {
    const [row] = await tx.query<{ given: string }>(
      'select coalesce(sum(amount), 0)::numeric(18,2) as given from mingbai.later_decision where community_id = $1 and assessment_id = $2',
      [tx.communityId, assessmentId],
    );
    return Money.parse(required(row, 'sum').given);
  }

  /** Every decision after a FINAL score, oldest first. */
  async laterDecisions(tx: Tx): Promise<Pick<LaterDecision, 'id' | 'assessmentId' | 'amount' | 'effectiveOn'>[]> {
    return tx.manager.find(LaterDecision, { where: { communityId: tx.communityId }, order: { id: 'ASC' } });
  }

  /** The performance part of a quarter: R, and what was given back later, payable once its assessment is FINAL (I14). @throws NOT_FOUND */
  async performanceClaim(tx: Tx, assessmentId: AssessmentId): Promise<PerformanceClaim> {
    const { quarter, state, score } = await this.assessments.standing(tx, assessmentId);
    const source = { kind: 'PERFORMANCE', assessmentId, quarter } as const;
    if (state !== 'FINAL') {
      const { earned, withheld } = await this.quarterToDate(tx, quarter);
      const obstacle = state === 'APPEALED' ? 'APPEAL_OPEN' : 'NOT_FINAL';
      return { ...source, entitlement: earned, withheld, entitled: Money.zero, givenLater: Money.zero, score, ratio: null, obstacle };
    }
    const [givenLater, performance] = await together([this.givenLater(tx, assessmentId), this.performanceOf(tx, quarter)]);
    const final = required(performance, 'the performance of a FINAL quarter');
    const { earned: entitlement, withheld, released, score: finalScore, ratio } = final;
    return { ...source, entitlement, withheld, entitled: released.plus(givenLater), givenLater, score: finalScore, ratio, obstacle: null };
  }

  /** @see EntitlementClaims */
  async claims(tx: Tx, through: BusinessDate): Promise<EntitlementClaims> {
    const [sums, firm, disputes, opened] = await together([
      this.sums(tx, through),
      this.dues.sums(tx, through),
      this.disputes.sums(tx, through),
      this.opened.total(tx, through),
    ]);
    const { withheld, base, dueFromFirm, decided, released, given } = sums;
    const { disputed, offPayable } = disputes;
    return {
      withheld: withheld.minus(decided),
      payable: Money.sum([opened, base, dueFromFirm, released, given]).minus(firm.takenOffPayable).minus(offPayable),
      dueFromFirm: dueFromFirm.plus(firm.due).minus(firm.cleared),
      disputed,
    };
  }

  /** Cash that final scores, decisions after them and about disputes moved between funds through a day, from SVC to the owners' QLT and back, and what the firm paid of what it owed. */
  async documentCash(tx: Tx, through: BusinessDate): Promise<{ fund: Fund; amount: Money }[]> {
    const [sums, dues, disputes] = await together([this.sums(tx, through), this.dues.sums(tx, through), this.disputes.sums(tx, through)]);
    const [{ deducted, given }, { paid }, { toOwners }] = [sums, dues, disputes];
    return [
      { fund: 'SVC', amount: paid.minus(deducted).plus(given).minus(toOwners) },
      { fund: 'QLT', amount: deducted.minus(given).plus(toOwners) },
    ];
  }

  private async sums(tx: Tx, through: BusinessDate): Promise<EntitlementSums> {
    const [row] = await tx.query<Raw<EntitlementSums>>(
      `select m.withheld, m.base, m.due as "dueFromFirm", p.withheld as decided, p.released, p.deducted, l.given
       from (select coalesce(sum(withheld), 0)::numeric(18,2) as withheld, coalesce(sum(base), 0)::numeric(18,2) as base,
           coalesce(sum(due_from_firm), 0)::numeric(18,2) as due
           from mingbai.entitlement_month where community_id = $1 and period <= $3) m,
         (select coalesce(sum(withheld), 0)::numeric(18,2) as withheld, coalesce(sum(released), 0)::numeric(18,2) as released,
           coalesce(sum(deducted), 0)::numeric(18,2) as deducted from mingbai.performance where community_id = $1 and effective_on <= $2) p,
         (select coalesce(sum(amount), 0)::numeric(18,2) as given from mingbai.later_decision where community_id = $1 and effective_on <= $2) l`,
      [tx.communityId, through, lastMonthWithin(through)],
    );
    return readMoney<EntitlementSums>(required(row, 'sums'), ['withheld', 'base', 'dueFromFirm', 'decided', 'released', 'deducted', 'given']);
  }
}

/** The last month that is over at the end of a day. */
function lastMonthWithin(day: BusinessDate): AccountingPeriod {
  const month = periodOf(day);
  return lastDay(month) === day ? month : periodOf(addDays(firstDay(month), -1));
}

function monthOf(postings: readonly EntitlementPosting[]): EntitlementMonthView {
  const { postingNo: _, ...first } = required(postings[0], 'a posting of the month');
  return { ...first, ...sumOf(postings), dueFromFirm: Money.sum(postings.map(({ dueFromFirm }) => dueFromFirm)) };
}

function sumOf(months: readonly MonthSplit[]): MonthSplit {
  return {
    earned: Money.sum(months.map((month) => month.earned)),
    withheld: Money.sum(months.map((month) => month.withheld)),
    base: Money.sum(months.map((month) => month.base)),
  };
}

function performanceOf({ bandLo, bandHi, ...row }: Performance): PerformanceView {
  return { ...row, band: bandLo && bandHi && { lo: bandLo, hi: bandHi } };
}
