import { Injectable } from '@nestjs/common';
import { Money, required, type BusinessDate, type Quarter } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { FirmDueView } from '../domain/firm-due.js';

const DUES = `
  select 'MONTH' as kind, m.id, m.firm_id, m.period as label, null::bigint as unit_id, ((m.period || '-01')::date + interval '1 month - 1 day')::date as effective_on, m.due_from_firm as amount,
    null::text as reason, null::text as document from mingbai.entitlement_month m where m.community_id = $1 and m.due_from_firm > 0
  union all
  select d.kind, d.id, d.firm_id, coalesce(d.quarter, d.happened_on::text), d.unit_id, d.effective_on, d.amount - d.from_payable, d.reason, d.document
    from mingbai.firm_due d where d.community_id = $1 and d.amount > d.from_payable`;

/** Sums through a day, in yuan, for holding against the accounts and the bank. */
export interface FirmDueSums {
  /** Penalties that were taken off what the firm had earned, and what was set off against it: both out of 2101. */
  readonly takenOffPayable: Money;
  /** Penalties and takings, as far as the firm owed them (1104). */
  readonly due: Money;
  readonly cleared: Money;
  /** What came to the bank. */
  readonly paid: Money;
}

/** Reads what the firm owes and how it made it good. */
@Injectable()
export class FirmDueQueries {
  /** All of them, or those of which something is open; oldest first. */
  async dues(tx: Tx, options: { openOnly?: boolean } = {}): Promise<FirmDueView[]> {
    const rows = await tx.query<Raw<FirmDueView>>(
      `select d.kind, d.id, d.firm_id as "firmId", d.label, d.unit_id as "unitId", u.code as "unitCode", d.effective_on as "effectiveOn", d.amount,
         coalesce(c.amount, 0)::numeric(18,2) as cleared, (d.amount - coalesce(c.amount, 0))::numeric(18,2) as open, d.reason, d.document
       from (${DUES}) d left join mingbai.unit u on u.community_id = $1 and u.id = d.unit_id
       left join (select due_kind, due_id, sum(amount) as amount from mingbai.firm_clearing where community_id = $1 and undone_seq is null group by due_kind, due_id) c
         on c.due_kind = d.kind and c.due_id = d.id
       where not $2 or d.amount > coalesce(c.amount, 0) order by d.effective_on, d.id`,
      [tx.communityId, options.openOnly ?? false],
    );
    return rows.map((row) => readMoney<FirmDueView>(row, ['amount', 'cleared', 'open']));
  }

  /** Penalties of a quarter, as they count. */
  async penalties(tx: Tx, quarter: Quarter): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select coalesce(sum(amount), 0)::numeric(18,2) as amount from mingbai.firm_due where community_id = $1 and quarter = $2`,
      [tx.communityId, quarter],
    );
    return Money.parse(required(row, 'sum').amount);
  }

  async sums(tx: Tx, through: BusinessDate): Promise<FirmDueSums> {
    const [row] = await tx.query<Raw<FirmDueSums>>(
      `select (d.from_payable + c.off)::numeric(18,2) as "takenOffPayable", d.due, c.cleared, c.paid
       from (select coalesce(sum(from_payable), 0) as from_payable, coalesce(sum(amount - from_payable), 0)::numeric(18,2) as due
           from mingbai.firm_due where community_id = $1 and effective_on <= $2) d,
         (select coalesce(sum(amount) filter (where kind = 'OFFSET'), 0) as off, coalesce(sum(amount), 0)::numeric(18,2) as cleared,
           coalesce(sum(amount) filter (where kind = 'PAID'), 0)::numeric(18,2) as paid
           from mingbai.firm_clearing where community_id = $1 and effective_on <= $2 and undone_seq is null) c`,
      [tx.communityId, through],
    );
    return readMoney<FirmDueSums>(required(row, 'sums'), ['takenOffPayable', 'due', 'cleared', 'paid']);
  }
}
