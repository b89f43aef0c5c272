import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type CommunityId } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { readAnswers } from '../domain/survey.js';
import { surveyCodeHash } from './survey-codes.js';
import { SurveyQueries, type OpenedSurvey } from './survey-queries.js';

/** The code of a household's letter, and 1 to 5 to each question in their order. */
export type AnswerSurveyRequest = { readonly communityId: CommunityId; readonly code: string; readonly answers: readonly number[] };

/**
 * A household answers, without signing in. The letter is used up and the counts grow in one transaction; that the two belong together is written nowhere, and so
 * there is no idempotency key either: the letter itself can be used once.
 */
@Injectable()
export class AnswerSurvey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly surveys: SurveyQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws SURVEY_NONE SURVEY_OVER SURVEY_CODE_UNKNOWN SURVEY_CODE_USED SURVEY_ANSWERS */
  async execute({ communityId, code, answers }: AnswerSurveyRequest): Promise<void> {
    const hash = surveyCodeHash(code);
    // looked at first without the lock of the book, so that whoever guesses codes stops nobody's work
    await this.unitOfWork.read(communityId, (tx) => this.letterOf(tx, hash));
    await this.unitOfWork.run(communityId, async (tx) => {
      await this.ledger.lock(tx);
      const survey = await this.letterOf(tx, hash);
      const values = readAnswers(survey.questions, answers);
      await tx.query(`update mingbai.survey_letter set used = 'ONLINE' where community_id = $1 and survey_id = $2 and code_sha256 = $3`, [
        tx.communityId,
        survey.id,
        hash,
      ]);
      // every count is written anew, so that none of them has its xmin in common with this letter alone
      await tx.query(
        `update mingbai.survey_tally set online = online + case when value = ($3::int[])[question] then 1 else 0 end where community_id = $1 and survey_id = $2`,
        [tx.communityId, survey.id, values],
      );
    });
  }

  /** The survey that a letter may still answer. */
  private async letterOf(tx: Tx, hash: string): Promise<OpenedSurvey> {
    const survey = (await this.surveys.ofLetter(tx, hash)) ?? (await this.surveys.running(tx));
    if (!survey) throw new DomainError('SURVEY_NONE');
    if (this.clock.today() > survey.closesOn) throw new DomainError('SURVEY_OVER', { closesOn: survey.closesOn });
    const [letter] = await tx.query<{ used: string | null }>(
      'select used from mingbai.survey_letter where community_id = $1 and survey_id = $2 and code_sha256 = $3',
      [tx.communityId, survey.id, hash],
    );
    if (!letter) throw new DomainError('SURVEY_CODE_UNKNOWN');
    if (letter.used !== null) throw new DomainError('SURVEY_CODE_USED');
    return survey;
  }
}
