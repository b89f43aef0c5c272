import type { AccountingPeriod } from '../../../kernel/index.js';
import { IsPeriod } from '../../../platform/http/index.js';

export class AccrualRequestBody {
  @IsPeriod()
  period!: AccountingPeriod;
}
