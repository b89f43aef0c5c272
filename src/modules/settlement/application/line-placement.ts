import { Injectable } from '@nestjs/common';
import { assert, required, type BusinessDate, type Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankLines, inBankOrder, type BankLineId, type BankLineView, type MatchPart } from '../../bank/index.js';
import { BankAccountQueries, type UnitId } from '../../communities/index.js';
import { DisbursementSettlement } from '../../disbursements/index.js';
import { FeeReceipts } from '../../fees/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { LeaseReceipts, type LeaseId } from '../../operating-income/index.js';
import { documentTargets } from '../domain/assignment.js';
import { factKinds, type FactKind } from '../domain/bank-fact.js';
import { journalForSuspense } from '../domain/journals.js';
import type { MatchReason } from '../domain/match-reason.js';
import type { PlacedPart } from '../domain/match-lines.js';
import { AccountMoves } from './account-moves.js';
import { BankFacts } from './bank-facts.js';
import { DocumentPlacement, type DocumentLine } from './document-placement.js';

export interface PlacedLine {
  readonly line: BankLineView;
  readonly parts: readonly PlacedPart[];
  readonly reason: MatchReason;
}

interface FlatPart extends PlacedPart {
  readonly line: BankLineView;
}

const isDocument = (place: PlacedPart['place']): place is DocumentLine['place'] =>
  place.kind !== 'FIRM_DUE' && (documentTargets as readonly string[]).includes(place.kind);
const isFact = (kind: string): kind is FactKind => (factKinds as readonly string[]).includes(kind);
/** Places that bring money into COM, out of which an advance is repaid. */
const intoCom: ReadonlySet<string> = new Set(['LEASE', 'INTEREST', 'CORRECTION', 'OTHER_INCOME', 'FLOAT_BACK']);

/**
 * Books lines at the places they were given, all in the caller's transaction and as few posts as there are kinds: receipts of fees
 * (P02) and of leases (P09), payouts (P15), facts of the bank (P19, P20, P29), suspense (P21), moves between accounts (P28c), documents of other modules. The bank line is marked in the same
 * transaction, and an advance for bank charges is repaid first of all that comes into COM (P20r).
 */
@Injectable()
export class LinePlacement {
  constructor(
    private readonly ledger: LedgerService,
    private readonly bankLines: BankLines,
    private readonly feeReceipts: FeeReceipts,
    private readonly leaseReceipts: LeaseReceipts,
    private readonly payouts: DisbursementSettlement,
    private readonly facts: BankFacts,
    private readonly documents: DocumentPlacement,
    private readonly books: LedgerQueries,
    private readonly accounts: BankAccountQueries,
    private readonly moves: AccountMoves,
  ) {}

  /** Lines of which nothing is booked. @throws what the documents and the posting refuse */
  async place(tx: Tx, posting: Posting, placed: readonly PlacedLine[]): Promise<void> {
    const flat = placed.map(({ line, parts }) => parts.map((part): FlatPart => ({ line, ...part })));
    const ofKind = (fits: (kind: PlacedPart['place']['kind']) => boolean): FlatPart[] => flat.flat().filter((part) => fits(part.place.kind));
    const booked = byPart([
      ...(await this.receiveFees(
        tx,
        posting,
        ofKind((kind) => kind === 'UNIT'),
      )),
      ...(await this.receiveIncome(
        tx,
        posting,
        ofKind((kind) => kind === 'LEASE'),
      )),
      ...(await this.settlePayouts(
        tx,
        posting,
        ofKind((kind) => kind === 'PAYOUT'),
      )),
      ...(await this.recordFacts(
        tx,
        posting,
        ofKind((kind) => isFact(kind)),
      )),
      ...(await this.placeDocuments(
        tx,
        posting,
        flat.flat().filter(({ place }) => isDocument(place)),
      )),
      ...(await this.moveAccounts(tx, posting, flat.flat())),
    ]);
    await this.payDues(tx, posting, flat, booked);
    const waits = ({ parts }: PlacedLine): boolean => parts.some(({ place }) => place.kind === 'SUSPENSE' || place.kind === 'WRONG_CREDIT');
    const placements = placed.flatMap(({ line, reason, ...rest }, index) => {
      if (waits({ line, reason, ...rest })) return [];
      const parts = required(flat[index], 'the parts of a line').flatMap((part) => required(booked.get(part), 'the booked part of a line'));
      return [{ lineId: line.id, reason: { ...reason }, parts }, ...otherSidesOf(parts, { line, reason })];
    });
    await this.bankLines.match(tx, posting, placements);
    await this.takeBack(tx, posting, booked);
    await this.suspend(
      tx,
      posting,
      placed.filter((candidate) => waits(candidate)),
      wrongCreditsOf(booked),
    );
    await this.repay(tx, posting, flat.flat());
  }

