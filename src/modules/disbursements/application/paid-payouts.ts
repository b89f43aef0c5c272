import { Injectable } from '@nestjs/common';
import { required, type BusinessDate, type Id, type Instant, type Money } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { Slot } from '../../contracts/index.js';
import type { Fund } from '../../ledger/index.js';
import { activeApprovals } from '../domain/decisions.js';
import { isPersonal, type DisbursementKind } from '../domain/payable.js';
import { storedPayload, type StoredPayload } from '../domain/payload.js';
import { publishedName } from '../domain/published-name.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { PartyNames } from './party-names.js';
import { purposeOf } from './payment-list-file.js';

/**
 * One payment of a payout by the bank, as everybody may see it: what was submitted and approved when the bank was told to pay, whatever became of
 * the payout afterwards. `attempt` counts the payments of the payout: 2 is the one after it came back. `returnedOn`: when this payment came back,
 * as far as the days that were asked for know it.
 */
export interface PaidPayout {
  readonly id: Id<'disbursement'>;
  readonly number: string;
  readonly attempt: number;
  readonly kind: DisbursementKind;
  readonly fund: Fund;
  readonly purpose: string;
  /** Null where it is, or may be, a person. */
  readonly payee: string | null;
  readonly payeeLast4: string;
  readonly amount: Money;
  readonly requestedAt: Instant;
  readonly approvals: readonly { readonly slot: Slot; readonly organisation: string; readonly at: Instant }[];
  readonly paidOn: BusinessDate;
  readonly bankLineId: number;
  readonly returnedOn: BusinessDate | null;
}

/** A payment that the bank gave back: `attempt` and `paidOn` say which. */
export interface ReturnedPayment extends Pick<PaidPayout, 'id' | 'number' | 'attempt' | 'kind' | 'fund' | 'amount' | 'paidOn' | 'bankLineId'> {
  readonly returnedOn: BusinessDate;
}

interface PaymentRow {
  readonly id: Id<'disbursement'>;
  readonly number: string;
  readonly attempt: number;
  readonly kind: DisbursementKind;
  readonly fund: Fund;
  readonly amount: Money;
  readonly paidOn: BusinessDate;
  readonly bankLineId: number;
  readonly returnedOn: BusinessDate | null;
  readonly payloadSha256: string;
  readonly payload: string;
  readonly requestedAt: Instant;
  /** As the register has the payee; null names where it has none: the firm's stands on its contract. */
  readonly isPerson: boolean;
  readonly registeredName: string | null;
}

const ATTEMPT = `(select count(*) from mingbai.disbursement_settlement e
  where e.community_id = $1 and e.disbursement_id = s.disbursement_id and e.id <= s.id)::int as attempt`;

/** Payments that the bank made and gave back, told by what was submitted last before each: ids of a book run in the order of its commands. */
@Injectable()
export class PaidPayouts {
  constructor(
    private readonly payouts: DisbursementRepository,
    private readonly names: PartyNames,
  ) {}

  /** What the bank paid from one day through another for each line of a budget, less what came back in these days: the same sum that a budget counts as used. */
  async byBudgetLine(tx: Tx, { from, to }: { from: BusinessDate; to: BusinessDate }): Promise<{ fund: Fund; code: string; amount: Money }[]> {
    const rows = await tx.query<Raw<{ fund: Fund; code: string; amount: Money }>>(
      'select fund, code, paid::numeric(18,2) as amount from mingbai.budget_paid($1, $2, $3)',
      [tx.communityId, from, to],
    );
    return rows.map((row) => readMoney<{ fund: Fund; code: string; amount: Money }>(row, ['amount']));
  }

