import { Module } from '@nestjs/common';
import { InvitationPagesController } from './people/invitation.controller.js';
import { PeoplePagesController } from './people/people.controller.js';
import { PasskeyPagesController } from './account/passkeys.controller.js';
import { JoinController } from './owners/join.controller.js';
import { MeController } from './owners/me.controller.js';
import { UnitCodePagesController } from './owners/unit-codes.controller.js';
import { SecurityController } from './account/security.controller.js';
import { AccountController } from './account/account.controller.js';
import { AssessmentReader, ItemDesk, ItemFiles } from './desk/assessment/index.js';
import { ArrearsPagesController } from './books/arrears.controller.js';
import { ArrearsViews } from './books/arrears-views.js';
import { FeeItemPagesController } from './books/fee-items.controller.js';
import { WaiverPagesController } from './books/waivers.controller.js';
import { WaiverDecisionPagesController } from './workbench/waivers.controller.js';
import { BankPagesController } from './books/bank.controller.js';
import { BankViews } from './books/bank-views.js';
import { BalancesController } from './books/balances.controller.js';
import { MatchPagesController } from './books/match.controller.js';
import { MatchViews } from './books/match-views.js';
import { ChannelPagesController } from './books/channels.controller.js';
import { CloseController } from './books/close.controller.js';
import { DraftsController } from './books/drafts.controller.js';
import { ImportPagesController } from './books/import.controller.js';
import { MappingPagesController } from './books/mapping.controller.js';
import { HandoverPagesController } from './books/handover.controller.js';
import { OpeningPagesController } from './books/opening.controller.js';
import { WorkController } from './books/work.controller.js';
import { LongWork } from '../platform/jobs/index.js';
import { MonthController } from './books/month.controller.js';
import { MonthViews } from './books/month-views.js';
import { PayeePagesController } from './books/payees.controller.js';
import { PaymentsController } from './books/payments.controller.js';
import { ReopeningPagesController } from './books/reopening.controller.js';
import { BookClaimsController } from './books/claims.controller.js';
import { IncomePagesController } from './books/income.controller.js';
import { DisputeDesk } from './desk/disputes/index.js';
import { KeyDesk } from './desk/keys/index.js';
import { FirmKeyPagesController } from './firm/keys.controller.js';
import { KeyPagesController } from './workbench/keys.controller.js';
import { SignController } from './workbench/sign.controller.js';
import { SignViews } from './workbench/sign-views.js';
import { SignatureForms } from './workbench/signature-forms.js';
import { FirmDisputePagesController } from './firm/disputes.controller.js';
import { DisputePagesController } from './workbench/disputes.controller.js';
import { CollectedPagesController } from './books/collected.controller.js';
import { LeasePagesController } from './books/leases.controller.js';
import { ClaimDesk } from './desk/claims/claim-desk.js';
import { FirmClaimsController } from './firm/firm-claims.controller.js';
import { ClaimPagesController } from './workbench/claims.controller.js';
import { FirmDuePagesController } from './books/firm-dues.controller.js';
import { UnitPagesController } from './books/units.controller.js';
import { ReceiptPagesController } from './books/receipts.controller.js';
import { UploadShelf } from './books/upload-shelf.js';
import { ContractDesk } from './desk/contract/contract-desk.js';
import { DeskFrames } from './desk/desk-frames.js';
import { HandoverDesk } from './desk/handover/index.js';
import { OpeningDesk } from './desk/opening/index.js';
import { PayoutReader } from './desk/payout/index.js';
import { ReconciliationViews } from './desk/reconciliation/index.js';
import { ReopeningViews } from './desk/reopening/index.js';
import { RequestsController } from './books/requests.controller.js';
import { RequestViews } from './books/request-views.js';
import { StatementViews } from './desk/statement-views.js';
import { FirmAssessmentsController } from './firm/firm-assessments.controller.js';
import { FirmItemsController } from './firm/firm-items.controller.js';
import { InspectionItemsController } from './workbench/inspection-items.controller.js';
import { FirmRepairPagesController } from './firm/repairs.controller.js';
import { RepairPagesController } from './workbench/repairs.controller.js';
import { RepairsDesk } from './desk/service/repairs-desk.js';
import { AssessmentEventsController } from './workbench/assessment-events.controller.js';
import { AttendanceDesk } from './desk/service/attendance-desk.js';
import { FirmAttendancePagesController } from './firm/attendance.controller.js';
import { AttendancePagesController } from './workbench/attendance.controller.js';
import { FirmOpeningPagesController } from './firm/opening.controller.js';
import { FirmContractPagesController } from './firm/contract.controller.js';
import { FirmController } from './firm/firm.controller.js';
import { FirmPayoutsController } from './firm/firm-payouts.controller.js';
import { FirmViews } from './firm/firm-views.js';
import { AssessmentViews } from './workbench/assessment-views.js';
import { SurveyPagesController } from './workbench/surveys.controller.js';
import { AssessmentPagesController } from './workbench/assessments.controller.js';
import { PayoutListViews } from './workbench/payout-list-views.js';
import { PayoutViews } from './workbench/payout-views.js';
import { PublishController } from './workbench/publish.controller.js';
import { DecisionPagesController } from './workbench/decisions.controller.js';
import { DecisionViews } from './workbench/decision-views.js';
import { ContractPagesController } from './workbench/contract.controller.js';
import { ResolutionPagesController } from './workbench/resolutions.controller.js';
import { BudgetPagesController } from './workbench/budget.controller.js';
import { VotePagesController } from './workbench/votes.controller.js';
import { AccessPagesController } from './workbench/access.controller.js';
import { UnitCorrectionPagesController } from './workbench/unit-corrections.controller.js';
import { ReconciliationPagesController } from './workbench/reconciliations.controller.js';
import { HandoverForSupervisorsController } from './workbench/handover.controller.js';
import { OpeningSignaturePagesController } from './workbench/opening.controller.js';
import { AccountPagesController } from './workbench/accounts.controller.js';
import { ReopeningsController } from './workbench/reopenings.controller.js';
import { Tasks } from './workbench/tasks.js';
import { WorkbenchController } from './workbench/workbench.controller.js';

