import type { INestApplicationContext } from '@nestjs/common';
import { firstDay, ManualClock, monthsOf, required, shanghaiTime, type AccountingPeriod, type BusinessDate, type CommunityId, type Quarter } from '../kernel/index.js';
import { AssessmentQueries, OpenAssessment, RecordInspection, RecordMeasure, RecordSurvey, ScoreAssessment, SubmitSelfEvaluation } from '../modules/assessments/index.js';
import { ImportBankFile, ReconciliationQueries } from '../modules/bank/index.js';
import { ImportUnits, OpenBankAccount } from '../modules/communities/index.js';
import { RecordSubstitution, RegisterPayeeAccount, SignContract } from '../modules/contracts/index.js';
import { DecideDisbursement, DisbursementQueries, InstructDisbursements, SubmitDisbursement } from '../modules/disbursements/index.js';
import { EntitlementQueries, FinaliseAssessment } from '../modules/entitlements/index.js';
import { RunBills } from '../modules/fees/index.js';
import { AccrueOperatingIncome, ImportLeases } from '../modules/operating-income/index.js';
import { ClosePeriod, MatchBankLines, PrepareReconciliation, SignReconciliation } from '../modules/settlement/index.js';
import { BuildStatement, PublishStatement } from '../modules/statements/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../platform/database/index.js';
import type { DemoCast } from './demo-cast.js';
import type { DemoAssessment, DemoFiles, Scenario } from './demo-files.js';

/** One act: a person does one thing at a moment of the scenario. */
interface Step {
  readonly on: BusinessDate;
  readonly time: string;
  readonly by: string;
  readonly key: string;
  run(context: CommandContext): Promise<unknown>;
}

export interface MonthOfDemo {
  readonly month: AccountingPeriod;
  readonly steps: readonly Step[];
}

/** The story of the demo compound as steps in order, month by month: what is told is data, how it is done are the product's own commands. */
export class DemoScript {
  private readonly scenario: Scenario;

  constructor(
    private readonly app: INestApplicationContext,
    private readonly files: DemoFiles,
    private readonly cast: DemoCast,
    private readonly clock: ManualClock,
    private readonly communityId: CommunityId,
  ) {
    this.scenario = files.scenario;
  }

  /** Every step, grouped by the month in whose books it falls last; each group ends with that month's statement. */
  months(): MonthOfDemo[] {
    const steps = [...this.beginning(), ...this.scenario.months.flatMap((month) => this.month(month)), ...this.scenario.quarters.flatMap((quarter) => this.quarter(quarter))];
    const ordered = steps.toSorted((a, b) => `${a.on}${a.time}`.localeCompare(`${b.on}${b.time}`));
    const ends = this.scenario.months.map((month) => month.publishOn);
    return this.scenario.months.map(({ month }, index) => ({
      month,
      steps: ordered.filter((step) => step.on > (ends[index - 1] ?? '') && (step.on <= (ends[index] ?? '') || index === ends.length - 1)),
    }));
  }

  /** Does one step at its moment. */
  async perform(step: Step): Promise<void> {
    this.clock.set(shanghaiTime(step.on, step.time));
    await step.run(await this.cast.context(step.by, step.key, step.on));
  }

  private beginning(): Step[] {
    const { substitution, bankAccount } = this.files.community;
    const { firm, payeeAccount, ...contract } = this.files.contract;
    const on = this.files.community.booksOpenOn;
    const step = (time: string, by: string, key: string, run: Step['run']): Step => ({ on, time, by, key, run });
    return [
      step('08:00', 'shequ1', 'units', (context) => this.app.get(ImportUnits).execute(context, { file: this.files.bytes('units.csv'), dryRun: false })),
      step('08:05', 'shequ1', 'bank-account', (context) => this.app.get(OpenBankAccount).execute(context, bankAccount)),
      step('08:10', 'jiedao1', 'substitution', (context) =>
        this.app.get(RecordSubstitution).execute(context, { ...substitution, organisationId: this.cast.organisation(substitution.organisation), to: null }),
      ),
      step('08:20', 'shequ1', 'contract', async (context) => {
        const signed = await this.app.get(SignContract).execute(context, { ...contract, firmId: this.cast.organisation(firm) });
        const register = { ...context, idempotencyKey: `${context.idempotencyKey}:payee` };
        await this.app.get(RegisterPayeeAccount).execute(register, { contractId: signed.value.contractId, ...payeeAccount });
      }),
      step('08:30', 'jizhang1', 'leases', (context) => this.app.get(ImportLeases).execute(context, { file: this.files.bytes('leases.csv'), dryRun: false })),
    ];
  }

