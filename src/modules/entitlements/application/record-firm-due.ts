import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, Money, periodOf, required, type BusinessDate, type Id, type Quarter } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { AssessmentQueries } from '../../assessments/index.js';
import { UnitQueries, type UnitView } from '../../communities/index.js';
import { ContractQueries, SubstitutionQueries, type ContractVersionView } from '../../contracts/index.js';
import { MoneyTakenByFirm } from '../../fees/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { cappedFines } from '../domain/entitlement.js';
import { fineOf, refuseFineDay, type PenaltyAsked } from '../domain/fine.js';
import type { FirmClearingPart } from '../domain/firm-due.js';
import { journalForPenalty, journalForTaking } from '../domain/firm-due-journals.js';
import { FirmDue } from '../persistence/firm-due.js';
import { EntitlementQueries } from './entitlement-queries.js';
import { FirmDueQueries } from './firm-due-queries.js';
import { FirmDues } from './firm-dues.js';

/** A penalty of the contract on the firm, for a quarter: the fine that it fixes for an event on a day, or an amount. */
export interface ImposePenaltyRequest extends PenaltyAsked {
  readonly reason: string;
  readonly document: string;
}

/** An owner's fees that the firm took outside the account on a day. */
export interface RecordTakingRequest {
  readonly unit: string;
  readonly amount: Money;
  readonly takenOn: BusinessDate;
  readonly reason: string;
  readonly document: string;
}

export interface OffsetFirmDueRequest {
  readonly clears: readonly FirmClearingPart[];
}

/** Yuan as text: `amount` counts of what was `stated`; `fromPayable` was taken off what the firm had earned, the rest it owes. */
export type FirmDueRecorded = {
  readonly id: number;
  readonly stated: string;
  readonly amount: string;
  readonly fromPayable: string;
  readonly effectiveOn: BusinessDate;
  readonly entrySeq: number;
};

export type FirmDueOffset = { readonly clearingId: number; readonly amount: string; readonly entrySeq: number };

/**
 * P18: a penalty counts up to the contract's cap of the quarter's entitlement; it is taken off what the firm is owed, and the rest the firm owes. A fine for an event waits
 * until the quarter is closed and is imposed once for a day, whoever imposes it; a penalty by amount counts up to the cap of what is earned so far.
 */