/** The pages of people who sign in: those who approve (/w), the firm (/f), those who keep the books and the cash (/b). */
@Module({
  controllers: [
    AccountController,
    SecurityController,
    JoinController,
    MeController,
    UnitCodePagesController,
    PasskeyPagesController,
    PeoplePagesController,
    InvitationPagesController,
    WorkbenchController,
    SignController,
    KeyPagesController,
    FirmKeyPagesController,
    AssessmentPagesController,
    InspectionItemsController,
    AssessmentEventsController,
    RepairPagesController,
    AttendancePagesController,
    FirmAttendancePagesController,
    FirmRepairPagesController,
    SurveyPagesController,
    PublishController,
    ContractPagesController,
    FirmContractPagesController,
    ResolutionPagesController,
    VotePagesController,
    BudgetPagesController,
    UnitCorrectionPagesController,
    AccessPagesController,
    DisputePagesController,
    FirmDisputePagesController,
    DecisionPagesController,
    ClaimPagesController,
    BookClaimsController,
    IncomePagesController,
    LeasePagesController,
    CollectedPagesController,
    FirmClaimsController,
    FirmController,
    FirmPayoutsController,
    FirmAssessmentsController,
    FirmItemsController,
    MonthController,
    UnitPagesController,
    WorkController,
    ArrearsPagesController,
    FeeItemPagesController,
    WaiverPagesController,
    WaiverDecisionPagesController,
    CloseController,
    BalancesController,
    ReopeningPagesController,
    ReopeningsController,
    AccountPagesController,
    HandoverPagesController,
    HandoverForSupervisorsController,
    OpeningPagesController,
    OpeningSignaturePagesController,
    FirmOpeningPagesController,
    ReconciliationPagesController,
    MatchPagesController,
    ChannelPagesController,
    ImportPagesController,
    MappingPagesController,
    BankPagesController,
    DraftsController,
    PaymentsController,
    PayeePagesController,
    ReceiptPagesController,
    FirmDuePagesController,
    RequestsController,
  ],
  providers: [
    ContractDesk,
    DeskFrames,
    LongWork,
    ClaimDesk,
    DisputeDesk,
    OpeningDesk,
    HandoverDesk,
    ReconciliationViews,
    ReopeningViews,
    PayoutReader,
    AssessmentReader,
    ItemFiles,
    ItemDesk,
    RepairsDesk,
    AttendanceDesk,
    StatementViews,
    PayoutViews,
    SignViews,
    SignatureForms,
    KeyDesk,
    PayoutListViews,
    AssessmentViews,
    Tasks,
    DecisionViews,
    FirmViews,
    MonthViews,
    ArrearsViews,
    BankViews,
    RequestViews,
    MatchViews,
    UploadShelf,
  ],
  exports: [AssessmentReader],
})
export class WorkbenchModule {}
