import { Injectable } from '@nestjs/common';
import { together, type AccountingPeriod } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { FeeQueries, type FeeRange } from '../../../fees/index.js';
import { buildingRates, collectionRate } from '../../domain/building-rates.js';
import type { FeeBridge, FeeFigures, FeesSection } from '../../domain/snapshot.js';
import type { StatementSpan } from '../../domain/statement-period.js';

/** Section D, from bills and receipts. */
@Injectable()
export class FeesReader {
  constructor(private readonly fees: FeeQueries) {}

  async read(tx: Tx, { first, last, to: through }: StatementSpan): Promise<FeesSection> {
    const january = `${last.slice(0, 4)}-01` as AccountingPeriod;
    const own = this.range(tx, { from: first, through });
    const [month, year, byBuilding] = await together([
      own,
      first === january ? own : this.range(tx, { from: january, through }),
      this.fees.byBuilding(tx, { from: january, through }),
    ]);
    const buildings = buildingRates(byBuilding);
    return { month: month.figures, yearToDate: year.figures, buildings, bridge: { month: month.bridge, yearToDate: year.bridge } };
  }

  private async range(tx: Tx, range: FeeRange): Promise<{ figures: FeeFigures; bridge: FeeBridge }> {
    const { billed, waived, bridge, bills } = await this.fees.statement(tx, range);
    return {
      figures: {
        billed: billed.toString(),
        collected: bridge.collected.toString(),
        prepaid: bridge.toPrepayment.toString(),
        waived: waived.toString(),
        unpaid: bills.unpaid.toString(),
        bills: { amount: bills.amount.toString(), paid: bills.paid.toString(), letOff: bills.letOff.toString(), unpaid: bills.unpaid.toString() },
        rate: collectionRate(bills.amount, bills.paid),
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
