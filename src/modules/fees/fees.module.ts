import { Global, Module } from '@nestjs/common';
import { AskUnitCorrection } from './application/ask-unit-correction.js';
import { ArrearsQueries } from './application/arrears-queries.js';
import { BillMissing } from './application/bill-missing.js';
import { BillPlanner } from './application/bill-planner.js';
import { ChannelReceipts } from './application/channel-receipts.js';
import { ChannelRefunds } from './application/channel-refunds.js';
import { BillWriter } from './application/bill-writer.js';
import { BounceUndo } from './application/bounce-undo.js';
import { EndFeeItem, GiveFeeRate } from './application/change-fee-item.js';
import { DecideDiscountEnd } from './application/decide-discount-end.js';
import { DecideDiscount } from './application/decide-discount.js';
import { EndDiscount } from './application/end-discount.js';
import { DecideUnitCorrection } from './application/decide-unit-correction.js';
import { DecideWaiver } from './application/decide-waiver.js';
import { FeeItemQueries } from './application/fee-item-queries.js';
import { FeeQueries } from './application/fee-queries.js';
import { FeeReceipts } from './application/fee-receipts.js';
import { ImportMeters, ImportReadings } from './application/import-meters.js';
import { LateFeePlanner } from './application/late-fee-planner.js';
import { LateFeeQueries } from './application/late-fee-queries.js';
import { FeeRefunds } from './application/fee-refund-queries.js';
import { CancelFeeRefund, RequestFeeRefund } from './application/fee-refunds.js';
import { MoneyTakenByFirm } from './application/money-taken-by-firm.js';
import { OpeningFees } from './application/opening-fees.js';
import { Prepayments } from './application/prepayments.js';
import { AskPaperRefund, DecidePaperRefund, PaperMoney, PaperRefundQueries } from './application/paper-refunds.js';
import { ReallocateReceipt } from './application/reallocate-receipt.js';
import { ReceiptPapers } from './application/receipt-papers.js';
import { ReceiptQueries } from './application/receipt-queries.js';
import { ReceiptVoids } from './application/receipt-voids.js';
import { ReceiptWriter } from './application/receipt-writer.js';
import { RecordDiscount } from './application/record-discount.js';
import { RecordFeeItem } from './application/record-fee-item.js';
import { RecordReminders } from './application/record-reminders.js';
import { RefundSources } from './application/refund-sources.js';
import { RequestWaiver } from './application/request-waiver.js';
import { ReverseEntry } from './application/reverse-entry.js';
import { RunBills } from './application/run-bills.js';
import { RunLateFees } from './application/run-late-fees.js';
import { SetUnitTerm } from './application/set-unit-term.js';
import { UndoBillRun } from './application/undo-bill-run.js';
import { UndoWaiver } from './application/undo-waiver.js';
import { UnitCorrectionRequests } from './application/unit-correction-requests.js';
import { WaiverQueries } from './application/waiver-queries.js';
import { ArrearsController } from './http/arrears.controller.js';
import { FeeItemsController } from './http/fee-items.controller.js';
import { FeesController } from './http/fees.controller.js';
import { PaperRefundsController } from './http/paper-refunds.controller.js';
import { ReceiptsController } from './http/receipts.controller.js';
import { UnitCorrectionsController } from './http/unit-corrections.controller.js';

const provided = [
  FeeQueries,
  FeeItemQueries,
  LateFeeQueries,
  ChannelReceipts,
  FeeReceipts,
  FeeRefunds,
  RequestFeeRefund,
  CancelFeeRefund,
  AskPaperRefund,
  DecidePaperRefund,
  PaperRefundQueries,
  MoneyTakenByFirm,
  OpeningFees,
  Prepayments,
  ReallocateReceipt,
  ReceiptPapers,
  ReceiptQueries,
  ReverseEntry,
  RunBills,
  ArrearsQueries,
  DecideDiscount,
  DecideDiscountEnd,
  DecideWaiver,
  EndDiscount,
  EndFeeItem,
  GiveFeeRate,
  ImportMeters,
  ImportReadings,
  RecordDiscount,
  RecordFeeItem,
  RecordReminders,
  RequestWaiver,
  RunLateFees,
  SetUnitTerm,
  BillMissing,
  UndoBillRun,
  UndoWaiver,
  AskUnitCorrection,
  DecideUnitCorrection,
  UnitCorrectionRequests,
  WaiverQueries,
];

/** Property fees: bills, numbered receipts, what settled what, and what of it goes back. */
@Global()
@Module({
  controllers: [FeesController, FeeItemsController, ArrearsController, ReceiptsController, PaperRefundsController, UnitCorrectionsController],
  providers: [...provided, BillPlanner, BillWriter, BounceUndo, ChannelRefunds, LateFeePlanner, PaperMoney, ReceiptVoids, ReceiptWriter, RefundSources],
  exports: provided,
})
export class FeesModule {}
