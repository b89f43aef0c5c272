import { Injectable } from '@nestjs/common';
import { DomainError, Money, required } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { movedOfFunds, type AccountMove } from '../domain/account-move.js';
import { journalForAccountMove } from '../domain/journals.js';

/** Books what the bank moved between two accounts of the compound (P28c), one entry for both lines. Under the lock of the book. */
@Injectable()
export class AccountMoves {
  constructor(
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
  ) {}

  /** @throws ACCOUNT_MOVE_BOOKS where the books have less in the old account than the bank moved, and what posting throws */
  async record(tx: Tx, posting: Posting, move: AccountMove): Promise<{ entrySeq: number }> {
    const { id, accountId, bookedOn, amount } = move.out;
    const held = await this.books.balances(tx, { code: '1001', holder: { type: 'bank_account', id: accountId } });
    const shares = movedOfFunds(held.map(({ fund, balance }) => ({ fund, amount: balance })), amount.negated()); // prettier-ignore
    if (!shares) {
      const books = Money.sum(held.map(({ balance }) => balance)).toString();
      throw new DomainError('ACCOUNT_MOVE_BOOKS', { date: bookedOn, moved: amount.negated().toString(), books });
    }
    const times = await this.books.timesPosted(tx, { type: 'bank_line', rule: 'P28c', ids: [id] });
    const [entry] = await this.ledger.post(tx, posting, [journalForAccountMove(move, shares, (times.get(id) ?? 0) + 1)]);
    return { entrySeq: required(entry, 'the entry of a move').seq };
  }
}
