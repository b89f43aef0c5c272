import type { AccountingPeriod, BusinessDate, Instant, Quarter } from '../../../kernel/index.js';
import type { Slot } from '../../../modules/contracts/index.js';
import type { DisbursementKind, DisbursementState, DisbursementView, GateResult, StepAction } from '../../../modules/disbursements/index.js';
import type { Fund } from '../../../modules/ledger/index.js';
import type { Messages } from '../../messages/index.js';
import type { ScoredPart } from '../score-bars.js';

/** What a payout is for, as its kind and source say it. */
export interface PayoutPurpose {
  readonly kind: DisbursementKind;
  readonly period: AccountingPeriod | null;
  readonly quarter: Quarter | null;
  /** The document that it is paid for, and its words; empty words where the money goes back to a person. */
  readonly document?: { readonly number: string; readonly words: string } | null;
}

/** A slot of the policy: who filled it, or that it is open; `mine` for the slot of the reader. */
export interface SlotFact {
  readonly slot: Slot;
  readonly mine: boolean;
  readonly approval: {
    readonly organisation: string;
    readonly person: string;
    readonly substitute: boolean;
    readonly suite: 'ed25519' | 'webauthn' | null;
    readonly at: Instant;
  } | null;
}

/** A payout as those who work on it see it. Amounts in yuan as text. */
export interface PayoutFacts {
  readonly number: string;
  readonly purpose: PayoutPurpose;
  readonly state: DisbursementState;
  readonly fund: Fund;
  readonly amount: string;
  readonly payee: { readonly name: string; readonly bankName: string; readonly last4: string };
  readonly contract: { readonly number: string; readonly versionNo: number };
  readonly submitter: { readonly organisation: string; readonly person: string; readonly at: Instant };
  /** `at` null: with the figures of now. */
  readonly gates: { readonly at: Instant | null; readonly results: readonly GateResult[] };
  readonly balance: { readonly available: string; readonly after: string } | null;
  readonly slots: readonly SlotFact[];
  /** How many of the slots are enough, the owner side among them; null: all. */
  readonly enough: number | null;
  readonly instructableFrom: Instant | null;
  readonly instructedAt: Instant | null;
  readonly paidOn: BusinessDate | null;
  /** What its document gives, in yuan; null for what the firm earns. */
  readonly claimGiven: string | null;
  readonly papers: { readonly invoiceNo: string | null; readonly documents: readonly string[]; readonly resolutionNo: string | null };
  /** The payee is a person. */
  readonly personal: boolean;
  /** Days on which the bank gave back what it had paid. */
  readonly returns: readonly BusinessDate[];
  readonly score: { readonly quarter: Quarter; readonly published: string; readonly components: readonly ScoredPart[] } | null;
  /** Every step, oldest first. */
  readonly history: readonly {
    readonly action: StepAction;
    readonly organisation: string;
    readonly person: string;
    readonly at: Instant;
    readonly reason: string | null;
  }[];
  readonly payloadSha256: string;
  /** The contract wants decisions signed. */
  readonly wantsSignature: boolean;
}

export function purposeText(m: Messages, { kind, period, quarter, document }: PayoutPurpose): string {
  const texts = m.workbench.purpose;
  if (kind === 'BASE') return texts.BASE(m.month(period ?? ''));
  if (kind === 'PERFORMANCE') return texts.PERFORMANCE(m.quarter(quarter ?? ''));
  return texts.document(m.payouts.kinds[kind], document?.words ?? '', document?.number ?? '');
}

export function payoutPurpose({ kind, period, quarter, claimNumber, claimWords }: DisbursementView): PayoutPurpose {
  return { kind, period, quarter, document: claimNumber === null ? null : { number: claimNumber, words: claimWords ?? '' } };
}