@Injectable()
export class ImposePenalty {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly contracts: ContractQueries,
    private readonly assessments: AssessmentQueries,
    private readonly entitlements: EntitlementQueries,
    private readonly dues: FirmDueQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_OR_CENTRE_ONLY, FIRM_FINE_DAY, FIRM_FINE_QUARTER_OPEN, CONTRACT_NONE, FIRM_FINE_UNKNOWN, FIRM_FINE_AMOUNT, FIRM_FINE_TWICE, FIRM_FINE_UNDATED, FIRM_PENALTY_CAPPED */
  async execute(context: CommandContext, request: ImposePenaltyRequest): Promise<Outcome<FirmDueRecorded>> {
    assertAllowed(context.actor, 'firm-due.penalise');
    const { quarter, event, eventOn, reason, document } = request;
    const named = { ...(event !== undefined && { event }), ...(eventOn !== undefined && { eventOn }) };
    const asked = { quarter, amount: request.amount?.toString() ?? null, reason, document, ...named };
    return this.unitOfWork.once({ context, command: 'ImposePenalty', request: asked }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today(), { orCentre: true });
      refuseFineDay(request, closedThrough);
      const version = eventOn === undefined ? await this.assessments.termsOf(tx, quarter) : await this.contracts.versionFor(tx, periodOf(eventOn));
      if (!version) throw new DomainError('CONTRACT_NONE', { period: quarter });
      const stated = fineOf(version, request);
      await this.refuseTwice(tx, request);
      const amount = await this.counting(tx, version, quarter, stated);
      const { firmId, versionId: contractVersionId } = version;
      const payable = await this.books.balance(tx, 'SVC', { code: '2101', holder: { type: 'firm', id: firmId } });
      const fromPayable = Money.min(amount, payable);
      const happenedOn = this.clock.today();
      const effectiveOn = latestOf(happenedOn, addDays(closedThrough, 1));
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'firm_due'>;
      const [entry] = await this.ledger.post(tx, posting, [journalForPenalty({ id, firmId, effectiveOn, amount, fromPayable })]);
      const { seq: entrySeq } = required(entry, 'entry');
      const row = {
        communityId: tx.communityId,
        id,
        kind: 'PENALTY' as const,
        firmId,
        contractVersionId,
        unitId: null,
        quarter,
        event: event ?? null,
        eventOn: eventOn ?? null,
        stated,
        amount,
        fromPayable,
      };
      await tx.manager.insert(FirmDue, { ...row, happenedOn, effectiveOn, reason, document, entrySeq, recordedBy: posting.by, recordedAt: posting.at });
      return { id, stated: stated.toString(), amount: amount.toString(), fromPayable: fromPayable.toString(), effectiveOn, entrySeq };
    });
  }

  /** A fine of before does not say its day, and may be any of its quarter. */
  private async refuseTwice(tx: Tx, { quarter, event, eventOn }: PenaltyAsked): Promise<void> {
    if (event === undefined || eventOn === undefined) return;
    const standing = (await this.dues.dues(tx)).filter((due) => due.event === event && due.takenBack.isZero);
    const first = standing.find((due) => due.eventOn === eventOn) ?? standing.find((due) => due.eventOn === null && due.label === quarter);
    if (!first) return;
    const named = { field: 'eventOn', event, on: eventOn, first: first.id, amount: first.amount.toString(), document: first.document ?? '' };
    throw first.eventOn === null ? new DomainError('FIRM_FINE_UNDATED', { ...named, quarter }) : new DomainError('FIRM_FINE_TWICE', named);
  }

  /** What of it counts: fines of a quarter are at most the cap's part of its entitlement. */
  private async counting(tx: Tx, { fineCap }: ContractVersionView, quarter: Quarter, stated: Money): Promise<Money> {
    const [earlier, { earned }] = [await this.dues.penalties(tx, quarter), await this.entitlements.quarterToDate(tx, quarter)];
    const counts = cappedFines(earlier.plus(stated), earned, fineCap).minus(earlier);
    if (!stated.isPositive || !counts.isPositive)
      throw new DomainError('FIRM_PENALTY_CAPPED', {
        quarter,
        earned: earned.toString(),
        cap: fineCap.toString(),
        earlier: earlier.toString(),
        asked: stated.toString(),
      });
    return counts;
  }
}

