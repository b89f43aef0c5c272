import { assert, firstDay, Money, type AccountingPeriod, type BusinessDate, type Id } from '../../../kernel/index.js';
import type { LeaseId } from './lease.js';

export type ChargeId = Id<'lease_charge'>;

/** A charge of which something is unpaid. It is in the books, and can be settled, from the first day of its month. */
export interface OpenCharge {
  readonly id: ChargeId;
  readonly leaseId: LeaseId;
  readonly period: AccountingPeriod;
  /** Yuan unpaid, above 0. */
  readonly open: Money;
}

export interface ChargeSettlement {
  readonly chargeId: ChargeId;
  readonly amount: Money;
}

/** Money that came in from a lease and counts on a day. */
export interface IncomingLeaseMoney {
  readonly leaseId: LeaseId;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
}

/**
 * What money settles of charges, oldest first, none beyond what it has open; the rest stays an advance (P09).
 * Σ settlements + excess = amount, to the fen.
 */
export function settleCharges(charges: readonly OpenCharge[], amount: Money): { settlements: ChargeSettlement[]; excess: Money } {
  assert(amount.isPositive, `a receipt of ${amount.toString()} is none`);
  const settlements: ChargeSettlement[] = [];
  let excess = amount;
  for (const charge of charges.toSorted((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : a.id - b.id))) {
    if (excess.isZero) break;
    const part = Money.min(charge.open, excess);
    settlements.push({ chargeId: charge.id, amount: part });
    excess = excess.minus(part);
  }
  return { settlements, excess };
}

/**
 * Several receipts one after the other, earliest first. Money settles only charges that were in the books on its day; what came
 * before waits as an advance. @returns the settlement of each, in the order given
 */
export function settleReceipts(charges: readonly OpenCharge[], receipts: readonly IncomingLeaseMoney[]): { settlements: ChargeSettlement[]; excess: Money }[] {
  const open = new Map(charges.map((charge) => [charge.id, charge]));
  const results = new Map<IncomingLeaseMoney, { settlements: ChargeSettlement[]; excess: Money }>();
  for (const receipt of receipts.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0))) {
    const owed = [...open.values()].filter(
      (charge) => charge.leaseId === receipt.leaseId && charge.open.isPositive && firstDay(charge.period) <= receipt.effectiveOn,
    );
    const result = settleCharges(owed, receipt.amount);
    results.set(receipt, result);
    for (const { chargeId, amount } of result.settlements) {
      const charge = open.get(chargeId);
      if (charge) open.set(chargeId, { ...charge, open: charge.open.minus(amount) });
    }
  }
  return receipts.map((receipt) => results.get(receipt) ?? { settlements: [], excess: receipt.amount });
}

/** Money of a lease that is paid in advance. `since` is the day on which the last of it came; money that is used up is no part of it. */
export interface Advance {
  readonly leaseId: LeaseId;
  readonly amount: Money;
  readonly since: BusinessDate;
}

export interface Recognition extends ChargeSettlement {
  readonly leaseId: LeaseId;
  readonly effectiveOn: BusinessDate;
}

/** What advances cover of charges, oldest first (P09, recognition), on the first day of the charge's month or when the money came, if later. */
export function recogniseAdvances(charges: readonly OpenCharge[], advances: readonly Advance[]): Recognition[] {
  return advances.flatMap(({ leaseId, amount, since }) => {
    const ofLease = charges.filter((charge) => charge.leaseId === leaseId);
    const startOf = new Map(ofLease.map((charge) => [charge.id, firstDay(charge.period)]));
    return settleCharges(ofLease, amount).settlements.map((settlement) => {
      const start = startOf.get(settlement.chargeId) ?? since;
      return { ...settlement, leaseId, effectiveOn: start > since ? start : since };
    });
  });
}
