import type { BillView, SettlementView, UnitLedgerView } from '../application/fee-views.js';
import { ReceiptResponse } from './receipt-responses.js';

/** Amounts are yuan as text, "75.23". */
export class BillResponse {
  period!: string;
  amount!: string;
  paid!: string;
  state!: string;
  entry!: number;

  static from({ period, amount, paid, state, entrySeq: entry }: BillView): BillResponse {
    return Object.assign(new BillResponse(), { period, amount: amount.toString(), paid: paid.toString(), state, entry });
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

  static from(ledger: UnitLedgerView): UnitLedgerResponse {
    return Object.assign(new UnitLedgerResponse(), {
      unit: ledger.unitCode,
      open: ledger.open.toString(),
      prepaid: ledger.prepaid.toString(),
      bills: ledger.bills.map((bill) => BillResponse.from(bill)),
      receipts: ledger.receipts.map((receipt) => ReceiptResponse.from(receipt)),
      settlements: ledger.settlements.map((settlement) => SettlementResponse.from(settlement)),
    });
  }
}