/** P24: the owner paid the firm; where the contract says that this discharges the owner, the bills are settled and the firm owes the money. */
@Injectable()
export class RecordTaking {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly contracts: ContractQueries,
    private readonly taken: MoneyTakenByFirm,
  ) {}

  /** @throws NOT_ALLOWED, FEES_UNIT_UNKNOWN, FIRM_TAKEN_DAY, CONTRACT_NONE, FIRM_TAKEN_NOT_DISCHARGED, FIRM_TAKEN_TOO_MUCH */
  async execute(context: CommandContext, request: RecordTakingRequest): Promise<Outcome<FirmDueRecorded>> {
    assertAllowed(context.actor, 'firm-due.record');
    const { amount, takenOn, reason, document } = request;
    const compared = { unit: request.unit, amount: amount.toString(), takenOn, reason, document };
    return this.unitOfWork.once({ context, command: 'RecordTaking', request: compared }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      const unit = await this.units.byCode(tx, request.unit);
      if (!unit) throw new DomainError('FEES_UNIT_UNKNOWN', { unit: request.unit.slice(0, 40) });
      const today = this.clock.today();
      if (takenOn > today) throw new DomainError('FIRM_TAKEN_DAY', { takenOn, today });
      const version = await this.contracts.versionFor(tx, periodOf(takenOn));
      if (!version.firmDischarges) throw new DomainError('FIRM_TAKEN_NOT_DISCHARGED', { contract: version.number });
      return this.record(tx, context, { ...request, unit, version, effectiveOn: latestOf(takenOn, addDays(closedThrough, 1)) });
    });
  }

  private async record(
    tx: Tx,
    context: CommandContext,
    facts: Omit<RecordTakingRequest, 'unit'> & { unit: UnitView; version: ContractVersionView; effectiveOn: BusinessDate },
  ): Promise<FirmDueRecorded> {
    const { unit, version, amount, takenOn: happenedOn, effectiveOn, reason, document } = facts;
    const { firmId, versionId: contractVersionId } = version;
    const allocations = await this.taken.allocate(tx, { unitId: unit.id, amount, on: effectiveOn });
    const posting = { by: context.actor.personId, at: this.clock.now() };
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'firm_due'>;
    const [entry] = await this.ledger.post(tx, posting, [journalForTaking({ id, firmId, unitId: unit.id, effectiveOn, allocations })]);
    const { seq: entrySeq } = required(entry, 'entry');
    const row = {
      communityId: tx.communityId,
      id,
      kind: 'TAKEN' as const,
      firmId,
      contractVersionId,
      unitId: unit.id,
      quarter: null,
      stated: amount,
      amount,
      fromPayable: Money.zero,
    };
    await tx.manager.insert(FirmDue, { ...row, happenedOn, effectiveOn, reason, document, entrySeq, recordedBy: posting.by, recordedAt: posting.at });
    await this.taken.settle(tx, { firmDueId: id, unitId: unit.id, on: effectiveOn, allocations, entrySeq });
    return { id, stated: amount.toString(), amount: amount.toString(), fromPayable: Money.zero.toString(), effectiveOn, entrySeq };
  }
}

/** P18o: what the firm owes is taken off what it has earned; the owner side decides. */
@Injectable()
export class OffsetFirmDue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly queries: FirmDueQueries,
    private readonly dues: FirmDues,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_OR_CENTRE_ONLY, FIRM_DUE_UNKNOWN, FIRM_DUE_NOT_OPEN, FIRM_PENALTY_UNDO_WAITS, FIRM_OFFSET_TOO_MUCH */
  async execute(context: CommandContext, { clears }: OffsetFirmDueRequest): Promise<Outcome<FirmDueOffset>> {
    assertAllowed(context.actor, 'firm-due.penalise');
    const compared = { clears: clears.map(({ kind, id, amount }) => ({ kind, id, amount: amount.toString() })) };
    return this.unitOfWork.once({ context, command: 'OffsetFirmDue', request: compared }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today(), { orCentre: true });
      await this.refuseTooMuch(tx, clears);
      const on = latestOf(this.clock.today(), addDays(closedThrough, 1));
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const { clearingId, amount, entrySeq } = await this.dues.setOff(tx, posting, { clears, on });
      return { clearingId, amount: amount.toString(), entrySeq };
    });
  }

  private async refuseTooMuch(tx: Tx, clears: readonly FirmClearingPart[]): Promise<void> {
    const [first] = clears;
    const due = (await this.queries.dues(tx)).find(({ kind, id }) => kind === first?.kind && id === first.id);
    if (!due) throw new DomainError('FIRM_DUE_UNKNOWN', { kind: first?.kind ?? '', due: first?.id ?? 0 });
    const earned = await this.books.balance(tx, 'SVC', { code: '2101', holder: { type: 'firm', id: due.firmId } });
    const asked = Money.sum(clears.map(({ amount }) => amount));
    if (!earned.atLeast(asked)) throw new DomainError('FIRM_OFFSET_TOO_MUCH', { earned: earned.toString(), asked: asked.toString() });
  }
}

function latestOf(one: BusinessDate, other: BusinessDate): BusinessDate {
  return one > other ? one : other;
}
