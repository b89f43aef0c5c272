import { Injectable } from '@nestjs/common';
import { Money, periodsBetween, quarterOf, required, together, type AccountingPeriod, type Quarter } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { AssessmentQueries, type AssessmentView } from '../../../assessments/index.js';
import { ContractQueries, type PayoutRule } from '../../../contracts/index.js';
import { EntitlementQueries, FirmDueQueries, netPayout, type EntitlementMonthView } from '../../../entitlements/index.js';
import { Parties } from '../../../identity/index.js';
import type { ServiceParts } from '../../domain/comparison.js';
import type { AssessmentResult, Entitlement, ServiceSection, SnapshotPayoutRule } from '../../domain/snapshot.js';
import type { StatementSpan } from '../../domain/statement-period.js';

/** Section G: what the firm earned in the quarter so far, and once the score is final what it made of the withheld part. */
@Injectable()
export class ServiceReader {
  constructor(
    private readonly contracts: ContractQueries,
    private readonly entitlements: EntitlementQueries,
    private readonly assessments: AssessmentQueries,
    private readonly organisations: Parties,
    private readonly dues: FirmDueQueries,
  ) {}

  /** Of the month's or quarter's quarter, or of every quarter of a year; a month that no contract covers has none. */
  async parts(tx: Tx, { kind, first, last }: StatementSpan): Promise<ServiceParts> {
    if (kind !== 'YEAR') return { service: await this.read(tx, last) };
    const quarters: ServiceSection[] = [];
    for (const month of periodsBetween(first, last).filter((_, place) => place % 3 === 2)) {
      const service = await this.read(tx, month);
      if (service !== null) quarters.push(service);
    }
    return { service: null, quarters };
  }

  /** Of the quarter through a month; null for a month that no contract covers. */
  async read(tx: Tx, period: AccountingPeriod): Promise<ServiceSection | null> {
    const quarter = quarterOf(period);
    const months = (await this.entitlements.months(tx, quarter)).filter((month) => month.period <= period);
    const own = months.find((month) => month.period === period);
    if (own === undefined) return null;
    const [version, assessment, firm] = await together([
      this.contracts.version(tx, own.contractVersionId),
      this.assessments.byQuarter(tx, quarter),
      this.organisations.organisation(tx, own.firmId),
    ]);
    const result = assessment && (await this.result(tx, quarter, assessment));
    return {
      firm: firm.name,
      quarter,
      basis: own.basis,
      shareAtRisk: own.shareAtRisk.toString(),
      rule: snapshotRule(version.payoutRule),
      staffing: version.staffing.map(({ post, promised }) => ({ post, promised, present: result ? presentOf(assessment, post) : null })),
      months: months.map((month) => ({ period: month.period, ...entitlementOf([month]) })),
      quarterToDate: entitlementOf(months),
      result,
    };
  }

  private async result(tx: Tx, quarter: Quarter, assessment: AssessmentView): Promise<AssessmentResult | null> {
    const final = await this.entitlements.performanceOf(tx, quarter);
    if (final === null) return null;
    const fines = await this.dues.penalties(tx, quarter);
    const score = required(assessment.score, 'the score of a FINAL assessment');
    return {
      finalOn: required(assessment.finalOn, 'the day of a FINAL assessment'),
      components: score.components.map((component) => ({
        name: component.name,
        weight: component.weight.toString(),
        score: component.score?.toFixed(2) ?? null,
        points: component.points.toString(),
      })),
      adjustment: score.adjustment.toString(),
      score: final.score.toFixed(2),
      selfEvaluation: assessment.selfEvaluation?.score.toFixed(2) ?? null,
      lowered: final.lowered ? 1 : 0,
      share: final.ratio.toString(),
      entitlement: final.earned.toString(),
      base: final.base.toString(),
      withheld: final.withheld.toString(),
      released: final.released.toString(),
      deducted: final.deducted.toString(),
      fines: fines.toString(),
      net: netPayout(final, fines).net.toString(),
    };
  }
}

function entitlementOf(months: readonly EntitlementMonthView[]): Entitlement {
  return {
    entitlement: Money.sum(months.map((month) => month.earned)).toString(),
    base: Money.sum(months.map((month) => month.base)).toString(),
    withheld: Money.sum(months.map((month) => month.withheld)).toString(),
  };
}

function presentOf(assessment: AssessmentView | null, post: string): number | null {
  return assessment?.inspection?.staffing.find((found) => found.post === post)?.present ?? null;
}

/** Highest band first, as it is read. */
function snapshotRule(rule: PayoutRule): SnapshotPayoutRule {
  if (rule.kind === 'LINEAR') return { kind: 'LINEAR', full: rule.threshold.toString() };
  return { kind: 'BANDED', bands: rule.bands.toReversed().map((band) => ({ from: band.lo.toString(), to: band.hi.toString(), share: band.ratio.toString() })) };
}
