import { Injectable } from '@nestjs/common';
import { Any } from 'typeorm';
import { DomainError, monthsOf, Rate, required, type Actor, type BusinessDate, type Id, type Instant, type Quarter } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ContractQueries, scoreTemplateJson, type ContractVersionView } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { assertMayBecomeFinal, assertTransition, type AssessmentState } from '../domain/assessment-state.js';
import type { InspectionBodyName, RecordContent, RecordKind, SafetyEventContent } from '../domain/record-content.js';
import type { Score } from '../domain/score.js';
import { AssessmentComponent } from '../persistence/assessment-component.js';
import { AssessmentRecord } from '../persistence/assessment-record.js';
import { Assessment } from '../persistence/assessment.js';

export type AssessmentId = Id<'assessment'>;

/** What an entitlement needs of the assessment that it waits for. `withholdingId` holds the quarter's withheld money (2103). */
export interface OpenedAssessment {
  readonly id: AssessmentId;
  readonly withholdingId: AssessmentId;
  readonly contractVersionId: Id<'contract_version'>;
}

/** Something found or said, about to be recorded. Scores in [0, 100]. */
export interface RecordDraft {
  readonly kind: RecordKind;
  readonly code?: string;
  readonly body?: InspectionBodyName;
  readonly score?: Rate;
  readonly answers?: number;
  readonly happenedOn: BusinessDate;
  readonly content: RecordContent;
}

/** For whom somebody inspects, where the contract wants a sheet of each body. */
export const bodyOf = ({ roles }: Pick<Actor, 'roles'>): InspectionBodyName => (roles.includes('CENTRE') ? 'CENTRE' : 'COMMUNITY');

/** What commands do to an assessment inside their own transaction, which holds the lock of the book. */
@Injectable()
export class AssessmentRecords {
  constructor(
    private readonly ledger: LedgerService,
    private readonly contracts: ContractQueries,
  ) {}

  /**
   * Opens the assessment of a quarter under the contract version that covers it, with a copy of its template. The successor of a
   * VOID one takes over the money withheld under it, and its severe safety events. @throws ASSESSMENT_EXISTS CONTRACT_NONE ASSESSMENT_CONTRACT_CHANGES
   */
  async open(tx: Tx, quarter: Quarter, at: Instant): Promise<OpenedAssessment> {
    const earlier = await tx.manager.find(Assessment, { where: { communityId: tx.communityId, quarter }, order: { id: 'ASC' } });
    if (earlier.some((assessment) => assessment.state !== 'VOID')) throw new DomainError('ASSESSMENT_EXISTS', { quarter });
    const version = await this.versionOf(tx, quarter);
    const id = (await this.ledger.takeIds(tx, 1)) as AssessmentId;
    const opened = { id, withholdingId: earlier[0]?.id ?? id, contractVersionId: version.versionId };
    await tx.manager.insert(Assessment, {
      ...opened,
      communityId: tx.communityId,
      quarter,
      contractId: version.contractId,
      state: 'OPEN',
      template: scoreTemplateJson(version.template),
      openedAt: at,
    });
    await this.takeOverEvents(tx, earlier, { id, at });
    return opened;
  }

  /** Each event as it was first recorded, by whom and for whom, and the record that did so. */
  private async takeOverEvents(tx: Tx, earlier: readonly Assessment[], { id, at }: { id: AssessmentId; at: Instant }): Promise<void> {
    const of = { communityId: tx.communityId, assessmentId: Any(earlier.map((assessment) => assessment.id)), kind: 'SAFETY_EVENT' } as const;
    const events = (await tx.manager.find(AssessmentRecord, { where: of, order: { id: 'ASC' } })).filter(({ content }) => !('first' in content));
    if (events.length === 0) return;
    const next = await this.ledger.takeIds(tx, events.length);
    const copies = events.map((event, place) => ({
      ...event,
      id: (next + place) as AssessmentRecord['id'],
      assessmentId: id,
      content: { ...(event.content as SafetyEventContent), first: event.id },
      recordedAt: at,
    }));
    await tx.manager.insert(AssessmentRecord, copies);
  }

  /** The assessment of a quarter, opened now when there is none: a month's entitlement needs one to wait for. @throws what `open` throws */
  async ensureOpen(tx: Tx, quarter: Quarter, at: Instant): Promise<OpenedAssessment> {
    return (await this.find(tx, quarter)) ?? this.open(tx, quarter, at);
  }

