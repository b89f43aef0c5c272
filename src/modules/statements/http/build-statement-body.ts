import type { AccountingPeriod } from '../../../kernel/index.js';
import { ApiPeriod, IsPeriod } from '../../../platform/http/index.js';

/** The closed month whose statement is built. */
export class BuildStatementBody {
  @ApiPeriod()
  @IsPeriod()
  period!: AccountingPeriod;
}
