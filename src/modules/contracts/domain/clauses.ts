import type { Money } from '../../../kernel/index.js';
import { DomainError } from '../../../kernel/index.js';
import { assertDistinct, readAmount, readFlag, readInteger, readText, readWord } from './terms-check.js';

/** Which gates ask more of a payout than every contract does (domain.md 6): a budget line (G2), the firm's invoice (G5), and a reconciliation that is not older than so many days (G7; null: of any age). */
export type GateTerms = {
  readonly budget: boolean;
  readonly invoice: boolean;
  readonly reconciledWithinDays: number | null;
};

/** Waiting times of a payout: from the last approval to the instruction, from a new account to money on it, and how long a decision may be put off. */
export type PayoutTimes = {
  readonly coolingMinutes: number;
  readonly payeeRestHours: number;
  readonly deferredDays: number;
};

/** A fine that the contract names for an event, whoever imposes it. */
export interface EventFine {
  readonly code: string;
  readonly name: string;
  readonly amount: Money;
}

/** How urgent a repair is; the contract gives the hours within which the firm answers each. */
export const urgencies = ['URGENT', 'NORMAL'] as const;
export type Urgency = (typeof urgencies)[number];

/** Whether one inspection is enough, or the owner side's body and the centre each hand in a sheet. */
export const inspectorRules = ['ONE', 'BOTH'] as const;
export type InspectorRule = (typeof inspectorRules)[number];

/**
 * What a contract may say beside the terms that each must have. A clause that is left out stays out, in the stored terms too: it means
 * what was the rule before there was such a clause.
 */
export interface Clauses {
  readonly gates?: GateTerms;
  readonly times?: PayoutTimes;
  readonly fines?: readonly EventFine[];
  /** Days between the notice that ends a contract and its end; see `noticeDaysOf`. */
  readonly noticeDays?: number;
  /** Days that a new contract, or new terms, hang out before anybody signs; see `publicNoticeDaysOf`. */
  readonly publicNoticeDays?: number;
  readonly inspectors?: InspectorRule;
  /** What the residents are asked, each answered with 1 to 5. */
  readonly survey?: { readonly questions: readonly string[] };
  readonly responseHours?: Readonly<Record<Urgency, number>>;
  /** Whether the firm is heard before its appeal is decided. */
  readonly hearing?: boolean;
}

export type ClausesJson = Omit<Clauses, 'inspectors' | 'fines'> & {
  readonly inspectors?: string;
  readonly fines?: readonly { readonly code: string; readonly name: string; readonly amount: string }[];
};

/** What holds where the contract says nothing: no gate beyond those of every contract. */
export const noGates: GateTerms = { budget: false, invoice: false, reconciledWithinDays: null };

/** [A] domain.md 6; a contract may only make them stricter, but for the days of a deferral. */
export const payoutTimesMin: PayoutTimes = { coolingMinutes: 10, payeeRestHours: 72, deferredDays: 15 };

/** 民法典 946, 948: sixty days, unless the contract says otherwise. */
const NOTICE_DAYS = 60;
/** [A] */
const PUBLIC_NOTICE_DAYS = 7;
/** [A] Hours within which the firm answers a request for a repair. */
const RESPONSE_HOURS: Readonly<Record<Urgency, number>> = { URGENT: 2, NORMAL: 24 };

export const gatesOf = ({ gates }: Pick<Clauses, 'gates'>): GateTerms => gates ?? noGates;
export const payoutTimesOf = ({ times }: Pick<Clauses, 'times'>): PayoutTimes => times ?? payoutTimesMin;
export const noticeDaysOf = ({ noticeDays }: Pick<Clauses, 'noticeDays'>): number => noticeDays ?? NOTICE_DAYS;
export const responseHoursOf = ({ responseHours }: Pick<Clauses, 'responseHours'>): Readonly<Record<Urgency, number>> => responseHours ?? RESPONSE_HOURS;
export const publicNoticeDaysOf = ({ publicNoticeDays }: Pick<Clauses, 'publicNoticeDays'>): number => publicNoticeDays ?? PUBLIC_NOTICE_DAYS;

