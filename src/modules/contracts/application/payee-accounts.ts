import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type Id, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { isSameAccount, type PayeeAccountFacts } from '../domain/payee-account.js';
import { payeeNumber, type PayeeKind } from '../domain/payee.js';
import { PayeeAccount } from '../persistence/payee-account.js';
import { Payee } from '../persistence/payee.js';

export type PayeeAccountRegistered = { readonly payeeAccountId: Id<'payee_account'>; readonly version: number; readonly last4: string };

/** Keeps payees and the versions of their accounts, inside the transaction of a command that holds the lock of the book. */
@Injectable()
export class PayeeAccounts {
  constructor(
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** A new payee under the next number. */
  async add(tx: Tx, payee: { kind: PayeeKind; isPerson: boolean; name: string; contractId: Id<'contract'> | null; by: PersonId }): Promise<Payee> {
    const [row] = await tx.query<{ next: number }>('select coalesce(max(number_no), 0) + 1 as next from mingbai.payee where community_id = $1', [
      tx.communityId,
    ]);
    const numberNo = row?.next ?? 1;
    const { kind, isPerson, name, contractId, by: registeredBy } = payee;
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'payee'>;
    const added = { communityId: tx.communityId, id, numberNo, number: payeeNumber(numberNo), kind, isPerson, name, contractId, registeredBy };
    const whole: Payee = { ...added, registeredAt: this.clock.now() };
    await tx.manager.insert(Payee, whole);
    return whole;
  }

  /** The account as the next version of the payee's. Each change is kept with its moment, because a new account rests before money goes to it (G4). @throws CONTRACT_PAYEE_UNCHANGED */
  async put(tx: Tx, payeeId: Id<'payee'>, account: PayeeAccountFacts, by: PersonId): Promise<PayeeAccountRegistered> {
    const present = await tx.manager.findOne(PayeeAccount, { where: { communityId: tx.communityId, payeeId }, order: { version: 'DESC' } });
    if (present && isSameAccount(present, account)) throw new DomainError('CONTRACT_PAYEE_UNCHANGED', { registeredAt: present.registeredAt });
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'payee_account'>;
    const version = (present?.version ?? 0) + 1;
    await tx.manager.insert(PayeeAccount, {
      communityId: tx.communityId,
      id,
      payeeId,
      version,
      ...account,
      registeredBy: by,
      registeredAt: this.clock.now(),
    });
    return { payeeAccountId: id, version, last4: account.accountNo.slice(-4) };
  }
}
