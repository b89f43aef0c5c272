import { Injectable } from '@nestjs/common';
import { canonicalJson, DomainError, sha256Hex, type Id, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome, Tx } from '../../../platform/database/index.js';
import { UnitQueries } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { SHEETS_MIN, tallyOf } from '../domain/survey.js';
import { SurveyPaper } from '../persistence/survey-paper.js';
import { AssessmentStep, type AssessmentStepped } from './assessment-step.js';
import { SurveyQueries, type SurveyId, type SurveyPaperId } from './survey-queries.js';

/** `units` are the codes on the envelopes, `sheets` what lay in them, in any order: which sheet came from whom is not asked. */
export type RecordSurveyPapersRequest = { readonly quarter: Quarter; readonly units: readonly string[]; readonly sheets: readonly (readonly number[])[] };

export type SurveyPapersRecorded = AssessmentStepped & { readonly paperId: SurveyPaperId; readonly answers: number };

/** Hands in answers on paper. Their letters are used up at once; they count when a second organisation has counted them again. */
@Injectable()
export class RecordSurveyPapers {
  constructor(
    private readonly step: AssessmentStep,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly surveys: SurveyQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY SURVEY_NONE SURVEY_SHEETS SURVEY_ANSWERS SURVEY_UNITS_UNKNOWN SURVEY_UNITS_ANSWERED */
  async execute(context: CommandContext, { quarter, units, sheets }: RecordSurveyPapersRequest): Promise<Outcome<SurveyPapersRecorded>> {
    const request = { quarter, envelopes: units.length, counted: countedOf(units, sheets) };
    const step = { context, permission: 'survey.run', command: 'RecordSurveyPapers', quarter, request } as const;
    return this.step.take(step, async ({ tx, assessment, said }) => {
      const survey = await this.surveys.of(tx, assessment.id);
      if (!survey || assessment.state !== 'SURVEY_OPEN') throw new DomainError('SURVEY_NONE');
      if (units.length < SHEETS_MIN || units.length !== sheets.length)
        throw new DomainError('SURVEY_SHEETS', { units: units.length, sheets: sheets.length, min: SHEETS_MIN });
      const tally = tallyOf(survey.questions, sheets);
      const households = await this.households(tx, units);
      await this.useLetters(tx, survey.id, households);
      const paperId = (await this.ledger.takeIds(tx, 1)) as SurveyPaperId;
      await tx.manager.insert(SurveyPaper, {
        communityId: tx.communityId,
        id: paperId,
        surveyId: survey.id,
        units: [...households.keys()],
        answers: sheets.length,
        tally,
        state: 'RECORDED',
        recordedBy: said.by.personId,
        recordedFor: said.by.organisationId,
        recordedAt: said.at,
      });
      return { assessmentId: assessment.id, state: assessment.state, paperId, answers: sheets.length };
    });
  }

  /** The codes of the households by their ids, each once. */
  private async households(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<Id<'unit'>, string>> {
    const ids = new Map((await this.units.all(tx)).map((unit) => [unit.code, unit.id]));
    const wrong = codes.filter((code, at) => !ids.has(code) || codes.indexOf(code) !== at);
    if (wrong.length > 0) throw new DomainError('SURVEY_UNITS_UNKNOWN', { units: listed(wrong) });
    return new Map(codes.flatMap((code) => (ids.has(code) ? [[ids.get(code) as Id<'unit'>, code] as const] : [])));
  }

  private async useLetters(tx: Tx, surveyId: SurveyId, households: ReadonlyMap<Id<'unit'>, string>): Promise<void> {
    const used = await tx.query<{ id: Id<'unit'> }>(
      `update mingbai.survey_letter set used = 'PAPER' where community_id = $1 and survey_id = $2 and unit_id = any ($3) and used is null returning unit_id as id`,
      [tx.communityId, surveyId, [...households.keys()]],
    );
    const taken = new Set(used.map(({ id }) => id));
    const left = [...households].filter(([id]) => !taken.has(id)).map(([, code]) => code);
    if (left.length > 0) throw new DomainError('SURVEY_UNITS_ANSWERED', { units: listed(left) });
  }
}

/** What makes a batch this one, without its sheets: the envelopes and how often each answer was given, as a hash. Which sheet came from whom is kept nowhere, by no key either. */
function countedOf(units: readonly string[], sheets: readonly (readonly number[])[]): string {
  const questions = Math.max(0, ...sheets.map(({ length }) => length));
  const answers = Array.from({ length: questions }, (_, question) => sheets.map((sheet) => String(sheet[question])).toSorted());
  return sha256Hex(canonicalJson({ units: [...units].toSorted(), answers }));
}

/** The first of them: a message is no list of a compound. */
function listed(codes: readonly string[]): string {
  const NAMED_MAX = 10;
  return `${codes
    .slice(0, NAMED_MAX)
    .map((code) => code.slice(0, 40))
    .join(', ')}${codes.length > NAMED_MAX ? ' …' : ''}`;
}