  /** Whether one contract version rules all covered months of a quarter and its assessment, as one score for them needs. */
  async hasOneVersion(tx: Tx, quarter: Quarter): Promise<boolean> {
    const versions = (await this.monthVersions(tx, quarter)).map((version) => version.versionId);
    const assessment = await this.find(tx, quarter);
    return new Set(assessment ? [...versions, assessment.contractVersionId] : versions).size === 1;
  }

  /** The assessment of a quarter that counts, which is not VOID. @throws ASSESSMENT_NONE */
  async live(tx: Tx, quarter: Quarter): Promise<Assessment> {
    const assessment = await this.find(tx, quarter);
    if (!assessment) throw new DomainError('ASSESSMENT_NONE', { quarter });
    return assessment;
  }

  /** Keeps what somebody found or said, with who and when. */
  async append(tx: Tx, assessmentId: AssessmentId, record: RecordDraft, said: { by: Actor; at: Instant }): Promise<void> {
    await tx.manager.insert(AssessmentRecord, {
      communityId: tx.communityId,
      id: (await this.ledger.takeIds(tx, 1)) as Id<'assessment_record'>,
      assessmentId,
      code: null,
      body: null,
      score: null,
      answers: null,
      ...record,
      personId: said.by.personId,
      organisationId: said.by.organisationId,
      recordedAt: said.at,
    });
  }

  /** The bodies whose sheets of the inspection there are. */
  async sheets(tx: Tx, assessmentId: AssessmentId): Promise<InspectionBodyName[]> {
    const rows = await tx.manager.findBy(AssessmentRecord, { communityId: tx.communityId, assessmentId, kind: 'INSPECTION' });
    return rows.flatMap(({ body }) => (body === null ? [] : [body]));
  }

  async hasHearing(tx: Tx, assessmentId: AssessmentId): Promise<boolean> {
    return tx.manager.existsBy(AssessmentRecord, { communityId: tx.communityId, assessmentId, kind: 'HEARING' });
  }

  /** @throws ASSESSMENT_STATE */
  async move(tx: Tx, assessment: Assessment, to: AssessmentState, changes: Partial<Assessment> = {}): Promise<void> {
    assertTransition(assessment.state, to);
    await tx.manager.update(Assessment, { communityId: tx.communityId, id: assessment.id }, { ...changes, state: to });
  }

  /** Keeps the components of a score under its revision: 1 the scoring, 2 what a review made of it. */
  async keepComponents(tx: Tx, assessmentId: AssessmentId, revision: number, score: Score): Promise<void> {
    const first = await this.ledger.takeIds(tx, score.components.length);
    const rows = score.components.map((component, index) => ({
      ...component,
      communityId: tx.communityId,
      id: (first + index) as Id<'assessment_component'>,
      assessmentId,
      revision,
    }));
    await tx.manager.insert(AssessmentComponent, rows);
  }

  /**
   * Makes a score FINAL; `entitlements` calls it in the transaction that posts P17.
   * @throws ASSESSMENT_STATE ASSESSMENT_APPEAL_OPEN ASSESSMENT_WINDOW_OPEN
   */
  async markFinal(tx: Tx, quarter: Quarter, finalOn: BusinessDate): Promise<void> {
    const assessment = await this.live(tx, quarter);
    assertMayBecomeFinal(assessment, finalOn);
    await this.move(tx, assessment, 'FINAL', { finalOn });
  }

  private find(tx: Tx, quarter: Quarter): Promise<Assessment | null> {
    return tx.manager
      .createQueryBuilder(Assessment, 'a')
      .where('a.communityId = :communityId and a.quarter = :quarter', { communityId: tx.communityId, quarter })
      .andWhere("a.state <> 'VOID'")
      .getOne();
  }

  /** The one version of the months of a quarter that a contract covers. */
  private async versionOf(tx: Tx, quarter: Quarter): Promise<ContractVersionView> {
    const versions = await this.monthVersions(tx, quarter);
    if (versions.length === 0) throw new DomainError('CONTRACT_NONE', { period: quarter });
    if (new Set(versions.map((version) => version.versionId)).size > 1) throw new DomainError('ASSESSMENT_CONTRACT_CHANGES', { quarter });
    return required(versions[0], 'the version of the quarter');
  }

  private async monthVersions(tx: Tx, quarter: Quarter): Promise<ContractVersionView[]> {
    return [...(await this.contracts.versionsFor(tx, monthsOf(quarter))).values()];
  }
}
