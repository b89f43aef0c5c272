import { Foundation1795420800100 } from './1795420800100-foundation.js';
import { LedgerTables1795420800200 } from './1795420800200-ledger-tables.js';
import { LedgerFunctions1795420800210 } from './1795420800210-ledger-functions.js';
import { LedgerReopening1795420800220 } from './1795420800220-ledger-reopening.js';
import { Communities1795420800300 } from './1795420800300-communities.js';
import { Identity1795420800400 } from './1795420800400-identity.js';
import { Evidence1795420800420 } from './1795420800420-evidence.js';
import { Resolutions1795420800440 } from './1795420800440-resolutions.js';
import { Contracts1795420800500 } from './1795420800500-contracts.js';
import { Assessments1795420800600 } from './1795420800600-assessments.js';
import { FeeItems1795420800690 } from './1795420800690-fee-items.js';
import { Fees1795420800700 } from './1795420800700-fees.js';
import { LateFees1795420800710 } from './1795420800710-late-fees.js';
import { Receipts1795420800720 } from './1795420800720-receipts.js';
import { OperatingIncome1795420800800 } from './1795420800800-operating-income.js';
import { IncomeClaims1795420800820 } from './1795420800820-income-claims.js';
import { Bank1795420800900 } from './1795420800900-bank.js';
import { Reconciliation1795420800910 } from './1795420800910-reconciliation.js';
import { Entitlements1795420801000 } from './1795420801000-entitlements.js';
import { FirmDues1795420801010 } from './1795420801010-firm-dues.js';
import { LaterDecisions1795420801020 } from './1795420801020-later-decisions.js';
import { Disbursements1795420801100 } from './1795420801100-disbursements.js';
import { Settlement1795420801220 } from './1795420801220-settlement.js';
import { Openings1795420801220 } from './1795420801220-openings.js';
import { Statements1795420801300 } from './1795420801300-statements.js';
import { SuspenseIndex1795420801400 } from './1795420801400-suspense-index.js';
import { ChannelPlaces1795420801410 } from './1795420801410-channel-places.js';
import { BankChain1795420801430 } from './1795420801430-bank-chain.js';
import { OpeningWalls1795420801450 } from './1795420801450-opening-walls.js';
import { StatementPeriods1795420801480 } from './1795420801480-statement-periods.js';
import { LeaseReceiptUndo1795420801620 } from './1795420801620-lease-receipt-undo.js';
import { PersonsPaid1795420802000 } from './1795420802000-persons-paid.js';
import { SentBackByTwo1795420802010 } from './1795420802010-sent-back-by-two.js';
import { LongWork1795420802100 } from './1795420802100-long-work.js';
import { FirmDisputes1795420802120 } from './1795420802120-firm-disputes.js';
import { OpeningLeasesAndFirm1795420802200 } from './1795420802200-opening-leases-and-firm.js';
import { RulesForOtherIncome1795420802220 } from './1795420802220-rules-for-other-income.js';
import { DiscountsAgreed1795420802300 } from './1795420802300-discounts-agreed.js';
import { PartiesOfDisputes1795420803020 } from './1795420803020-parties-of-disputes.js';
import { LeaseAllocationsUndone1795420803021 } from './1795420803021-lease-allocations-undone.js';
import { DecidedForStays1795420803022 } from './1795420803022-decided-for-stays.js';
import { ChannelFeeBack1795420803040 } from './1795420803040-channel-fee-back.js';
import { FirmDuesWrittenOff1795420803100 } from './1795420803100-firm-dues-written-off.js';
import { EndsOfDiscounts1795420803200 } from './1795420803200-ends-of-discounts.js';
import { TurnsOfLongWork1795420803210 } from './1795420803210-turns-of-long-work.js';
import { FirmWriteOffsUndone1795420803300 } from './1795420803300-firm-write-offs-undone.js';
import { ChannelGivesBack1795420803310 } from './1795420803310-channel-gives-back.js';
import { AccountChanges1795420803400 } from './1795420803400-account-changes.js';
import { BankAccountsEnd1795420803410 } from './1795420803410-bank-accounts-end.js';
import { CollectedForOthers1795420803500 } from './1795420803500-collected-for-others.js';
import { BillsCheckedByRow1795420803600 } from './1795420803600-bills-checked-by-row.js';
import { OpeningDeposits1795420803610 } from './1795420803610-opening-deposits.js';
import { OpeningPayables1795420803620 } from './1795420803620-opening-payables.js';
import { LinesOfReopenedMonths1795420803700 } from './1795420803700-lines-of-reopened-months.js';
import { PassOnsTakenBack1795420803710 } from './1795420803710-pass-ons-taken-back.js';
import { ChecksByStatement1795420803800 } from './1795420803800-checks-by-statement.js';
import { UnitCorrections1795420803850 } from './1795420803850-unit-corrections.js';
import { SupplementaryBillRuns1795420803860 } from './1795420803860-supplementary-bill-runs.js';
import { ErrorsGivenBack1795420803900 } from './1795420803900-errors-given-back.js';
import { AccountEndsAnswered1795420803950 } from './1795420803950-account-ends-answered.js';
import { AccountsOfReturns1795420803960 } from './1795420803960-accounts-of-returns.js';
import { OneLookAtALine1795420803970 } from './1795420803970-one-look-at-a-line.js';
import { RefundsByPaper1795420804000 } from './1795420804000-refunds-by-paper.js';
import { LeaseRefundsToPayees1795420804010 } from './1795420804010-lease-refunds-to-payees.js';
import { WaiversUndone1795420804020 } from './1795420804020-waivers-undone.js';
import { ChecksThatSee1795420804100 } from './1795420804100-checks-that-see.js';
import { UnitCorrectionsAgreed1795420804110 } from './1795420804110-unit-corrections-agreed.js';
import { PersonKeys1795420805000 } from './1795420805000-person-keys.js';
import { SessionsSeen1795420805010 } from './1795420805010-sessions-seen.js';
import { SecondFactors1795420805020 } from './1795420805020-second-factors.js';
import { Invitations1795420805030 } from './1795420805030-invitations.js';
import { Passkeys1795420805040 } from './1795420805040-passkeys.js';
import { OwnersJoin1795420805050 } from './1795420805050-owners-join.js';
import { AuditorsEnded1795420805060 } from './1795420805060-auditors-ended.js';
import { AccessLog1795420805100 } from './1795420805100-access-log.js';
import { EvidenceCopies1795420805110 } from './1795420805110-evidence-copies.js';
import { SignedApprovals1795420805200 } from './1795420805200-signed-approvals.js';
import { ReasonsOfChallenges1795420805210 } from './1795420805210-reasons-of-challenges.js';
import { ResolutionsOnContracts1795420805300 } from './1795420805300-resolutions-on-contracts.js';
import { ContractProposals1795420805310 } from './1795420805310-contract-proposals.js';
import { ContractLife1795420805320 } from './1795420805320-contract-life.js';
import { Surveys1795420805400 } from './1795420805400-surveys.js';
import { TwoInspectorsAndHearings1795420805410 } from './1795420805410-two-inspectors-and-hearings.js';
import { Votes1795420805500 } from './1795420805500-votes.js';
import { Budgets1795420805510 } from './1795420805510-budgets.js';
import { NoContractClosesSuspended1795420805600 } from './1795420805600-no-contract-closes-suspended.js';
import { TermsNameWhatTheyChange1795420805610 } from './1795420805610-terms-name-what-they-change.js';
import { BudgetsWithinTheirResolution1795420805620 } from './1795420805620-budgets-within-their-resolution.js';
import { ByWhoHasThePart1795420805630 } from './1795420805630-by-who-has-the-part.js';
import { AnInvoicePaysOnce1795420805640 } from './1795420805640-an-invoice-pays-once.js';
import { TwoBodiesHoldASurvey1795420805650 } from './1795420805650-two-bodies-hold-a-survey.js';
import { EnoughApprovals1795420805660 } from './1795420805660-enough-approvals.js';
import { FinesByEvent1795420805670 } from './1795420805670-fines-by-event.js';
import { UseOfBudgets1795420805700 } from './1795420805700-use-of-budgets.js';
import { DraftsOfSheets1795420805800 } from './1795420805800-drafts-of-sheets.js';
import { RepairLog1795420805810 } from './1795420805810-repair-log.js';
import { SafetyEvents1795420805820 } from './1795420805820-safety-events.js';
import { Attendance1795420805830 } from './1795420805830-attendance.js';
import { EvidenceKinds1795420805900 } from './1795420805900-evidence-kinds.js';
import { Appointments1795420806000 } from './1795420806000-appointments.js';
import { LettersMadeAnew1795420806010 } from './1795420806010-letters-made-anew.js';
import { KeysRefused1795420806020 } from './1795420806020-keys-refused.js';
import { PapersConfirmedByAnother1795420806100 } from './1795420806100-papers-confirmed-by-another.js';
import { AppointmentsThatLast1795420806200 } from './1795420806200-appointments-that-last.js';
import { RevokedAfterSigning1795420806210 } from './1795420806210-revoked-after-signing.js';
import { LettersTold1795420806220 } from './1795420806220-letters-told.js';
import { UsedPapers1795420806300 } from './1795420806300-used-papers.js';
import { WindowsFromTheOpening1795420806400 } from './1795420806400-windows-from-the-opening.js';
import { EventsWithPapersAlone1795420806410 } from './1795420806410-events-with-papers-alone.js';
import { LogAsItWasWritten1795420806420 } from './1795420806420-log-as-it-was-written.js';
import { TwoBodiesApprove1795420806600 } from './1795420806600-two-bodies-approve.js';
import { DismissedAtOnce1795420806610 } from './1795420806610-dismissed-at-once.js';
import { OnePaperOneLimit1795420806620 } from './1795420806620-one-paper-one-limit.js';
import { KeysRefusedByTwo1795420806630 } from './1795420806630-keys-refused-by-two.js';
import { EndedByWhoAppointed1795420806640 } from './1795420806640-ended-by-who-appointed.js';
import { LogsCountedOnce1795420806800 } from './1795420806800-logs-counted-once.js';
import { WhatVoidKeeps1795420806810 } from './1795420806810-what-void-keeps.js';
import { BudgetsOverYearsEnds1795420806900 } from './1795420806900-budgets-over-years-ends.js';
import { FinesOnceAndCapped1795420806910 } from './1795420806910-fines-once-and-capped.js';
import { PenaltiesTakenBack1795420806920 } from './1795420806920-penalties-taken-back.js';
import { LateRequestsCount1795420807000 } from './1795420807000-late-requests-count.js';
import { AttendanceOnceScored1795420807010 } from './1795420807010-attendance-once-scored.js';
import { UndatedFinesStandOnce1795420807020 } from './1795420807020-undated-fines-stand-once.js';
import { RoomOfWhatWasPaid1795420807100 } from './1795420807100-room-of-what-was-paid.js';
import { PartiesOfPenalties1795420807110 } from './1795420807110-parties-of-penalties.js';
import { PenaltiesMadeGood1795420807120 } from './1795420807120-penalties-made-good.js';
import { WordsTakenBack1795420807200 } from './1795420807200-words-taken-back.js';
import { SheetsDecideOnce1795420807210 } from './1795420807210-sheets-decide-once.js';
import { OverFromThatMoment1795420807300 } from './1795420807300-over-from-that-moment.js';
import { EventsSetAside1795420807310 } from './1795420807310-events-set-aside.js';
import { LinesCheckedTogether1795420807400 } from './1795420807400-lines-checked-together.js';
import { KeysAskedByStatement1795420807410 } from './1795420807410-keys-asked-by-statement.js';
import { OrdinaryStepsPass1795420807420 } from './1795420807420-ordinary-steps-pass.js';
import { RequestsOfWhoStays1795420807500 } from './1795420807500-requests-of-who-stays.js';
import { ADayForLateRequests1795420807510 } from './1795420807510-a-day-for-late-requests.js';
import { QuestionsHoldUpOnce1795420807520 } from './1795420807520-questions-hold-up-once.js';
import { SetAsideForGood1795420807650 } from './1795420807650-set-aside-for-good.js';
import { PenaltiesGivenUpAlone1795420807700 } from './1795420807700-penalties-given-up-alone.js';
import { PenaltiesCreditedToTheirFirm1795420807710 } from './1795420807710-penalties-credited-to-their-firm.js';
import { AskedAgainOnTheLastDay1795420807720 } from './1795420807720-asked-again-on-the-last-day.js';
import { LogsAsTheyWereCounted1795420808110 } from './1795420808110-logs-as-they-were-counted.js';
import { FirstQuestionsHoldUp1795420808240 } from './1795420808240-first-questions-hold-up.js';
import { PapersOfSetAsideEvents1795420808250 } from './1795420808250-papers-of-set-aside-events.js';
import { FinalAsTheRecordsSay1795420808260 } from './1795420808260-final-as-the-records-say.js';
import { LateFeesOfPartPayments1795420808400 } from './1795420808400-late-fees-of-part-payments.js';
import { VoteFiguresByUnit1795420808500 } from './1795420808500-vote-figures-by-unit.js';
import { NamesLookedUpByIndex1795420808510 } from './1795420808510-names-looked-up-by-index.js';

