import { Injectable } from '@nestjs/common';
import { Money, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { AccountRef, Fund } from '../../ledger/index.js';
import { sourceOf, type ClaimKind } from '../domain/claim.js';
import { ClaimQueries } from './claim-queries.js';
import type { ClaimView } from './claim-views.js';

export type PayableKind = Exclude<ClaimKind, 'FLOAT_USE'> | 'REFUND';

/**
 * Something that may be paid: an approved claim, or what is owed back to a lessee. `amount` is what it gives in all; what payouts have asked of it is
 * theirs to know. `label` is published for a claim; that of a refund names no person. A claim names its payee of the register; a refund goes to the
 * account that the money of `bankLineIds` came from.
 */
export interface PayableClaim {
  readonly kind: PayableKind;
  readonly id: number;
  readonly label: string;
  readonly words: string;
  readonly fund: Fund;
  readonly source: AccountRef;
  readonly amount: Money;
  readonly payeeId: number | null;
  readonly bankLineIds: readonly number[];
  readonly documentSha256s: readonly string[];
  readonly invoiceNo: string | null;
  readonly resolutionNo: string | null;
  readonly on: BusinessDate;
}

type RefundRow = {
  readonly id: number;
  readonly fund: Fund;
  readonly amount: string;
  readonly words: string;
  readonly on: BusinessDate;
  readonly bankLineIds: readonly number[];
  readonly documentSha256s: readonly string[];
};

/** Deposits that are owed back, and advances; the latest bank lines first, as many as hold the money. */
const REFUNDS = `
  select r.id, 'TRN' as fund, r.amount, r.reason as words, r.released_on as "on", jsonb_build_array(d.bank_line_id) as "bankLineIds",
    case when r.document_sha256 is null then '{}'::text[] else array[r.document_sha256] end as "documentSha256s"
  from mingbai.deposit_release r join mingbai.other_receipt d on d.community_id = $1 and d.id = r.deposit_id where r.community_id = $1 and r.kind = 'BACK'
  union all
  select r.id, 'COM', r.amount, r.reason, r.refunded_on,
    (select coalesce(jsonb_agg(x.bank_line_id order by x.received_on desc, x.id desc), '[]') from mingbai.lease_receipt x where x.community_id = $1 and x.lease_id = r.lease_id), '{}'::text[]
  from mingbai.lease_refund r where r.community_id = $1`;

/** What of common income may be paid out: payouts read it, and it never reads payouts. */
@Injectable()
export class PayableClaims {
  constructor(private readonly claims: ClaimQueries) {}

  /** Everything that may be paid, oldest first. */
  async open(tx: Tx): Promise<PayableClaim[]> {
    const approved = await this.claims.all(tx, { states: ['APPROVED'] });
    const refunds = await tx.query<RefundRow>(`${REFUNDS} order by id`, [tx.communityId]);
    return [...approved.toReversed().flatMap(payableOf), ...refunds.map(refundOf)];
  }

  /** The one with this id, or null. */
  async byId(tx: Tx, id: number): Promise<PayableClaim | null> {
    return (await this.open(tx)).find((payable) => payable.id === id) ?? null;
  }
}

function payableOf(claim: ClaimView): PayableClaim[] {
  const source = sourceOf(claim);
  if (source === null || claim.kind === 'FLOAT_USE') return [];
  const { kind, id, number, description, fund, amount, payeeId, invoiceNo, resolutionNumber, papers, decidedOn, askedOn } = claim;
  return [
    {
      kind,
      id,
      label: number,
      words: description,
      fund,
      source,
      amount,
      payeeId,
      bankLineIds: [],
      documentSha256s: papers.map(({ sha256 }) => sha256),
      invoiceNo,
      resolutionNo: resolutionNumber,
      on: decidedOn ?? askedOn,
    },
  ];
}

function refundOf({ id, fund, amount, words, on, bankLineIds, documentSha256s }: RefundRow): PayableClaim {
  return {
    kind: 'REFUND',
    id,
    label: `TK${id}`,
    words,
    fund,
    source: { code: '2302', holder: { type: 'payer', id } },
    amount: Money.parse(amount),
    payeeId: null,
    bankLineIds,
    documentSha256s,
    invoiceNo: null,
    resolutionNo: null,
    on,
  };
}
