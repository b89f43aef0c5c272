import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, sha256Hex } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { readPayeeAccount } from '../domain/payee-account.js';
import { Contract } from '../persistence/contract.js';
import { Payee } from '../persistence/payee.js';
import type { ContractId } from './contract-queries.js';
import { PayeeAccounts, type PayeeAccountRegistered } from './payee-accounts.js';
import { SubstitutionQueries } from './substitution-queries.js';

export type RegisterPayeeAccountRequest = {
  readonly contractId: ContractId;
  readonly bankName: string;
  readonly accountNo: string;
  readonly accountName: string;
};

/** Puts the account to which the firm is paid on its contract: the firm becomes a payee with the first one, and each change is a new version. */
@Injectable()
export class RegisterPayeeAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly accounts: PayeeAccounts,
    private readonly substitutions: SubstitutionQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED OWNER_SIDE_NONE OWNER_SIDE_ONLY NOT_FOUND CONTRACT_PAYEE_ACCOUNT CONTRACT_PAYEE_UNCHANGED */
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
      const by = context.actor.personId;
      const registered = await tx.manager.findOneBy(Payee, { communityId: tx.communityId, contractId });
      await this.substitutions.refuseUnlessOwnerSide(tx, context.actor, this.clock.today());
      const firm = registered ?? (await this.accounts.add(tx, { kind: 'FIRM', isPerson: false, name: account.accountName, contractId, by }));
      return this.accounts.put(tx, firm.id, account, by);
    });
  }
}