/** Reads the clauses that are there. @throws CONTRACT_TERM_OUTSIDE CONTRACT_TERM_UNKNOWN CONTRACT_TERM_TEXT CONTRACT_TERM_REPEATED MONEY_INVALID */
export function readClauses(json: ClausesJson): Clauses {
  const { gates, times, fines, noticeDays, publicNoticeDays, inspectors, survey, responseHours, hearing } = json;
  return {
    ...(gates !== undefined && { gates: readGates(gates) }),
    ...(times !== undefined && { times: readTimes(times) }),
    ...(fines !== undefined && { fines: readFines(fines) }),
    ...(noticeDays !== undefined && { noticeDays: readInteger('noticeDays', noticeDays, { min: 15, max: 180 }) }),
    ...(publicNoticeDays !== undefined && { publicNoticeDays: readInteger('publicNoticeDays', publicNoticeDays, { min: 7, max: 60 }) }),
    ...(inspectors !== undefined && { inspectors: readWord('inspectors', inspectors, inspectorRules) }),
    ...(survey !== undefined && { survey: readSurvey(survey) }),
    ...(responseHours !== undefined && { responseHours: readResponseHours(responseHours) }),
    ...(hearing !== undefined && { hearing: readFlag('hearing', hearing) }),
  };
}

export function eventFinesJson(fines: readonly EventFine[]): Required<ClausesJson>['fines'] {
  return fines.map((fine) => ({ ...fine, amount: fine.amount.toString() }));
}

function readGates({ budget, invoice, reconciledWithinDays }: GateTerms): GateTerms {
  return {
    budget: readFlag('gates.budget', budget),
    invoice: readFlag('gates.invoice', invoice),
    reconciledWithinDays: reconciledWithinDays === null ? null : readInteger('gates.reconciledWithinDays', reconciledWithinDays, { min: 1, max: 92 }),
  };
}

function readTimes(times: PayoutTimes): PayoutTimes {
  const { coolingMinutes, payeeRestHours } = payoutTimesMin;
  return {
    coolingMinutes: readInteger('times.coolingMinutes', times.coolingMinutes, { min: coolingMinutes, max: 1440 }),
    payeeRestHours: readInteger('times.payeeRestHours', times.payeeRestHours, { min: payeeRestHours, max: 720 }),
    deferredDays: readInteger('times.deferredDays', times.deferredDays, { min: 1, max: 60 }),
  };
}

function readFines(fines: Required<ClausesJson>['fines']): EventFine[] {
  assertDistinct(
    'fines',
    fines.map((fine) => fine.code),
  );
  return fines.map(({ code, name, amount }, position) => {
    const field = `fines[${position}]`;
    if (!/^[A-Z][A-Z0-9_]{0,39}$/.test(code)) throw new DomainError('CONTRACT_TERM_TEXT', { field: `${field}.code`, max: 40 });
    const fine = readAmount(`${field}.amount`, amount);
    if (fine.isZero) throw new DomainError('CONTRACT_TERM_OUTSIDE', { field: `${field}.amount`, value: amount, min: '0.01', max: '9999999999999.99' });
    return { code, name: readText(`${field}.name`, name, 60), amount: fine };
  });
}

function readSurvey({ questions }: Required<ClausesJson>['survey']): { questions: string[] } {
  readInteger('survey.questions', questions.length, { min: 1, max: 20 });
  const read = questions.map((question, position) => readText(`survey.questions[${position}]`, question, 60));
  assertDistinct('survey.questions', read);
  return { questions: read };
}

function readResponseHours({ URGENT, NORMAL }: Readonly<Record<Urgency, number>>): Record<Urgency, number> {
  const urgent = readInteger('responseHours.URGENT', URGENT, { min: 1, max: 72 });
  return { URGENT: urgent, NORMAL: readInteger('responseHours.NORMAL', NORMAL, { min: urgent, max: 720 }) };
}
