import { Injectable } from '@nestjs/common';
import { DomainError, required } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, type BankLineView, type BankMatchView, type MatchTarget } from '../../bank/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { FactQueries } from './fact-queries.js';
import { closedRefusal, matchesToUndo, undoRefusal } from '../domain/undo.js';

/** What taking a line's place back would do: the places that go, where the line is then, and what stands against it. */
export interface UndoPreview {
  readonly targets: readonly MatchTarget[];
  readonly leavesIn: 'NEW' | 'SUSPENSE';
  readonly obstacle: DomainError | null;
}

/** Says what an undo would do before it is asked for; nothing is booked by asking. */
@Injectable()
export class UndoQueries {
  constructor(
    private readonly bank: BankQueries,
    private readonly books: LedgerQueries,
    private readonly facts: FactQueries,
  ) {}

  /** Null where nothing of the line is booked. What only the documents know, such as an advance that was used since, is said by the undo itself. */
  async of(tx: Tx, line: BankLineView): Promise<UndoPreview | null> {
    const matches = matchesToUndo(await this.bank.matches(tx, [line.id]));
    if (matches.length === 0) return null;
    const document = matches.map(({ targetType }) => undoRefusal(targetType)).find((found) => found !== null);
    return {
      targets: [...new Set(matches.map(({ targetType }) => targetType))],
      leavesIn: matches.some(({ takenFrom }) => takenFrom === 'SUSPENSE') ? 'SUSPENSE' : 'NEW',
      obstacle: document
        ? new DomainError('UNDO_OTHER_DOCUMENT', { document })
        : ((await this.closed(tx, line, matches)) ?? (await this.facts.correctedRefusal(tx, matches))),
    };
  }

  private async closed(tx: Tx, line: BankLineView, matches: readonly BankMatchView[]): Promise<DomainError | null> {
    const { closedThrough } = required(await this.books.book(tx), 'the book of a line');
    for (const match of matches) {
      const { effectiveOn } = required(await this.books.entry(tx, match.entrySeq), 'the entry of a match');
      const refusal = closedRefusal(match, { bookedOn: line.bookedOn, effectiveOn }, closedThrough);
      if (refusal) return refusal;
    }
    return null;
  }
}
