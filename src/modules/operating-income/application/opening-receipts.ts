import { Injectable } from '@nestjs/common';
import { required, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { PayeeQueries } from '../../contracts/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { journalForOpeningCollected, journalForOpeningDeposit } from '../domain/claim-journals.js';
import { OtherReceipt } from '../persistence/other-receipt.js';

interface Held {
  /** Of the signed list. */
  readonly line: number;
  readonly payeeId: Id<'payee'>;
  readonly amount: Money;
}

/** What was held for registered payees when the books opened: deposits that go back to them, and what had come in for them and was not passed on. */
export interface OpeningReceiptList {
  readonly openingId: number;
  readonly openedOn: BusinessDate;
  readonly deposits: readonly Held[];
  readonly collected: readonly Held[];
}

/** Deposits and money of others from before the books (P26): they are given back, kept or passed on like any other, and no line of the bank brought them. */
@Injectable()
export class OpeningReceipts {
  constructor(
    private readonly ledger: LedgerService,
    private readonly payees: PayeeQueries,
  ) {}

  /** @throws what the books refuse */
  async record(tx: Tx, posting: Posting, { openingId, openedOn, deposits, collected }: OpeningReceiptList): Promise<void> {
    const held = [...deposits.map((one) => ({ ...one, kind: 'DEPOSIT' as const })), ...collected.map((one) => ({ ...one, kind: 'FOR_OTHERS' as const }))];
    if (held.length === 0) return;
    const names = new Map((await this.payees.all(tx)).map(({ id, name }) => [id, name]));
    const firstId = await this.ledger.takeIds(tx, held.length);
    const numbered = held.map((one, index) => ({ ...one, id: (firstId + index) as Id<'other_receipt'>, openedOn }));
    const drafts = numbered.map((one) => (one.kind === 'DEPOSIT' ? journalForOpeningDeposit(one) : journalForOpeningCollected(one)));
    const entries = await this.ledger.post(tx, posting, drafts);
    const rows = numbered.map(({ id, kind, line, payeeId, amount }, index) => ({
      communityId: tx.communityId,
      id,
      kind,
      fund: 'TRN' as const,
      bankLineId: null,
      openingId,
      amount,
      receivedOn: openedOn,
      words: `opening balances ${openingId}, line ${line}`,
      leaseId: null,
      payerName: kind === 'DEPOSIT' ? required(names.get(payeeId), 'the payee of an opening deposit') : null,
      firmId: null,
      payeeId,
      entrySeq: required(entries[index], 'entry').seq,
      recordedAt: posting.at,
    }));
    await insertRows(tx, OtherReceipt, rows);
  }
}
