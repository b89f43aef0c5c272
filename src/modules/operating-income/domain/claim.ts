import { DomainError, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import type { AccountRef, ChartCode, Fund } from '../../ledger/index.js';

export type ClaimId = Id<'claim'>;

/**
 * What is paid out of common income besides the firm's earnings: COST of earning it (P10), TAX (P11), SPENDING by resolution (P30), MAINTENANCE
 * fund (P23), a FLOAT for the firm (P25) and what was paid out of it, FLOAT_USE (P25u). PASS_ON is no use of common income: what was collected for
 * others goes on to them (P31b).
 */
export const claimKinds = ['COST', 'TAX', 'SPENDING', 'MAINTENANCE', 'FLOAT', 'FLOAT_USE', 'PASS_ON'] as const;
export type ClaimKind = (typeof claimKinds)[number];

/** TAKEN_BACK: what was to be passed on is held for its payee again. */
export const claimStates = ['ASKED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'TAKEN_BACK'] as const;
export type ClaimState = (typeof claimStates)[number];

/** What spending by resolution may be for: audit, the committee's cost, anything else that was resolved. */
export const spendingCodes = ['5401', '5402', '5901'] as const satisfies readonly ChartCode[];
export type SpendingCode = (typeof spendingCodes)[number];
export type CostCode = '5101' | '5201' | '5501' | '2502' | SpendingCode;

/** For whom money may be collected: never for a party of the account, whose money scores, resolutions and taxes rule. */
export const collectedFor = ['VENDOR', 'OTHER'] as const;

/** Kinds of payee to whom a claim of a kind is paid. */
export const payeeKindsOf = {
  COST: ['VENDOR', 'COMMITTEE', 'OTHER', 'FIRM'],
  TAX: ['TAX_OFFICE'],
  SPENDING: ['VENDOR', 'COMMITTEE', 'OTHER'],
  MAINTENANCE: ['CUSTODIAN'],
  FLOAT: ['FIRM'],
  FLOAT_USE: ['FIRM'],
  PASS_ON: collectedFor,
} as const satisfies Readonly<Record<ClaimKind, readonly string[]>>;

/** The account of the books from which an approved claim is paid (P13); null where nothing is left to pay. */
export function sourceOf(claim: Pick<ClaimEntry, 'id' | 'kind' | 'payeeId' | 'firmId'>): AccountRef | null {
  switch (claim.kind) {
    case 'COST':
    case 'SPENDING':
      return { code: '2104', holder: { type: 'payee', id: claim.payeeId } };
    case 'TAX':
      return { code: '2201' };
    case 'MAINTENANCE':
      return { code: '2401' };
    case 'FLOAT':
      return claim.firmId === null ? null : { code: '1201', holder: { type: 'firm', id: claim.firmId } };
    case 'PASS_ON':
      return { code: '2302', holder: { type: 'payer', id: claim.id } };
    case 'FLOAT_USE':
      return null;
  }
}

/** Figures that an amount was computed from, yuan as text, and words. */
export type ClaimFigures = Readonly<Record<string, string>>;

/** A claim as its entry needs it. */
export interface ClaimEntry {
  readonly id: ClaimId;
  readonly number: string;
  readonly kind: ClaimKind;
  readonly fund: Fund;
  readonly costCode: CostCode | null;
  readonly payeeId: number;
  readonly firmId: number | null;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
}

const DESCRIPTION_MAX = 120;
const INVOICE = /^[0-9A-Za-z-]{4,40}$/;
const PERIOD = /^[12]\d{3}(-(0[1-9]|1[0-2]|Q[1-4]))?$/;
const EVIDENCE_MAX = 10;

/** What a person writes on a claim. */
export interface ClaimWords {
  readonly description: string;
  readonly period: string;
  readonly amount: Money;
  readonly invoiceNo: string | null;
  readonly evidence: readonly string[];
}

/** A claim says in plain words what it is for, when, how much, and shows its papers. @throws CLAIM_FIELD_INVALID CLAIM_EVIDENCE_MISSING */
export function readClaimWords<T extends ClaimWords>(claim: T): T {
  const description = claim.description.trim();
  const refuse = (field: string, value: string): never => {
    throw new DomainError('CLAIM_FIELD_INVALID', { field, value: value.slice(0, 40) });
  };
  if (description === '' || description.length > DESCRIPTION_MAX || /\p{C}|\p{Zl}|\p{Zp}/u.test(description)) refuse('description', description);
  if (!PERIOD.test(claim.period)) refuse('period', claim.period);
  if (!claim.amount.isPositive) refuse('amount', claim.amount.toString());
  if (claim.invoiceNo !== null && !INVOICE.test(claim.invoiceNo)) refuse('invoiceNo', claim.invoiceNo);
  const evidence = [...new Set(claim.evidence)];
  if (evidence.length === 0) throw new DomainError('CLAIM_EVIDENCE_MISSING');
  if (evidence.length > EVIDENCE_MAX) refuse('evidence', String(evidence.length));
  return { ...claim, description, evidence };
}

/** Who asks does not decide, and neither does their organisation; a claim is decided once. @throws CLAIM_DECIDED CLAIM_OWN */
export function assertDecidable(
  claim: { readonly number: string; readonly state: ClaimState; readonly askedBy: number; readonly askedFor: number },
  by: { readonly personId: number; readonly organisationId: number },
): void {
  const { number, state } = claim;
  if (state !== 'ASKED') throw new DomainError('CLAIM_DECIDED', { number, state });
  if (claim.askedBy === by.personId || claim.askedFor === by.organisationId) throw new DomainError('CLAIM_OWN', { number });
}

/** "FY2024-0001", as people cite a claim. */
export function claimNumber(year: number, serial: number): string {
  return `FY${year}-${String(serial).padStart(4, '0')}`;
}
