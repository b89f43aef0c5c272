import type { AccountRef, EntryDraft, RuleCode, TransferDraft } from '../../src/modules/ledger/index.js';

/** One event and what it writes into the books; docs/posting-rules.md is made of these. */
export interface PostingExample {
  readonly rule: RuleCode;
  /** The event as an accountant would tell it, in one sentence. */
  readonly event: string;
  /** What the product's own function makes of the document. */
  readonly draft: EntryDraft | null;
  /** What domain.md 4 says it must be, one text a transfer: `SVC 1101[unit 7] / 4001 75.23`. */
  readonly transfers: readonly string[];
}

/** A transfer as `FUND debit / credit amount`, with the holder of each account in brackets. */
export function shown({ fund, debit, credit, amount }: TransferDraft): string {
  return `${fund} ${account(debit)} / ${account(credit)} ${amount.toString()}`;
}

function account({ code, holder }: AccountRef): string {
  return holder ? `${code}[${holder.type.replaceAll('_', ' ')} ${holder.id}]` : code;
}
