import { Global, Module } from '@nestjs/common';
import { StatementRenderer } from '../modules/statements/index.js';
import { ErrorPages } from '../platform/http/index.js';
import { PageReplies } from './page-replies.js';
import { ProblemPages } from './problem-pages.js';
import { PublicContractController } from './public/contract.controller.js';
import { PublicPagesController } from './public/public-pages.controller.js';
import { SurveyController } from './public/survey.controller.js';
import { StatementPages } from './statement-pages.js';
import { WorkbenchModule } from './workbench.module.js';

/** The pages. It stands above the modules and implements what they ask of pages: how a statement and how a refusal look. */
@Global()
@Module({
  imports: [WorkbenchModule],
  controllers: [PublicContractController, PublicPagesController, SurveyController],
  providers: [PageReplies, { provide: StatementRenderer, useClass: StatementPages }, { provide: ErrorPages, useClass: ProblemPages }],
  exports: [StatementRenderer, ErrorPages],
})
export class WebModule {}
