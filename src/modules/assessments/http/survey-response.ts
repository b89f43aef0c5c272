import type { SurveyProgress } from '../application/survey-queries.js';

/** A survey and how far it is; what was answered is told by the assessment once it is closed. */
export class SurveyResponse {
  quarter!: string;
  questions!: readonly string[];
  openedOn!: string;
  closesOn!: string;
  letters!: number;
  online!: number;
  paper!: number;
  papers!: readonly { readonly id: number; readonly answers: number; readonly state: string; readonly recordedAt: string }[];

  static from({ quarter, questions, openedOn, closesOn, letters, online, paper, papers }: SurveyProgress): SurveyResponse {
    const batches = papers.map(({ id, answers, state, recordedAt }) => ({ id, answers, state, recordedAt }));
    return Object.assign(new SurveyResponse(), { quarter, questions, openedOn, closesOn, letters, online, paper, papers: batches });
  }
}
