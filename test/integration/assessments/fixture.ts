import { readFileSync } from 'node:fs';
import { businessDate, quarter, shanghaiTime, type Role } from '../../../src/kernel/index.js';
import {
  AnswerSurvey,
  AssessmentQueries,
  AssessmentRecords,
  AttendanceQueries,
  CloseSurvey,
  DecideSurveyPapers,
  FileAppeal,
  ImportRepairLog,
  IssueSurveyLetters,
  ItemDrafts,
  MeasureFromLog,
  OpenAssessment,
  OpenSurvey,
  RecordAttendance,
  RecordHearing,
  RecordInspection,
  RecordMeasure,
  RecordRepair,
  RecordSafetyEvent,
  RunCalendar,
  RepairQueries,
  RecordSurvey,
  RecordSurveyPapers,
  ReviewAppeal,
  SaveDraft,
  ScoreAssessment,
  SubmitSelfEvaluation,
  SurveyQueries,
  VoidAssessment,
  type RecordInspectionRequest,
  type RecordSurveyRequest,
  type SubmitSelfEvaluationRequest,
} from '../../../src/modules/assessments/index.js';
import { RepairLog } from '../../../src/modules/assessments/application/repair-log.js';
import { AssessmentStep } from '../../../src/modules/assessments/application/assessment-step.js';
import type { SignContractRequest } from '../../../src/modules/contracts/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import type { TestDatabase } from '../../support/database.js';
import { evidenceOn } from '../evidence/fixture.js';
import { contextIn, contractOf, contractsOn, type Compound, type Party } from '../contracts/fixture.js';

interface DemoAssessment {
  readonly selfEvaluation: Omit<SubmitSelfEvaluationRequest, 'quarter'>;
  readonly inspection: Pick<RecordInspectionRequest, 'inspectedOn' | 'items'> & { readonly staffingPresent: RecordInspectionRequest['staffing'] };
  readonly survey: Omit<RecordSurveyRequest, 'quarter'>;
  readonly measures: readonly { readonly code: string; readonly score: string; readonly note: string }[];
}

const demo = JSON.parse(readFileSync('demo/assessment-2024-Q1.json', 'utf8')) as DemoAssessment;
export const Q1 = quarter('2024-Q1');

/** The requests of the demo's first quarter, scored 87.32. */
export const demoRequests = {
  selfEvaluation: { quarter: Q1, items: demo.selfEvaluation.items },
  inspection: {
    quarter: Q1,
    inspectedOn: demo.inspection.inspectedOn,
    items: demo.inspection.items,
    adjustments: [],
    staffing: demo.inspection.staffingPresent,
  },
  survey: {
    quarter: Q1,
    openedOn: demo.survey.openedOn,
    closedOn: demo.survey.closedOn,
    answers: demo.survey.answers,
    score: demo.survey.score,
    items: demo.survey.items,
  },
  measures: demo.measures.map((measure) => ({ ...measure, quarter: Q1 })),
} as const;

