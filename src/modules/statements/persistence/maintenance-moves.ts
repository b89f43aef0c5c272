import type { BusinessDate, Money } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';

/** What became due to the maintenance fund, what the bank transferred and what it gave back, each by its day. */
export interface MaintenanceMove {
  readonly kind: 'DUE' | 'TRANSFERRED' | 'RETURNED';
  readonly on: BusinessDate;
  readonly amount: Money;
}

/** Everything that ever moved what the maintenance fund is owed, through a day: from claims, settlements and returns. */
export async function maintenanceMoves(tx: Tx, through: BusinessDate): Promise<MaintenanceMove[]> {
  const rows = await tx.query<Raw<MaintenanceMove>>(
    `select 'DUE' as kind, decided_on as "on", amount from mingbai.claim where community_id = $1 and kind = 'MAINTENANCE' and state = 'APPROVED' and decided_on <= $2
     union all select 'TRANSFERRED', s.booked_on, s.amount from mingbai.disbursement d join mingbai.disbursement_settlement s on s.community_id = $1 and s.disbursement_id = d.id
       where d.community_id = $1 and d.kind = 'MAINTENANCE' and s.booked_on <= $2
     union all select 'RETURNED', r.booked_on, r.amount from mingbai.disbursement d join mingbai.disbursement_return r on r.community_id = $1 and r.disbursement_id = d.id
       where d.community_id = $1 and d.kind = 'MAINTENANCE' and r.booked_on <= $2`,
    [tx.communityId, through],
  );
  return rows.map((row) => readMoney<MaintenanceMove>(row, ['amount']));
}
