import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type BusinessDate, type Quarter } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../platform/database/index.js';
import { UnitQueries, type UnitView } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { newSurveyCode, surveyCodeHash } from './survey-codes.js';
import { SurveyQueries } from './survey-queries.js';

/** `unit` names one household by its code; null: all that have not answered. */
export type IssueSurveyLettersRequest = { readonly quarter: Quarter; readonly unit: string | null };

/** What goes to a household. The code is kept nowhere else. */
export interface SurveyLetter {
  readonly unit: string;
  readonly label: string;
  readonly code: string;
}

export interface SurveyLetters {
  readonly quarter: Quarter;
  readonly closesOn: BusinessDate;
  readonly letters: readonly SurveyLetter[];
}

/**
 * Makes the letters of a survey, one for each household that has not answered, all of them before any is made again; a letter made again makes the one before worthless. They are told once, to be
 * printed: what is kept is a hash of each. Not under an idempotency key, which would keep the codes with the stored outcome.
 */
@Injectable()
export class IssueSurveyLetters {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly surveys: SurveyQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED SURVEY_NONE SURVEY_OVER SURVEY_LETTERS_FIRST SURVEY_UNITS_ANSWERED SURVEY_UNITS_UNKNOWN */
  async execute({ actor }: CommandContext, { quarter, unit }: IssueSurveyLettersRequest): Promise<SurveyLetters> {
    assertAllowed(actor, 'survey.run');
    return this.unitOfWork.run(actor.communityId, async (tx) => {
      await this.ledger.lock(tx);
      const survey = await this.surveys.running(tx);
      if (survey?.quarter !== quarter) throw new DomainError('SURVEY_NONE');
      if (this.clock.today() > survey.closesOn) throw new DomainError('SURVEY_OVER', { closesOn: survey.closesOn });
      const asked = await this.asked(tx, unit);
      const sent = await tx.query<{ id: number; used: boolean }>(
        'select unit_id as id, used is not null as used from mingbai.survey_letter where community_id = $1 and survey_id = $2',
        [tx.communityId, survey.id],
      );
      const told = new Set<number>([...sent, ...asked].map(({ id }) => id));
      const unasked = (await this.units.all(tx)).filter(({ id }) => !told.has(id)).length;
      if (unasked > 0) throw new DomainError('SURVEY_LETTERS_FIRST', { count: unasked });
      const answered = new Set(sent.filter(({ used }) => used).map(({ id }) => id));
      const open = asked.filter(({ id }) => !answered.has(id));
      if (open.length === 0) throw new DomainError('SURVEY_UNITS_ANSWERED', { units: unit ?? '–' });
      const letters = open.map((household) => ({ id: household.id, unit: household.code, label: household.label, code: newSurveyCode() }));
      await tx.query(
        `insert into mingbai.survey_letter (community_id, survey_id, unit_id, code_sha256, issued_by, issued_for, issued_at)
         select $1, $2, l.id, l.hash, $5, $6, $7 from unnest($3::bigint[], $4::text[]) l(id, hash)
         on conflict (community_id, survey_id, unit_id) do update
           set code_sha256 = excluded.code_sha256, issued_by = excluded.issued_by, issued_for = excluded.issued_for, issued_at = excluded.issued_at`,
        [
          tx.communityId,
          survey.id,
          letters.map(({ id }) => id),
          letters.map(({ code }) => surveyCodeHash(code)),
          actor.personId,
          actor.organisationId,
          this.clock.now(),
        ],
      );
      return { quarter, closesOn: survey.closesOn, letters: letters.map((letter) => ({ unit: letter.unit, label: letter.label, code: letter.code })) };
    });
  }

  private async asked(tx: Tx, code: string | null): Promise<readonly UnitView[]> {
    if (code === null) return this.units.all(tx);
    const unit = await this.units.byCode(tx, code);
    if (!unit) throw new DomainError('SURVEY_UNITS_UNKNOWN', { units: code.slice(0, 40) });
    return [unit];
  }
}
