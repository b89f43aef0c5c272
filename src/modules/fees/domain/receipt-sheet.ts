import { Money, moneyInWords, type BusinessDate } from '../../../kernel/index.js';
import type { ReceiptOrigin, ReceiptVoid } from './receipt.js';
import { receiptWords } from './receipt-words.js';

/** Everything that stands on a printed receipt; names are masked by whoever asks for it. */
export interface ReceiptFacts {
  readonly number: string;
  readonly community: string;
  readonly unit: string;
  /** What the owner writes in the remark of the next payment. */
  readonly reference: string;
  readonly payer: string;
  readonly receivedOn: BusinessDate;
  readonly origin: ReceiptOrigin;
  readonly amount: Money;
  readonly excess: Money;
  readonly settlements: readonly {
    readonly kind: 'BILL' | 'LATE_FEE';
    readonly period: string;
    readonly item: string;
    readonly amount: Money;
    readonly takenOffOn: BusinessDate | null;
  }[];
  readonly void: { readonly kind: ReceiptVoid; readonly on: BusinessDate } | null;
}

/** A text and a table: what `renderPdf` prints. */
export interface SheetContent {
  readonly title: string;
  readonly footer: string;
  readonly stamp?: string;
  readonly content: readonly ({ text: string; size?: number; bold?: boolean; align?: 'center' | 'right'; gapAfter?: number } | SheetTable)[];
}

interface SheetTable {
  readonly widths: readonly ('auto' | '*')[];
  readonly rows: readonly (readonly { text: string; bold?: boolean; align?: 'right' }[])[];
  readonly gapAfter: number;
}

/** A receipt as it is printed: number, unit, payer, amount in figures and words, what it settles, and that it is no invoice; stamped when it is void. */
export function receiptSheet(facts: ReceiptFacts, language: 'zh-CN' | 'en'): SheetContent {
  const words = receiptWords[language];
  const head = (text: string, align?: 'right') => ({ text, bold: true, ...(align && { align }) });
  const money = (amount: Money) => ({ text: amount.toString(), align: 'right' as const });
  const settled = facts.settlements.map(({ kind, period, item, amount, takenOffOn }) => {
    const what = kind === 'LATE_FEE' ? `${words.bill(item)} · ${words.lateFee}` : words.bill(item);
    return [{ text: `${what}${takenOffOn && !facts.void ? words.takenOff(takenOffOn) : ''}` }, { text: period }, money(amount)];
  });
  const advance = facts.excess.isZero ? [] : [[{ text: words.prepaid }, { text: '' }, money(facts.excess)]];
  const fact = (label: string, text: string) => [{ text: label, bold: true }, { text }];
  const rows = [
    [
      { text: words.number, bold: true },
      { text: facts.number, bold: true },
    ],
    fact(words.unit, facts.unit),
    fact(words.reference, facts.reference),
    fact(words.payer, facts.payer),
    fact(words.receivedOn, facts.receivedOn),
    fact(words.way, words.origin[facts.origin]),
    fact(words.payee, words.account(facts.community)),
    fact(words.amount, facts.amount.toString()),
    fact(words.inWords, moneyInWords(facts.amount)),
  ];
  return {
    title: `${words.title} ${facts.number}`,
    footer: words.noInvoice,
    ...(facts.void && { stamp: words.void }),
    content: [
      { text: facts.community, size: 12, align: 'center' },
      { text: words.title, size: 24, bold: true, align: 'center', gapAfter: 12 },
      ...(facts.void ? [{ text: words.voidLine[facts.void.kind](facts.void.on), bold: true, gapAfter: 12 }] : []),
      { widths: ['auto', '*'], rows, gapAfter: 18 },
      { text: words.settles, size: 14, bold: true, gapAfter: 6 },
      { widths: ['*', 'auto', 'auto'], rows: [[head(words.what), head(words.month), head(words.amount, 'right')], ...settled, ...advance], gapAfter: 18 },
      { text: words.noInvoice },
    ],
  };
}
