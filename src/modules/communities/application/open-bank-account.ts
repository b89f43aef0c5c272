import { Injectable } from '@nestjs/common';
import { Clock, DomainError, sha256Hex, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { isPlainText } from '../domain/plain-text.js';
import type { BankAccountId } from '../domain/unit.js';
import { BankAccount } from '../persistence/bank-account.js';
import { BankAccountQueries } from './bank-account-queries.js';

export interface OpenBankAccountRequest {
  readonly bankName: string;
  readonly accountName: string;
  readonly accountNo: string;
  readonly openedOn: BusinessDate;
}

export type BankAccountOpened = { readonly bankAccountId: BankAccountId; readonly last4: string };

const TEXT_MAX = 60;

/** Records the co-managed account of the compound. There is one at a time (I28); its whole number stands in no error. */
@Injectable()
export class OpenBankAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccountQueries,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** @throws COMMUNITY_TEXT_INVALID, COMMUNITY_ACCOUNT_NO_INVALID, COMMUNITY_ACCOUNT_LATER, COMMUNITY_ACCOUNT_ACTIVE */
  async execute(context: CommandContext, request: OpenBankAccountRequest): Promise<Outcome<BankAccountOpened>> {
    const { bankName, accountName, accountNo, openedOn } = request;
    for (const [field, text] of Object.entries({ bankName, accountName }))
      if (!isPlainText(text, TEXT_MAX)) throw new DomainError('COMMUNITY_TEXT_INVALID', { field, max: TEXT_MAX });
    if (!/^[0-9A-Z]{8,34}$/.test(accountNo)) throw new DomainError('COMMUNITY_ACCOUNT_NO_INVALID');
    const today = this.clock.today();
    if (openedOn > today) throw new DomainError('COMMUNITY_ACCOUNT_LATER', { openedOn, today });
    // what is kept with the key names the account only by its hash
    const compared = { bankName, accountName, accountNo: sha256Hex(accountNo), openedOn };
    return this.unitOfWork.once({ context, command: 'OpenBankAccount', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const inTheWay = (await this.accounts.all(tx)).find((account) => account.closedOn === null || account.closedOn >= openedOn);
      if (inTheWay) throw new DomainError('COMMUNITY_ACCOUNT_ACTIVE', { last4: inTheWay.last4, openedOn: inTheWay.openedOn });
      const id = (await this.ledger.takeIds(tx, 1)) as BankAccountId;
      await tx.manager.insert(BankAccount, { communityId: tx.communityId, id, bankName, accountName, accountNo, openedOn, closedOn: null });
      return { bankAccountId: id, last4: accountNo.slice(-4) };
    });
  }
}
