import { Injectable } from '@nestjs/common';
import { DomainError, required, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { assertTransition } from '../domain/assessment-state.js';
import { correctedScore } from '../domain/score.js';
import { readReason } from '../domain/score-records.js';
import { AssessmentQueries, type AssessmentView } from './assessment-queries.js';
import { AssessmentRecords } from './assessment-records.js';
import { AssessmentStep, type AssessmentStepped } from './assessment-step.js';
import { hadSafetyEvent } from './findings.js';

/** `corrections` give components another score, and `eventsSetAside` are safety events of the assessment that were none; both are empty where the appeal is dismissed. */
export type ReviewAppealRequest = {
  readonly quarter: Quarter;
  readonly decision: 'DISMISSED' | 'CORRECTED';
  readonly corrections: readonly { readonly code: string; readonly score: string }[];
  readonly eventsSetAside?: readonly number[];
  readonly reason: string;
};

export type AppealReviewed = AssessmentStepped & { readonly scoreBefore: string; readonly score: string };

/** The centre decides an appeal. The score before it stays on record beside the one after it, and so does an event that it sets aside. */
@Injectable()
export class ReviewAppeal {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly assessments: AssessmentQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_STATE ASSESSMENT_HEARING_MISSING ASSESSMENT_CORRECTIONS ASSESSMENT_EVENT_UNKNOWN ASSESSMENT_COMPONENT_UNKNOWN ASSESSMENT_SCORE_OUTSIDE ASSESSMENT_NOTE */
  async execute(context: CommandContext, request: ReviewAppealRequest): Promise<Outcome<AppealReviewed>> {
    const { quarter, decision, corrections, eventsSetAside = [], reason } = request;
    const stated = { quarter, decision, corrections, eventsSetAside, reason };
    const step = { context, permission: 'assessment.review', command: 'ReviewAppeal', quarter, request: stated } as const;
    return this.step.take(step, async ({ tx, assessment, version, today, said }) => {
      assertTransition(assessment.state, 'REVIEWED');
      if (version.hearing && !(await this.records.hasHearing(tx, assessment.id))) throw new DomainError('ASSESSMENT_HEARING_MISSING');
      if ((decision === 'CORRECTED') !== corrections.length + eventsSetAside.length > 0) throw new DomainError('ASSESSMENT_CORRECTIONS', { decision });
      const view = await this.assessments.byId(tx, assessment.id);
      refuseUnknownEvents(view, eventsSetAside);
      const before = required(view.score, 'the score of an appealed assessment');
      const after = correctedScore(before, corrections);
      const scoreBefore = before.published.toFixed(2);
      const content = { decision, reason: readReason('reason', reason), scoreBefore, corrections, eventsSetAside };
      await this.records.append(tx, assessment.id, { kind: 'REVIEW', score: after.published, happenedOn: today, content }, said);
      await this.records.keepComponents(tx, assessment.id, 2, after);
      const severeSafetyEvent = hadSafetyEvent(await this.assessments.byId(tx, assessment.id));
      await this.records.move(tx, assessment, 'REVIEWED', { scoreUnrounded: after.unrounded, score: after.published, severeSafetyEvent });
      return { assessmentId: assessment.id, state: 'REVIEWED', scoreBefore, score: after.published.toFixed(2) };
    });
  }
}

function refuseUnknownEvents({ safetyEvents }: AssessmentView, setAside: readonly number[]): void {
  const known = new Set<number>(safetyEvents.filter(({ isSetAside }) => !isSetAside).map(({ id }) => id));
  const unknown = setAside.find((id, place) => !known.has(id) || setAside.indexOf(id) !== place);
  if (unknown !== undefined) throw new DomainError('ASSESSMENT_EVENT_UNKNOWN', { event: unknown, known: [...known].join(', ') || '–' });
}