/** The commands and queries of the module on a test's database, with the modules below it. */
export function assessmentsOn(database: TestDatabase) {
  const { unitOfWork, clock } = database;
  const below = contractsOn(database);
  const records = new AssessmentRecords(below.ledger, below.contracts);
  const [assessments, surveys] = [new AssessmentQueries(below.contracts), new SurveyQueries()];
  const [repairs, attendance] = [new RepairQueries(), new AttendanceQueries()];
  const repairLog = new RepairLog(repairs, below.contracts, clock);
  const drafts = new ItemDrafts();
  const papers = evidenceOn(database);
  const { evidence } = papers;
  const step = new AssessmentStep(unitOfWork, below.ledger, below.contracts, records, clock);
  return {
    ...below,
    records,
    assessments,
    openAssessment: new OpenAssessment(unitOfWork, below.ledger, records, clock),
    submitSelfEvaluation: new SubmitSelfEvaluation(step, records, drafts, evidence),
    recordInspection: new RecordInspection(step, records, drafts, evidence),
    drafts,
    papers,
    saveDraft: new SaveDraft(unitOfWork, below.ledger, below.contracts, records, drafts, evidence, clock),
    recordSurvey: new RecordSurvey(step, records),
    surveys,
    openSurvey: new OpenSurvey(step, records, below.ledger),
    issueLetters: new IssueSurveyLetters(unitOfWork, below.ledger, below.units, surveys, clock),
    answerSurvey: new AnswerSurvey(unitOfWork, below.ledger, surveys, clock),
    recordPapers: new RecordSurveyPapers(step, below.ledger, below.units, surveys),
    decidePapers: new DecideSurveyPapers(step, surveys),
    closeSurvey: new CloseSurvey(step, records, surveys),
    recordSafetyEvent: new RecordSafetyEvent(step, records, evidence, assessments),
    runCalendar: new RunCalendar(unitOfWork, below.ledger, records, clock),
    recordMeasure: new RecordMeasure(step, records, repairs),
    repairs,
    attendance,
    recordAttendance: new RecordAttendance(unitOfWork, below.ledger, below.contracts, attendance, clock),
    recordRepair: new RecordRepair(unitOfWork, below.ledger, repairs, repairLog),
    importRepairs: new ImportRepairLog(unitOfWork, below.ledger, repairs, repairLog),
    measureFromLog: new MeasureFromLog(step, records, repairs),
    scoreAssessment: new ScoreAssessment(step, records, assessments),
    fileAppeal: new FileAppeal(step, records),
    recordHearing: new RecordHearing(step, records, assessments),
    reviewAppeal: new ReviewAppeal(step, records, assessments),
    voidAssessment: new VoidAssessment(step, records),
  };
}

export type AssessmentApp = ReturnType<typeof assessmentsOn>;

/** A compound under the demo's contract, and its people with a way to move the clock: everything a test tells of a quarter. */
export async function quarterOn(database: TestDatabase, app: AssessmentApp, change: Partial<SignContractRequest> = {}) {
  database.clock.set(shanghaiTime(businessDate('2024-01-01'), '09:00'));
  const compound: Compound = await app.newCompound();
  const of =
    (party: Party, role: Role) =>
    (key: string | null = null): CommandContext =>
      contextIn(compound.communityId, party, role, key);
  const who = {
    firm: of(compound.firm, 'FIRM'),
    community: of(compound.community, 'COMMUNITY'),
    centre: of(compound.centre, 'CENTRE'),
    street: of(compound.street, 'STREET'),
  };
  await app.standIn(compound, { to: businessDate('2024-01-01') });
  const { value: contract } = await app.signContract.execute(who.community(), contractOf(compound, change));
  /** Unless a month's entitlement has opened it already. */
  const open = async () => {
    const present = await database.unitOfWork.read(compound.communityId, (tx) => app.assessments.byQuarter(tx, Q1));
    if (!present) await app.openAssessment.execute(who.community(), { quarter: Q1 });
  };
  const at = (day: string, time = '10:00') => database.clock.set(shanghaiTime(businessDate(day), time));
  return {
    ...compound,
    ...contract,
    who,
    at,
    /** Self-evaluation, inspection, survey and measures of the demo, each on its day; scored on 04-15 unless told. */
    async upTo(last: 'OPEN' | 'SELF_EVALUATED' | 'INSPECTED' | 'SURVEY_CLOSED' | 'SCORED' | 'APPEALED'): Promise<void> {
      const steps: [state: typeof last, day: string, take: () => Promise<unknown>][] = [
        ['OPEN', '2024-01-01', open],
        ['SELF_EVALUATED', '2024-04-05', () => app.submitSelfEvaluation.execute(who.firm(), demoRequests.selfEvaluation)],
        ['INSPECTED', '2024-04-10', () => app.recordInspection.execute(who.centre(), demoRequests.inspection)],
        ['SURVEY_CLOSED', '2024-04-12', () => app.recordSurvey.execute(who.community(), demoRequests.survey)],
        [
          'SCORED',
          '2024-04-15',
          async () => {
            for (const measure of demoRequests.measures) await app.recordMeasure.execute(who.community(), measure);
            await app.scoreAssessment.execute(who.centre(), { quarter: Q1 });
          },
        ],
        ['APPEALED', '2024-04-20', () => app.fileAppeal.execute(who.firm(), { quarter: Q1, reason: '抽查日下雨，保洁得分偏低。' })],
      ];
      for (const [state, day, take] of steps) {
        at(day);
        await take();
        if (state === last) return;
      }
    },
  };
}

export type QuarterScene = Awaited<ReturnType<typeof quarterOn>>;