  /** What stood in suspense and was found on a day (P21 found): the money is by now where the compound keeps it that day. */
  async find(tx: Tx, posting: Posting, { line, parts, reason }: PlacedLine, foundOn: BusinessDate): Promise<void> {
    const { id: accountId } = await this.accounts.active(tx, foundOn);
    const flat = parts.map((part): FlatPart => ({ line: { ...line, accountId }, ...part }));
    const booked = byPart([
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
    const matches = flat.flatMap((part) => required(booked.get(part), 'the booked part of a line'));
    await this.bankLines.find(tx, posting, { lineId: line.id, reason: { ...reason }, parts: matches });
    // the common fund has the money from the day on which it was found: the day of the line may lie in a closed month
    await this.repay(
      tx,
      posting,
      flat.map((part) => ({ ...part, line: { ...part.line, bookedOn: foundOn } })),
    );
  }

  private async placeDocuments(tx: Tx, posting: Posting, parts: readonly FlatPart[]): Promise<[FlatPart, MatchPart][]> {
    const placed: [FlatPart, MatchPart][] = [];
    for (const part of parts) {
      const { line, place } = part;
      if (!isDocument(place)) continue;
      for (const match of await this.documents.place(tx, posting, { line, place, amount: part.amount })) placed.push([part, match]);
    }
    return placed;
  }

  /** P28c: one entry for the line, or a part of it, and its other side. */
  private async moveAccounts(tx: Tx, posting: Posting, parts: readonly FlatPart[]): Promise<[FlatPart, MatchPart][]> {
    const moved: [FlatPart, MatchPart][] = [];
    for (const part of parts) {
      const { line, place } = part;
      if (place.kind !== 'ACCOUNT_MOVE') continue;
      const [own, { other }] = [{ ...line, amount: part.amount }, place];
      const { entrySeq } = await this.moves.record(tx, posting, own.amount.isNegative ? { out: own, into: other } : { out: other, into: own });
      moved.push(matchOf(part, 'ACCOUNT_MOVE', { id: other.id, entrySeq }));
    }
    return moved;
  }

  /** A payment of the firm is one match of its line, whatever it clears. */
  private async payDues(tx: Tx, posting: Posting, flat: readonly (readonly FlatPart[])[], booked: Map<FlatPart, MatchPart[]>): Promise<void> {
    for (const parts of flat) {
      const [first] = parts;
      const clears = parts.flatMap(({ place, amount }) => (place.kind === 'FIRM_DUE' ? [{ ...place.due, amount }] : []));
      if (!first || clears.length === 0) continue;
      for (const part of parts) booked.set(part, []);
      booked.set(first, [await this.documents.payDues(tx, posting, first.line, clears)]);
    }
  }

  private async recordFacts(tx: Tx, posting: Posting, parts: readonly FlatPart[]): Promise<[FlatPart, MatchPart][]> {
    // a fact takes its line whole, except what the bank took in one debit with a payout or a move
    const lines = parts.map(({ line, place, amount }) => ({
      line: { ...line, amount },
      kind: place.kind as FactKind,
      aboutLineId: 'id' in place ? place.id : null,
    }));
    for (const { line, amount, place } of parts)
      assert(amount.equals(line.amount) || place.kind === 'CHARGE' || place.kind === 'BANK_ERROR', `a fact takes bank line ${line.id} whole`);
    const recorded = await this.facts.record(tx, posting, lines);
    return parts.map((part, index) => {
      const { aboutLineId, kind } = required(lines[index], 'fact');
      return matchOf(part, kind, { id: aboutLineId ?? part.line.id, ...required(recorded[index], 'fact') });
    });
  }

  /** A wrong credit that the bank took back no longer waits. */
  private async takeBack(tx: Tx, posting: Posting, booked: BookedParts): Promise<void> {
    for (const [{ line }, { targetType, targetId, amount, entrySeq }] of pairsOf(booked)) {
      if (targetType !== 'TAKEN_BACK') continue;
      const parts: MatchPart[] = [{ targetType, targetId: line.id, amount: amount.negated(), entrySeq }];
      const reason = { code: 'TAKEN_BACK', figures: { reference: String(line.id) } };
      await this.bankLines.find(tx, posting, { lineId: targetId as BankLineId, reason, parts });
    }
  }

  private async repay(tx: Tx, posting: Posting, parts: readonly FlatPart[]): Promise<void> {
    const last = parts
      .filter(({ place }) => intoCom.has(place.kind))
      .toSorted((a, b) => inBankOrder(a.line, b.line))
      .at(-1);
    if (last) await this.facts.repayAdvance(tx, posting, last.line);
  }

  private async receiveFees(tx: Tx, posting: Posting, parts: readonly FlatPart[], foundOn?: BusinessDate): Promise<[FlatPart, MatchPart][]> {
    const receipts = parts.map((part) => ({
      unitId: idOf(part) as UnitId,
      ...received(part),
      periods: 'months' in part.place ? (part.place.months ?? []) : [],
    }));
    const recorded = foundOn
      ? await this.feeReceipts.recordFromSuspense(
          tx,
          posting,
          receipts.map((receipt) => ({ ...receipt, foundOn })),
        )
      : await this.feeReceipts.record(tx, posting, receipts);
    return parts.flatMap((part, index) => {
      const { id: targetId, parts: entries } = required(recorded[index], 'receipt');
      return entries.map(({ amount, entrySeq }): [FlatPart, MatchPart] => [part, { targetType: 'RECEIPT', targetId, amount, entrySeq }]);
    });
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
      const { id: bankLineId, accountId: bankAccountId, bookedOn } = part.line;
      const { entrySeq } = await this.payouts.settle(tx, posting, { disbursementId, bankLineId, bankAccountId, bookedOn, amount: part.amount.negated() });
      settled.push(matchOf(part, 'DISBURSEMENT', { id: disbursementId, entrySeq }));
    }
    return settled;
  }

  private async suspend(tx: Tx, posting: Posting, placed: readonly PlacedLine[], wrongCredits: ReadonlyMap<BankLineId, number>): Promise<void> {
    for (const { line, parts } of placed) assert(parts.length === 1 && line.amount.isPositive, `bank line ${line.id} goes into suspense whole`);
    const unknown = placed.filter(({ line }) => !wrongCredits.has(line.id));
    const times = await this.books.timesPosted(tx, { type: 'bank_line', rule: 'P21', ids: unknown.map(({ line }) => line.id) });
    const entries = await this.ledger.post(
      tx,
      posting,
      unknown.map(({ line }) => journalForSuspense(line, (times.get(line.id) ?? 0) + 1)),
    );
    const seqs = new Map(unknown.map(({ line }, index) => [line.id, required(entries[index], 'entry').seq]));
    const suspended = placed.map(({ line, reason }) => ({
      lineId: line.id,
      reason: { ...reason },
      entrySeq: wrongCredits.get(line.id) ?? required(seqs.get(line.id), 'entry'),
      as: wrongCredits.has(line.id) ? ('WRONG_CREDIT' as const) : ('SUSPENSE' as const),
    }));
    await this.bankLines.suspend(tx, posting, suspended);
  }
}

/** What each part of a line was booked as: one match, or two where a receipt settles fees and late fees by an entry each. */
type BookedParts = ReadonlyMap<FlatPart, readonly MatchPart[]>;

function byPart(pairs: readonly (readonly [FlatPart, MatchPart])[]): Map<FlatPart, MatchPart[]> {
  const booked = new Map<FlatPart, MatchPart[]>();
  for (const [part, match] of pairs) booked.set(part, [...(booked.get(part) ?? []), match]);
  return booked;
}

function pairsOf(booked: BookedParts): [FlatPart, MatchPart][] {
  return [...booked].flatMap(([part, matches]) => matches.map((match): [FlatPart, MatchPart] => [part, match]));
}

/** What a move between accounts is on the other one: the same entry, the other way. */
function otherSidesOf(parts: readonly MatchPart[], { line, reason }: Pick<PlacedLine, 'line' | 'reason'>) {
  return parts
    .filter(({ targetType }) => targetType === 'ACCOUNT_MOVE')
    .map(({ targetType, targetId, amount, entrySeq }) => ({
      lineId: targetId as BankLineId,
      reason: { ...reason, figures: { reference: String(line.id) } },
      parts: [{ targetType, targetId: line.id, amount: amount.negated(), entrySeq }],
    }));
}

/** Lines that the bank credited by mistake, with their entries. */
function wrongCreditsOf(booked: BookedParts): Map<BankLineId, number> {
  return new Map(
    pairsOf(booked)
      .filter(([, { targetType }]) => targetType === 'WRONG_CREDIT')
      .map(([{ line }, { entrySeq }]) => [line.id, entrySeq]),
  );
}

function idOf({ place }: PlacedPart): number {
  assert('id' in place, 'only money in suspense has no owner');
  return place.id;
}

function received({ line, amount }: FlatPart): { amount: Money; receivedOn: BusinessDate; bankLineId: BankLineId; bankAccountId: number } {
  return { amount, receivedOn: line.bookedOn, bankLineId: line.id, bankAccountId: line.accountId };
}

function matchOf(part: FlatPart, targetType: MatchPart['targetType'], { id: targetId, entrySeq }: { id: number; entrySeq: number }): [FlatPart, MatchPart] {
  return [part, { targetType, targetId, amount: part.amount, entrySeq }];
}
