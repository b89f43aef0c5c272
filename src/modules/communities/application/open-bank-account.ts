import { Injectable } from '@nestjs/common';
import { Clock, sha256Hex } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { assertBankAccount, type BankAccountFacts } from '../domain/bank-account.js';
import { BankAccounts, type BankAccountOpened } from './bank-accounts.js';

export type OpenBankAccountRequest = BankAccountFacts;

/** Records the first co-managed account of the compound; one that follows it is agreed by two parties (AskAccountChange). */
@Injectable()
export class OpenBankAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** @throws COMMUNITY_TEXT_INVALID, COMMUNITY_ACCOUNT_NO_INVALID, COMMUNITY_ACCOUNT_LATER, COMMUNITY_ACCOUNT_ACTIVE */
  async execute(context: CommandContext, request: OpenBankAccountRequest): Promise<Outcome<BankAccountOpened>> {
    assertBankAccount(request, this.clock.today());
    const { bankName, accountName, accountNo, openedOn } = request;
    // what is kept with the key names the account only by its hash
    const compared = { bankName, accountName, accountNo: sha256Hex(accountNo), openedOn };
    return this.unitOfWork.once({ context, command: 'OpenBankAccount', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      return this.accounts.open(tx, request);
    });
  }
}
