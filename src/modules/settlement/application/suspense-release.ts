import { Injectable } from '@nestjs/common';
import { required } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankLines, BankQueries, type BankLineView } from '../../bank/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { BankFacts } from './bank-facts.js';

/**
 * Takes lines of an open month out of suspense, so that they can be given the place that they should have had: what brought each there
 * is reversed on its own day, and the line is NEW again. Both steps stay in its history. Under the lock of the book.
 */
@Injectable()
export class SuspenseRelease {
  constructor(
    private readonly ledger: LedgerService,
    private readonly bank: BankQueries,
    private readonly bankLines: BankLines,
    private readonly bankFacts: BankFacts,
  ) {}

  /** Lines in another state are left as they are. @throws what the ledger refuses of a month that was opened again */
  async release(tx: Tx, posting: Posting, lines: readonly Pick<BankLineView, 'id' | 'state' | 'bookedOn'>[]): Promise<void> {
    const waiting = new Map(lines.filter(({ state }) => state === 'SUSPENSE').map((line) => [line.id, line]));
    if (waiting.size === 0) return;
    const standing = (await this.bank.matches(tx, [...waiting.keys()])).filter(
      ({ targetType, undoes, undoneBy }) => undoes === null && undoneBy === null && (targetType === 'SUSPENSE' || targetType === 'WRONG_CREDIT'),
    );
    const reversals = await this.ledger.reverseAll(
      tx,
      posting,
      standing.map(({ lineId, entrySeq: seq }) => ({
        seq,
        effectiveOn: required(waiting.get(lineId), 'a line in suspense').bookedOn,
        description: 'taken out of suspense: its place is known',
      })),
    );
    const undone = standing.map(({ id, entrySeq, targetType }, index) => {
      return { matchId: id, targetType, reversesSeq: entrySeq, entrySeq: required(reversals[index], 'the entry that reverses a match').seq };
    });
    for (const { targetType, entrySeq, reversesSeq } of undone) if (targetType === 'WRONG_CREDIT') await this.bankFacts.undo(tx, { entrySeq, reversesSeq });
    await this.bankLines.undo(tx, posting, undone);
  }
}
