import type { BillRunView, BillView, SettlementView, UnitLedgerView } from '../application/fee-views.js';
import { ReceiptResponse } from './receipt-responses.js';

/** Amounts are yuan as text, "75.23". */
export class BillResponse {
  period!: string;
  /** Code of the fee item, PM for the property fee. */
  item!: string;
  amount!: string;
  paid!: string;
  dueOn!: string;
  state!: string;
  entry!: number;

  static from({ period, item, amount, paid, dueOn, state, entrySeq: entry }: BillView): BillResponse {
    return Object.assign(new BillResponse(), { period, item, amount: amount.toString(), paid: paid.toString(), dueOn, state, entry });
  }
}

/** A supplementary run that stands; `supplement` is the number by which it is undone. */
export class SupplementResponse {
  supplement!: number;
  period!: string;
  bills!: number;
  total!: string;
  ranAt!: string;

  static from({ id: supplement, period, bills, total, ranAt }: BillRunView): SupplementResponse {
    return Object.assign(new SupplementResponse(), { supplement, period, bills, total: total.toString(), ranAt });
  }
}

/** What of a month's bill was settled on a day; without a receipt by a prepayment. */
export class SettlementResponse {
  period!: string;
  amount!: string;
  effectiveOn!: string;
  receipt!: string | null;

  static from({ period, amount, effectiveOn, receiptNumber: receipt }: SettlementView): SettlementResponse {
    return Object.assign(new SettlementResponse(), { period, amount: amount.toString(), effectiveOn, receipt });
  }
}

export class UnitLedgerResponse {
  unit!: string;
  open!: string;
  prepaid!: string;
  bills!: BillResponse[];
  receipts!: ReceiptResponse[];
  settlements!: SettlementResponse[];

  static from(ledger: UnitLedgerView, who: { reasons: boolean }): UnitLedgerResponse {
    return Object.assign(new UnitLedgerResponse(), {
      unit: ledger.unitCode,
      open: ledger.open.toString(),
      prepaid: ledger.prepaid.toString(),
      bills: ledger.bills.map((bill) => BillResponse.from(bill)),
      receipts: ledger.receipts.map((receipt) => ReceiptResponse.from(receipt, who)),
      settlements: ledger.settlements.map((settlement) => SettlementResponse.from(settlement)),
    });
  }
}
