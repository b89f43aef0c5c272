import { Injectable } from '@nestjs/common';
import type { BusinessDate, Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { appealWindowEnd } from '../../contracts/index.js';
import { assertTransition } from '../domain/assessment-state.js';
import { missingFindings, scoreOf } from '../domain/score.js';
import { AssessmentQueries } from './assessment-queries.js';
import { AssessmentRecords } from './assessment-records.js';
import { AssessmentStep, type AssessmentStepped } from './assessment-step.js';
import { findingsOf, hadSafetyEvent } from './findings.js';

export type ScoreAssessmentRequest = { readonly quarter: Quarter };
export type AssessmentScored = AssessmentStepped & { readonly score: string; readonly appealUntil: BusinessDate };

/** Computes the score from what was recorded, and opens the time to appeal. After the contract's limit of days the inspection alone decides. */
@Injectable()
export class ScoreAssessment {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly assessments: AssessmentQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY ASSESSMENT_STATE ASSESSMENT_FINDING_MISSING */
  async execute(context: CommandContext, { quarter }: ScoreAssessmentRequest): Promise<Outcome<AssessmentScored>> {
    const step = { context, permission: 'assessment.score', command: 'ScoreAssessment', quarter, request: { quarter } } as const;
    return this.step.take(step, async ({ tx, assessment, dates, today }) => {
      assertTransition(assessment.state, 'SCORED');
      const view = await this.assessments.byId(tx, assessment.id);
      const findings = findingsOf(view);
      const inspectionAlone = today > dates.decidedOn && missingFindings(view.template, findings).length > 0;
      const score = scoreOf(view.template, { ...findings, inspectionAlone });
      const appealUntil = appealWindowEnd(dates, today);
      await this.records.keepComponents(tx, assessment.id, 1, score);
      await this.records.move(tx, assessment, 'SCORED', {
        scoredOn: today,
        appealUntil,
        inspectionAlone,
        severeSafetyEvent: hadSafetyEvent(view),
        adjustment: score.adjustment,
        scoreUnrounded: score.unrounded,
        score: score.published,
      });
      return { assessmentId: assessment.id, state: 'SCORED', score: score.published.toFixed(2), appealUntil };
    });
  }
}
