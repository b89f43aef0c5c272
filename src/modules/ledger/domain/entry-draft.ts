import type { BusinessDate, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import type { ChartCode, Fund, HolderType, RuleCode } from './chart.js';

/** An account by what it is: a code of the chart and whose it is. Made when it is first posted to. */
export interface AccountRef {
  readonly code: ChartCode;
  readonly holder?: { readonly type: HolderType; readonly id: number };
}

/** One debit account, one credit account, one amount, one fund: an unbalanced entry cannot be written down. */
export interface TransferDraft {
  readonly fund: Fund;
  readonly debit: AccountRef;
  readonly credit: AccountRef;
  readonly amount: Money;
}

/**
 * A business event on its way into the books. The books take (source, rule, occurrence) once; `description` is published, so it
 * holds no personal data.
 */
export interface EntryDraft {
  readonly rule: RuleCode;
  readonly effectiveOn: BusinessDate;
  readonly source: { readonly type: string; readonly id: number };
  /** Counts repetitions of one event, e.g. a payout held again; 1 when left out. */
  readonly occurrence?: number;
  readonly description: string;
  readonly transfers: readonly TransferDraft[];
}

/** Who posts, and when the books learn it. */
export interface Posting {
  readonly by: PersonId | null;
  readonly at: Instant;
}

/** Who agrees to something that needs two organisations, and when. */
export interface Party {
  readonly by: PersonId;
  readonly for: OrganisationId;
  readonly at: Instant;
}

export interface PostedEntry {
  readonly seq: number;
  readonly voucherYear: number;
  readonly voucherNo: number;
}

/** A transfer of a positive amount; nothing for zero, which domain.md 4 leaves out. */
export function transfer(fund: Fund, amount: Money, debit: AccountRef, credit: AccountRef): TransferDraft[] {
  return amount.isZero ? [] : [{ fund, debit, credit, amount }];
}

/** "2026-0007", as people cite a voucher. */
export function voucherLabel(entry: { voucherYear: number; voucherNo: number }): string {
  return `${entry.voucherYear}-${String(entry.voucherNo).padStart(4, '0')}`;
}
