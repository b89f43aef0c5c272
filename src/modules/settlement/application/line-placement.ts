import { Injectable } from '@nestjs/common';
import { assert, required, type BusinessDate, type Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankLines, type BankLineId, type BankLineView, type MatchPart } from '../../bank/index.js';
import type { UnitId } from '../../communities/index.js';
import { DisbursementSettlement } from '../../disbursements/index.js';
import { FeeReceipts } from '../../fees/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { LeaseReceipts, type LeaseId } from '../../operating-income/index.js';
import { journalForSuspense } from '../domain/journals.js';
import type { MatchReason } from '../domain/match-reason.js';
import type { Place } from '../domain/match-lines.js';

/** A part of a line and where it goes; the parts of a line add up to it, negative for money out. */
export interface PlacedPart {
  readonly place: Exclude<Place, { kind: 'NONE' }>;
  readonly amount: Money;
}

export interface PlacedLine {
  readonly line: BankLineView;
  readonly parts: readonly PlacedPart[];
  readonly reason: MatchReason;
}

interface FlatPart extends PlacedPart {
  readonly line: BankLineView;
}

/**
 * Books lines at the places they were given, all in the caller's transaction and as few posts as there are kinds: receipts of fees
 * (P02) and of leases (P09), payouts (P15), suspense (P21). The bank line is marked in the same transaction.
 */
@Injectable()
export class LinePlacement {
  constructor(
    private readonly ledger: LedgerService,
    private readonly bankLines: BankLines,
    private readonly feeReceipts: FeeReceipts,
    private readonly leaseReceipts: LeaseReceipts,
    private readonly payouts: DisbursementSettlement,
  ) {}

  /** NEW lines. @throws what the documents and the posting refuse */
  async place(tx: Tx, posting: Posting, placed: readonly PlacedLine[]): Promise<void> {
    const flat = placed.flatMap(({ line, parts }) => parts.map((part): FlatPart => ({ line, ...part })));
    const ofKind = (kind: PlacedPart['place']['kind']): FlatPart[] => flat.filter((part) => part.place.kind === kind);
    const booked = new Map<FlatPart, MatchPart>([
      ...(await this.receiveFees(tx, posting, ofKind('UNIT'))),
      ...(await this.receiveIncome(tx, posting, ofKind('LEASE'))),
      ...(await this.settlePayouts(tx, posting, ofKind('PAYOUT'))),
    ]);
    const matched = placed.filter(({ parts }) => parts.every(({ place }) => place.kind !== 'SUSPENSE'));
    const placements = matched.map(({ line, reason }) => {
      const parts = flat.filter((part) => part.line === line).map((part) => required(booked.get(part), 'the booked part of a line'));
      return { lineId: line.id, reason: { ...reason }, parts };
    });
    await this.bankLines.match(tx, posting, placements);
    await this.suspend(
      tx,
      posting,
      placed.filter((candidate) => !matched.includes(candidate)),
    );
  }

  /** What stood in suspense and was found on a day (P21 found). */
  async find(tx: Tx, posting: Posting, { line, parts, reason }: PlacedLine, foundOn: BusinessDate): Promise<void> {
    const flat = parts.map((part): FlatPart => ({ line, ...part }));
    const booked = new Map<FlatPart, MatchPart>([
      ...(await this.receiveFees(
        tx,
        posting,
        flat.filter(({ place }) => place.kind === 'UNIT'),
        foundOn,
      )),
      ...(await this.receiveIncome(
        tx,
        posting,
        flat.filter(({ place }) => place.kind === 'LEASE'),
        foundOn,
      )),
    ]);
    const matches = flat.map((part) => required(booked.get(part), 'the booked part of a line'));
    await this.bankLines.find(tx, posting, { lineId: line.id, reason: { ...reason }, parts: matches });
  }

  private async receiveFees(tx: Tx, posting: Posting, parts: readonly FlatPart[], foundOn?: BusinessDate): Promise<[FlatPart, MatchPart][]> {
    const receipts = parts.map((part) => ({ unitId: idOf(part) as UnitId, ...received(part) }));
    const recorded = foundOn
      ? await this.feeReceipts.recordFromSuspense(
          tx,
          posting,
          receipts.map((receipt) => ({ ...receipt, foundOn })),
        )
      : await this.feeReceipts.record(tx, posting, receipts);
    return parts.map((part, index) => matchOf(part, 'RECEIPT', required(recorded[index], 'receipt')));
  }

  private async receiveIncome(tx: Tx, posting: Posting, parts: readonly FlatPart[], foundOn?: BusinessDate): Promise<[FlatPart, MatchPart][]> {
    const receipts = parts.map((part) => ({ leaseId: idOf(part) as LeaseId, ...received(part) }));
    const recorded = foundOn
      ? await this.leaseReceipts.recordFromSuspense(
          tx,
          posting,
          receipts.map((receipt) => ({ ...receipt, foundOn })),
        )
      : await this.leaseReceipts.record(tx, posting, receipts);
    return parts.map((part, index) => matchOf(part, 'LEASE_RECEIPT', required(recorded[index], 'receipt of a lease')));
  }

  private async settlePayouts(tx: Tx, posting: Posting, parts: readonly FlatPart[]): Promise<[FlatPart, MatchPart][]> {
    const settled: [FlatPart, MatchPart][] = [];
    for (const part of parts) {
      const disbursementId = idOf(part);
      const { id: bankLineId, bookedOn } = part.line;
      const { entrySeq } = await this.payouts.settle(tx, posting, { disbursementId, bankLineId, bookedOn, amount: part.amount.negated() });
      settled.push(matchOf(part, 'DISBURSEMENT', { id: disbursementId, entrySeq }));
    }
    return settled;
  }

  private async suspend(tx: Tx, posting: Posting, placed: readonly PlacedLine[]): Promise<void> {
    for (const { line, parts } of placed) assert(parts.length === 1 && line.amount.isPositive, `bank line ${line.id} goes into suspense whole`);
    const entries = await this.ledger.post(
      tx,
      posting,
      placed.map(({ line }) => journalForSuspense(line)),
    );
    const suspended = placed.map(({ line, reason }, index) => ({ lineId: line.id, reason: { ...reason }, entrySeq: required(entries[index], 'entry').seq }));
    await this.bankLines.suspend(tx, posting, suspended);
  }
}

function idOf({ place }: PlacedPart): number {
  assert('id' in place, 'only money in suspense has no owner');
  return place.id;
}

function received({ line, amount }: FlatPart): { amount: Money; receivedOn: BusinessDate; bankLineId: BankLineId } {
  return { amount, receivedOn: line.bookedOn, bankLineId: line.id };
}

function matchOf(part: FlatPart, targetType: MatchPart['targetType'], { id: targetId, entrySeq }: { id: number; entrySeq: number }): [FlatPart, MatchPart] {
  return [part, { targetType, targetId, amount: part.amount, entrySeq }];
}
