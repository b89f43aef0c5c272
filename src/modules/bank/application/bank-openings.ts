import { Injectable } from '@nestjs/common';
import { type BusinessDate, type Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import type { BankLineId, MatchPart } from '../domain/bank-line.js';
import { BankLines } from './bank-lines.js';

/** The bank's balance at the end of the day before the books open, as the three parties signed it; `parts` are the funds that it is made of. */
export interface SignedBalance {
  readonly accountId: number;
  readonly on: BusinessDate;
  readonly balance: Money;
  readonly fileName: string;
  readonly sha256: string;
  readonly parts: readonly MatchPart[];
}

/** The signed opening balance is the first line of an account (domain.md 2): the chain of balances begins with it, and no day of a month holds it. */
@Injectable()
export class BankOpenings {
  constructor(
    private readonly ledger: LedgerService,
    private readonly lines: BankLines,
  ) {}

  /** The account has no line yet; `posting.by` signs for the import. */
  async record(tx: Tx, posting: Posting, { accountId, on, balance, fileName, sha256, parts }: SignedBalance): Promise<void> {
    const fileId = await this.ledger.takeIds(tx, 2);
    const lineId = (fileId + 1) as BankLineId;
    await tx.query(
      `insert into mingbai.bank_file (community_id, id, account_id, sha256, file_name, format, from_on, to_on, opening, closing, line_count, new_line_count, imported_at, imported_by)
       values ($1, $2, $3, $4, $5, 'opening', $6, $6, 0, $7, 1, 1, $8, $9)`,
      [tx.communityId, fileId, accountId, sha256, fileName, on, balance.toString(), posting.at, posting.by],
    );
    await tx.query(
      `insert into mingbai.bank_line (community_id, id, account_id, file_id, position, file_line, booked_on, value_on, amount, counterparty_name, counterparty_account, remark, bank_reference,
         reversal, balance_after, state) values ($1, $2, $3, $4, 1, 1, $5, $5, $6, '', '', '', 'OPENING', false, $6, 'NEW')`,
      [tx.communityId, lineId, accountId, fileId, on, balance.toString()],
    );
    await this.lines.match(tx, posting, [{ lineId, reason: { code: 'OPENING', figures: {} }, parts }]);
    await tx.query(`update mingbai.bank_line set state = 'RECONCILED' where community_id = $1 and id = $2`, [tx.communityId, lineId]);
  }
}
