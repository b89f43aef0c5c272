import { Injectable } from '@nestjs/common';
import { addDays, Money, required, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type {
  FundLegs,
  OutstandingItem,
  ReconciledAccount,
  ReconciledClaim,
  ReconciliationView,
  SignedReconciliationView,
  SuspenseState,
} from '../domain/reconciliation.js';

type Text<T> = { readonly [K in keyof T]: T[K] extends Money ? string : T[K] };
type Head = Omit<ReconciliationView, 'several' | 'funds' | 'claims' | 'outstanding' | 'suspense'>;
type Row = Raw<Head> & {
  readonly detail: {
    readonly several?: { readonly accounts: readonly Text<ReconciledAccount>[]; readonly underWay: string };
    readonly funds: readonly Text<FundLegs>[];
    readonly claims: readonly Text<ReconciledClaim>[];
    readonly outstanding: readonly Text<OutstandingItem>[];
    readonly suspense: Text<SuspenseState>;
  };
};

/** How fresh the proof of the account is on a day. */
export interface ReconciliationProof {
  readonly withinDays: number;
  readonly signedOn: BusinessDate;
  readonly through: BusinessDate;
  readonly unexplained: number;
}

const SELECT = `select r.id, r.account_id as "accountId", r.file_id as "fileId", r.month, r.reconciled_on as "reconciledOn", r.bank_balance as "bankBalance", r.fund_cash as "fundCash",
    r.document_claims as "documentClaims", r.line_count as "lineCount", r.last_entry_seq as "lastEntrySeq", r.detail, r.prepared_at as "preparedAt", r.prepared_by as "preparedBy",
    r.prepared_for as "preparedFor", r.sha256, s.signed_at as "signedAt", s.signed_by as "signedBy", s.signed_for as "signedFor", e.close_no as "closeNo",
    case e.kind when 'WITHDRAWN' then e.ended_at end as "withdrawnAt", e.reason as "withdrawnBecause"
  from mingbai.reconciliation r left join mingbai.reconciliation_signature s on s.community_id = $1 and s.reconciliation_id = r.id
    left join mingbai.reconciliation_end e on e.community_id = $1 and e.reconciliation_id = r.id
  where r.community_id = $1`;
const CLOSED = `${SELECT} and e.kind = 'CLOSED'`;

/** The reconciliations of the account: facts, written by settlement and read by gates and statements. */
@Injectable()
export class ReconciliationQueries {
  /** Those that a close rests on, first month to last; of a month that was reopened every one, in the order of its closes. */
  async all(tx: Tx): Promise<SignedReconciliationView[]> {
    return (await tx.query<Row>(`${CLOSED} order by r.month, r.id`, [tx.communityId])).map(viewOf) as SignedReconciliationView[];
  }

  /** The one of the month's last close. */
  async byMonth(tx: Tx, month: AccountingPeriod): Promise<SignedReconciliationView | null> {
    const [row] = await tx.query<Row>(`${CLOSED} and r.month = $2 order by r.id desc limit 1`, [tx.communityId, month]);
    return row ? (viewOf(row) as SignedReconciliationView) : null;
  }

  /** The last one, by which a payout's gate tells how old the proof is (G7). What was signed of a month that is open again proves nothing now. */
  async latest(tx: Tx): Promise<SignedReconciliationView | null> {
    const [row] = await tx.query<Row>(
      `${CLOSED} and not exists (select from ledger.book where community_id = $1 and r.reconciled_on > closed_through and r.reconciled_on <= reopened_through) order by r.month desc, r.id desc limit 1`,
      [tx.communityId],
    );
    return row ? (viewOf(row) as SignedReconciliationView) : null;
  }

  /**
   * The last proof as a payout's gate asks for it (G7), and what is unexplained: lines that nobody has placed, of the days that it proves or older than `withinDays`, and errors
   * of the bank (1105) that old. Before the first close the signed opening balances are the proof, of books that began with nothing the day on which they were opened.
   */
  async proof(tx: Tx, { today, withinDays }: { today: BusinessDate; withinDays: number }): Promise<ReconciliationProof> {
    const [last] = await tx.query<Pick<ReconciliationProof, 'signedOn' | 'through'>>(
      `select (s.signed_at at time zone 'Asia/Shanghai')::date as "signedOn", r.reconciled_on as through from mingbai.reconciliation r
       join mingbai.reconciliation_signature s on s.community_id = $1 and s.reconciliation_id = r.id
       join mingbai.reconciliation_end e on e.community_id = $1 and e.reconciliation_id = r.id and e.kind = 'CLOSED'
       where r.community_id = $1 and not exists (select from ledger.book where community_id = $1 and r.reconciled_on > closed_through and r.reconciled_on <= reopened_through)
       order by r.month desc, r.id desc limit 1`,
      [tx.communityId],
    );
    const proof = last ?? (await this.opened(tx));
    const old = addDays(today, -withinDays);
    const [found] = await tx.query<{ lines: number; errors: boolean }>(
      `select (select count(*)::int from mingbai.bank_line where community_id = $1 and state in ('NEW', 'SUGGESTED') and booked_on <= greatest($2::date, $3::date)) as lines,
         exists (select from ledger.account a where a.community_id = $1 and a.code = '1105' and (
           select coalesce(sum(amount), 0) from ledger.transfer x where x.community_id = $1 and x.debit_account = a.id and x.effective_on <= $3::date)
           > (select coalesce(sum(amount), 0) from ledger.transfer x where x.community_id = $1 and x.credit_account = a.id)) as errors`,
      [tx.communityId, proof.through, old],
    );
    const { lines, errors } = required(found, 'what is unexplained');
    return { withinDays, ...proof, unexplained: lines + (errors ? 1 : 0) };
  }

  private async opened(tx: Tx): Promise<Pick<ReconciliationProof, 'signedOn' | 'through'>> {
    const [book] = await tx.query<Pick<ReconciliationProof, 'signedOn' | 'through'>>(
      `select coalesce((select max((e.recorded_at at time zone 'Asia/Shanghai')::date) from ledger.entry e where e.community_id = $1 and e.rule = 'P26'), b.opened_on) as "signedOn",
         b.opened_on as through from ledger.book b where b.community_id = $1`,
      [tx.communityId],
    );
    return required(book, 'the book of the compound');
  }

  /** Every one that was ever prepared, also those withdrawn, in the order of months. */
  async prepared(tx: Tx): Promise<ReconciliationView[]> {
    return (await tx.query<Row>(`${SELECT} order by r.month, r.id`, [tx.communityId])).map(viewOf);
  }

  /** The one of a month that waits for its signature or its close; null when there is none. */
  async pending(tx: Tx, month: AccountingPeriod): Promise<ReconciliationView | null> {
    const [row] = await tx.query<Row>(`${SELECT} and r.month = $2 and e.kind is null order by r.id desc limit 1`, [tx.communityId, month]);
    return row ? viewOf(row) : null;
  }

  async byId(tx: Tx, id: number): Promise<ReconciliationView | null> {
    const [row] = await tx.query<Row>(`${SELECT} and r.id = $2`, [tx.communityId, id]);
    return row ? viewOf(row) : null;
  }
}

function viewOf({ detail, ...row }: Row): ReconciliationView {
  return {
    ...readMoney<Head>(row, ['bankBalance', 'fundCash', 'documentClaims']),
    several: detail.several
      ? {
          accounts: detail.several.accounts.map(({ accountId, balance }) => ({ accountId, balance: Money.parse(balance) })),
          underWay: Money.parse(detail.several.underWay),
        }
      : null,
    funds: detail.funds.map(({ fund, cash, claims }) => ({ fund, cash: Money.parse(cash), claims: Money.parse(claims) })),
    claims: detail.claims.map((claim) => ({ ...claim, amount: Money.parse(claim.amount) })),
    outstanding: detail.outstanding.map((item) => ({ ...item, amount: Money.parse(item.amount) })),
    suspense: { ...detail.suspense, total: Money.parse(detail.suspense.total) },
  };
}
