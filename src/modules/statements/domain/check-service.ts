import { Money, periodsBetween, quarterOf, Rate } from '../../../kernel/index.js';
import type { SnapshotCheck } from './snapshot-check.js';
import { shareFor } from './payout-share.js';
import type { AssessmentResult, Entitlement, ServiceSection, SnapshotSections } from './snapshot.js';
import type { StatementSpan } from './statement-period.js';

/** Section G, of the month's quarter, of a quarter, or of every quarter of a year; its months are paid by the fees of section D. */
export function checkServices(check: SnapshotCheck, { service, quarters, fees }: SnapshotSections, span: StatementSpan): void {
  const all = quarters ?? (service === null ? [] : [service]);
  for (const one of all) checkService(check, one);
  if (service !== null) {
    const fits = service.quarter === quarterOf(span.last) && service.months.at(-1)?.period === span.last;
    check.holds('the quarter is that of the month', 'service.quarter', fits, service.quarter);
  }
  const own = all
    .flatMap(({ months, basis }) => months.map((month) => ({ ...month, basis })))
    .filter(({ period }) => period >= span.first && period <= span.last);
  const [basis, other] = [...new Set(own.map((month) => month.basis))];
  // without a contract for each of its months, or with two that count otherwise, the fees of the period belong to no single reckoning
  if (basis === undefined || other !== undefined || own.length < periodsBetween(span.first, span.last).length) return;
  const earned = check.sum(
    'service.months.entitlement',
    own.map((month) => month.entitlement),
  );
  const collected = basis === 'COLLECTED' ? fees.month.collected : fees.month.billed;
  check.equal('the entitlement is the fees of its months', 'fees.month', collected, earned);
}

/** Recomputed from what is printed, as a resident can: E, W, B to date, the score, its share, R, X and the net payout (domain.md 5). */
function checkService(check: SnapshotCheck, service: ServiceSection): void {
  for (const [position, month] of service.months.entries()) checkSplit(check, month, `service.months[${position}]`);
  const { quarterToDate } = service;
  checkSplit(check, quarterToDate, 'service.quarterToDate');
  for (const member of ['entitlement', 'base', 'withheld'] as const)
    check.equal(
      'months add up to the quarter so far',
      `service.quarterToDate.${member}`,
      quarterToDate[member],
      check.sum(
        'service.months',
        service.months.map((month) => month[member]),
      ),
    );
  checkWithheld(check, quarterToDate, service.shareAtRisk, 'service.quarterToDate');
  if (service.result === null) return;
  checkScore(check, service.result);
  checkResult(check, service.result, service);
  if (service.months.length < 3) return;
  for (const member of ['entitlement', 'base', 'withheld'] as const)
    check.equal(
      'the result is that of the whole quarter',
      `service.result.${member}`,
      service.result[member],
      check.amount('service.quarterToDate', quarterToDate[member]),
    );
}

function checkSplit(check: SnapshotCheck, part: Entitlement, at: string): void {
  check.equal('base + withheld = entitlement', `${at}.entitlement`, part.entitlement, check.sum(at, [part.base, part.withheld]));
}

function checkWithheld(check: SnapshotCheck, part: Entitlement, shareAtRisk: string, at: string): void {
  check.equal('withheld = entitlement × share at risk', `${at}.withheld`, part.withheld, check.amount(at, part.entitlement).times(Rate.parse(shareAtRisk)));
}

function checkScore(check: SnapshotCheck, result: AssessmentResult): void {
  const at = 'service.result';
  const weights = Rate.sum(result.components.map((component) => Rate.parse(component.weight)));
  check.holds('weights add up to 100 %', `${at}.components`, weights.equals(Rate.one), weights.toString());
  for (const [position, { weight, score, points }] of result.components.entries()) {
    const expected = Rate.parse(weight).times(Rate.parse(score ?? '0'));
    check.holds('points = weight × score', `${at}.components[${position}].points`, Rate.parse(points).equals(expected), points);
  }
  const exact = Rate.sum([...result.components.map((component) => Rate.parse(component.points)), Rate.parse(result.adjustment)]);
  check.equalScore('the score is the sum of the points, rounded once', `${at}.score`, result.score, exact.clamped(Rate.zero, Rate.hundred));
}

function checkResult(check: SnapshotCheck, result: AssessmentResult, { rule, shareAtRisk }: ServiceSection): void {
  const at = 'service.result';
  const amount = (member: 'base' | 'withheld' | 'released' | 'deducted' | 'fines'): Money => check.amount(`${at}.${member}`, result[member]);
  const share = shareFor(rule, result.score, result.lowered);
  check.holds('the share is the one of the published score', `${at}.share`, Rate.parse(result.share).equals(share), result.share);
  checkSplit(check, result, at);
  checkWithheld(check, result, shareAtRisk, at);
  check.equal('released = withheld × share', `${at}.released`, result.released, amount('withheld').times(share));
  check.equal('deducted = withheld − released', `${at}.deducted`, result.deducted, amount('withheld').minus(amount('released')));
  const net = Money.max(Money.zero, amount('base').plus(amount('released')).minus(amount('fines')));
  check.equal('net = base + released − fines', `${at}.net`, result.net, net);
}
