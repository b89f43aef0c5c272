import { Injectable } from '@nestjs/common';
import { Money, type BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { AccountRef, Fund } from '../../ledger/index.js';
import { linesOfRefunds, type AdvanceMove } from '../domain/advance-origin.js';
import { sourceOf, type ClaimKind } from '../domain/claim.js';
import { ClaimQueries } from './claim-queries.js';
import type { ClaimView } from './claim-views.js';

export type PayableKind = Exclude<ClaimKind, 'FLOAT_USE'> | 'REFUND';

/**
 * Something that may be paid: an approved claim, or what is owed back to a lessee. `amount` is what it gives in all, unless it was taken back (`isTakenBack`); what payouts have asked of it is
 * theirs to know. `label` is published for a claim; that of a refund names no person. A claim names its payee of the register; a refund goes to the
 * one account that all money of `bankLineIds` came from, that of a deposit from before the books to the payee whom the three parties signed for, and that of an advance of
 * which no line names the account to the payee that was named with it.
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
  readonly isTakenBack: boolean;
}

type RefundRow = {
  readonly id: number;
  readonly fund: Fund;
  readonly amount: string;
  readonly words: string;
  readonly on: BusinessDate;
  readonly leaseId: number | null;
  readonly payeeId: number | null;
  readonly bankLineIds: readonly number[];
  readonly documentSha256s: readonly string[];
};

/** Deposits that are owed back, with the line that brought them, and advances of leases: all, or the one with the id $2. */
const REFUNDS = `
  select r.id, 'TRN' as fund, r.amount, r.reason as words, r.released_on as "on", null::bigint as "leaseId", d.payee_id as "payeeId",
    case when d.bank_line_id is null then '[]' else jsonb_build_array(d.bank_line_id) end as "bankLineIds",
    case when r.document_sha256 is null then '{}'::text[] else array[r.document_sha256] end as "documentSha256s"
  from mingbai.deposit_release r join mingbai.other_receipt d on d.community_id = $1 and d.id = r.deposit_id
  where r.community_id = $1 and r.kind = 'BACK' and ($2::bigint is null or r.id = $2)
  union all
  select r.id, 'COM', r.amount, r.reason, r.refunded_on, r.lease_id, r.payee_id, '[]', '{}'::text[] from mingbai.lease_refund r
  where r.community_id = $1 and ($2::bigint is null or r.id = $2)`;

/** What happened to the advance of lease $2, or of every lease that was owed something back, in the order of recording. An opening balance came by no line (0), so it names no account. */
const MOVES = `
  select m."leaseId", m.kind, m."lineId", m."chargeId", m."refundId", m.amount from (
    select id, lease_id as "leaseId", 'ADVANCED' as kind, bank_line_id as "lineId", null::bigint as "chargeId", null::bigint as "refundId", excess as amount
      from mingbai.lease_receipt s where community_id = $1 and excess > 0 and not exists (select from mingbai.lease_receipt u where u.community_id = $1 and u.undoes = s.id)
    union all select 0, lease_id, 'ADVANCED', 0, null, null, amount from mingbai.opening_advance where community_id = $1
    union all select a.id, a.lease_id, case when r.id is null then 'USED' else 'PAID' end, r.bank_line_id, a.charge_id, null, a.amount
      from mingbai.lease_allocation a left join mingbai.lease_receipt r on r.community_id = $1 and r.id = a.receipt_id where a.community_id = $1
        and (r.id is null or r.undoes is null and not exists (select from mingbai.lease_receipt u where u.community_id = $1 and u.undoes = r.id))
    union all select id, lease_id, 'BACK', null, charge_id, null, to_advance from mingbai.lease_adjustment where community_id = $1 and to_advance > 0
    union all select id, lease_id, 'REFUNDED', null, null, id, amount from mingbai.lease_refund where community_id = $1) m
  where case when $2::bigint is null then exists (select from mingbai.lease_refund f where f.community_id = $1 and f.lease_id = m."leaseId") else m."leaseId" = $2 end order by m."leaseId", m.id`;

/** What of common income may be paid out: payouts read it, and it never reads payouts. */
@Injectable()
export class PayableClaims {
  constructor(private readonly claims: ClaimQueries) {}

  /** Everything that may be paid, oldest first, with what was taken back since: payouts that asked for it stay readable; or the one with the id `only` alone. */
  async open(tx: Tx, only: number | null = null): Promise<PayableClaim[]> {
    const approved = await this.claims.all(tx, { states: ['APPROVED', 'TAKEN_BACK'], only });
    const refunds = only !== null && approved.length > 0 ? [] : await tx.query<RefundRow>(`${REFUNDS} order by id`, [tx.communityId, only]);
    const lines = refunds.some(({ leaseId }) => leaseId !== null)
      ? await this.linesOfRefunds(tx, only === null ? null : (refunds[0]?.leaseId ?? null))
      : new Map<number, readonly number[]>();
    return [
      ...approved.toReversed().flatMap(payableOf),
      ...refunds.map((row) => refundOf(row.leaseId === null ? row : { ...row, bankLineIds: lines.get(row.id) ?? [] })),
    ];
  }

  /** The claim that people cite by a number, or null. */
  async idOf(tx: Tx, number: string): Promise<number | null> {
    const [claim] = await tx.query<{ id: number }>('select id from mingbai.claim where community_id = $1 and number = $2', [tx.communityId, number]);
    return claim?.id ?? null;
  }

  /** Where the money of a refund that is not recorded yet came from: how much on lines that name their payer, and whether the rest came from nowhere that is known. */
  async originOfAdvance(tx: Tx, leaseId: number, amount: Money): Promise<{ named: boolean; unnamed: boolean }> {
    const rows = await tx.query<Raw<AdvanceMove & { leaseId: number }>>(MOVES, [tx.communityId, leaseId]);
    const moves = rows.map((row) => readMoney<AdvanceMove & { leaseId: number }>(row, ['amount']));
    const asked = { kind: 'REFUNDED' as const, lineId: null, chargeId: null, refundId: -1, amount };
    const lines = linesOfRefunds([...moves, asked]).get(-1) ?? [];
    const known = await tx.query<{ id: number; named: boolean }>(
      `select id, mingbai.names_its_payer($1, id) as named from mingbai.bank_line where community_id = $1 and id = any ($2::bigint[])`,
      [tx.communityId, lines],
    );
    return { named: known.some(({ named }) => named), unnamed: lines.includes(0) || known.some(({ named }) => !named) };
  }

  private async linesOfRefunds(tx: Tx, leaseId: number | null): Promise<Map<number, readonly number[]>> {
    const moves = (await tx.query<Raw<AdvanceMove & { leaseId: number }>>(MOVES, [tx.communityId, leaseId])).map((row) =>
      readMoney<AdvanceMove & { leaseId: number }>(row, ['amount']),
    );
    const leases = new Set(moves.map(({ leaseId }) => leaseId));
    return new Map([...leases].flatMap((id) => [...linesOfRefunds(moves.filter(({ leaseId }) => leaseId === id))]));
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
      isTakenBack: claim.state === 'TAKEN_BACK',
    },
  ];
}

function refundOf({ id, fund, amount, words, on, payeeId, bankLineIds, documentSha256s }: RefundRow): PayableClaim {
  return {
    kind: 'REFUND',
    id,
    label: `TK${id}`,
    words,
    fund,
    source: { code: '2302', holder: { type: 'payer', id } },
    amount: Money.parse(amount),
    payeeId,
    bankLineIds,
    documentSha256s,
    invoiceNo: null,
    resolutionNo: null,
    on,
    isTakenBack: false,
  };
}
