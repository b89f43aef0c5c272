import { Injectable } from '@nestjs/common';
import { assertAllowed, DomainError, sha256Hex, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { readPayeeAccount, type PayeeAccountFacts } from '../domain/payee-account.js';
import { Payee } from '../persistence/payee.js';
import { PayeeAccounts, type PayeeAccountRegistered } from './payee-accounts.js';

export type ChangePayeeAccountRequest = { readonly payeeId: number } & PayeeAccountFacts;

/** Another account for a registered payee. It is a new version that rests 72 hours before money goes to it; what was asked for under the old one is submitted anew. */
@Injectable()
export class ChangePayeeAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly accounts: PayeeAccounts,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND PAYEE_OF_CONTRACT CONTRACT_PAYEE_ACCOUNT CONTRACT_PAYEE_UNCHANGED */
  async execute(context: CommandContext, request: ChangePayeeAccountRequest): Promise<Outcome<PayeeAccountRegistered>> {
    assertAllowed(context.actor, 'payee.manage');
    const payeeId = request.payeeId as Id<'payee'>;
    const account = readPayeeAccount(request);
    const compared = { payeeId, ...account, accountNo: sha256Hex(account.accountNo) };
    return this.unitOfWork.once({ context, command: 'ChangePayeeAccount', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const payee = await tx.manager.findOneBy(Payee, { communityId: tx.communityId, id: payeeId });
      if (!payee) throw new DomainError('NOT_FOUND');
      if (payee.contractId !== null) throw new DomainError('PAYEE_OF_CONTRACT', { number: payee.number, name: payee.name });
      return this.accounts.put(tx, payeeId, account, context.actor.personId);
    });
  }
}
