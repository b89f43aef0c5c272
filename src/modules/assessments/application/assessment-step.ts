import { Injectable } from '@nestjs/common';
import {
  assertAllowed,
  Clock,
  DomainError,
  lastDay,
  monthsOf,
  type Actor,
  type BusinessDate,
  type Instant,
  type Json,
  type Permission,
  type Quarter,
} from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { assessmentDates, ContractQueries, type AssessmentDates, type ContractVersionView } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import type { Assessment } from '../persistence/assessment.js';
import { AssessmentRecords, type AssessmentId } from './assessment-records.js';

/** What every step answers. */
export type AssessmentStepped = { readonly assessmentId: AssessmentId; readonly state: string };

/** A step of a quarter's assessment as it is asked for. `request` names the quarter and everything that makes the request this one. */
export interface Step {
  readonly context: CommandContext;
  readonly permission: Permission;
  readonly command: string;
  readonly quarter: Quarter;
  readonly request: Json;
  /** True for what may also be done while the quarter runs. */
  readonly anyTime?: boolean;
}

/** What a step finds when it may begin: the book is locked, the quarter is over. */
export interface StepScene {
  readonly tx: Tx;
  readonly assessment: Assessment;
  readonly version: ContractVersionView;
  readonly dates: AssessmentDates;
  readonly today: BusinessDate;
  readonly said: { readonly by: Actor; readonly at: Instant };
}

/** The frame that the steps of an assessment share: allowed, once, under the lock, after the quarter, on the assessment that counts. */
@Injectable()
export class AssessmentStep {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly contracts: ContractQueries,
    private readonly records: AssessmentRecords,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY, and what `work` throws */
  async take<T extends AssessmentStepped>(step: Step, work: (scene: StepScene) => Promise<T>): Promise<Outcome<T>> {
    assertAllowed(step.context.actor, step.permission);
    return this.unitOfWork.once(step, async (tx) => {
      await this.ledger.lock(tx);
      const assessment = await this.records.live(tx, step.quarter);
      const version = await this.contracts.version(tx, assessment.contractVersionId);
      const today = this.clock.today();
      const until = lastDay(monthsOf(step.quarter)[2]);
      if (!step.anyTime && today <= until) throw new DomainError('ASSESSMENT_TOO_EARLY', { quarter: step.quarter, until });
      const said = { by: step.context.actor, at: this.clock.now() };
      const scene = { tx, assessment, version, dates: assessmentDates(version.calendar, step.quarter, assessment.countsFrom), today, said };
      return work({ ...scene, assessment: await this.withSheetInTime(scene) });
    });
  }

  /** Where two bodies inspect and only one did in time, one goes on with its sheet. */
  private async withSheetInTime({ tx, assessment, version, dates, today }: Omit<StepScene, 'said'>): Promise<Assessment> {
    const waits = version.inspectors === 'BOTH' && (assessment.state === 'OPEN' || assessment.state === 'SELF_EVALUATED') && today > dates.inspectionUntil;
    if (!waits || (await this.records.sheets(tx, assessment.id)).length === 0) return assessment;
    await this.records.move(tx, assessment, 'INSPECTED');
    return { ...assessment, state: 'INSPECTED' };
  }
}

/** The firm speaks for itself only. @throws NOT_ALLOWED */
export function assertIsTheFirm({ version, said }: StepScene): void {
  if (said.by.organisationId !== version.firmId) throw new DomainError('NOT_ALLOWED');
}

/** A day that a step tells of: in the quarter or after it, not in the future. @throws ASSESSMENT_DAY_OUTSIDE */
export function assertDayWithin(field: string, day: BusinessDate, range: { from: BusinessDate; to: BusinessDate }): void {
  if (day < range.from || day > range.to) throw new DomainError('ASSESSMENT_DAY_OUTSIDE', { field, day, ...range });
}
