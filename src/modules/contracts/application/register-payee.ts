import { Injectable } from '@nestjs/common';
import { assertAllowed, DomainError, sha256Hex, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { readPayeeAccount, type PayeeAccountFacts } from '../domain/payee-account.js';
import { readPayeeName, readPayeeParty, type PayeeParty, type RegisteredPayeeKind } from '../domain/payee.js';
import { Payee } from '../persistence/payee.js';
import { PayeeAccounts } from './payee-accounts.js';

/** Somebody else than the firm to whom money may be paid, with the account as they gave it. */
export type RegisterPayeeRequest = { readonly kind: RegisteredPayeeKind; readonly party?: PayeeParty | undefined; readonly name: string } & PayeeAccountFacts;

export type PayeeRegistered = { readonly payeeId: Id<'payee'>; readonly number: string; readonly last4: string };

/** Registers a vendor, a tax office, a custodian, a committee or another payee. Whoever registers payees fills no approval slot. */
@Injectable()
export class RegisterPayee {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly accounts: PayeeAccounts,
  ) {}

  /** @throws NOT_ALLOWED PAYEE_PARTY_MISSING PAYEE_PARTY_KIND PAYEE_NAME_TEXT PAYEE_NAME_TAKEN CONTRACT_PAYEE_ACCOUNT */
  async execute(context: CommandContext, request: RegisterPayeeRequest): Promise<Outcome<PayeeRegistered>> {
    assertAllowed(context.actor, 'payee.manage');
    const { kind } = request;
    const isPerson = readPayeeParty(kind, request.party ?? null);
    const name = readPayeeName(request.name);
    const account = readPayeeAccount(request);
    // what is kept with the key names the account only by its hash
    const compared = { kind, isPerson, name, ...account, accountNo: sha256Hex(account.accountNo) };
    return this.unitOfWork.once({ context, command: 'RegisterPayee', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const [taken] = (await tx.manager.findBy(Payee, { communityId: tx.communityId, name })).filter(({ contractId }) => contractId === null);
      if (taken) throw new DomainError('PAYEE_NAME_TAKEN', { name, number: taken.number });
      const by = context.actor.personId;
      const payee = await this.accounts.add(tx, { kind, isPerson, name, contractId: null, by });
      const { last4 } = await this.accounts.put(tx, payee.id, account, by);
      return { payeeId: payee.id, number: payee.number, last4 };
    });
  }
}
