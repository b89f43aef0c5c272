import { Global, Module } from '@nestjs/common';
import { AccountChangeQueries, AnswerAccountChange, AskAccountChange } from './application/account-changes.js';
import { AccountMoves } from './application/account-moves.js';
import { AssignBankLine } from './application/assign-bank-line.js';
import { AssignChannelLine, UndoChannelLine } from './application/assign-channel-line.js';
import { BankFacts } from './application/bank-facts.js';
import { BankBalanceQueries } from './application/bank-balance-queries.js';
import { CandidateQueries } from './application/candidate-queries.js';
import { ChannelPlaceQueries } from './application/channel-places.js';
import { ClaimComparison } from './application/claim-comparison.js';
import { CloseChecklist } from './application/close-checklist.js';
import { DocumentPlacement } from './application/document-placement.js';
import { ClosePeriod } from './application/close-period.js';
import { ConfirmReopening } from './application/confirm-reopening.js';
import { AccountEndChecks, AccountEndQueries, AnswerAccountEnd, EndBankAccount } from './application/end-bank-account.js';
import { FactQueries } from './application/fact-queries.js';
import { FirmSides } from './application/firm-sides.js';
import { LinePlacement } from './application/line-placement.js';
import { MatchHistory } from './application/match-history.js';
import { MatchBankLines } from './application/match-bank-lines.js';
import { MatchChannelLines } from './application/match-channel-lines.js';
import { MakeMatchRule, MatchRuleQueries, SwitchOffMatchRule } from './application/match-rules.js';
import { UndoQueries } from './application/undo-queries.js';
import { UndoMatches } from './application/undo-matches.js';
import { MatchablesReader } from './application/matchables-reader.js';
import { MonthAccounts } from './application/month-accounts.js';
import { MonthReconciliations } from './application/month-reconciliation.js';
import { NoteBankBalance } from './application/note-bank-balance.js';
import { OpeningQueries } from './application/opening-queries.js';
import { PostOpening } from './application/post-opening.js';
import { PrepareOpening } from './application/prepare-opening.js';
import { PrepareReconciliation } from './application/prepare-reconciliation.js';
import { ProposeReopening } from './application/propose-reopening.js';
import { ReopeningQueries } from './application/reopening-queries.js';
import { SignOpening, WithdrawOpening } from './application/sign-opening.js';
import { SignReconciliation } from './application/sign-reconciliation.js';
import { WithdrawBankBalance } from './application/withdraw-bank-balance.js';
import { WithdrawReconciliation } from './application/withdraw-reconciliation.js';
import { SuspenseRelease } from './application/suspense-release.js';
import { AskSuspenseReturn, DecideSuspenseReturn, SuspenseReturnQueries } from './application/suspense-returns.js';
import { YearEndQueries } from './application/year-end-queries.js';
import { YearEnd } from './application/year-end.js';
import { AccountChangesController } from './http/account-changes.controller.js';
import { AccountEndsController } from './http/account-ends.controller.js';
import { BankBalancesController } from './http/bank-balances.controller.js';
import { ChannelPlacesController } from './http/channel-places.controller.js';
import { OpeningsController } from './http/openings.controller.js';
import { ReconciliationController } from './http/reconciliation.controller.js';
import { ReopeningController } from './http/reopening.controller.js';
import { MatchingController } from './http/matching.controller.js';
import { SettlementController } from './http/settlement.controller.js';
import { SuspenseController } from './http/suspense.controller.js';

const opening = [OpeningQueries, PrepareOpening, SignOpening, WithdrawOpening, PostOpening];
const reconciling = [
  YearEndQueries,
  ReopeningQueries,
  BankBalanceQueries,
  NoteBankBalance,
  WithdrawBankBalance,
  MonthReconciliations,
  PrepareReconciliation,
  SignReconciliation,
  WithdrawReconciliation,
];
const commands = [
  MatchBankLines,
  AssignBankLine,
  MatchChannelLines,
  AssignChannelLine,
  UndoChannelLine,
  ClosePeriod,
  CloseChecklist,
  ProposeReopening,
  ConfirmReopening,
  AskSuspenseReturn,
  DecideSuspenseReturn,
  AskAccountChange,
  AnswerAccountChange,
  EndBankAccount,
  AnswerAccountEnd,
  ...reconciling,
  UndoMatches,
  MakeMatchRule,
  SwitchOffMatchRule,
  ...opening,
];

/** Where the bank, the documents and the books meet: matching, reconciling and closing. */
@Global()
@Module({
  controllers: [
    SettlementController,
    MatchingController,
    ChannelPlacesController,
    SuspenseController,
    AccountChangesController,
    AccountEndsController,
    ReconciliationController,
    BankBalancesController,
    OpeningsController,
    ReopeningController,
  ],
  providers: [
    ...commands,
    AccountChangeQueries,
    AccountEndChecks,
    AccountEndQueries,
    AccountMoves,
    BankFacts,
    DocumentPlacement,
    CandidateQueries,
    ChannelPlaceQueries,
    ClaimComparison,
    FactQueries,
    FirmSides,
    LinePlacement,
    MatchHistory,
    MonthAccounts,
    MatchRuleQueries,
    MatchablesReader,
    SuspenseRelease,
    SuspenseReturnQueries,
    UndoQueries,
    YearEnd,
  ],
  exports: [
    ...commands,
    AccountChangeQueries,
    AccountEndQueries,
    CandidateQueries,
    ChannelPlaceQueries,
    FactQueries,
    MatchRuleQueries,
    SuspenseReturnQueries,
    UndoQueries,
  ],
})
export class SettlementModule {}
