import { Injectable } from '@nestjs/common';
import { DomainError, monthsOf, required, type BusinessDate, type Id, type OrganisationId, type Quarter, type Rate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import {
  assessmentDates,
  ContractQueries,
  readScoreTemplate,
  type AssessmentDates,
  type ContractVersionView,
  type ScoreTemplate,
} from '../../contracts/index.js';
import type { AssessmentState } from '../domain/assessment-state.js';
import type {
  AppealContent,
  HearingContent,
  InspectionBodyName,
  InspectionContent,
  MeasureContent,
  ReviewContent,
  SafetyEventContent,
  SelfEvaluationContent,
  SurveyContent,
  VoidContent,
} from '../domain/record-content.js';
import { combinedSheet } from '../domain/inspection-sheets.js';
import type { Score } from '../domain/score.js';
import { AssessmentComponent } from '../persistence/assessment-component.js';
import { AssessmentRecord } from '../persistence/assessment-record.js';
import { Assessment } from '../persistence/assessment.js';
import type { AssessmentId } from './assessment-records.js';

/** A record's words and figures, with the day it is about and for whom it was said. */
export type Said<Content> = Content & { readonly on: BusinessDate; readonly organisationId: OrganisationId };

/** Out of 100; `score` is null and `items` empty while fewer people answered than the contract wants, who could be recognised. */
export interface SurveyView {
  readonly openedOn: BusinessDate;
  readonly answers: number;
  readonly score: Rate | null;
  readonly items: SurveyContent['items'];
  /** Where households were asked by letter: how many, and how many of them answered on paper. */
  readonly letters?: number;
  readonly papers?: number;
}

/** `takenOver`: first recorded in an assessment of the quarter that became VOID. `isSetAside`: a review, of this assessment or of one that it follows, found that it lowers nothing. */
export type SafetyEventView = Said<Omit<SafetyEventContent, 'first'>> & {
  readonly id: Id<'assessment_record'>;
  readonly takenOver: boolean;
  readonly isSetAside: boolean;
};

/** An assessment with everything that is known about its quarter. Scores out of 100. */
export interface AssessmentView {
  readonly id: AssessmentId;
  readonly quarter: Quarter;
  readonly state: AssessmentState;
  readonly contractId: Id<'contract'>;
  readonly contractVersionId: Id<'contract_version'>;
  /** Holder of the money withheld in the quarter (2103). */
  readonly withholdingId: AssessmentId;
  readonly firmId: OrganisationId;
  readonly template: ScoreTemplate;
  readonly dates: AssessmentDates;
  readonly selfEvaluation: Said<SelfEvaluationContent & { readonly score: Rate }> | null;
  readonly inspection: Said<InspectionContent & { readonly score: Rate }> | null;
  /** Each sheet as it was handed in, where the contract wants one of each body; `inspection` is what they give together. */
  readonly sheets: readonly Said<InspectionContent & { readonly score: Rate; readonly body: InspectionBodyName | null }>[];
  readonly safetyEvents: readonly SafetyEventView[];
  readonly survey: Said<SurveyView> | null;
  readonly measures: readonly Said<Omit<MeasureContent, 'first'> & { readonly code: string; readonly score: Rate }>[];
  /** The score as it stands, after a review the reviewed one; null before it is scored. */
  readonly score: Score | null;
  readonly inspectionAlone: boolean;
  readonly severeSafetyEvent: boolean;
  readonly scoredOn: BusinessDate | null;
  readonly appealUntil: BusinessDate | null;
  readonly appeal: Said<AppealContent> | null;
  readonly hearing: Said<HearingContent> | null;
  readonly review: Said<ReviewContent & { readonly score: Rate }> | null;
  readonly finalOn: BusinessDate | null;
  readonly voided: Said<VoidContent> | null;
}

/** `score` out of 100, two decimals; null before it is scored. */
export type AssessmentStanding = Pick<Assessment, 'quarter' | 'state' | 'score' | 'contractVersionId'>;

/** An item of a sheet that leans on a file. */
export interface FileUse {
  readonly sha256: string;
  readonly quarter: Quarter;
  readonly kind: 'SELF_EVALUATION' | 'INSPECTION';
  readonly item: string;
}

/** An assessment that became VOID: when, why and for whom it was said, with the score that it had (two decimals, null without one). */
export interface VoidedAssessment {
  readonly quarter: Quarter;
  readonly on: BusinessDate;
  readonly reason: string;
  readonly organisationId: OrganisationId;
  readonly score: string | null;
}

/** Reads the assessments of a compound. */
@Injectable()
export class AssessmentQueries {
  constructor(private readonly contracts: ContractQueries) {}

  /** The assessment of a quarter that counts, or null; VOID ones do not. */
  async byQuarter(tx: Tx, quarter: Quarter): Promise<AssessmentView | null> {
    const views = await this.views(tx, await tx.manager.findBy(Assessment, { communityId: tx.communityId, quarter }));
    return views.find((view) => view.state !== 'VOID') ?? null;
  }

  /** The same, or while there is no successor yet the one that became VOID last. */
  async latestOf(tx: Tx, quarter: Quarter): Promise<AssessmentView | null> {
    const views = await this.views(tx, await tx.manager.find(Assessment, { where: { communityId: tx.communityId, quarter }, order: { id: 'ASC' } }));
    return views.find((view) => view.state !== 'VOID') ?? views.at(-1) ?? null;
  }

  /** @throws NOT_FOUND */
  async byId(tx: Tx, id: AssessmentId): Promise<AssessmentView> {
    const [view] = await this.views(tx, await tx.manager.findBy(Assessment, { communityId: tx.communityId, id }));
    if (!view) throw new DomainError('NOT_FOUND');
    return view;
  }

  /** How far an assessment is, by which version, and its score as it stands, without what it was made of. @throws NOT_FOUND */
  async standing(tx: Tx, id: AssessmentId): Promise<AssessmentStanding> {
    const select = { quarter: true, state: true, score: true, contractVersionId: true } as const;
    const assessment = await tx.manager.findOne(Assessment, { select, where: { communityId: tx.communityId, id } });
    if (!assessment) throw new DomainError('NOT_FOUND');
    return assessment;
  }

  /** Every assessment, VOID ones too, the latest first. */
  async all(tx: Tx): Promise<AssessmentView[]> {
    return this.views(tx, await tx.manager.find(Assessment, { where: { communityId: tx.communityId }, order: { quarter: 'DESC', id: 'DESC' } }));
  }

  /** What became VOID, the latest first: its reason is published. */
  voided(tx: Tx): Promise<VoidedAssessment[]> {
    return tx.query<VoidedAssessment>(
      `select a.quarter, r.happened_on as "on", r.content->>'reason' as reason, r.organisation_id as "organisationId", a.score
       from mingbai.assessment a join mingbai.assessment_record r on r.community_id = $1 and r.assessment_id = a.id and r.kind = 'VOID'
       where a.community_id = $1 and a.state = 'VOID' order by r.id desc`,
      [tx.communityId],
    );
  }

  /** The terms of a quarter: those of its assessment, and while there is none those of its first month that a contract covers; null without a contract. */
  async termsOf(tx: Tx, quarter: Quarter): Promise<ContractVersionView | null> {
    const [latest] = await tx.manager.find(Assessment, { where: { communityId: tx.communityId, quarter }, order: { id: 'DESC' }, take: 1 });
    if (latest) return this.contracts.version(tx, latest.contractVersionId);
    const [first] = (await this.contracts.versionsFor(tx, monthsOf(quarter))).values();
    return first ?? null;
  }

  /** Where else files serve as evidence of an item: in which sheet of which quarter. */
  fileUses(tx: Tx, hashes: readonly string[]): Promise<FileUse[]> {
    return tx.query<FileUse>(
      `select hash as sha256, a.quarter, r.kind, item->>'name' as item
       from mingbai.assessment_record r join mingbai.assessment a on a.community_id = $1 and a.id = r.assessment_id,
         jsonb_array_elements(r.content->'items') item, jsonb_array_elements_text(item->'evidence') hash
       where r.community_id = $1 and r.kind in ('SELF_EVALUATION', 'INSPECTION') and hash = any ($2) order by r.id`,
      [tx.communityId, hashes],
    );
  }

  private async views(tx: Tx, assessments: readonly Assessment[]): Promise<AssessmentView[]> {
    if (assessments.length === 0) return [];
    const ids = assessments.map((assessment) => assessment.id);
    const own = (alias: string) => `${alias}.communityId = :communityId and ${alias}.assessmentId in (:...ids)`;
    const parameters = { communityId: tx.communityId, ids };
    const records = await tx.manager.createQueryBuilder(AssessmentRecord, 'r').where(own('r'), parameters).orderBy('r.id').getMany();
    const components = await tx.manager.createQueryBuilder(AssessmentComponent, 'c').where(own('c'), parameters).orderBy('c.id').getMany();
    const setAside = await this.eventsSetAside(tx, records);
    const versions = await this.contracts.versions(tx);
    return assessments.map((assessment) =>
      viewOf(assessment, {
        version: required(
          versions.find((version) => version.versionId === assessment.contractVersionId),
          'the contract version of an assessment',
        ),
        records: records.filter((record) => record.assessmentId === assessment.id),
        components: components.filter((component) => component.assessmentId === assessment.id),
        setAside,
      }),
    );
  }

  /** Which events of these records a review set aside. */
  private async eventsSetAside(tx: Tx, records: readonly AssessmentRecord[]): Promise<ReadonlySet<number>> {
    const having = new Set(records.filter(({ kind }) => kind === 'SAFETY_EVENT').map(({ assessmentId }) => assessmentId));
    if (having.size === 0) return new Set();
    const rows = await tx.query<{ id: number }>('select e as id from unnest($2::bigint[]) a, mingbai.events_set_aside($1, a) e', [tx.communityId, [...having]]);
    return new Set(rows.map(({ id }) => id));
  }
}

interface Parts {
  readonly version: ContractVersionView;
  readonly records: readonly AssessmentRecord[];
  readonly components: readonly AssessmentComponent[];
  readonly setAside: ReadonlySet<number>;
}

function viewOf(assessment: Assessment, parts: Parts): AssessmentView {
  const template = readScoreTemplate(assessment.template);
  const only = (kind: AssessmentRecord['kind']) => parts.records.find((record) => record.kind === kind);
  const sheets = sheetsIn(parts.records);
  return {
    id: assessment.id,
    quarter: assessment.quarter,
    state: assessment.state,
    contractId: assessment.contractId,
    contractVersionId: assessment.contractVersionId,
    withholdingId: assessment.withholdingId,
    template,
    firmId: parts.version.firmId,
    dates: assessmentDates(parts.version.calendar, assessment.quarter, assessment.countsFrom),
    selfEvaluation: scored<SelfEvaluationContent>(only('SELF_EVALUATION')),
    inspection: inspectionIn(sheets),
    sheets,
    safetyEvents: eventsIn(parts.records, parts.setAside),
    survey: surveyOf(only('SURVEY'), template),
    measures: latestMeasures(parts.records),
    score: scoreIn(assessment, parts.components),
    inspectionAlone: assessment.inspectionAlone ?? false,
    severeSafetyEvent: assessment.severeSafetyEvent ?? false,
    scoredOn: assessment.scoredOn,
    appealUntil: assessment.appealUntil,
    finalOn: assessment.finalOn,
    appeal: said<AppealContent>(only('APPEAL')),
    hearing: said<HearingContent>(only('HEARING')),
    review: scored<ReviewContent>(only('REVIEW')),
    voided: said<VoidContent>(only('VOID')),
  };
}

function said<Content>(record: AssessmentRecord | undefined): Said<Content> | null {
  return record ? { ...(record.content as Content), on: record.happenedOn, organisationId: record.organisationId } : null;
}

function scored<Content>(record: AssessmentRecord | undefined): Said<Content & { readonly score: Rate }> | null {
  const statement = said<Content>(record);
  return statement && { ...statement, score: required(record?.score, 'the score of a record') };
}

function eventsIn(records: readonly AssessmentRecord[], setAside: ReadonlySet<number>): SafetyEventView[] {
  return records
    .filter(({ kind }) => kind === 'SAFETY_EVENT')
    .map((record) => {
      const { first, ...event } = required(said<SafetyEventContent>(record), 'an event');
      return { ...event, id: record.id, takenOver: first !== undefined, isSetAside: setAside.has(record.id) };
    });
}

function sheetsIn(records: readonly AssessmentRecord[]): AssessmentView['sheets'] {
  const sheets = records.filter(({ kind }) => kind === 'INSPECTION');
  return sheets.map((record) => ({ ...required(scored<InspectionContent>(record), 'a sheet'), body: record.body }));
}

/** The sheets together, by the day and the organisation of the last. */
function inspectionIn(sheets: AssessmentView['sheets']): AssessmentView['inspection'] {
  const last = sheets.at(-1);
  if (!last) return null;
  const { body: _, ...whole } = last;
  return sheets.length === 1 ? whole : { ...whole, ...combinedSheet(sheets) };
}

function surveyOf(record: AssessmentRecord | undefined, template: ScoreTemplate): Said<SurveyView> | null {
  const survey = scored<SurveyContent>(record);
  if (!survey) return null;
  const answers = required(record?.answers, 'the answers of a survey');
  return answers < template.surveyAnswersMin ? { ...survey, answers, score: null, items: [] } : { ...survey, answers };
}

/** A figure measured again replaces the one before, which stays on record. */
function latestMeasures(records: readonly AssessmentRecord[]): AssessmentView['measures'] {
  const byCode = new Map(records.filter((record) => record.code !== null).map((record) => [record.code ?? '', record]));
  return [...byCode.entries()].map(([code, record]) => {
    const { first: _, ...measure } = required(scored<MeasureContent>(record), 'a measure');
    return { ...measure, code };
  });
}

function scoreIn(assessment: Assessment, components: readonly AssessmentComponent[]): Score | null {
  const { scoreUnrounded: unrounded, score: published, adjustment } = assessment;
  if (unrounded === null || published === null || adjustment === null) return null;
  const revision = Math.max(...components.map((component) => component.revision));
  const counted = components.filter((component) => component.revision === revision);
  return { components: counted.map(({ code, name, weight, score, points }) => ({ code, name, weight, score, points })), adjustment, unrounded, published };
}
