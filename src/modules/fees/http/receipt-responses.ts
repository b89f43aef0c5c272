import type { FeeRefundView, ReceiptSettlementView, ReceiptView } from '../application/receipt-views.js';

/** A receipt that is void keeps its number. */
export class ReceiptVoidResponse {
  /** BOUNCED: the bank took the money back; GIVEN_BACK: a payment channel did before it came to the bank; UNDONE: it was placed wrongly. */
  kind!: string;
  on!: string;
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

  static from(receipt: ReceiptView): ReceiptResponse {
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
      void: receipt.void && Object.assign(new ReceiptVoidResponse(), { kind: receipt.void.kind, on: receipt.void.on, reason: receipt.void.reason }),
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

  static from(receipt: ReceiptView, settlements: readonly ReceiptSettlementView[]): ReceiptDetailResponse {
    return Object.assign(new ReceiptDetailResponse(), {
      receipt: ReceiptResponse.from(receipt),
      settlements: settlements.map((settlement) => ReceiptSettlementResponse.from(settlement)),
    });
  }
}

/** The payer's name and account are for whoever decides the payout; they are not here. */
export class FeeRefundResponse {
  id!: number;
  unit!: string;
  amount!: string;
  receipt!: string;
  reason!: string;
  document!: string;
  askedOn!: string;
  cancelledOn!: string | null;
  entry!: number;

  static from({
    id,
    unitCode: unit,
    amount,
    receiptNumber: receipt,
    reason,
    document,
    askedOn,
    cancelledOn,
    entrySeq: entry,
  }: FeeRefundView): FeeRefundResponse {
    return Object.assign(new FeeRefundResponse(), { id, unit, amount: amount.toString(), receipt, reason, document, askedOn, cancelledOn, entry });
  }
}
