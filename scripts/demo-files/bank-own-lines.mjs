/** 0.20 % a year, by the daily balance of 360 days. */
const INTEREST = 0.002 / 360;
/** What the bank takes for each transfer out, in fen. */
const TRANSFER = 550;

/** What the bank itself books: interest on the 21st of a quarter's last month, and on the same day its charges for the transfers since the last. */
export class BankOwnLines {
  earlier = [];
  lastDay = '';

  /** @param lines of the others in the month, in any order @param on the day, undefined in a month without */
  linesOf(lines, on) {
    this.earlier.push(...lines);
    if (on === undefined) return [];
    const since = (line) => line.date >= this.lastDay && line.date < on;
    const transfers = this.earlier.filter((line) => since(line) && line.amount < 0 && line.party !== '');
    const charge = { ...own(on, -TRANSFER * transfers.length), remark: `汇划费${transfers.length}笔` };
    const interest = { ...own(on, Math.round(this.dayBalances(on) * INTEREST)), remark: '存款结息' };
    this.lastDay = on;
    this.earlier.push(charge, interest);
    return [interest, charge];
  }

  /** Σ of the balances at the end of each day from the last interest through the day before. */
  dayBalances(on) {
    const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
    return this.earlier
      .filter(({ date }) => date < on)
      .reduce((sum, { date, amount }) => sum + amount * days(date > this.lastDay ? date : this.lastDay, on), 0);
  }
}

const own = (date, amount) => ({ date, amount, party: '', account: '' });
