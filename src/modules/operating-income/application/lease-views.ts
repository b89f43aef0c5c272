import type { AccountingPeriod, BusinessDate, Instant, Money } from '../../../kernel/index.js';
import type { LeaseId, LeaseKind, RunningLease } from '../domain/lease.js';
import type { OpenCharge } from '../domain/settlement.js';

/** A lease of a common part: `code` is what payers write, `asset` what is let, `from` and `to` its first and last day, `endedOn` its last where it ended before. */
export interface LeaseView extends RunningLease {
  readonly id: LeaseId;
  readonly code: string;
  readonly asset: string;
  readonly kind: LeaseKind;
  readonly counterparty: string;
}

/** A charge of which something is unpaid; `accruedOn` is the first day of its month. */
export interface OpenChargeView extends OpenCharge {
  readonly leaseCode: string;
  readonly kind: LeaseKind;
  readonly counterparty: string;
  readonly accruedOn: BusinessDate;
  readonly dueOn: BusinessDate;
  readonly amount: Money;
  readonly paid: Money;
  /** What was taken off it: `open` = amount − paid − adjusted. */
  readonly adjusted: Money;
  /** What of it an advance has covered. */
  readonly recognised: Money;
  readonly accrualSeq: number | null;
  readonly postings: number;
}

export interface IncomeAccrualView {
  readonly period: AccountingPeriod;
  readonly charges: number;
  readonly total: Money;
  readonly accruedAt: Instant;
}

/**
 * Income of one lease: what became due and what came in on the days of a range (`found`: what of it had stood in suspense), what of all charges is unpaid
 * and what is paid in advance at its end.
 */
export interface LeaseIncome {
  readonly leaseId: LeaseId;
  readonly code: string;
  readonly asset: string;
  readonly kind: LeaseKind;
  readonly counterparty: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly accrued: Money;
  readonly received: Money;
  readonly found: Money;
  readonly outstanding: Money;
  readonly inAdvance: Money;
}

/** What a lease owes, by how long it is due: yuan for at most 30, 90, 180, 365 days, and for longer. */
export interface LeaseArrears {
  readonly code: string;
  readonly asset: string;
  readonly counterparty: string;
  readonly byAge: readonly Money[];
  readonly total: Money;
}
