import { Injectable } from '@nestjs/common';
import { DomainError, together, type Id, type Instant, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { PayeeAccountFacts } from '../domain/payee-account.js';
import type { PayeeKind } from '../domain/payee.js';

/** A version of a payee's account; a new account is a new version. Only `last4` may be published. */
export interface PayeeAccountView extends PayeeAccountFacts {
  readonly id: Id<'payee_account'>;
  readonly payeeId: Id<'payee'>;
  readonly version: number;
  readonly last4: string;
  readonly registeredAt: Instant;
  readonly registeredBy: PersonId;
}

/** Somebody to whom money may be paid, with the account that counts now. */
export interface PayeeView {
  readonly id: Id<'payee'>;
  readonly number: string;
  readonly kind: PayeeKind;
  /** A person, or perhaps one because nobody said it: name and account are not published. */
  readonly isPerson: boolean;
  readonly name: string;
  readonly contractId: Id<'contract'> | null;
  readonly account: PayeeAccountView | null;
}

export const PAYEE_ACCOUNT = `select a.id, a.payee_id as "payeeId", a.version, a.bank_name as "bankName", a.account_no as "accountNo", a.account_name as "accountName",
    right(a.account_no, 4) as last4, a.registered_at as "registeredAt", a.registered_by as "registeredBy"
  from mingbai.payee_account a where a.community_id = $1`;

const PAYEE = `select id, number, kind, coalesce(is_person, kind in ('COMMITTEE', 'OTHER')) as "isPerson", name, contract_id as "contractId" from mingbai.payee where community_id = $1`;

/** Reads the register of payees. */
@Injectable()
export class PayeeQueries {
  /** Every payee, by number. */
  all(tx: Tx): Promise<PayeeView[]> {
    return this.read(tx, null);
  }

  /** Those with the ids, by number. */
  async withIds(tx: Tx, ids: readonly number[]): Promise<PayeeView[]> {
    return ids.length === 0 ? [] : this.read(tx, ids);
  }

  private async read(tx: Tx, ids: readonly number[] | null): Promise<PayeeView[]> {
    const [payees, accounts] = await together([
      tx.query<Omit<PayeeView, 'account'>>(`${PAYEE} and ($2::bigint[] is null or id = any ($2)) order by number_no`, [tx.communityId, ids]),
      tx.query<PayeeAccountView>(
        `${PAYEE_ACCOUNT} and ($2::bigint[] is null or a.payee_id = any ($2))
         and a.version = (select max(b.version) from mingbai.payee_account b where b.community_id = $1 and b.payee_id = a.payee_id)`,
        [tx.communityId, ids],
      ),
    ]);
    return payees.map((payee) => ({ ...payee, account: accounts.find(({ payeeId }) => payeeId === payee.id) ?? null }));
  }

  /** @throws NOT_FOUND */
  async byId(tx: Tx, id: number): Promise<PayeeView> {
    return found((await this.withIds(tx, [id]))[0]);
  }

  /** The payee with a number, "SK001". @throws NOT_FOUND */
  async byNumber(tx: Tx, number: string): Promise<PayeeView> {
    return found((await this.all(tx)).find((payee) => payee.number === number));
  }

  /** Every version of a payee's account, the latest first. */
  accounts(tx: Tx, payeeId: number): Promise<PayeeAccountView[]> {
    return tx.query<PayeeAccountView>(`${PAYEE_ACCOUNT} and a.payee_id = $2 order by a.version desc`, [tx.communityId, payeeId]);
  }

  /** Who registered an account, the firm's included; null for none. */
  async registrar(tx: Tx, accountId: number | null): Promise<PersonId | null> {
    const [account] = await tx.query<{ registeredBy: PersonId }>(
      `select registered_by as "registeredBy" from mingbai.payee_account where community_id = $1 and id = $2`,
      [tx.communityId, accountId],
    );
    return account?.registeredBy ?? null;
  }

  /** The account of a payee that stood at a moment (I12), or null while there was none. How long it has stood is for the payer to judge. */
  async account(tx: Tx, payeeId: number, at: Instant): Promise<PayeeAccountView | null> {
    const [account] = await tx.query<PayeeAccountView>(`${PAYEE_ACCOUNT} and a.payee_id = $2 and a.registered_at <= $3 order by a.version desc limit 1`, [
      tx.communityId,
      payeeId,
      at,
    ]);
    return account ?? null;
  }
}

function found(payee: PayeeView | undefined): PayeeView {
  if (!payee) throw new DomainError('NOT_FOUND');
  return payee;
}
