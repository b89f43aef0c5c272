import { Injectable } from '@nestjs/common';
import { Money, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { ChartCode, Fund } from '../../ledger/index.js';

/** What documents say that an account holds at the end of a day, before payouts took anything of it. */
export interface DocumentClaim {
  readonly fund: Fund;
  readonly account: ChartCode;
  readonly amount: Money;
}

type Row = { readonly fund: Fund; readonly account: ChartCode; readonly amount: string };
const read = ({ amount, ...rest }: Row): DocumentClaim => ({ ...rest, amount: Money.parse(amount) });

/** Day $2 is the last that counts. A receipt that is void counted from its day until the day before it was. */
const RECEIVED = `select kind, fund, amount, released, opening_id from mingbai.other_receipt where community_id = $1 and received_on <= $2 and (voided_on is null or voided_on > $2)`;

/**
 * The claims that approved costs, taxes, spending, deposits, floats, refunds and what is collected for others make, from these documents and never from the accounts; payouts
 * take from 2104, 2201, 2302 and 2401 what they hold, and add to 1201 what they issue.
 */
@Injectable()
export class IncomeClaims {
  async claims(tx: Tx, on: BusinessDate): Promise<DocumentClaim[]> {
    const rows = await tx.query<Row>(
      `select fund, account, sum(amount)::numeric(18,2) as amount from (
         select fund, case kind when 'TAX' then '2201' when 'MAINTENANCE' then '2401' else '2104' end as account, amount from mingbai.claim
           where community_id = $1 and state = 'APPROVED' and kind in ('COST', 'SPENDING', 'TAX', 'MAINTENANCE') and decided_on <= $2
         union all select fund, '1201', -amount from mingbai.claim where community_id = $1 and state = 'APPROVED' and kind = 'FLOAT_USE' and decided_on <= $2
         union all select fund, '1201', -amount from (${RECEIVED}) r where kind = 'FLOAT'
         union all select fund, '2501', amount from (${RECEIVED}) r where kind = 'DEPOSIT'
         union all select fund, '2502', amount from (${RECEIVED}) r where kind = 'FOR_OTHERS'
         union all select c.fund, side.account, side.sign * c.amount from mingbai.claim c, (values ('2502', -1), ('2302', 1)) side(account, sign)
           where c.community_id = $1 and c.kind = 'PASS_ON' and c.decided_on <= $2 and (c.taken_back_on is null or c.taken_back_on > $2)
         union all select 'TRN', '2501', -amount from mingbai.deposit_release where community_id = $1 and released_on <= $2
         union all select 'TRN', '2302', amount from mingbai.deposit_release where community_id = $1 and released_on <= $2 and kind = 'BACK'
         union all select 'COM', '2302', amount from mingbai.lease_refund where community_id = $1 and refunded_on <= $2) c
       group by fund, account order by fund, account`,
      [tx.communityId, on],
    );
    return rows.map(read);
  }

  /** Cash that other receipts brought into each fund through a day, and deposits that were kept moved from TRN to COM. What opened with the books came with their cash. */
  async documentCash(tx: Tx, through: BusinessDate): Promise<{ fund: Fund; amount: Money }[]> {
    const rows = await tx.query<{ fund: Fund; amount: string }>(
      `select fund, sum(amount)::numeric(18,2) as amount from (
         select fund, amount from (${RECEIVED}) r where opening_id is null
         union all select side.fund, side.sign * d.amount from mingbai.deposit_release d, (values ('TRN', -1), ('COM', 1)) side(fund, sign)
           where d.community_id = $1 and d.kind = 'KEPT' and d.released_on <= $2) c
       group by fund order by fund`,
      [tx.communityId, through],
    );
    return rows.map(({ fund, amount }) => ({ fund, amount: Money.parse(amount) }));
  }
}
