import { addDays, Money } from '../../../src/kernel/index.js';
import type { BankLineView, ChannelLineView } from '../../../src/modules/bank/index.js';
import { writeBankCsv } from '../../support/bank-files.js';
import { writeWechatBill, type ChannelSketch } from '../../support/channel-files.js';
import { account } from '../communities/fixture.js';
import { day, type Compound, type feesOnDatabase } from './fixture.js';

type Module = Awaited<ReturnType<typeof feesOnDatabase>>;

/** The bank of a compound: each call imports a statement with one line on its last day; they follow one another. */
export function bankOf(on: Module, compound: Compound) {
  let [balance, file, next] = [Money.zero, 0, day('01-01')];
  return {
    /** A line of `amount` yuan (below 0: out) on a day, from `counterpartyAccount`. */
    async line(date: string, amount: string, counterpartyAccount = '6222020000000001'): Promise<BankLineView> {
      const booking = {
        bookedOn: day(date),
        amount: Money.parse(amount),
        counterpartyName: '甲',
        counterpartyAccount,
        remark: '',
        bankReference: `L${++file}`,
      };
      const sketch = { accountNo: account.accountNo, accountName: account.accountName, from: next, to: day(date), opening: balance, bookings: [booking] };
      balance = balance.plus(booking.amount);
      next = addDays(day(date), 1);
      const bytes = new TextEncoder().encode(writeBankCsv(sketch));
      await on.importBankFile.execute(compound.as('BOOKKEEPER'), { fileName: `${file}.csv`, file: bytes, dryRun: false });
      const lines = await compound.read((tx) => on.bank.lines(tx));
      const line = lines.at(-1);
      if (!line) throw new Error('the line was not imported');
      return line;
    },
  };
}

/** Imports a bill of WeChat Pay and gives its lines. */
export async function wechat(on: Module, compound: Compound, lines: readonly ChannelSketch[]): Promise<ChannelLineView[]> {
  const file = new TextEncoder().encode(writeWechatBill(lines));
  await on.importChannelFile.execute(compound.as('BOOKKEEPER'), { fileName: 'wechat.csv', file, dryRun: false });
  const imported = await compound.read((tx) => on.channelQueries.lines(tx, { orderNos: lines.map(({ orderNo }) => orderNo) }));
  return imported;
}
