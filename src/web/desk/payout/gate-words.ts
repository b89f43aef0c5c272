import type { GateResult } from '../../../modules/disbursements/index.js';
import { instant, Money, Rate } from '../../../kernel/index.js';
import { formatMoney, formatPercent, formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';

/** What a gate was computed from, as a person reads it; empty where its outcome says all. */
export function gateFigures(m: Messages, { gate, inputs }: GateResult): string {
  const texts = m.workbench.payout;
  const yuan = (name: string): string => formatMoney(inputs[name] ?? '');
  if (gate === 'G1' && inputs['payable'] !== undefined) return texts.g1({ payable: yuan('payable'), asked: yuan('asked') });
  if (gate === 'G3' && inputs['available'] !== undefined) return texts.g3({ available: yuan('available'), after: yuan('after') });
  if (gate === 'G4' && inputs['usableFrom'] !== undefined) return texts.g4(m.shortMoment(instant(inputs['usableFrom'])));
  if (gate === 'G4' && inputs['recorded'] === 'true') return m.payouts.g4Recorded(inputs['originLast4'] ?? '');
  if (gate === 'G4' && inputs['originLast4'] !== undefined) return m.payouts.g4Origin(inputs['originLast4']);
  if (gate === 'G5' && inputs['papers'] !== undefined) return m.payouts.g5(inputs['papers']);
  if (gate === 'G2' && inputs['budget'] !== undefined) {
    const budget = Money.parse(inputs['budget']);
    const after = Money.parse(inputs['used'] ?? '0.00').plus(Money.parse(inputs['asked'] ?? '0.00'));
    const share = budget.isZero ? null : formatPercent(Rate.parse(after.toString()).dividedBy(Rate.parse(budget.toString())).rounded(3).toString());
    const left = formatMoney(budget.minus(after).toString());
    return m.payouts.g2({ line: budgetLineName(m, inputs['line'] ?? ''), budget: yuan('budget'), used: yuan('used'), left, share });
  }
  if (gate === 'G7' && inputs['signedOn'] !== undefined)
    return m.payouts.g7({ on: inputs['signedOn'], days: inputs['days'] ?? '', within: inputs['withinDays'] ?? '', unexplained: inputs['unexplained'] ?? '0' });
  if (gate === 'G8' && inputs['resolution'] !== undefined)
    return m.payouts.g8({ number: inputs['resolution'], limit: inputs['limit'] ? yuan('limit') : null, used: yuan('used') });
  if (gate === 'G6' && inputs['closedThrough'] !== undefined) return texts.g6(inputs['closedThrough']);
  return '';
}

/** "SVC 5001.01" as people say it. */
export function budgetLineName(m: Messages, line: string): string {
  return (m.budget.lines as Readonly<Record<string, string>>)[line] ?? line;
}

/** What the firm had earned for a month before the books, as the three parties signed it. */
export function openedWords(m: Messages, period: string, amount: string): string {
  return m.opening.openedFormula(m.month(period), formatMoney(amount));
}

/** B of a month with its figures, and what the firm paid back of it, as far as it did: amounts in yuan as text. */
export function baseWords(
  m: Messages,
  period: string,
  { entitlement, withheld, entitled, repaid }: { readonly entitlement: string; readonly withheld: string; readonly entitled: string; readonly repaid: string },
): string {
  const given = { month: m.month(period), entitlement: formatMoney(entitlement), withheld: formatMoney(withheld) };
  if (repaid === '0.00') return m.workbench.payout.baseFormula({ ...given, entitled: formatMoney(entitled) });
  const base = Money.parse(entitlement).minus(Money.parse(withheld)).toString();
  return `${m.workbench.payout.baseFormula({ ...given, entitled: formatMoney(base) })} ${m.firmDues.repaid(formatMoney(repaid), formatMoney(entitled))}`;
}

/** The contract's rule with its figures: what the firm earned, what waits for the score, what may be asked for, what is asked. Null without a claim. */
export function ruleWords(m: Messages, right: GateResult | undefined): { readonly formula: string; readonly asked: string } | null {
  const entitled = right?.inputs['entitled'];
  if (right === undefined || entitled === undefined) return null;
  const { inputs } = right;
  const yuan = (name: string): string => formatMoney(inputs[name] ?? '');
  const texts = m.workbench.payout;
  const asked = texts.asked({ asked: yuan('asked'), alreadyAsked: yuan('alreadyAsked'), payable: yuan('payable') });
  if (inputs['period'] !== undefined && inputs['opened'] !== undefined) return { formula: openedWords(m, inputs['period'], inputs['opened']), asked };
  if (inputs['period'] !== undefined) {
    const given = { entitlement: inputs['entitlement'] ?? '', withheld: inputs['withheld'] ?? '', entitled, repaid: inputs['repaid'] ?? '0.00' };
    return { formula: baseWords(m, inputs['period'], given), asked };
  }
  const { claim } = inputs;
  if (claim !== undefined) return { formula: m.payouts.documentFormula(claim, yuan('entitled')), asked };
  const { score, ratio, quarter } = inputs;
  if (!score || !ratio || !quarter) return null;
  const figures = {
    quarter: m.quarter(quarter),
    withheld: yuan('withheld'),
    percent: formatPercent(ratio),
    score: formatPoints(score),
    entitled: yuan('entitled'),
  };
  return { formula: texts.performanceFormula(figures), asked };
}
