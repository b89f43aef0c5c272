import type { Money } from '../../../kernel/index.js';

/** What the bank says about a payment before it books it. A status never settles a payout: only a line of the bank's statement does. */
export interface ReportedPayment {
  readonly endToEndId: string;
  readonly status: PaymentStatusCode;
  /** The bank's own words; empty where it gives none. */
  readonly reason: string;
  /** As the bank repeats it; null where it does not. */
  readonly amount: Money | null;
}

/** A payment status report (pain.002) about one message of ours; `forAll` where the bank speaks of the message as a whole. */
export interface PaymentStatusReport {
  readonly messageId: string;
  readonly forAll: { readonly status: PaymentStatusCode; readonly reason: string } | null;
  readonly payments: readonly ReportedPayment[];
}

/** Codes of ISO 20022 that may stand on a payment: taken, checked, being carried out, booked by the bank, waiting, refused. */
export const paymentStatusCodes = ['RCVD', 'ACTC', 'ACCP', 'ACWC', 'ACSP', 'ACSC', 'ACCC', 'PDNG', 'RJCT'] as const;
export type PaymentStatusCode = (typeof paymentStatusCodes)[number];
