import { required } from '../../../../kernel/index.js';
import { holderOf, oneLine, postingsOf, widen, type JournalAccount, type JournalDialect, type JournalEntry } from './journal.js';

/** First digit of the code → root account, and the type by which hledger's `bs` and `is` know what is what. */
const CLASSES: Record<string, { readonly root: string; readonly type: string }> = {
  '1': { root: 'assets', type: 'A' },
  '2': { root: 'liabilities', type: 'L' },
  '3': { root: 'equity', type: 'E' },
  '4': { root: 'revenues', type: 'R' },
  '5': { root: 'expenses', type: 'X' },
};

/** Four decimals on purpose: with two these programs would let half a fen pass. */
const FORMAT = '1,000.0000 CNY';

/**
 * hledger. Accounts inherit the type of their root; cash has one of its own. A type on each of them would make `bs` take half a minute for
 * 600 accounts. Two spaces before `;`, or the name swallows it.
 */
export const hledgerDialect: JournalDialect = {
  head: (accounts) =>
    [
      `commodity ${FORMAT}\n`,
      ...Object.values(CLASSES).map(({ root, type }) => `account ${root}  ; type:${type}\n`),
      ...accounts.map((account) => `account ${nameOf(account)}${account.code === '1001' ? '  ; type:C' : ''}\n`),
    ].join(''),
  entry: plainEntry,
};

/** Ledger 3: the same but for declarations, since it would read a comment after a name as part of the name, and knows no types. */
export const ledgerDialect: JournalDialect = {
  head: (accounts) => `commodity CNY\n    format ${FORMAT}\n${accounts.map((account) => `account ${nameOf(account)}\n`).join('')}`,
  entry: plainEntry,
};

/** One transaction an entry, every amount explicit. */
function plainEntry(entry: JournalEntry): string {
  const postings = postingsOf(entry).map(({ account, signed, balance }) => `    ${nameOf(account)}  ${signed} CNY${balance ? ` = ${balance} CNY` : ''}\n`);
  return `\n${entry.effectiveOn} (${entry.voucher}) ${harmless(entry.description)}  ; rule:${entry.rule}, seq:${entry.seq}\n${postings.join('')}`;
}

function nameOf(account: JournalAccount): string {
  const { root } = required(CLASSES[account.code.slice(0, 1)], 'the class of a code');
  const holder = holderOf(account);
  return `${root}:${account.code} ${account.name}:${account.fund}${holder && `:${holder}`}`;
}

/**
 * A resident's text must not become a comment, a payee, a state or a code: signs that either program reads get their full-width
 * form. Never empty, or Ledger would read the comment as the text.
 */
function harmless(description: string): string {
  return oneLine(description).replaceAll(/[;|]|^[*!(=]/g, widen) || '-';
}
