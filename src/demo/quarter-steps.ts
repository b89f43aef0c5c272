import { monthsOf, type BusinessDate, type Quarter } from '../kernel/index.js';
import {
  FileAppeal,
  ImportRepairLog,
  MeasureFromLog,
  OpenAssessment,
  RecordHearing,
  RecordInspection,
  RecordMeasure,
  RecordSafetyEvent,
  RecordSurvey,
  RESPONSE,
  ReviewAppeal,
  ScoreAssessment,
  SubmitSelfEvaluation,
} from '../modules/assessments/index.js';
import { FinaliseAssessment } from '../modules/entitlements/index.js';
import type { DemoAssessment, Scenario } from './demo-files.js';
import { statement } from './month-steps.js';
import { stored } from './papers.js';
import { repairLists } from './repair-lists.js';
import { performancePayout } from './payout-steps.js';
import type { Stage, Step } from './step.js';

/** A quarter: its assessment from the opening to the final score, the supplement of its last month, and what the firm is paid for it. */
export function quarterSteps(stage: Stage, { quarter, openOn, assessment, payout }: Scenario['quarters'][number]): Step[] {
  const open: Step = { on: openOn, time: '08:50', by: 'zhongxin1', key: `${quarter}:open`, run: (context) => stage.get(OpenAssessment).execute(context, { quarter }) };
  if (assessment === null) return [open];
  const said = stage.files.assessment(assessment);
  return [
    open,
    ...found(stage, quarter, said),
    ...scored(stage, quarter, said),
    ...statement(stage, monthsOf(quarter)[2], { on: said.finalOn, build: ['16:00', `${quarter}:supplement`], publish: ['16:30', `${quarter}:publish`] }),
    ...(payout === null ? [] : performancePayout(stage, quarter, payout)),
  ];
}

function stepOf(quarter: Quarter): (on: BusinessDate, time: string, by: string, key: string, run: Step['run']) => Step {
  return (on, time, by, key, run) => ({ on, time, by, key: `${quarter}:${key}`, run });
}

/** What the firm, the inspectors and the residents say of the quarter. */
function found(stage: Stage, quarter: Quarter, { selfEvaluation, inspection, survey, repairs, safetyEvent, measures, scoredOn }: DemoAssessment): Step[] {
  const step = stepOf(quarter);
  const { inspectedOn, items, staffingPresent: staffing } = inspection;
  return [
    ...(safetyEvent === undefined ? [] : [safetyStep(stage, quarter, safetyEvent)]),
    step(selfEvaluation.submittedOn, '17:00', 'jiuwang1', 'self', (context) => stage.get(SubmitSelfEvaluation).execute(context, { quarter, items: selfEvaluation.items })),
    step(inspectedOn, '15:00', 'zhongxin1', 'inspection', (context) =>
      stage.get(RecordInspection).execute(context, { quarter, inspectedOn, items, adjustments: [], staffing }),
    ),
    step(survey.closedOn, '18:00', 'shequ1', 'survey', (context) => stage.get(RecordSurvey).execute(context, { quarter, ...survey })),
    ...(repairs === undefined
      ? []
      : repairLists(stage.files.bytes(repairs)).map(({ on, file }) =>
          step(on, '23:59', 'jiuwang1', `repairs-${on}`, (context) => stage.get(ImportRepairLog).execute(context, { file, dryRun: false })),
        )),
    ...measures.map((measure, index) =>
      step(scoredOn, `10:0${index}`, 'zhongxin1', `measure-${measure.code}`, (context) =>
        repairs !== undefined && measure.code === RESPONSE
          ? stage.get(MeasureFromLog).execute(context, { quarter })
          : stage.get(RecordMeasure).execute(context, { quarter, ...measure }),
      ),
    ),
  ];
}

function safetyStep(stage: Stage, quarter: Quarter, { recordedOn, happenedOn, what, paper }: NonNullable<DemoAssessment['safetyEvent']>): Step {
  return stepOf(quarter)(recordedOn, '10:00', 'zhongxin1', 'safety-event', async (context) => {
    const documents = [await stored(stage, paper, context)];
    return stage.get(RecordSafetyEvent).execute(context, { quarter, happenedOn, what, documents });
  });
}

/** The score, an appeal against it where there was one, and FINAL. */
function scored(stage: Stage, quarter: Quarter, { scoredOn, appeal, finalOn }: DemoAssessment): Step[] {
  const step = stepOf(quarter);
  const appealed = appeal
    ? [
        step(appeal.filedOn, '16:00', 'jiuwang1', 'appeal', (context) => stage.get(FileAppeal).execute(context, { quarter, reason: appeal.reason })),
        step(appeal.hearing.heldOn, '15:00', 'zhongxin1', 'hearing', (context) => stage.get(RecordHearing).execute(context, { quarter, ...appeal.hearing })),
        step(appeal.reviewedOn, '14:30', 'zhongxin1', 'review', (context) => {
          const { decision, corrections, reviewReason: reason } = appeal;
          return stage.get(ReviewAppeal).execute(context, { quarter, decision, corrections, reason });
        }),
      ]
    : [];
  return [
    step(scoredOn, '15:00', 'zhongxin1', 'score', (context) => stage.get(ScoreAssessment).execute(context, { quarter })),
    ...appealed,
    step(finalOn, '10:00', 'zhongxin1', 'final', (context) => stage.get(FinaliseAssessment).execute(context, { quarter })),
  ];
}
