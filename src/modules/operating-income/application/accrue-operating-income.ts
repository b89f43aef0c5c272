import { Injectable } from '@nestjs/common';
import {
  assertAllowed,
  Clock,
  dateOf,
  DomainError,
  firstDay,
  Money,
  required,
  type AccountingPeriod,
  type BusinessDate,
  type Id,
} from '../../../kernel/index.js';
import { type CommandContext, insertRows, type Outcome, type Tx, UnitOfWork } from '../../../platform/database/index.js';
import { LedgerService, type EntryDraft, type PostedEntry } from '../../ledger/index.js';
import { journalForCharge, journalForRecognition, type LeaseRef } from '../domain/journals.js';
import { chargeDue } from '../domain/lease.js';
import { recogniseAdvances, type ChargeId, type Recognition } from '../domain/settlement.js';
import { IncomeAccrual } from '../persistence/income-accrual.js';
import { LeaseAllocation } from '../persistence/lease-allocation.js';
import { LeaseCharge } from '../persistence/lease-charge.js';
import { LeaseQueries } from './lease-queries.js';

export interface AccrueOperatingIncomeRequest {
  readonly period: AccountingPeriod;
}

/** What fell due in the month, and how much of it was paid in advance; yuan as text. */
export type OperatingIncomeAccrued = { readonly period: AccountingPeriod; readonly charges: number; readonly total: string; readonly fromAdvances: string };

type Charge = LeaseRef & {
  readonly id: ChargeId;
  readonly period: AccountingPeriod;
  readonly dueOn: BusinessDate;
  readonly amount: Money;
  readonly open: Money;
};

/** Accrues what leases owe in a month: as a receivable (P08), and as income already received for what an advance covers (P09). */
@Injectable()
export class AccrueOperatingIncome {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly leases: LeaseQueries,
  ) {}

  /** Once a month. @throws NOT_ALLOWED, LEDGER_PERIOD_CLOSED, LEASE_MONTH_NOT_BEGUN, LEASE_ALREADY_ACCRUED */
  async execute(context: CommandContext, { period }: AccrueOperatingIncomeRequest): Promise<Outcome<OperatingIncomeAccrued>> {
    assertAllowed(context.actor, 'lease.manage');
    const posting = { by: context.actor.personId, at: this.clock.now() };
    return this.unitOfWork.once({ context, command: 'AccrueOperatingIncome', request: { period } }, async (tx) => {
      await this.refuseMonth(tx, period);
      const due = (await this.leases.all(tx)).flatMap((lease) => {
        const charge = chargeDue(lease, period);
        return charge === null ? [] : [{ leaseId: lease.id, leaseCode: lease.code, kind: lease.kind, period, ...charge, open: charge.amount }];
      });
      const accrualId = (await this.ledger.takeIds(tx, 1 + due.length)) as Id<'income_accrual'>;
      const charges = due.map((charge, index): Charge => ({ ...charge, id: (accrualId + 1 + index) as ChargeId }));
      const recognised = recogniseAdvances(charges, await this.leases.advances(tx));
      const total = Money.sum(charges.map((charge) => charge.amount));
      const { by: accruedBy, at: accruedAt } = posting;
      await tx.manager.insert(IncomeAccrual, { communityId: tx.communityId, id: accrualId, period, charges: charges.length, total, accruedAt, accruedBy });
      const firstAllocationId = await this.ledger.takeIds(tx, recognised.length);
      const drafts = draftsFor(charges, recognised, firstAllocationId);
      const entries = await this.ledger.post(tx, posting, drafts);
      await this.save(tx, { accrualId, charges, recognised, firstAllocationId, seqOf: seqFinder(drafts, entries) });
      return { period, charges: charges.length, total: total.toString(), fromAdvances: Money.sum(recognised.map((part) => part.amount)).toString() };
    });
  }

  private async refuseMonth(tx: Tx, period: AccountingPeriod): Promise<void> {
    const { closedThrough } = await this.ledger.lock(tx);
    const [date, today] = [firstDay(period), this.clock.today()];
    if (date <= closedThrough) throw new DomainError('LEDGER_PERIOD_CLOSED', { date, closedThrough });
    if (date > today) throw new DomainError('LEASE_MONTH_NOT_BEGUN', { period, today });
    const earlier = await this.leases.accrual(tx, period);
    if (earlier) throw new DomainError('LEASE_ALREADY_ACCRUED', { period, on: dateOf(earlier.accruedAt) });
  }

  private async save(
    tx: Tx,
    accrued: {
      accrualId: Id<'income_accrual'>;
      charges: readonly Charge[];
      recognised: readonly Recognition[];
      firstAllocationId: number;
      seqOf: (type: string, id: number) => number | null;
    },
  ): Promise<void> {
    const { communityId } = tx;
    const { accrualId, charges, recognised, firstAllocationId, seqOf } = accrued;
    const chargeRows = charges.map(({ id, period, leaseId, dueOn: dueDay, amount }) => {
      const accrualSeq = seqOf('lease_charge', id);
      return { communityId, id, accrualId, openedOn: null, period, leaseId, dueOn: dueDay, amount, accrualSeq, postings: accrualSeq === null ? 0 : 1 };
    });
    await insertRows(tx, LeaseCharge, chargeRows);
    const allocationRows = recognised.map(({ chargeId, leaseId, amount, effectiveOn }, index) => {
      const id = (firstAllocationId + index) as Id<'lease_allocation'>;
      return { communityId, id, chargeId, leaseId, receiptId: null, amount, effectiveOn, entrySeq: required(seqOf('lease_allocation', id), 'entry') };
    });
    await insertRows(tx, LeaseAllocation, allocationRows);
  }
}

function draftsFor(charges: readonly Charge[], recognised: readonly Recognition[], firstAllocationId: number): EntryDraft[] {
  const byId = new Map(charges.map((charge) => [charge.id, charge]));
  const covered = new Map(recognised.map((part) => [part.chargeId, part.amount]));
  const receivables = charges.flatMap((charge) => {
    const amount = charge.amount.minus(covered.get(charge.id) ?? Money.zero);
    return amount.isZero ? [] : [journalForCharge({ ...charge, amount, occurrence: 1 })];
  });
  const recognitions = recognised.map(({ chargeId, amount, effectiveOn }, index) => {
    const { leaseId, leaseCode, kind, period } = required(byId.get(chargeId), 'charge');
    return journalForRecognition({ leaseId, leaseCode, kind, period, id: (firstAllocationId + index) as Id<'lease_allocation'>, amount, effectiveOn });
  });
  return [...receivables, ...recognitions];
}

function seqFinder(drafts: readonly EntryDraft[], entries: readonly PostedEntry[]): (type: string, id: number) => number | null {
  const seqs = new Map(drafts.map(({ source }, index) => [`${source.type}/${source.id}`, required(entries[index], 'entry').seq]));
  return (type, id) => seqs.get(`${type}/${id}`) ?? null;
}
