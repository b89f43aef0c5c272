import { Injectable } from '@nestjs/common';
import { DomainError, firstDay, monthsOf, Rate, type BusinessDate, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { readScoreTemplate } from '../../contracts/index.js';
import { assertTransition } from '../domain/assessment-state.js';
import type { InspectionBodyName } from '../domain/record-content.js';
import {
  itemRecords,
  readAdjustments,
  readItems,
  readStaffing,
  statedItems,
  type ItemScoreJson,
  type NamedScoreJson,
  type PresentJson,
} from '../domain/score-records.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { AssessmentRecords, bodyOf } from './assessment-records.js';
import { assertDayWithin, AssessmentStep, type AssessmentStepped, type StepScene } from './assessment-step.js';
import { ItemDrafts } from './item-drafts.js';

/** `severeSafetyEvent` is refused: an event is a record of its own, by the centre and with its papers. */
export type RecordInspectionRequest = {
  readonly quarter: Quarter;
  readonly inspectedOn: BusinessDate;
  readonly items: readonly ItemScoreJson[];
  readonly adjustments: readonly NamedScoreJson[];
  readonly staffing: readonly PresentJson[];
  readonly severeSafetyEvent?: string | null;
};

/** The inspection by the residents' committee and the centre: every item of the contract, what adds or deducts, who was on duty. */
@Injectable()
export class RecordInspection {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly drafts: ItemDrafts,
    private readonly evidence: EvidenceQueries,
  ) {}

  /**
   * @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY ASSESSMENT_SELF_EVALUATION_AWAITED ASSESSMENT_STATE ASSESSMENT_SHEET_TWICE ASSESSMENT_DAY_OUTSIDE INSPECTION_SAFETY_EVENT,
   * EVIDENCE_UNKNOWN, and what readItems, readAdjustments and readStaffing throw
   */
  async execute(context: CommandContext, request: RecordInspectionRequest): Promise<Outcome<AssessmentStepped>> {
    const { quarter, inspectedOn, items, adjustments, staffing, severeSafetyEvent = null } = request;
    const step = {
      context,
      permission: 'assessment.inspect',
      command: 'RecordInspection',
      quarter,
      request: { quarter, inspectedOn, items: statedItems(items), adjustments, staffing, severeSafetyEvent },
    } as const;
    return this.step.take(step, async (scene) => {
      const { tx, assessment, version, today, said } = scene;
      if (severeSafetyEvent !== null) throw new DomainError('INSPECTION_SAFETY_EVENT', { field: 'severeSafetyEvent', quarter });
      assertSelfEvaluationNotAwaited(scene);
      const { body, isLast } = await this.sheetOf(scene);
      if (isLast) await this.records.move(tx, assessment, 'INSPECTED');
      assertDayWithin('inspectedOn', inspectedOn, { from: firstDay(monthsOf(quarter)[0]), to: today });
      const template = readScoreTemplate(assessment.template);
      const read = readItems(template, await this.drafts.withFiles(tx, assessment.id, said.by, items));
      await this.evidence.refuseUnknown(
        tx,
        read.flatMap(({ evidence }) => evidence),
      );
      const content = {
        items: itemRecords(read),
        adjustments: readAdjustments(template, adjustments).map((adjustment) => ({ ...adjustment, score: adjustment.score.toString() })),
        staffing: readStaffing(version.staffing, staffing),
        severeSafetyEvent: null,
      };
      const score = Rate.sum(read.map((item) => item.score));
      await this.records.append(tx, assessment.id, { kind: 'INSPECTION', ...(body && { body }), score, happenedOn: inspectedOn, content }, said);
      await (isLast ? this.drafts.dropAll(tx, assessment.id) : this.drafts.drop(tx, assessment.id, said.by));
      return { assessmentId: assessment.id, state: isLast ? 'INSPECTED' : assessment.state };
    });
  }

  /** Whose sheet it is where the contract wants one of each body, and whether the quarter is inspected with it. */
  private async sheetOf({ tx, assessment, version, said }: StepScene): Promise<{ body: InspectionBodyName | null; isLast: boolean }> {
    if (version.inspectors !== 'BOTH') return { body: null, isLast: true };
    assertTransition(assessment.state, 'INSPECTED');
    const body = bodyOf(said.by);
    const there = await this.records.sheets(tx, assessment.id);
    if (there.includes(body)) throw new DomainError('ASSESSMENT_SHEET_TWICE');
    return { body, isLast: there.length > 0 };
  }
}

/** The firm has until its day; after it one goes on without (domain.md 6). */
function assertSelfEvaluationNotAwaited({ assessment, dates, today }: StepScene): void {
  const until = dates.selfEvaluationUntil;
  if (assessment.state === 'OPEN' && today <= until) throw new DomainError('ASSESSMENT_SELF_EVALUATION_AWAITED', { until });
}
