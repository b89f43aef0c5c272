import { addMonths, DomainError, firstDay, lastDay, periodOf, type BusinessDate, type Money, type Rate } from '../../../kernel/index.js';
import type { UnitKind } from '../../communities/index.js';
import { approvalPolicyJson, readApprovalPolicy, type ApprovalPolicy, type ApprovalPolicyJson } from './approval-policy.js';
import { readCalendar, type Calendar } from './calendar.js';
import { eventFinesJson, readClauses, type Clauses, type ClausesJson } from './clauses.js';
import { payoutRuleJson, readPayoutRule, type PayoutRule, type PayoutRuleJson } from './payout-rule.js';
import { readScoreTemplate, scoreTemplateJson, type ScoreTemplate, type ScoreTemplateJson } from './score-template.js';
import { assertDistinct, readAmount, readFlag, readInteger, readRate, readText, readWord } from './terms-check.js';

const unitKinds = ['FLAT', 'SHOP'] as const satisfies readonly UnitKind[];

/** [A] Yuan that the owner side may waive without a resolution, where the contract names no amount. */
const WAIVER_LIMIT = '1000.00';

/** What the firm's entitlement of a month counts: fees that came in, or fees that were billed (domain.md 5). */
export const entitlementBases = ['COLLECTED', 'ACCRUED'] as const;
export type EntitlementBasis = (typeof entitlementBases)[number];

export interface FeeRate {
  readonly unitKind: UnitKind;
  readonly yuanPerSquareMetre: Rate;
}

/** How many people the firm promises for a post. */
export type Post = {
  readonly post: string;
  readonly promised: number;
};

/** Everything of a contract version that money depends on. */
export interface ContractTerms extends Clauses {
  readonly basis: EntitlementBasis;
  /** a of domain.md 5, in [0, 1]: the part of the entitlement that waits for the score. */
  readonly shareAtRisk: Rate;
  readonly payoutRule: PayoutRule;
  readonly approvalPolicy: ApprovalPolicy;
  readonly calendar: Calendar;
  readonly template: ScoreTemplate;
  readonly rates: readonly FeeRate[];
  /** Part of an unpaid principal that is owed for each day of lateness, simple, never more than the principal. */
  readonly lateFeePerDay: Rate;
  /** Whether an owner who pays the firm instead of the account has paid (P24). */
  readonly firmDischarges: boolean;
  /** Waivers and write-offs above it need a resolution. */
  readonly waiverLimit: Money;
  /** Fines of a period are at most this part of its entitlement. */
  readonly fineCap: Rate;
  readonly staffing: readonly Post[];
  /** Days within which a resident's question is answered. */
  readonly answerDays: number;
}

/** The terms as requests and the database carry them; numbers with decimals are text. */
export type ContractTermsJson = ClausesJson & {
  readonly basis: string;
  readonly shareAtRisk: string;
  readonly payoutRule: PayoutRuleJson;
  readonly approvalPolicy: ApprovalPolicyJson;
  readonly calendar: Calendar;
  readonly template: ScoreTemplateJson;
  readonly rates: readonly { readonly unitKind: string; readonly yuanPerSquareMetre: string }[];
  readonly lateFeePerDay: string;
  readonly firmDischarges?: boolean;
  /** Left out by contracts that say nothing of it. */
  readonly waiverLimit?: string;
  readonly fineCap: string;
  readonly staffing: readonly Post[];
  readonly answerDays: number;
};

/** Reads the terms and refuses what could not be computed or carried out. @throws CONTRACT_… naming the field and its figures */
export function readContractTerms(json: ContractTermsJson): ContractTerms {
  assertDistinct(
    'rates',
    json.rates.map((rate) => rate.unitKind),
  );
  assertDistinct(
    'staffing',
    json.staffing.map((post) => post.post),
  );
  if (json.rates.length === 0) throw new DomainError('CONTRACT_RATES_MISSING', { field: 'rates' });
  return {
    basis: readWord('basis', json.basis, entitlementBases),
    shareAtRisk: readRate('shareAtRisk', json.shareAtRisk, { min: '0', max: '1', decimals: 6 }),
    payoutRule: readPayoutRule(json.payoutRule),
    approvalPolicy: readApprovalPolicy(json.approvalPolicy),
    calendar: readCalendar(json.calendar),
    template: readScoreTemplate(json.template),
    rates: json.rates.map((rate, position) => ({
      unitKind: readWord(`rates[${position}].unitKind`, rate.unitKind, unitKinds),
      yuanPerSquareMetre: readRate(`rates[${position}].yuanPerSquareMetre`, rate.yuanPerSquareMetre, { min: '0.0001', max: '1000', decimals: 4 }),
    })),
    lateFeePerDay: readRate('lateFeePerDay', json.lateFeePerDay, { min: '0', max: '0.01', decimals: 6 }),
    firmDischarges: readFlag('firmDischarges', json.firmDischarges),
    waiverLimit: readAmount('waiverLimit', json.waiverLimit ?? WAIVER_LIMIT),
    fineCap: readRate('fineCap', json.fineCap, { min: '0', max: '1', decimals: 6 }),
    staffing: json.staffing.map(({ post, promised }, position) => ({
      post: readText(`staffing[${position}].post`, post, 40),
      promised: readInteger(`staffing[${position}].promised`, promised, { min: 1, max: 10_000 }),
    })),
    answerDays: readInteger('answerDays', json.answerDays, { min: 1, max: 365 }),
    ...readClauses(json),
  };
}

/** As readContractTerms, of something that may have another shape than terms. @throws CONTRACT_TERMS_INVALID, and what readContractTerms throws */
export function readUnknownTerms(json: unknown): ContractTerms {
  try {
    return readContractTerms(json as ContractTermsJson);
  } catch (error) {
    // a block that is missing, or a text where a list should be
    if (error instanceof TypeError) throw new DomainError('CONTRACT_TERMS_INVALID');
    throw error;
  }
}

export function contractTermsJson({ firmDischarges, fines, ...terms }: ContractTerms): ContractTermsJson {
  return {
    ...terms,
    ...(fines && { fines: eventFinesJson(fines) }),
    ...(firmDischarges && { firmDischarges }),
    shareAtRisk: terms.shareAtRisk.toString(),
    payoutRule: payoutRuleJson(terms.payoutRule),
    approvalPolicy: approvalPolicyJson(terms.approvalPolicy),
    template: scoreTemplateJson(terms.template),
    rates: terms.rates.map((rate) => ({ ...rate, yuanPerSquareMetre: rate.yuanPerSquareMetre.toString() })),
    lateFeePerDay: terms.lateFeePerDay.toString(),
    waiverLimit: terms.waiverLimit.toString(),
    fineCap: terms.fineCap.toString(),
  };
}

/**
 * A contract runs over whole months, since bills, entitlements and closes are by month and none may be split between firms.
 * @throws CONTRACT_MONTHS_NOT_WHOLE with the nearest whole months
 */
export function assertWholeMonths(from: BusinessDate, to: BusinessDate): void {
  const wholeFrom = firstDay(periodOf(from));
  const wholeTo = lastDay(periodOf(to));
  if (from !== wholeFrom || to !== wholeTo || to < from)
    throw new DomainError('CONTRACT_MONTHS_NOT_WHOLE', {
      from,
      to,
      wholeFrom,
      wholeTo: wholeTo < wholeFrom ? lastDay(addMonths(periodOf(from), 11)) : wholeTo,
    });
}
