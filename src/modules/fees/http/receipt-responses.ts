import { maskedName } from '../../communities/index.js';
import type { PaperRefundView } from '../application/paper-refunds.js';
import type { FeeRefundView, ReceiptSettlementView, ReceiptView } from '../application/receipt-views.js';

/** A receipt that is void keeps its number. */
export class ReceiptVoidResponse {
  /** BOUNCED: the bank took the money back; GIVEN_BACK: a payment channel did before it came to the bank; UNDONE: it was placed wrongly. */
  kind!: string;
  on!: string;
  /** Why, in words of the bookkeeper or the bank; null for whoever may not read reasons. */
  reason!: string | null;
}

/** Amounts are yuan as text, "75.23". */
export class ReceiptResponse {
  number!: string;
  unit!: string;
  amount!: string;
  /** What of it is kept as a prepayment. */
  prepaid!: string;
  /** What of it settled late fees. */
  lateFees!: string;
  origin!: string;
  receivedOn!: string;
  effectiveOn!: string;
  entry!: number;
  void!: ReceiptVoidResponse | null;

  static from(receipt: ReceiptView, { reasons }: { reasons: boolean }): ReceiptResponse {
    const { number, unitCode: unit, amount, excess, lateFees, origin, receivedOn, effectiveOn, entrySeq: entry } = receipt;
    return Object.assign(new ReceiptResponse(), {
      number,
      unit,
      amount: amount.toString(),
      prepaid: excess.toString(),
      lateFees: lateFees.toString(),
      origin,
      receivedOn,
      effectiveOn,
      entry,
      void:
        receipt.void &&
        Object.assign(new ReceiptVoidResponse(), { kind: receipt.void.kind, on: receipt.void.on, reason: reasons ? receipt.void.reason : null }),
    });
  }
}

/** What a receipt settled; `takenOffOn`: when that was taken off the bill again. */
export class ReceiptSettlementResponse {
  /** BILL or LATE_FEE. */
  kind!: string;
  period!: string;
  item!: string;
  amount!: string;
  takenOffOn!: string | null;

  static from({ kind, period, item, amount, takenOffOn }: ReceiptSettlementView): ReceiptSettlementResponse {
    return Object.assign(new ReceiptSettlementResponse(), { kind, period, item, amount: amount.toString(), takenOffOn });
  }
}

export class ReceiptDetailResponse {
  receipt!: ReceiptResponse;
  settlements!: ReceiptSettlementResponse[];

  static from(receipt: ReceiptView, settlements: readonly ReceiptSettlementView[], who: { reasons: boolean }): ReceiptDetailResponse {
    return Object.assign(new ReceiptDetailResponse(), {
      receipt: ReceiptResponse.from(receipt, who),
      settlements: settlements.map((settlement) => ReceiptSettlementResponse.from(settlement)),
    });
  }
}

/** The payer's name and account are for whoever decides the payout; they are not here. */
export class FeeRefundResponse {
  id!: number;
  unit!: string;
  amount!: string;
  /** Null where it goes to the account of a paper. */
  receipt!: string | null;
  /** Why, and by which paper; null for whoever may not read reasons. */
  reason!: string | null;
  document!: string | null;
  askedOn!: string;
  cancelledOn!: string | null;
  entry!: number;

  static from(refund: FeeRefundView, { reasons }: { reasons: boolean }): FeeRefundResponse {
    const { id, unitCode: unit, amount, receiptNumber: receipt, askedOn, cancelledOn, entrySeq: entry } = refund;
    const why = reasons ? { reason: refund.reason, document: refund.document } : { reason: null, document: null };
    return Object.assign(new FeeRefundResponse(), { id, unit, amount: amount.toString(), receipt, ...why, askedOn, cancelledOn, entry });
  }
}

/** A refund that goes to the account of a paper. */
export class PaperRefundResponse {
  id!: number;
  unit!: string;
  amount!: string;
  reason!: string;
  /** Whole for those who ask and decide, else its last four. */
  accountNo!: string;
  accountName!: string;
  documentSha256!: string;
  askedOn!: string;
  /** ASKED, CONFIRMED (it is among the refunds then) or REFUSED. */
  state!: string;
  decisionReason!: string | null;

  static from(view: PaperRefundView, { whole }: { whole: boolean }): PaperRefundResponse {
    const { id, unitCode: unit, amount, reason, documentSha256, askedOn, state, decisionReason } = view;
    const account = whole
      ? { accountNo: view.accountNo, accountName: view.accountName }
      : { accountNo: view.accountNo.slice(-4), accountName: maskedName(view.accountName) };
    return Object.assign(new PaperRefundResponse(), {
      id,
      unit,
      amount: amount.toString(),
      reason,
      ...account,
      documentSha256,
      askedOn,
      state,
      decisionReason,
    });
  }
}
