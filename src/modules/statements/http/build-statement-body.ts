import { ApiPeriod, field } from '../../../platform/http/index.js';
import { statementPeriod, type StatementPeriod } from '../domain/statement-period.js';

/** "2024-03", "2024-Q1" or "2024" */
const IsStatementPeriod = field('isStatementPeriod', statementPeriod);

/** The closed month, quarter or year whose statement is built. */
export class BuildStatementBody {
  @ApiPeriod({ description: 'a month "2024-03", a quarter "2024-Q1" or a year "2024"' })
  @IsStatementPeriod()
  period!: StatementPeriod;
}
