import { Global, Module } from '@nestjs/common';
import { EntitlementQueries } from './application/entitlement-queries.js';
import { FinaliseAssessment } from './application/finalise-assessment.js';
import { MonthlyEntitlements } from './application/monthly-entitlements.js';
import { QuarterMonths } from './application/quarter-months.js';
import { FinaliseController } from './http/finalise.controller.js';

const provided = [MonthlyEntitlements, FinaliseAssessment, EntitlementQueries];

/** What the firm has earned, what of it is payable, and what the score of a quarter makes of the rest. */
@Global()
@Module({ controllers: [FinaliseController], providers: [...provided, QuarterMonths], exports: provided })
export class EntitlementsModule {}
