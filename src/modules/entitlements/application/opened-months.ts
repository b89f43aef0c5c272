import { Money, required, type AccountingPeriod, type BusinessDate, type Id, type OrganisationId } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';

/** What the firm had earned for a month before the books opened and was not yet paid, in yuan; its terms are those of the contract on the opening day. */
export interface OpenedMonth {
  readonly period: AccountingPeriod;
  readonly firmId: OrganisationId;
  readonly contractVersionId: Id<'contract_version'>;
  readonly amount: Money;
}

/** Reads what the firm brought into the books (P26, 2101). */
export class OpenedMonthQueries {
  /** Every month, oldest first. */
  async all(tx: Tx): Promise<OpenedMonth[]> {
    const rows = await tx.query<Raw<OpenedMonth>>(
      `select period, firm_id as "firmId", contract_version_id as "contractVersionId", amount from mingbai.opening_payable where community_id = $1 order by period`,
      [tx.communityId],
    );
    return rows.map((row) => readMoney<OpenedMonth>(row, ['amount']));
  }

  /** The month, or null where the books did not open with it. */
  async of(tx: Tx, period: AccountingPeriod): Promise<OpenedMonth | null> {
    return (await this.all(tx)).find((month) => month.period === period) ?? null;
  }

  /** What opened by the end of a day. */
  async total(tx: Tx, through: BusinessDate): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select coalesce(sum(amount), 0)::numeric(18,2) as amount from mingbai.opening_payable where community_id = $1 and opened_on <= $2`,
      [tx.communityId, through],
    );
    return Money.parse(required(row, 'sum').amount);
  }
}