  private month({ month, bankFile, importOn, closeOn, publishOn, basePayout }: Scenario['months'][number]): Step[] {
    const bookkeeper = (on: BusinessDate, time: string, key: string, run: Step['run']): Step => ({ on, time, by: 'jizhang1', key: `${month}:${key}`, run });
    return [
      bookkeeper(firstDay(month), '09:00', 'bills', (context) => this.app.get(RunBills).execute(context, { period: month, dryRun: false })),
      bookkeeper(firstDay(month), '09:30', 'income', (context) => this.app.get(AccrueOperatingIncome).execute(context, { period: month })),
      bookkeeper(importOn, '09:00', 'bank', (context) =>
        this.app.get(ImportBankFile).execute(context, { fileName: bankFile.replace(/^.*\//, ''), file: this.files.bytes(bankFile), dryRun: false }),
      ),
      bookkeeper(importOn, '09:30', 'match', (context) => this.app.get(MatchBankLines).execute(context)),
      ...this.reconciliation(month, closeOn),
      bookkeeper(closeOn, '10:00', 'close', (context) => this.app.get(ClosePeriod).execute(context, { period: month })),
      ...this.statement(month, { on: publishOn, build: ['09:00', `${month}:statement`], publish: ['09:30', `${month}:publish`] }),
      ...this.payout(`${month}:base`, basePayout, async (tx) => {
        const claim = await this.app.get(EntitlementQueries).baseClaim(tx, month);
        return { kind: 'BASE' as const, period: month, amount: claim.entitled };
      }),
    ];
  }

  /** The bookkeeper prepares, the residents' committee signs what it has read; then the month can be closed. */
  private reconciliation(month: AccountingPeriod, on: BusinessDate): Step[] {
    const pending = () => this.app.get(UnitOfWork).read(this.communityId, (tx) => this.app.get(ReconciliationQueries).pending(tx, month));
    return [
      { on, time: '09:00', by: 'jizhang1', key: `${month}:reconcile`, run: (context) => this.app.get(PrepareReconciliation).execute(context, { month }) },
      {
        on,
        time: '09:30',
        by: 'shequ1',
        key: `${month}:sign`,
        run: async (context) => {
          const prepared = await pending();
          if (prepared?.signedAt === null) await this.app.get(SignReconciliation).execute(context, { id: prepared.id, sha256: prepared.sha256 });
        },
      },
    ];
  }

  /** The bookkeeper builds a month's statement, the owners' side publishes the very one that was built. Each act with its time and key. */
  private statement(period: AccountingPeriod, acts: { on: BusinessDate; build: [time: string, key: string]; publish: [time: string, key: string] }): Step[] {
    const { on, build, publish } = acts;
    let jsonSha256 = '';
    return [
      {
        on,
        time: build[0],
        by: 'jizhang1',
        key: build[1],
        run: async (context) => {
          jsonSha256 = (await this.app.get(BuildStatement).execute(context, { period })).value.sha256;
        },
      },
      { on, time: publish[0], by: 'shequ1', key: publish[1], run: (context) => this.app.get(PublishStatement).execute(context, { period, jsonSha256 }) },
    ];
  }

  private quarter({ quarter, openOn, assessment, payout }: Scenario['quarters'][number]): Step[] {
    const open: Step = { on: openOn, time: '08:50', by: 'zhongxin1', key: `${quarter}:open`, run: (context) => this.app.get(OpenAssessment).execute(context, { quarter }) };
    if (assessment === null) return [open];
    const lastMonth = monthsOf(quarter)[2];
    const scored = this.assessment(quarter, this.files.assessment(assessment));
    const finalOn = this.files.assessment(assessment).finalOn;
    return [
      open,
      ...scored,
      ...this.statement(lastMonth, { on: finalOn, build: ['16:00', `${quarter}:supplement`], publish: ['16:30', `${quarter}:publish`] }),
      ...(payout === null
        ? []
        : this.payout(`${quarter}:performance`, payout, async (tx) => {
            const { id } = required(await this.app.get(AssessmentQueries).byQuarter(tx, quarter), `the assessment of ${quarter}`);
            const claim = await this.app.get(EntitlementQueries).performanceClaim(tx, id);
            return { kind: 'PERFORMANCE' as const, assessmentId: id, amount: claim.entitled };
          })),
    ];
  }

  private assessment(quarter: Quarter, said: DemoAssessment): Step[] {
    const step = (on: BusinessDate, time: string, by: string, key: string, run: Step['run']): Step => ({ on, time, by, key: `${quarter}:${key}`, run });
    const { items: inspected, staffingPresent, inspectedOn } = said.inspection;
    return [
      step(said.selfEvaluation.submittedOn, '17:00', 'jiuwang1', 'self', (context) =>
        this.app.get(SubmitSelfEvaluation).execute(context, { quarter, items: said.selfEvaluation.items }),
      ),
      step(inspectedOn, '15:00', 'zhongxin1', 'inspection', (context) =>
        this.app.get(RecordInspection).execute(context, { quarter, inspectedOn, items: inspected, adjustments: [], staffing: staffingPresent, severeSafetyEvent: null }),
      ),
      step(said.survey.closedOn, '18:00', 'shequ1', 'survey', (context) => this.app.get(RecordSurvey).execute(context, { quarter, ...said.survey })),
      ...said.measures.map((measure, index) =>
        step(said.scoredOn, `10:0${index}`, 'zhongxin1', `measure-${measure.code}`, (context) => this.app.get(RecordMeasure).execute(context, { quarter, ...measure })),
      ),
      step(said.scoredOn, '15:00', 'zhongxin1', 'score', (context) => this.app.get(ScoreAssessment).execute(context, { quarter })),
      step(said.finalOn, '10:00', 'zhongxin1', 'final', (context) => this.app.get(FinaliseAssessment).execute(context, { quarter })),
    ];
  }

  /** The firm asks, the parties approve the next working hours, the cashier instructs. */
  private payout(key: string, days: { submitOn: BusinessDate; instructOn: BusinessDate | null }, ask: (tx: Tx) => Promise<Parameters<SubmitDisbursement['execute']>[1]>): Step[] {
    const queries = this.app.get(DisbursementQueries);
    const unitOfWork = this.app.get(UnitOfWork);
    let id = 0;
    const submit: Step = {
      on: days.submitOn,
      time: '14:00',
      by: 'jiuwang1',
      key,
      run: async (context) => {
        const request = await unitOfWork.read(this.communityId, ask);
        id = (await this.app.get(SubmitDisbursement).execute(context, request)).value.id;
      },
    };
    const { instructOn } = days;
    if (instructOn === null) return [submit];
    const seen = () => unitOfWork.read(this.communityId, (tx) => queries.byId(tx, id));
    const approve = (by: string, time: string): Step => ({
      on: days.submitOn,
      time,
      by,
      key: `${key}:${by}`,
      run: async (context) => {
        const { state, version, payloadSha256, approvals } = await seen();
        if (state !== 'APPROVING' || approvals.some((approval) => approval.organisationId === context.actor.organisationId)) return;
        await this.app.get(DecideDisbursement).execute(context, { id, version, payloadSha256, decision: 'APPROVE', reason: null });
      },
    });
    return [
      submit,
      approve('shequ1', '15:10'),
      approve('zhongxin1', '15:55'),
      approve('jiedao1', '16:35'),
      {
        on: instructOn,
        time: '15:00',
        by: 'chuna1',
        key: `${key}:instruct`,
        run: async (context) => {
          const { state, version } = await seen();
          if (state === 'APPROVED') await this.app.get(InstructDisbursements).execute(context, { payouts: [{ id, version }] });
        },
      },
    ];
  }
}
