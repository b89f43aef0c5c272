import { Injectable } from '@nestjs/common';
import {
  addDays,
  firstDay,
  lastDay,
  Money,
  required,
  together,
  type AccountingPeriod,
  type BusinessDate,
  type Instant,
  type PersonId,
} from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import { BankQueries, type AccountDay } from '../../bank/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { OpeningQueries } from './opening-queries.js';
import type { BankBalanceView } from '../domain/bank-balances.js';

/** A balance that a person noted from a letter of the bank; `withdrawnBecause` when it was a slip. */
export interface NotedBalanceView {
  readonly id: number;
  readonly accountId: number;
  readonly on: BusinessDate;
  readonly balance: Money;
  readonly documentSha256: string;
  readonly documentName: string;
  readonly notedAt: Instant;
  readonly notedBy: PersonId;
  readonly withdrawnAt: Instant | null;
  readonly withdrawnBecause: string | null;
}

type Assertion = Pick<BankBalanceView, 'source' | 'id' | 'name' | 'accountId' | 'on'> & { readonly stated: Money };

/** Every balance that the bank has vouched for: of each file its opening and closing, and the letters. A letter counts once a statement covers its day. */
export const ASSERTIONS = `
  select 'STATEMENT_OPENING' as source, id, file_name as name, account_id, from_on - 1 as day, opening as stated from mingbai.bank_file where community_id = $1
  union all select 'STATEMENT_CLOSING', id, file_name, account_id, to_on, closing from mingbai.bank_file where community_id = $1
  union all select 'LETTER', b.id, e.name, b.account_id, b.balance_on, b.balance from mingbai.bank_balance b
    join mingbai.evidence e on e.community_id = $1 and e.sha256 = b.document_sha256
    where b.community_id = $1 and not exists (select from mingbai.bank_balance_withdrawal w where w.community_id = $1 and w.bank_balance_id = b.id)
      and exists (select from mingbai.bank_file f where f.community_id = $1 and f.account_id = b.account_id and b.balance_on between f.from_on - 1 and f.to_on)`;

/** Reads the balances that the bank stated, and holds them against its lines and the books. */
@Injectable()
export class BankBalanceQueries {
  constructor(
    private readonly bank: BankQueries,
    private readonly books: LedgerQueries,
    private readonly openings: OpeningQueries,
  ) {}

  /** Those of the days of a month and the day before it, and of every letter up to its end. */
  async through(tx: Tx, month: AccountingPeriod): Promise<BankBalanceView[]> {
    const rows = await tx.query<Raw<Assertion>>(
      `select source, id, name, account_id as "accountId", day as on, stated from (${ASSERTIONS}) a
       where day <= $3 and (day >= $2 or source = 'LETTER') order by day, source, id`,
      [tx.communityId, addDays(firstDay(month), -1), lastDay(month)],
    );
    return this.compared(
      tx,
      rows.map((row) => readMoney<Assertion>(row, ['stated'])),
    );
  }

  /** Letters that were noted, the latest day first. */
  async noted(tx: Tx): Promise<NotedBalanceView[]> {
    const rows = await tx.query<Raw<NotedBalanceView>>(
      `select b.id, b.account_id as "accountId", b.balance_on as "on", b.balance, b.document_sha256 as "documentSha256", e.name as "documentName", b.noted_at as "notedAt", b.noted_by as "notedBy",
         w.withdrawn_at as "withdrawnAt", w.reason as "withdrawnBecause"
       from mingbai.bank_balance b join mingbai.evidence e on e.community_id = $1 and e.sha256 = b.document_sha256
         left join mingbai.bank_balance_withdrawal w on w.community_id = $1 and w.bank_balance_id = b.id
       where b.community_id = $1 order by b.balance_on desc, b.id desc`,
      [tx.communityId],
    );
    return rows.map((row) => readMoney<NotedBalanceView>(row, ['balance']));
  }

  private async compared(tx: Tx, assertions: readonly Assertion[]): Promise<BankBalanceView[]> {
    const endOf = ({ accountId, on }: AccountDay): string => `${accountId} ${on}`;
    const ends = [...new Map(assertions.map((assertion) => [endOf(assertion), assertion])).values()];
    const [found, book] = await together([this.bank.heldOn(tx, ends), this.books.book(tx)]);
    const cash = await together(ends.map((end) => this.cash(tx, end, book?.openedOn)));
    const sides = new Map<string, { lines: Money; books: Money }>();
    for (const [place, end] of ends.entries()) {
      const { held, unbooked } = required(found[place], 'what the bank held');
      sides.set(endOf(end), { lines: held, books: required(cash[place], 'cash of an account').plus(unbooked) });
    }
    return assertions.map((assertion) => ({ ...assertion, ...required(sides.get(endOf(assertion)), 'both sides') }));
  }

  /** 1001 of an account at the end of a day. What was there when the books began (P26) is the balance of the day before. */
  private async cash(tx: Tx, { accountId, on }: AccountDay, openedOn: BusinessDate | undefined): Promise<Money> {
    const isBefore = openedOn !== undefined && addDays(on, 1) === openedOn;
    if (isBefore) return this.openings.bankBalance(tx, accountId);
    const accounts = await this.books.balances(tx, { on, code: '1001', holder: { type: 'bank_account', id: accountId } });
    return Money.sum(accounts.map(({ balance }) => balance));
  }
}
