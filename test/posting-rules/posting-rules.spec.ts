import { readFileSync, writeFileSync } from 'node:fs';
import { LedgerQueries, LedgerService, ruleCodes, type RuleCode } from '../../src/modules/ledger/index.js';
import { day, openBook, posting } from '../support/books.js';
import { communityOne, TestDatabase } from '../support/database.js';
import { shown, type PostingExample } from './example.js';
import { billingError, feeExamples } from './fees.js';
import { operatingIncomeExamples } from './operating-income.js';
import { serviceExamples } from './service.js';
import { settlementExamples } from './settlement.js';

const DOCUMENT = 'docs/posting-rules.md';
const examples: readonly PostingExample[] = [...feeExamples, ...operatingIncomeExamples, ...serviceExamples, ...settlementExamples];

describe('the posting rules', () => {
  it.each(examples)('$rule: $event', ({ rule, draft, transfers }) => {
    expect(draft?.rule).toBe(rule);
    expect(draft?.transfers.map(shown)).toEqual(transfers);
  });

  it('each have an example', () => {
    expect(ruleCodes.filter((code) => !examples.some(({ rule }) => rule === code))).toEqual([]);
  });

  it('have a billing error reversed by the books themselves (P05)', async () => {
    const database = await TestDatabase.create();
    const [ledger, books] = [new LedgerService(), new LedgerQueries()];
    await openBook(database, communityOne);
    const entry = await database.unitOfWork.run(communityOne, async (tx) => {
      const [posted] = await ledger.post(tx, posting, [billingError.draft]);
      const { seq } = await ledger.reverse(tx, posting, { seq: posted?.seq ?? 0, effectiveOn: day('2024-02-20'), description: 'billing error' });
      return books.entry(tx, seq);
    });
    await database.destroy();
    expect(entry?.rule).toBe('REV');
    const sides = entry?.transfers.map(({ fund, debitCode, creditCode, amount }) => `${fund} ${debitCode} / ${creditCode} ${amount.toString()}`);
    expect(sides).toEqual(billingError.transfers.map((transfer) => transfer.replaceAll(/\[.*?\]/g, '')));
    expect(billingError.again.draft.effectiveOn).toBe('2024-02-01');
    expect(billingError.again.draft.transfers.map(shown)).toEqual(billingError.again.transfers);
  });

  it('move only between accounts that the books allow for the rule', async () => {
    const database = await TestDatabase.create();
    const pairs = await database.as('postgres', async (client) => {
      const { rows } = await client.query<{ pair: string }>(`select format('%s %s %s/%s', rule, fund, debit, credit) as pair from ledger.posting_pair`);
      return new Set(rows.map(({ pair }) => pair));
    });
    await database.destroy();
    const used = examples.flatMap(({ rule, draft }) =>
      (draft?.transfers ?? []).map(({ fund, debit, credit }) => `${rule} ${fund} ${debit.code}/${credit.code}`),
    );
    expect(used.filter((pair) => !pairs.has(pair))).toEqual([]);
  });

  it(`are told in ${DOCUMENT} as these examples have them`, () => {
    if (process.env['MINGBAI_GENERATE'] === '1') writeFileSync(DOCUMENT, document());
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(document());
  });
});

/** The glossary says what each rule is called. */
function titles(): Map<string, string> {
  const rows = [...readFileSync('docs/glossary.md', 'utf8').matchAll(/^\| \(?(`P\d\d[^|]*?`)\)? \| (.+?) \| (.+?) \|/gm)];
  return new Map(
    rows.flatMap(([, codes = '', zh = '', en = '']) => {
      const each = [...codes.matchAll(/`(P\d\d[a-z]?)`/g)].map(([, code = '']) => code);
      const [chinese, english] = [zh.split(', '), en.split('; ')];
      return each.map((code, index) => [code, `${chinese[index] ?? zh}: ${english[index] ?? en}`] as const);
    }),
  );
}

function document(): string {
  const named = titles();
  const told = ({ event, transfers }: { readonly event: string; readonly transfers: readonly string[] }) => [event, '', ...transfers.map(row), ''].join('\n');
  const correction = [`## P05 ${named.get('P05') ?? ''}`, '', told(billingError), told(billingError.again)].join('\n');
  const section = (code: RuleCode): string => {
    const own = examples.filter(({ rule }) => rule === code);
    return [`## ${code} ${named.get(code) ?? ''}`, '', ...own.map(told)].join('\n');
  };
  return [
    '# Posting rules',
    '',
    'Every business event is one of these, and nothing else writes the books. Each line is a transfer: fund, debit account / credit account, yuan, with',
    'the holder of an account in brackets. Made from `test/posting-rules/` by `npm run generate`: the product’s own functions give these entries, and the',
    'test holds them against the pairs of accounts that the database allows. A correction is a reversal (`REV`): the whole entry with its sides exchanged.',
    '',
    ...ruleCodes.flatMap((code) => (code === 'P06' ? [correction, section(code)] : [section(code)])),
  ].join('\n');
}

function row(transfer: string): string {
  return `    ${transfer}`;
}
