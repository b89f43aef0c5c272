import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { Money } from '../../src/kernel/index.js';
import { journalFormats, type JournalFormat } from '../../src/modules/ledger/index.js';
import { journalDialects } from '../../src/modules/ledger/domain/export/dialects.js';
import { RunningBalances } from '../../src/modules/ledger/domain/export/running-balances.js';
import { accountingPrograms, withFile } from '../support/accounting-programs.js';
import { day } from '../support/books.js';
import { HOSTILE } from '../support/hostile-book.js';
import { hasTool } from '../support/tools.js';

const accounts = [
  { accountId: 1, code: '1001', name: '银行存款—共管账户', fund: 'SVC', holderType: 'bank_account', holderId: 1 },
  { accountId: 2, code: '2104', name: '应付合理成本/供应商', fund: 'SVC', holderType: 'payee', holderId: 12 },
];
const ON = day('2024-02-29');

/** A journal with one entry of 0.01 for each description, all on one day. */
function journal(format: JournalFormat, descriptions: readonly string[]): string {
  const dialect = journalDialects[format];
  const running = new RunningBalances(accounts);
  running.expect(accounts.map(({ accountId }) => ({ day: ON, accountId, postings: descriptions.length })));
  const entries = descriptions.map((description, index) =>
    dialect.entry(
      running.entry({ seq: index + 1, effectiveOn: ON, voucher: `2024-${index + 1}`, rule: 'P02', description }, [
        { debitAccount: 1, creditAccount: 2, amount: Money.parse('0.01') },
      ]),
    ),
  );
  return dialect.head(accounts, day('2024-01-01')) + entries.join('');
}

/** Signs that some program reads as more than text, bits of syntax, and anything that Unicode has but halves of surrogates. */
const piece = fc.oneof(
  fc.constantFrom(...' ;|*!()=~@#^"\\\'{}[]<>&%,:\t\r\n\v\f\0\u0085\u00A0\u2028\u2029\u202E\u2066\u3000\uFEFF＝＋－＠；１'),
  fc.constantFrom('  ;', '\n2024-01-01 x', '\n    assets:x  1 CNY', ' = 9 CNY', '\\"', 'include ', '\nend comment\n', '{{', '2024-01-01 * "x"', '9.99 CNY'),
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
/** The database takes 200 characters at most. */
const description = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => [...pieces.join('')].slice(0, 200).join(''));
const descriptions = fc.array(description, { minLength: 1, maxLength: 60 });

/** The whole of what one entry may look like; anything else in the file is a text that became syntax. */
const ENTRY: Record<Exclude<JournalFormat, 'csv'>, RegExp> = {
  hledger:
    /^2024-02-29 \(2024-\d+\) [^\s;|*!(=][^;|\n]* {2}; rule:P02, seq:\d+\n {4}assets:\S+ \S+:SVC:bank_account 1 {2}0\.01 CNY\n {4}liabilities:\S+ \S+:SVC:payee 12 {2}-0\.01 CNY$/,
  ledger:
    /^2024-02-29 \(2024-\d+\) [^\s;|*!(=][^;|\n]* {2}; rule:P02, seq:\d+\n {4}assets:\S+ \S+:SVC:bank_account 1 {2}0\.01 CNY\n {4}liabilities:\S+ \S+:SVC:payee 12 {2}-0\.01 CNY$/,
  beancount:
    /^2024-02-29 \* "(?:[^"\\\n]|\\["\\])*"\n {2}voucher: "2024-\d+"\n {2}rule: "P02"\n {2}seq: \d+\n {2}Assets:\S+:SVC:Bank-account-1 {2}0\.01 CNY\n {2}Liabilities:\S+:SVC:Payee-12 {2}-0\.01 CNY$/,
};
const LINE_BREAKS = /[\r\v\f\u0085\u2028\u2029]/;

describe('any text that an entry may carry', () => {
  it.each(['hledger', 'ledger', 'beancount'] as const)('stays text in a file for %s: one line, and one transaction an entry', (format) => {
    fc.assert(
      fc.property(descriptions, (texts) => {
        const text = journal(format, texts);
        expect(text).not.toMatch(LINE_BREAKS);
        const [, ...entries] = text
          .replaceAll(/ = -?\d+\.\d\d CNY$|^2024-03-01 balance .*\n/gm, '')
          .trimEnd()
          .split('\n\n');
        expect(entries).toHaveLength(texts.length);
        for (const entry of entries) expect(entry).toMatch(ENTRY[format]);
      }),
      { numRuns: 300 },
    );
  });

  it('stays a cell in CSV that no spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(descriptions, (texts) => {
        const rows: string[][] = parse(journal('csv', texts), { bom: true, record_delimiter: '\r\n' });
        expect(rows).toHaveLength(texts.length + 1);
        for (const row of rows) {
          expect(row).toHaveLength(13);
          for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]|[\r\n]/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(accountingPrograms.map((program) => [program.format, program] as const))('is one transaction an entry to %s itself', (format, program) => {
    if (!program.tools.every((tool) => hasTool(tool, `${format} reads any description as text`))) return;
    fc.assert(
      fc.property(descriptions, (texts) => {
        const found = withFile(journal(format, texts), (file) => [program.complaints(file), program.transactions(file)]);
        expect(found).toEqual(['', texts.length]);
      }),
      { numRuns: 12 },
    );
  });

  it.each(journalFormats)('reads on in %s: what is harmless is left as it is', (format) => {
    expect(journal(format, ['物业费 2024-02, 3-1202 (A & B) 50% = ok * x'])).toContain('物业费 2024-02, 3-1202 (A & B) 50% = ok * x');
  });
});
