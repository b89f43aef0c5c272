import { DomainError, Rate } from '../../../kernel/index.js';

/** The answers to a question: 1 very bad … 5 very good. */
export const ANSWER_MAX = 5;
/** Fewer sheets would tell what the households of the batch answered. */
export const SHEETS_MIN = 5;
const QUESTIONS_MAX = 20;
const QUESTION_LENGTH_MAX = 100;
/** An answer is worth so many points out of 100. */
const POINTS_OF_ONE = Rate.ofInteger(20);

/** How often each answer was given to a question: `counts[0]` says how often 1. */
export interface QuestionTally {
  readonly name: string;
  readonly counts: readonly number[];
}

/** `sum` is that of all answers 1 to 5 to the question, so that anybody can divide it again. */
export type SurveyResultItem = { readonly name: string; readonly score: string; readonly sum: number };
export interface SurveyResult {
  readonly answers: number;
  readonly score: Rate;
  readonly items: readonly SurveyResultItem[];
}

/** The questions of a survey: 1 to 20, each another. @throws SURVEY_QUESTIONS */
export function readQuestions(names: readonly string[]): string[] {
  const questions = names.map((name) => name.trim());
  const isWhole = (question: string, at: number) =>
    question !== '' && question.length <= QUESTION_LENGTH_MAX && !/\p{Cc}/u.test(question) && questions.indexOf(question) === at;
  if (questions.length === 0 || questions.length > QUESTIONS_MAX || !questions.every(isWhole))
    throw new DomainError('SURVEY_QUESTIONS', { max: QUESTIONS_MAX, length: QUESTION_LENGTH_MAX });
  return questions;
}

/** One household's answers, one to each question. @throws SURVEY_ANSWERS */
export function readAnswers(questions: readonly string[], answers: readonly number[]): number[] {
  const isAnswer = (value: number) => Number.isSafeInteger(value) && value >= 1 && value <= ANSWER_MAX;
  if (answers.length !== questions.length || !answers.every(isAnswer))
    throw new DomainError('SURVEY_ANSWERS', { questions: questions.length, max: ANSWER_MAX });
  return [...answers];
}

/** The answers of a sheet as they are typed, one digit a question: "45344"; whatever is no digit is no answer. */
export function sheetOf(text: string): number[] {
  return [...text.replace(/[\s\p{P}]/gu, '')].map((sign) => (/[0-9]/.test(sign) ? Number.parseInt(sign, 10) : 0));
}

/** The sheets of a batch, counted: for each question how often each answer stands on one. @throws SURVEY_ANSWERS */
export function tallyOf(questions: readonly string[], sheets: readonly (readonly number[])[]): number[][] {
  const read = sheets.map((sheet) => readAnswers(questions, sheet));
  return questions.map((_, question) => Array.from({ length: ANSWER_MAX }, (__, value) => read.filter((sheet) => sheet[question] === value + 1).length));
}

/**
 * The mean of all answers as points out of 100, each 1 to 5 worth 20, rounded half up once to 2 decimals; the same for each question.
 * Example: 4, 5 and 4 → 13 · 20 / 3 = 86.67. Nobody answered: 0.
 */
export function surveyResult(tallies: readonly QuestionTally[]): SurveyResult {
  const answers = Math.max(0, ...tallies.map(({ counts }) => total(counts)));
  const items = tallies.map(({ name, counts }) => ({ name, sum: total(counts.map((count, value) => count * (value + 1))) }));
  return {
    answers,
    score: meanOf(total(items.map(({ sum }) => sum)), answers * tallies.length),
    items: items.map(({ name, sum }) => ({ name, sum, score: meanOf(sum, answers).toString() })),
  };
}

function meanOf(sum: number, answers: number): Rate {
  return answers === 0 ? Rate.zero : Rate.ofInteger(sum).times(POINTS_OF_ONE).dividedBy(Rate.ofInteger(answers)).rounded(2);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
