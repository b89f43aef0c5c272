import { Injectable } from '@nestjs/common';
import { Money, type BusinessDate, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { Fund } from '../../ledger/index.js';
import type { OpeningLine, OpeningParty } from '../domain/opening.js';

export const openingStates = ['PREPARED', 'SIGNED', 'POSTED', 'WITHDRAWN'] as const;
export type OpeningState = (typeof openingStates)[number];

export interface OpeningSignatureView {
  readonly party: OpeningParty;
  readonly signedAt: Instant;
  readonly signedBy: PersonId;
  readonly signedFor: OrganisationId;
}

/** A list of opening balances, its signatures, and what became of it. SIGNED: by all three parties. */
export interface OpeningView {
  readonly id: number;
  readonly state: OpeningState;
  readonly accountId: number;
  readonly openedOn: BusinessDate;
  readonly bankBalance: Money;
  readonly fileSha256: string;
  readonly lineCount: number;
  readonly preparedAt: Instant;
  readonly preparedBy: PersonId;
  readonly preparedFor: OrganisationId;
  readonly sha256: string;
  readonly signatures: readonly OpeningSignatureView[];
  /** Why it was withdrawn; null unless it was. */
  readonly reason: string | null;
}

type Head = Omit<OpeningView, 'signatures' | 'state'> & { readonly kind: 'POSTED' | 'WITHDRAWN' | null };

/** Reads opening balances (P26). */
@Injectable()
export class OpeningQueries {
  /** Every list that was prepared, the latest first. */
  async all(tx: Tx): Promise<OpeningView[]> {
    const heads = await tx.query<Raw<Head>>(
      `select o.id, o.account_id as "accountId", o.opened_on as "openedOn", o.bank_balance as "bankBalance", o.file_sha256 as "fileSha256", o.line_count as "lineCount", o.prepared_at as "preparedAt",
         o.prepared_by as "preparedBy", o.prepared_for as "preparedFor", o.sha256, e.kind, e.reason
       from mingbai.opening o left join mingbai.opening_end e on e.community_id = $1 and e.opening_id = o.id where o.community_id = $1 order by o.id desc`,
      [tx.communityId],
    );
    const signatures = await tx.query<OpeningSignatureView & { readonly openingId: number }>(
      `select opening_id as "openingId", party, signed_at as "signedAt", signed_by as "signedBy", signed_for as "signedFor" from mingbai.opening_signature where community_id = $1 order by signed_at, party`,
      [tx.communityId],
    );
    return heads.map((row) => {
      const { kind, ...head } = readMoney<Head>(row, ['bankBalance']);
      const own = signatures
        .filter(({ openingId }) => openingId === head.id)
        .map(({ party, signedAt, signedBy, signedFor }): OpeningSignatureView => ({ party, signedAt, signedBy, signedFor }));
      return { ...head, signatures: own, state: kind ?? (own.length === 3 ? 'SIGNED' : 'PREPARED') };
    });
  }

  /** Whether the compound has lists of opening balances, or with `unbegunToo` may still get one: its book has no entry yet. */
  async concerns(tx: Tx, { unbegunToo }: { readonly unbegunToo: boolean }): Promise<boolean> {
    const [row] = await tx.query<{ concerns: boolean }>(
      `select exists (select from mingbai.opening where community_id = $1) or $2 and not exists (select from ledger.entry where community_id = $1) as concerns`,
      [tx.communityId, unbegunToo],
    );
    return row?.concerns ?? false;
  }

  async byId(tx: Tx, id: number): Promise<OpeningView | null> {
    return (await this.all(tx)).find((opening) => opening.id === id) ?? null;
  }

  /** The lines as they were written, or those after a line, up to a number of them. */
  async lines(tx: Tx, id: number, page: { readonly after?: number; readonly limit?: number } = {}): Promise<OpeningLine[]> {
    const rows = await tx.query<Raw<OpeningLine>>(
      `select line, code, fund, nullif(holder_type, '') as "holderType", holder_id as "holderId", holder, period, amount from mingbai.opening_line
       where community_id = $1 and opening_id = $2 and line > $3 order by line limit $4`,
      [tx.communityId, id, page.after ?? 0, page.limit ?? null],
    );
    return rows.map((row) => readMoney<OpeningLine>(row, ['amount']));
  }

  /** What the bank held on an account when the books began, by the posted opening. */
  async bankBalance(tx: Tx, accountId: number): Promise<Money> {
    const [row] = await tx.query<{ balance: string }>(
      `select o.bank_balance as balance from mingbai.opening o join mingbai.opening_end e on e.community_id = $1 and e.opening_id = o.id and e.kind = 'POSTED' where o.community_id = $1 and o.account_id = $2`,
      [tx.communityId, accountId],
    );
    return Money.parse(row?.balance ?? '0');
  }

  /** Cash that the posted opening brought into each fund, from its signed lines (I5). */
  async documentCash(tx: Tx, through: BusinessDate): Promise<{ fund: Fund; amount: Money }[]> {
    const rows = await tx.query<Raw<{ fund: Fund; amount: Money }>>(
      `select l.fund, l.amount from mingbai.opening_line l join mingbai.opening_end e on e.community_id = $1 and e.opening_id = l.opening_id and e.kind = 'POSTED'
         join mingbai.opening o on o.community_id = $1 and o.id = l.opening_id where l.community_id = $1 and l.code = '1001' and o.opened_on <= $2`,
      [tx.communityId, through],
    );
    return rows.map((row) => readMoney<{ fund: Fund; amount: Money }>(row, ['amount']));
  }
}