/** Every migration, in order. They only go forward. */
export const migrations = [
  Foundation1795420800100,
  LedgerTables1795420800200,
  LedgerFunctions1795420800210,
  LedgerReopening1795420800220,
  Communities1795420800300,
  Identity1795420800400,
  Evidence1795420800420,
  Resolutions1795420800440,
  Contracts1795420800500,
  Assessments1795420800600,
  FeeItems1795420800690,
  Fees1795420800700,
  LateFees1795420800710,
  Receipts1795420800720,
  OperatingIncome1795420800800,
  IncomeClaims1795420800820,
  Bank1795420800900,
  Reconciliation1795420800910,
  Entitlements1795420801000,
  FirmDues1795420801010,
  LaterDecisions1795420801020,
  Disbursements1795420801100,
  Settlement1795420801220,
  Openings1795420801220,
  Statements1795420801300,
  SuspenseIndex1795420801400,
  ChannelPlaces1795420801410,
  BankChain1795420801430,
  OpeningWalls1795420801450,
  StatementPeriods1795420801480,
  LeaseReceiptUndo1795420801620,
  PersonsPaid1795420802000,
  SentBackByTwo1795420802010,
  LongWork1795420802100,
  FirmDisputes1795420802120,
  OpeningLeasesAndFirm1795420802200,
  RulesForOtherIncome1795420802220,
  DiscountsAgreed1795420802300,
  PartiesOfDisputes1795420803020,
  LeaseAllocationsUndone1795420803021,
  DecidedForStays1795420803022,
  ChannelFeeBack1795420803040,
  FirmDuesWrittenOff1795420803100,
  EndsOfDiscounts1795420803200,
  TurnsOfLongWork1795420803210,
  FirmWriteOffsUndone1795420803300,
  ChannelGivesBack1795420803310,
  AccountChanges1795420803400,
  BankAccountsEnd1795420803410,
  CollectedForOthers1795420803500,
  BillsCheckedByRow1795420803600,
  OpeningDeposits1795420803610,
  OpeningPayables1795420803620,
  LinesOfReopenedMonths1795420803700,
  PassOnsTakenBack1795420803710,
  ChecksByStatement1795420803800,
  UnitCorrections1795420803850,
  SupplementaryBillRuns1795420803860,
  ErrorsGivenBack1795420803900,
  AccountEndsAnswered1795420803950,
  AccountsOfReturns1795420803960,
  OneLookAtALine1795420803970,
  RefundsByPaper1795420804000,
  LeaseRefundsToPayees1795420804010,
  WaiversUndone1795420804020,
  ChecksThatSee1795420804100,
  UnitCorrectionsAgreed1795420804110,
  PersonKeys1795420805000,
  SessionsSeen1795420805010,
  SecondFactors1795420805020,
  Invitations1795420805030,
  Passkeys1795420805040,
  OwnersJoin1795420805050,
  AuditorsEnded1795420805060,
  AccessLog1795420805100,
  EvidenceCopies1795420805110,
  SignedApprovals1795420805200,
  ReasonsOfChallenges1795420805210,
  ResolutionsOnContracts1795420805300,
  ContractProposals1795420805310,
  ContractLife1795420805320,
  Surveys1795420805400,
  TwoInspectorsAndHearings1795420805410,
  Votes1795420805500,
  Budgets1795420805510,
  NoContractClosesSuspended1795420805600,
  TermsNameWhatTheyChange1795420805610,
  BudgetsWithinTheirResolution1795420805620,
  ByWhoHasThePart1795420805630,
  AnInvoicePaysOnce1795420805640,
  TwoBodiesHoldASurvey1795420805650,
  EnoughApprovals1795420805660,
  FinesByEvent1795420805670,
  UseOfBudgets1795420805700,
  DraftsOfSheets1795420805800,
  RepairLog1795420805810,
  SafetyEvents1795420805820,
  Attendance1795420805830,
  EvidenceKinds1795420805900,
  Appointments1795420806000,
  LettersMadeAnew1795420806010,
  KeysRefused1795420806020,
  PapersConfirmedByAnother1795420806100,
  AppointmentsThatLast1795420806200,
  RevokedAfterSigning1795420806210,
  LettersTold1795420806220,
  UsedPapers1795420806300,
  WindowsFromTheOpening1795420806400,
  EventsWithPapersAlone1795420806410,
  LogAsItWasWritten1795420806420,
  TwoBodiesApprove1795420806600,
  DismissedAtOnce1795420806610,
  OnePaperOneLimit1795420806620,
  KeysRefusedByTwo1795420806630,
  EndedByWhoAppointed1795420806640,
  LogsCountedOnce1795420806800,
  WhatVoidKeeps1795420806810,
  BudgetsOverYearsEnds1795420806900,
  FinesOnceAndCapped1795420806910,
  PenaltiesTakenBack1795420806920,
  LateRequestsCount1795420807000,
  AttendanceOnceScored1795420807010,
  UndatedFinesStandOnce1795420807020,
  RoomOfWhatWasPaid1795420807100,
  PartiesOfPenalties1795420807110,
  PenaltiesMadeGood1795420807120,
  WordsTakenBack1795420807200,
  SheetsDecideOnce1795420807210,
  OverFromThatMoment1795420807300,
  EventsSetAside1795420807310,
  LinesCheckedTogether1795420807400,
  KeysAskedByStatement1795420807410,
  OrdinaryStepsPass1795420807420,
  RequestsOfWhoStays1795420807500,
  ADayForLateRequests1795420807510,
  QuestionsHoldUpOnce1795420807520,
  SetAsideForGood1795420807650,
  PenaltiesGivenUpAlone1795420807700,
  PenaltiesCreditedToTheirFirm1795420807710,
  AskedAgainOnTheLastDay1795420807720,
  LogsAsTheyWereCounted1795420808110,
  FirstQuestionsHoldUp1795420808240,
  PapersOfSetAsideEvents1795420808250,
  FinalAsTheRecordsSay1795420808260,
  LateFeesOfPartPayments1795420808400,
  VoteFiguresByUnit1795420808500,
  NamesLookedUpByIndex1795420808510,
];
