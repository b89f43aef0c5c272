import { Injectable } from '@nestjs/common';
import { DomainError, required, type BusinessDate, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { readReason } from '../domain/score-records.js';
import { AssessmentQueries } from './assessment-queries.js';
import { AssessmentRecords } from './assessment-records.js';
import { assertDayWithin, AssessmentStep, type AssessmentStepped } from './assessment-step.js';

/** `heard` are the parties that were there, by organisation; `minutes` what was said. Both are published. */
export type RecordHearingRequest = { readonly quarter: Quarter; readonly heldOn: BusinessDate; readonly heard: string; readonly minutes: string };

/** The firm was heard about its appeal. Where the contract wants it, no appeal is decided before. */
@Injectable()
export class RecordHearing {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly assessments: AssessmentQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_NO_APPEAL ASSESSMENT_HEARD ASSESSMENT_DAY_OUTSIDE ASSESSMENT_NOTE */
  async execute(context: CommandContext, { quarter, heldOn, heard, minutes }: RecordHearingRequest): Promise<Outcome<AssessmentStepped>> {
    const step = { context, permission: 'assessment.review', command: 'RecordHearing', quarter, request: { quarter, heldOn, heard, minutes } } as const;
    return this.step.take(step, async ({ tx, assessment, today, said }) => {
      if (assessment.state !== 'APPEALED') throw new DomainError('ASSESSMENT_NO_APPEAL', { state: assessment.state });
      if (await this.records.hasHearing(tx, assessment.id)) throw new DomainError('ASSESSMENT_HEARD');
      const appeal = required((await this.assessments.byId(tx, assessment.id)).appeal, 'the appeal of an appealed assessment');
      assertDayWithin('heldOn', heldOn, { from: appeal.on, to: today });
      const content = { heard: readReason('heard', heard), minutes: readReason('minutes', minutes) };
      await this.records.append(tx, assessment.id, { kind: 'HEARING', happenedOn: heldOn, content }, said);
      return { assessmentId: assessment.id, state: assessment.state };
    });
  }
}
