import type { MatchableLine, MatchRuleTerms, Verdict } from './matchables.js';
import type { OpenClaims } from './open-claims.js';
import { mayBeCharge, mayBeInterest } from './other-side.js';
import { collectedWords, otherIncomeWords } from './neutral-words.zh-CN.js';
import { perhapsPayout } from './place-outgoing.js';
import { plainName } from './references.js';
import { ofPayer, sure, suspense, unplaced } from './verdicts.js';

/** Whether a line is one that a rule speaks of. */
export function ruleApplies(rule: MatchRuleTerms, line: MatchableLine): boolean {
  const contains = (text: string, part: string): boolean => plainName(text).includes(plainName(part));
  return (
    (rule.direction === 'OUT') === line.amount.isNegative &&
    contains(line.counterpartyName, rule.counterparty) &&
    contains(line.remark, rule.remark) &&
    (rule.amount === null || rule.amount.equals(line.amount.isNegative ? line.amount.negated() : line.amount))
  );
}

/** The place that the bookkeeper's rules give a line; null where none speaks of it. Rules that disagree decide nothing, and are named. */
export function placeByRule(line: MatchableLine, rules: readonly MatchRuleTerms[], claims: OpenClaims): Verdict | null {
  const fitting = rules.filter((rule) => ruleApplies(rule, line));
  const [rule] = fitting;
  if (!rule) return null;
  const figures = { rule: fitting.map(({ no }) => `R${no}`).join(', ') };
  if (new Set(fitting.map(({ target, reference }) => `${target} ${reference ?? ''}`)).size > 1)
    return line.amount.isNegative ? unplaced('RULES_DISAGREE', figures) : suspense(line, 'RULES_DISAGREE', figures);
  const reason = { code: 'RULE' as const, figures: { rule: `R${rule.no}`, reference: rule.reference ?? '' } };
  // a rule makes no interest of what somebody else paid, no charge of what went to somebody else, or may be a payout: the payouts are asked
  if (rule.target === 'CHARGE' && (!mayBeCharge(line) || perhapsPayout(line, claims.payouts.values()))) return null;
  if (rule.target === 'INTEREST' && !mayBeInterest(line)) return null;
  // what the rule looks for in the remark says what the money is; the name of whoever paid is none of its words
  if (rule.target === 'OTHER_INCOME')
    return sure([{ place: { kind: rule.target, words: (rule.remark || otherIncomeWords).slice(0, 100) }, amount: line.amount }], reason);
  if (rule.target === 'FOR_OTHERS')
    return sure(
      [{ place: { kind: rule.target, payee: rule.reference ?? '', words: (rule.remark || collectedWords).slice(0, 100) }, amount: line.amount }],
      reason,
    );
  if (rule.target !== 'UNIT' && rule.target !== 'LEASE') return sure([{ place: { kind: rule.target }, amount: line.amount }], reason);
  const payer = claims.payer(rule.target, rule.reference ?? '');
  return payer ? sure([ofPayer(payer, line.amount)], reason) : suspense(line, 'UNKNOWN_REFERENCE', { reference: rule.reference ?? '' });
}
