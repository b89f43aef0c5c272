import { parse } from 'csv-parse/sync';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Money, required } from '../../src/kernel/index.js';
import type { JournalFormat } from '../../src/modules/ledger/index.js';

/** What a program makes of an exported journal, by its own arithmetic. Accounts are "code fund holder", debits positive. */
export interface AccountingProgram {
  readonly format: JournalFormat;
  /** The programs of the machine that it takes. */
  readonly tools: readonly string[];
  /** What its strictest check says; empty when it has nothing to say. */
  complaints(file: string): string;
  /** Accounts whose balance is not zero. */
  balances(file: string): Record<string, string>;
  /** Day and running balance after each posting to the accounts of a code. */
  running(file: string, code: string): string[];
  /** Totals by class, each positive on its normal side. */
  totals(file: string): Record<'assets' | 'liabilities' | 'revenues' | 'expenses', string>;
  transactions(file: string): number;
}

const yuan = (text: string): string => Money.parse(text.replace(/ CNY$/, '').replace(/(\.\d\d)0*$/, '$1')).toString();
const negated = (text: string): string => Money.parse(text).negated().toString();

/** Runs a program; what it writes to stderr stands behind its output. */
function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
  });
  if (error) throw error;
  return status === 0 || stdout + stderr !== '' ? stdout + stderr : `${program} ended with ${status}`;
}

const rows = (text: string): string[][] => parse(text, { relax_column_count: true });
const lines = (text: string): string[][] =>
  text.trim() === ''
    ? []
    : text
        .trim()
        .split('\n')
        .map((line) => line.split('\t'));

/** "assets:1001 银行存款:SVC:bank_account 1" and "Assets:1001-银行存款:SVC:Bank-account-1" → "1001 SVC bank account 1". */
export function accountKey(name: string): string {
  const [, code = '', fund = '', holder = ''] = required(
    /^\w+:(\d{4}(?:[.-]\d\d)?)[ -][^:]+:([A-Z]{3})(?::(.+))?$/.exec(name.trim()),
    `an account's name: ${name}`,
  );
  return `${code.replace('-', '.')} ${fund} ${holder.toLowerCase().replaceAll(/[^a-z0-9]/g, ' ')}`.trim();
}

const named = (pairs: readonly (readonly [name: string, amount: string])[]): Record<string, string> =>
  Object.fromEntries(pairs.map(([name, amount]) => [accountKey(name), yuan(amount)] as const).filter(([, amount]) => amount !== '0.00'));

function hledger(file: string, ...args: string[]): string {
  return run('hledger', ['-f', file, ...args]);
}

const hledgerProgram: AccountingProgram = {
  format: 'hledger',
  tools: ['hledger'],
  complaints: (file) => hledger(file, 'check', '--strict', 'ordereddates'),
  balances: (file) => {
    const [, ...accounts] = rows(hledger(file, 'balance', '--flat', '--no-total', '-O', 'csv', '-c', '1000.00 CNY'));
    return named(accounts.map(([name = '', amount = '']) => [name, amount]));
  },
  running: (file, code) => {
    const [, ...postings] = rows(hledger(file, 'register', `:${code} `, '-O', 'csv', '-c', '1000.00 CNY'));
    return postings.map(([, day = '', , , , , total = '']) => `${day} ${yuan(total)}`);
  },
  totals: (file) => {
    const report = (name: string): string[] =>
      rows(hledger(file, name, '-O', 'csv', '-c', '1000.00 CNY'))
        .filter(([title = '']) => /^total/i.test(title))
        .map(([, amount = '']) => yuan(amount));
    const [[assets = '', liabilities = ''], [revenues = '', expenses = '']] = [report('balancesheet'), report('incomestatement')];
    return { assets, liabilities, revenues, expenses };
  },
  transactions: (file) => new Set(rows(hledger(file, 'print', '-O', 'csv')).map(([index]) => index)).size - 1,
};

function ledger(file: string, ...args: string[]): string {
  return run('ledger', ['--args-only', '--strict', '--pedantic', '-f', file, ...args]);
}

const ledgerProgram: AccountingProgram = {
  format: 'ledger',
  tools: ['ledger'],
  complaints: (file) => ledger(file, 'source'),
  balances: (file) =>
    named(
      lines(ledger(file, 'balance', '--flat', '--no-total', '--format', '%(account)\t%(quantity(scrub(display_total)))\n')).map(([name = '', amount = '']) => [
        name,
        amount,
      ]),
    ),
  running: (file, code) =>
    lines(ledger(file, 'register', `:${code} `, '--format', '%(format_date(date, "%Y-%m-%d"))\t%(quantity(scrub(display_total)))\n')).map(
      ([day = '', total = '']) => `${day} ${yuan(total)}`,
    ),
  totals: (file) => {
    const byClass = Object.fromEntries(
      lines(ledger(file, 'balance', '--depth', '1', '--no-total', '--format', '%(account)\t%(quantity(scrub(display_total)))\n')).map(([name, amount = '']) => [
        name,
        yuan(amount),
      ]),
    ) as Record<string, string>;
    return {
      assets: byClass['assets'] ?? '',
      liabilities: negated(byClass['liabilities'] ?? ''),
      revenues: negated(byClass['revenues'] ?? ''),
      expenses: byClass['expenses'] ?? '',
    };
  },
  transactions: (file) => new Set(lines(ledger(file, 'register', '--format', '%(xact.beg_line)\n')).map(([line]) => line)).size,
};

function query(file: string, sql: string): string[][] {
  const [, ...found] = rows(run('bean-query', ['-f', 'csv', file, sql]));
  return found.map((row) => row.map((cell) => cell.trim()));
}

const beancountProgram: AccountingProgram = {
  format: 'beancount',
  tools: ['bean-check', 'bean-query'],
  complaints: (file) => run('bean-check', [file]),
  balances: (file) => named(query(file, 'select account, sum(number) group by account').map(([name = '', amount = '']) => [name, amount])),
  running: (file, code) =>
    query(file, `select date, number(only("CNY", balance)) where account ~ ":${code}-"`).map(([day = '', total = '']) => `${day} ${yuan(total || '0.00')}`),
  totals: (file) => {
    const byClass = Object.fromEntries(
      query(file, 'select root(account, 1), sum(number) group by root(account, 1)').map(([name, amount = '']) => [name, yuan(amount)]),
    ) as Record<string, string>;
    return {
      assets: byClass['Assets'] ?? '',
      liabilities: negated(byClass['Liabilities'] ?? ''),
      revenues: negated(byClass['Income'] ?? ''),
      expenses: byClass['Expenses'] ?? '',
    };
  },
  transactions: (file) => query(file, 'select distinct id').length,
};

export const accountingPrograms: readonly AccountingProgram[] = [hledgerProgram, ledgerProgram, beancountProgram];

/** Gives the text to `work` as a file of its own. */
export function withFile<T>(text: string, work: (file: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'mingbai-export-'));
  try {
    const file = join(directory, 'book');
    writeFileSync(file, text);
    return work(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
