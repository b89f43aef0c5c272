import { addDays, required } from '../../../../kernel/index.js';
import { holderOf, oneLine, postingsOf, type JournalAccount, type JournalDialect } from './journal.js';

const ROOTS: Record<string, string> = { '1': 'Assets', '2': 'Liabilities', '3': 'Equity', '4': 'Income', '5': 'Expenses' };

/**
 * Beancount 2 and 3. Without the first option it forgives a fen. Its `balance` speaks of the start of a day, so the balance after
 * the last posting of a day is asserted for the day after; it sorts by day itself, so that line may follow its transaction at once.
 */
export const beancountDialect: JournalDialect = {
  head: (accounts, opensOn) =>
    [
      'option "inferred_tolerance_multiplier" "0"\noption "operating_currency" "CNY"\n',
      ...accounts.map((account) => `${opensOn} open ${nameOf(account)} CNY\n`),
    ].join(''),
  entry: (entry) => {
    const postings = postingsOf(entry);
    const asserted = addDays(entry.effectiveOn, 1);
    return [
      `\n${entry.effectiveOn} * ${quoted(entry.description)}\n  voucher: "${entry.voucher}"\n  rule: "${entry.rule}"\n  seq: ${entry.seq}\n`,
      ...postings.map(({ account, signed }) => `  ${nameOf(account)}  ${signed} CNY\n`),
      ...postings.map(({ account, balance }) => (balance ? `${asserted} balance ${nameOf(account)}  ${balance} CNY\n` : '')),
    ].join('');
  },
};

/** A component is of letters, digits and hyphens and begins with a capital or a digit: `Assets:1001-银行存款-共管账户:SVC:Bank-account-1`. */
function nameOf(account: JournalAccount): string {
  const component = (text: string): string => text.replaceAll(/[^\p{L}\p{Nd}]+/gu, '-').replace(/./u, (first) => first.toUpperCase());
  const root = required(ROOTS[account.code.slice(0, 1)], 'the class of a code');
  return [root, ...[`${account.code} ${account.name}`, account.fund, holderOf(account)].filter((part) => part !== '').map(component)].join(':');
}

/** Inside a string only the quote and the backslash mean something. */
function quoted(description: string): string {
  return `"${oneLine(description).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
