import { Money, Rate } from '../../../kernel/index.js';
import { type Invariant } from '../../../platform/database/index.js';
import { billAmount, type Reckoning } from '../domain/fee.js';

type Row = { readonly [Name in keyof Reckoning]: Reckoning[Name] extends number ? number : string } & { readonly id: number; readonly amount: string };

const reckoningOf = (row: Row): Reckoning => ({
  ...row,
  quantity: Rate.parse(row.quantity),
  rate: Rate.parse(row.rate),
  discountPercent: Rate.parse(row.discountPercent),
  discountYuan: Money.parse(row.discountYuan),
});

/** What bills and what follows them can prove about a compound. */
export const billInvariants: readonly Invariant[] = [
  {
    name: 'P01 every bill is its reckoning, rounded half up once',
    check: async (tx) => {
      const bills = await tx.query<Row>(
        `select id, quantity, rate, months, billed_days as "billedDays", cycle_days as "cycleDays", discount_days as "discountDays", discount_percent as "discountPercent",
           discount_yuan as "discountYuan", amount from mingbai.bill where community_id = $1 order by id`,
        [tx.communityId],
      );
      return bills
        .map((bill) => ({ ...bill, due: billAmount(reckoningOf(bill)).toString() }))
        .filter(({ due, amount }) => due !== amount)
        .map(({ id, quantity, rate, due, amount }) => `bill ${id}: ${quantity} × ${rate} and its days give ${due}, billed ${amount}`);
    },
  },
];
