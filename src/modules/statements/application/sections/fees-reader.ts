import { Injectable } from '@nestjs/common';
import { lastDay, type AccountingPeriod } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { FeeQueries, type FeeRange } from '../../../fees/index.js';
import { buildingRates, collectionRate } from '../../domain/building-rates.js';
import type { FeeBridge, FeeFigures, FeesSection } from '../../domain/snapshot.js';

/** Section D, from bills and receipts. */
@Injectable()
export class FeesReader {
  constructor(private readonly fees: FeeQueries) {}

  async read(tx: Tx, period: AccountingPeriod): Promise<FeesSection> {
    const through = lastDay(period);
    const january = `${period.slice(0, 4)}-01` as AccountingPeriod;
    const [month, year] = [await this.range(tx, { from: period, through }), await this.range(tx, { from: january, through })];
    const { byBuilding } = await this.fees.summary(tx, through, january);
    return { month: month.figures, yearToDate: year.figures, buildings: buildingRates(byBuilding), bridge: { month: month.bridge, yearToDate: year.bridge } };
  }

  private async range(tx: Tx, range: FeeRange): Promise<{ figures: FeeFigures; bridge: FeeBridge }> {
    const [figures, bridge] = [await this.fees.figures(tx, range), await this.fees.bridge(tx, range)];
    return {
      figures: {
        billed: figures.billed.toString(),
        collected: figures.collected.toString(),
        prepaid: bridge.toPrepayment.toString(),
        waived: figures.waived.toString(),
        unpaid: figures.unpaid.toString(),
        rate: collectionRate(figures.billed, figures.unpaid),
      },
      bridge: {
        receivedForFees: bridge.received.toString(),
        toPrepayment: bridge.toPrepayment.toString(),
        lateFees: bridge.lateFees.toString(),
        prepaymentApplied: bridge.prepaymentApplied.toString(),
        found: bridge.found.toString(),
        clearedByFirm: bridge.clearedByFirm.toString(),
        bounced: bridge.bounced.toString(),
        reallocated: bridge.reallocated.toString(),
        collected: bridge.collected.toString(),
      },
    };
  }
}
