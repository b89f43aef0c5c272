import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, sha256Hex, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { isSameAccount, readPayeeAccount } from '../domain/payee-account.js';
import { Contract } from '../persistence/contract.js';
import { PayeeAccount } from '../persistence/payee-account.js';
import type { ContractId } from './contract-queries.js';

export type RegisterPayeeAccountRequest = {
  readonly contractId: ContractId;
  readonly bankName: string;
  readonly accountNo: string;
  readonly accountName: string;
};

export type PayeeAccountRegistered = { readonly payeeAccountId: Id<'payee_account'>; readonly version: number; readonly last4: string };

/** Puts the account to which the firm is paid on its contract. Each change is a new version, kept with its moment, because a new account rests before money goes to it (G4). */
@Injectable()
export class RegisterPayeeAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND CONTRACT_PAYEE_ACCOUNT CONTRACT_PAYEE_UNCHANGED */
  async execute(context: CommandContext, request: RegisterPayeeAccountRequest): Promise<Outcome<PayeeAccountRegistered>> {
    assertAllowed(context.actor, 'contract.manage');
    const { contractId } = request;
    const account = readPayeeAccount(request);
    // what is kept with the key names the account only by its hash
    const compared = { contractId, ...account, accountNo: sha256Hex(account.accountNo) };
    return this.unitOfWork.once({ context, command: 'RegisterPayeeAccount', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const contract = await tx.manager.findOneBy(Contract, { communityId: tx.communityId, id: contractId });
      if (!contract) throw new DomainError('NOT_FOUND');
      const present = await tx.manager.findOne(PayeeAccount, { where: { communityId: tx.communityId, contractId }, order: { version: 'DESC' } });
      if (present && isSameAccount(present, account)) throw new DomainError('CONTRACT_PAYEE_UNCHANGED', { registeredAt: present.registeredAt });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'payee_account'>;
      const version = (present?.version ?? 0) + 1;
      await tx.manager.insert(PayeeAccount, {
        communityId: tx.communityId,
        id,
        contractId,
        version,
        ...account,
        registeredBy: context.actor.personId,
        registeredAt: this.clock.now(),
      });
      return { payeeAccountId: id, version, last4: account.accountNo.slice(-4) };
    });
  }
}