  /** Every payment that the bank made from one day through another, in its order; what was returned by the last of these days is said. */
  async between(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<PaidPayout[]> {
    const rows = await tx.query<Raw<PaymentRow>>(
      `select d.id, d.number, ${ATTEMPT}, d.kind, d.fund, s.amount, s.booked_on as "paidOn", s.bank_line_id as "bankLineId", r.booked_on as "returnedOn",
         p.sha256 as "payloadSha256", p.text as payload, p.submitted_at as "requestedAt",
         coalesce(y.is_person, y.kind in ('COMMITTEE', 'OTHER'), false) as "isPerson", case when y.contract_id is null then y.name end as "registeredName"
       from mingbai.disbursement_settlement s join mingbai.disbursement d on d.community_id = $1 and d.id = s.disbursement_id
       left join mingbai.payee y on y.community_id = $1 and y.id = d.payee_id
       left join mingbai.disbursement_return r on r.community_id = $1 and r.settlement_id = s.id and r.booked_on <= $3
       cross join lateral (select sha256, text, submitted_at from mingbai.disbursement_payload p
         where p.community_id = $1 and p.disbursement_id = s.disbursement_id and p.id < s.id order by p.id desc limit 1) p
       where s.community_id = $1 and s.booked_on between $2 and $3 order by s.booked_on, s.entry_seq`,
      [tx.communityId, range.from, range.to],
    );
    const payments = rows.map((row) => readMoney<PaymentRow>(row, ['amount']));
    const decisions = await this.payouts.decisionsOf(tx, [...new Set(payments.map(({ id }) => id))]);
    const names = await this.names.of(
      tx,
      decisions.map(({ organisationId }) => ({ organisationId, personId: null })),
    );
    return payments.map(({ payload, payloadSha256, isPerson, registeredName, ...payment }) => {
      const own = decisions.filter(({ disbursementId }) => disbursementId === payment.id);
      const approvals = activeApprovals(own, payloadSha256).map(({ slot, organisationId, at }) => ({
        slot,
        organisation: names.organisation(organisationId),
        at,
      }));
      return {
        ...payment,
        ...submitted(required(storedPayload(payload), 'the payload of a paid payout'), { kind: payment.kind, isPerson, registeredName }),
        approvals,
      };
    });
  }

  /** Every payment that the bank gave back from one day through another, in its order. */
  async returnedBetween(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<ReturnedPayment[]> {
    const rows = await tx.query<Raw<ReturnedPayment>>(
      `select d.id, d.number, ${ATTEMPT}, d.kind, d.fund, r.amount, s.booked_on as "paidOn", r.bank_line_id as "bankLineId", r.booked_on as "returnedOn"
       from mingbai.disbursement_return r join mingbai.disbursement_settlement s on s.community_id = $1 and s.id = r.settlement_id
       join mingbai.disbursement d on d.community_id = $1 and d.id = r.disbursement_id
       where r.community_id = $1 and r.booked_on between $2 and $3 order by r.booked_on, r.entry_seq`,
      [tx.communityId, range.from, range.to],
    );
    return rows.map((row) => readMoney<ReturnedPayment>(row, ['amount']));
  }

  /** The kind of every payout that the bank ever paid. */
  async kinds(tx: Tx): Promise<ReadonlyMap<number, DisbursementKind>> {
    const rows = await tx.query<{ id: number; kind: DisbursementKind }>(
      `select id, kind from mingbai.disbursement d where community_id = $1
         and exists (select from mingbai.disbursement_settlement s where s.community_id = $1 and s.disbursement_id = d.id)`,
      [tx.communityId],
    );
    return new Map(rows.map(({ id, kind }) => [id, kind]));
  }

  /** The months' days on which the bank paid or gave back a payout, for whoever looks for it in statements. */
  async daysOf(tx: Tx, disbursementId: number): Promise<BusinessDate[]> {
    const rows = await tx.query<{ on: BusinessDate }>(
      `select booked_on as "on" from mingbai.disbursement_settlement where community_id = $1 and disbursement_id = $2
       union select booked_on from mingbai.disbursement_return where community_id = $1 and disbursement_id = $2 order by 1`,
      [tx.communityId, disbursementId],
    );
    return rows.map(({ on }) => on);
  }
}

/** What the payload said of the payment: its purpose, and to whom, where that is an organisation. */
function submitted(
  payload: StoredPayload,
  { kind, isPerson, registeredName }: Pick<PaymentRow, 'kind' | 'isPerson' | 'registeredName'>,
): Pick<PaidPayout, 'purpose' | 'payee' | 'payeeLast4'> {
  const { source, papers, payee } = payload;
  const columns = { kind, period: source.period ?? null, quarter: source.quarter ?? null, claimNumber: source.claimNumber ?? null };
  const personal = isPersonal(kind) || isPerson;
  const name = personal ? null : publishedName(registeredName ?? payee.accountName);
  return {
    purpose: purposeOf({ ...columns, claimWords: personal ? null : (papers?.words ?? null) }),
    payee: name,
    payeeLast4: name === null ? '' : payee.accountNo.slice(-4),
  };
}
