import { Module } from '@nestjs/common';
import { AccountController } from './account/account.controller.js';
import { AssessmentReader } from './desk/assessment/index.js';
import { DeskFrames } from './desk/desk-frames.js';
import { PayoutReader } from './desk/payout/index.js';
import { FirmAssessmentsController } from './firm/firm-assessments.controller.js';
import { FirmController } from './firm/firm.controller.js';
import { FirmViews } from './firm/firm-views.js';
import { AssessmentViews } from './workbench/assessment-views.js';
import { AssessmentPagesController } from './workbench/assessments.controller.js';
import { PayoutListViews } from './workbench/payout-list-views.js';
import { PayoutViews } from './workbench/payout-views.js';
import { Tasks } from './workbench/tasks.js';
import { WorkbenchController } from './workbench/workbench.controller.js';

/** The pages of people who sign in: those who approve (/w), the firm (/f), those who keep the books and the cash (/b). */
@Module({
  controllers: [AccountController, WorkbenchController, AssessmentPagesController, FirmController, FirmAssessmentsController],
  providers: [DeskFrames, PayoutReader, AssessmentReader, PayoutViews, PayoutListViews, AssessmentViews, Tasks, FirmViews],
})
export class WorkbenchModule {}
